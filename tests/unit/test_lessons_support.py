"""How many drafts are enough, which readings are asked for, and what is special about an input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.core.lesson import Support
from kernel_magic.core.problem import Call, Stdin, TestCase
from kernel_magic.lessons.drafting.schedule import turns
from kernel_magic.lessons.witnesses.input_classes import special_about
from kernel_magic.lessons.witnesses.support import is_enough, is_enough_of_accepted, is_settled, lower_bound


def found(backing: int, drafts: int, *, programs: int = 2, brute_force: bool = False) -> Support:
    return Support(
        drafts=drafts, accepted=backing, backing=backing, programs=programs, readings=1, brute_force=brute_force,
        confidence=lower_bound(backing, drafts),
    )  # fmt: skip


# Published: Wilson's interval for 81 of 263 begins at 0.2553 (Newcombe 1998, table I), for 15 of 148 at 0.0624.
@pytest.mark.parametrize(("k", "n", "low"), [(81, 263, 0.2553), (15, 148, 0.0624), (0, 20, 0.0), (29, 29, 0.8830)])
def test_the_lower_bound_is_wilsons(k, n, low):
    assert lower_bound(k, n) == pytest.approx(low, abs=5e-5)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_bound_is_below_the_share_and_a_failing_draft_lowers_it(counts):
    k, n = counts
    assert 0 <= lower_bound(k, n) <= k / n
    assert lower_bound(k, n + 1) <= lower_bound(k, n) <= lower_bound(k + 1, n + 1)


def test_nothing_drafted_is_no_confidence():
    assert lower_bound(0, 0) == 0.0


@pytest.mark.parametrize(
    ("support", "enough", "settled"),
    [
        (found(8, 8), True, True),
        (found(8, 8, programs=1), False, False),
        (found(7, 8), True, False),
        (found(6, 8), False, False),
        (found(6, 8, brute_force=True), True, False),
        (found(2, 2), False, False),
        (found(16, 32, brute_force=True), True, False),
        (found(16, 32), False, False),
        (found(3, 12, brute_force=True), False, False),
    ],
)
def test_what_is_enough(support, enough, settled):
    assert (is_enough(support), is_settled(support)) == (enough, settled)


@pytest.mark.parametrize(
    ("backing", "accepted", "programs", "brute_force", "enough"),
    [
        (4, 4, 2, False, True),
        (3, 3, 3, False, False),
        (3, 3, 3, True, True),
        (8, 8, 1, False, False),
        (6, 8, 2, False, False),
        (0, 0, 0, False, False),
    ],
)
def test_of_drafts_that_pass_several_examples_failing_ones_do_not_count(
    backing, accepted, programs, brute_force, enough
):
    support = Support(
        drafts=24, accepted=accepted, backing=backing, programs=programs, readings=1, brute_force=brute_force,
        confidence=lower_bound(backing, 24),
    )  # fmt: skip
    assert is_enough_of_accepted(support) == enough
    assert not is_enough(support)


def test_every_round_asks_for_as_many_drafts_as_were_wished():
    for number in range(9):
        for candidates in (1, 2, 5, 8):
            for function in (True, False):
                made = turns(number, candidates, function=function, accepted=True, parted=True)
                assert sum(turn.drafts for turn in made) == candidates


def test_other_readings_come_before_the_first_one_again():
    rounds = [turns(number, 8, function=True, accepted=True, parted=False) for number in range(4)]
    assert [[turn.reading for turn in made] for made in rounds] == [
        ["solve"], ["witness_plain", "continue"], ["witness_builtin", "continue"], ["solve"],
    ]  # fmt: skip


def test_while_nothing_passes_the_closest_is_repaired_first():
    assert turns(1, 8, function=True, accepted=False, parted=False)[0].reading == "repair"
    assert turns(0, 8, function=True, accepted=False, parted=False)[0].reading == "solve"


def test_where_answers_part_the_third_round_minds_the_input():
    assert "mind" in [turn.reading for turn in turns(2, 8, function=True, accepted=True, parted=True)]


def test_from_the_second_turn_of_the_table_on_drafts_differ_more():
    assert turns(0, 8, function=True, accepted=True, parted=False)[0].hotter == 0
    assert turns(4, 8, function=True, accepted=True, parted=False)[0].hotter > 0


def called(*args):
    return TestCase(name="1", given=Call(args=args), expected=None)


@pytest.mark.parametrize(
    ("examples", "case", "words"),
    [
        ([([1, 2],)], ([],), "an empty list"),
        ([([1, 2],)], ([1, 1],), "equal elements"),
        ([([1, 2],)], ([2, 1],), "a list that is not in order"),
        ([([2, 1],)], ([1, 3, 2],), ""),
        ([([1, 2],)], ([-1, 2],), "negative numbers"),
        ([([1, 2],)], ([7],), "a list of one element"),
        ([([1, 2],)], ([1, 2, 900],), "large numbers"),
        ([("ab",)], ("",), "an empty text"),
        ([("ab",)], ("aB",), "a text with capital letters"),
        ([("ab",)], ("a b",), "a text with spaces"),
        ([(5, 8)], (8, 5), "a first number that is larger than the second"),
        ([(5, 8)], (5, 5), "two equal numbers"),
        ([(5,)], (0,), "the number 0"),
        ([(5,)], (0.5,), "fractions"),
        ([([1], [2])], ([1, 2], [3]), "arguments of different lengths"),
        ([({"a": 1},)], ({},), "an empty dictionary"),
        ([(5,), (0,)], (7,), ""),
    ],
)
def test_the_class_of_an_input_is_what_no_example_shows(examples, case, words):
    assert special_about(called(*case), [called(*args) for args in examples]) == words


def test_standard_input_is_read_as_numbers():
    shown = TestCase(name="1", given=Stdin(text="3\n1 2 3\n"), expected=None)
    assert special_about(TestCase(name="2", given=Stdin(text="0\n"), expected=None), [shown]) == "the number 0"
    assert special_about(TestCase(name="2", given=Stdin(text=""), expected=None), [shown]) == "empty input"
