"""Invocations and rounds are found again in the flat list of events."""

import ast

import pytest

from kernel_magic.lessons.rounds import Loop, frames_of, landmarks, loop_runs
from kernel_magic.lessons.telling.code_blocks import split
from kernel_magic.lessons.telling.evidence import evidence_for
from tests.claims_programs import PROGRAMS, awkward, traced


def taken_apart(source, call, **limits):
    marks = landmarks(ast.parse(source))
    return marks, frames_of(traced(source, call, **limits), marks)


def rounds(source, call, line, **limits):
    """(rounds, how it was left) of each execution of the loop on a line."""
    marks, frames = taken_apart(source, call, **limits)
    loop = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, Loop) and node.lineno == line)
    return [(len(once.rounds), once.how) for frame in frames for once in loop_runs(loop, frame, marks)]


def line_of(source, start):
    return next(number for number, text in enumerate(source.split("\n"), 1) if text.strip().startswith(start))


def test_each_invocation_has_its_own_events_its_caller_and_its_result():
    _, frames = taken_apart(*PROGRAMS["fib"])
    assert len(frames) == 9
    assert [frame.returned for frame in frames] == ["3", "2", "1", "1", "0", "1", "1", "1", "0"]
    assert [frame.caller for frame in frames] == [None, 0, 1, 2, 2, 1, 0, 6, 6]
    assert all(frame.ended for frame in frames)


def test_an_invocation_that_was_left_by_an_exception_says_by_which_also_through_finally():
    _, frames = taken_apart(*PROGRAMS["pick"])
    assert [(frame.function, frame.raised) for frame in frames if frame.raised] == [
        ("pick", "IndexError"),
        ("last", "IndexError"),
    ]
    _, frames = taken_apart(*awkward()["finally"])
    assert [frame.raised for frame in frames if frame.function == "g"] == ["", "", "KeyError", "KeyError"]


def test_invocations_whose_exceptions_are_swallowed_are_told_apart():
    _, frames = taken_apart(*awkward()["swallowed"])
    assert sum(frame.function == "x" for frame in frames) == 6


def test_a_generator_is_one_invocation_and_several_of_one_kind_are_mixed():
    _, frames = taken_apart(*PROGRAMS["squares"])
    assert [(frame.function, frame.mixed, frame.ended) for frame in frames if frame.function == "squares"] == [
        ("squares", False, True)
    ]
    _, frames = taken_apart(*awkward()["generators"])
    assert [frame.mixed for frame in frames if frame.function == "g"] == [True]


def test_nothing_ends_where_the_trace_was_cut():
    _, frames = taken_apart(*PROGRAMS["total"], max_steps=7)
    assert [frame.ended for frame in frames] == [False]


@pytest.mark.parametrize(
    ("program", "start", "found"),
    [
        ("while_true", "while True", [(6, "done")]),
        ("while_true", "for j", [(2, "done"), (4, "done"), (3, "done")]),
        ("return_inside", "for i, item", [(3, "return"), (3, "done")]),
        ("empty_loops", "for cell", [(0, "done"), (2, "done"), (0, "done")]),
        ("empty_loops", "for other", [(0, "done")]),
        ("own_iterator", "for x", [(3, "done")]),
    ],
)
def test_rounds_are_counted_and_how_a_loop_was_left_is_said(program, start, found):
    source, call = awkward()[program]
    assert rounds(source, call, line_of(source, start)) == found


def test_a_loop_left_by_an_exception_and_one_that_was_cut():
    source, call = PROGRAMS["pick"]
    assert rounds(source, call, 7) == [(3, "exception")]
    assert rounds(*PROGRAMS["total"], 4, max_steps=8) == [(2, "cut")]


def test_a_generator_that_is_never_asked_again_leaves_its_loop_cut():
    source = "def g():\n    n = 1\n    while n:\n        yield n\n        n += 1\n\n\ndef f():\n    return next(g())\n"
    assert rounds(source, "f()", 3) == [(1, "cut")]


def test_evidence_counts_no_rounds_of_generators_that_are_mixed():
    source, call = awkward()["generators"]
    blocks = split(source)
    seen = evidence_for(blocks, source, traced(source, call))[0]
    assert seen
    assert not [item for item in seen if item.kind == "rounds" and item.rounds >= 0]
