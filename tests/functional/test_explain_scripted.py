"""`explain` with a scripted model and the real judge: what a run refutes is not said, whatever the model says."""

from __future__ import annotations

import json
from importlib import resources

import jsonschema
import pytest

from kernel_magic.core.errors import BackendError, ModelMissingError, PromptTooLongError, TaskError
from kernel_magic.core.serial_explanation import explanation_json
from kernel_magic.engine.scripted_backend import ScriptedBackend
from kernel_magic.lessons.explain import claims_on, explain
from kernel_magic.lessons.options import ExplainOptions, SolveOptions
from kernel_magic.lessons.work import Work

SUM = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"
WHILE = "def halve(n):\n    steps = 0\n    while n > 1:\n        n //= 2\n        steps += 1\n    return steps\n"
FIB = "def fib(n):\n    if n < 2:\n        return n\n    return fib(n - 1) + fib(n - 2)\n"
SAFE = "def safe(a, b):\n    try:\n        return a // b\n    except ZeroDivisionError:\n        return None\n"
FIRST = "def first(items):\n    return items[0]\n"
STACK = (
    "class Stack:\n    def __init__(self):\n        self.items = []\n"
    "    def push(self, x):\n        self.items.append(x)\n"
    "    def pop(self):\n        return self.items.pop()\n"
)
GENERATOR = "def squares(n):\n    for i in range(n):\n        yield i * i\n"
COMPREHENSION = "def evens(items):\n    chosen = [item for item in items if item % 2 == 0]\n    return chosen\n"
PROGRAM = "n = int(input())\ntotal = 0\nfor i in range(n):\n    total += i\nprint(total)\n"
SEARCH = (
    "def find(items, wanted):\n    for place, item in enumerate(items):\n        if item == wanted:\n"
    "            return place\n    return -1\n"
)
COUNT = (
    "def count(text):\n    seen = {}\n    for letter in text:\n        seen[letter] = seen.get(letter, 0) + 1\n"
    "    return seen\n"
)
PROGRAMS = {
    "loop": (SUM, "total([3, 1, 4])", "`result` is 8 after the loop.", "`result` is 4 after the loop."),
    "while": (WHILE, "halve(8)", "Line 4 runs three times.", "Line 4 runs 4 times."),
    "recursion": (FIB, "fib(4)", "`fib(3)` returns 2.", "`fib(3)` returns 1."),
    "caught exception": (SAFE, "safe(1, 0)", "Line 5 runs once.", "Line 5 is never reached."),
    "exception": (FIRST, "first([])", "The call raises `IndexError`.", "The call raises no exception."),
    "class": (STACK, "s = Stack(); s.push(1); s.push(2); s.pop()", "`push` is called twice.", "`push` is called once."),
    "generator": (GENERATOR, "squares(3)", "Line 3 runs three times.", "Line 3 runs twice."),
    "comprehension": (COMPREHENSION, "evens([1, 2, 4])", "`chosen` is [2, 4].", "`chosen` is [1, 2, 4]."),
    "program": (PROGRAM, "", "`total` is 6 after the loop.", "`total` is 3 after the loop."),
    "early return": (SEARCH, "find([3, 1, 4], 1)", "Line 4 runs once.", "Line 5 runs once."),
    "dictionary": (COUNT, "count('aab')", "The loop runs three times.", "The loop runs twice."),
}


def work_with(judge, *replies, cancelled=lambda: False, questions=True):
    backend = ScriptedBackend(replies, repeat_last=True) if replies else None
    return Work(
        backend=backend,
        judge=judge,
        options=SolveOptions(questions=questions),
        on_progress=lambda progress: None,
        cancelled=cancelled,
    )


def words(*sentences):
    """A reply to the prompt for one block."""
    return f" What happens here\nWhy: {' '.join(sentences)}"


def said(explanation):
    """All words that are shown."""
    return " ".join(f"{block.title} {block.prose}" for block in explanation.blocks)


def valid(explanation):
    """The JSON of an explanation, which fits its schema."""
    document = explanation_json(explanation)
    schema = resources.files("kernel_magic.schemas").joinpath("explanation.1.json").read_text("utf-8")
    jsonschema.validate(json.loads(json.dumps(document)), json.loads(schema))
    return document


@pytest.mark.parametrize(("text", "call", "true", "false"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_true_sentence_stays_marked_and_a_planted_false_one_is_dropped_and_counted(judge, text, call, true, false):
    options = ExplainOptions(call=call, stdin="4\n")
    explanation = explain(text, work_with(judge, words(true, false)), options)
    assert false not in said(explanation)
    assert sum(each.startswith(false) for each in explanation.dropped) == 1
    marked = [claim for block in explanation.blocks for claim in block.claims]
    assert [(claim.text, claim.holds) for claim in marked] == [(true, True)]
    assert explanation.status == "verified"
    assert explanation.provenance is not None
    document = valid(explanation)
    assert document["blocks"]
    assert len(explanation.questions) <= 3
    for question in explanation.questions:
        assert 3 <= len(question.choices) <= 4


LIES = (
    "`result` is 3 after the loop. The loop runs 1 time.",
    "`total([3, 1, 4])` returns 4. Line 4 is never reached.",
    "`item` is never positive. `result` is always 0.",
    "The call raises an IndexError. Nothing is returned.",
    "Line 4 runs 4 times, and after the loop `result` is 8.",
    "The function returns None.",
)


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_model_gets_no_false_sentence_through(judge, lie):
    explanation = explain(SUM, work_with(judge, words(lie)), ExplainOptions(call="total([3, 1, 4])"))
    shown = said(explanation)
    assert not [sentence for sentence in lie.split(". ") if sentence.rstrip(".") in shown]
    assert all(claim.holds for block in explanation.blocks for claim in block.claims)
    assert explanation.dropped
    assert explanation.result == "8"


def test_a_title_that_the_run_refutes_goes_too(judge):
    reply = " The loop runs 1 time\nWhy: Each number is added."
    explanation = explain(SUM, work_with(judge, reply), ExplainOptions(call="total([3, 1, 4])"))
    assert "1 time" not in said(explanation)
    assert any("title" in each for each in explanation.dropped)


def test_a_sentence_that_the_run_cannot_tell_makes_it_partly_verified(judge):
    text = "def f(n):\n    x = object()\n    return n\n"
    explanation = explain(text, work_with(judge, words("`x` is 3.")), ExplainOptions(call="f(3)"))
    marked = [claim.holds for block in explanation.blocks for claim in block.claims]
    assert marked == [None]
    assert explanation.status == "partly_verified"


def test_a_number_that_cannot_be_held_against_the_run_is_not_said(judge):
    reply = words("The smallest sum of 1 is the best of all.", "Each number is added.")
    explanation = explain(SUM, work_with(judge, reply), ExplainOptions(call="total([3, 1, 4])"))
    assert "smallest" not in said(explanation)
    assert "Each number is added." in said(explanation)
    assert any("could not be held against the run" in each for each in explanation.dropped)


def test_of_a_call_below_the_code_no_model_is_asked(judge):
    """What it does the code tells; what came of it the run."""
    replies = (
        words("Nothing is known yet."),
        words("One by one is added."),
        words("All is told."),
        words("It is easy."),
    )
    explanation = explain(f"{SUM}\ntotal([3, 1, 4])\n", work_with(judge, *replies))
    last = explanation.blocks[-1]
    assert (last.code, last.title, last.prose) == ("total([3, 1, 4])", "Call total", "`total([3, 1, 4])` is called.")
    assert [(item.kind, item.values) for item in last.evidence] == [("returned", (("", "8"),))]
    said = [block.prose for block in explanation.blocks[:-1]]
    assert said == ["Nothing is known yet.", "One by one is added.", "All is told."], "the others are asked about"


@pytest.mark.parametrize(
    "fault", [BackendError("broken"), ModelMissingError("broken", "Fetch it."), PromptTooLongError(9, 8, 7)]
)
def test_a_model_that_fails_or_is_not_there_costs_words_only(judge, fault):
    explanation = explain(SUM, work_with(judge, fault), ExplainOptions(call="total([1, 2])"))
    assert explanation.provenance is None
    assert explanation.status == "verified"
    assert explanation.result == "3"
    assert any(fault.message in note for note in explanation.notes)
    assert explanation.blocks[-1].prose


def test_without_a_model_the_words_come_from_the_code(judge):
    explanation = explain(SUM, work_with(judge), ExplainOptions(call="total([3, 1, 4])"))
    assert explanation.status == "verified"
    assert explanation.provenance is None
    assert explanation.dropped == ()
    assert "`for`" in said(explanation)
    assert valid(explanation)["provenance"] is None


def test_what_a_model_suggests_is_tried_and_what_does_not_work_is_not_shown(judge):
    text = "def shout(thing):\n    return thing.upper() + '!'\n"
    good = explain(text, work_with(judge, "shout('hey')", words("It is loud.")))
    assert (good.call, good.result) == ("shout('hey')", "'HEY!'")
    assert any("suggested by the model" in note for note in good.notes)
    for bad in ("shout(3)", "import os", "__import__('os').system('x')", "shout(", "print('no')", ""):
        other = explain(text, work_with(judge, bad, words("It is loud.")))
        assert other.result is not None
        assert other.raised is None
        assert not any("suggested" in note for note in other.notes)


def test_claims_are_judged_in_their_order_with_what_was_seen(judge):
    claims = ("after the loop `result` is 8", "line 4 runs five times", "total([]) is 0", "it is a nice function")
    explanation = explain(SUM, work_with(judge), ExplainOptions(call="total([3, 1, 4])", claims=claims))
    assert [(claim.text, claim.holds) for claim in explanation.claims] == list(
        zip(claims, [True, False, True, None], strict=True)
    )
    assert "3" in explanation.claims[1].observed
    again = claims_on(explanation, ["`result` is 7 after the loop", "total([5]) is 5"], work_with(judge))
    assert [claim.holds for claim in again.claims] == [False, True]
    assert again.blocks == ()
    assert again.trace == explanation.trace


def test_far_too_many_claims_are_refused(judge):
    with pytest.raises(TaskError, match="1,000 claims"):
        explain(SUM, work_with(judge), ExplainOptions(call="total([1])", claims=("x is 1",) * 1000))


def test_questions_can_be_switched_off(judge):
    options = ExplainOptions(call="total([3, 1, 4])")
    assert explain(SUM, work_with(judge), options).questions
    assert explain(SUM, work_with(judge, questions=False), options).questions == ()
