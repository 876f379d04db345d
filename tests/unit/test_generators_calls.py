"""Generated calls stay inside what the examples show, are distinct, and repeat no example."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel_magic.core.problem import Call, Expression, Returns, Stdin, TestCase
from kernel_magic.core.values import PlainValue
from kernel_magic.judge.call_forms import call_forms
from kernel_magic.judge.generators import inputs_like

COUNT = 40


def call(*args: PlainValue, expected: PlainValue = "", **kwargs: PlainValue) -> TestCase:
    return TestCase(name="example", given=Call(args=args, kwargs=kwargs), expected=Returns(value=expected))


def arguments(*cases: TestCase, seed: int = 0) -> list[Any]:
    """The arguments of the generated cases that are no edges; nearly as many as were asked for."""
    made = inputs_like(cases, seed=seed, count=COUNT)
    assert len(made) >= COUNT * 2 // 3
    return [case.given.args for case in made if isinstance(case.given, Call) and case.name.startswith("generated ")]


def keys(cases: tuple[TestCase, ...]) -> list[str]:
    return [form.key(form.row) for form in call_forms(cases)]


def rising(items: list[Any]) -> bool:
    return items == sorted(items)


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.binary(max_size=6)
    | st.complex_numbers()
)  # fmt: skip
plain: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.sets(scalars, max_size=3)
        | st.dictionaries(scalars, inner, max_size=3)
    ),
    max_leaves=12,
)
calls = st.lists(st.lists(plain, max_size=3), min_size=1, max_size=3).map(
    lambda rows: tuple(call(*row) for row in rows)
)


@settings(max_examples=150, deadline=None)
@given(calls, st.integers(0, 3), st.integers(0, 12))
def test_any_examples_give_distinct_new_cases_and_the_same_for_the_same_seed(
    cases: tuple[TestCase, ...], seed: int, count: int
) -> None:
    made = inputs_like(cases, seed=seed, count=count)
    assert len(made) <= count
    assert len(set(keys(made))) == len(made)
    assert not set(keys(made)) & set(keys(cases))
    assert all(case.expected is None and case.origin == "generated" and case.text for case in made)
    again = inputs_like(cases, seed=seed, count=count)
    assert [(case.name, case.text) for case in again] == [(case.name, case.text) for case in made]


def kinds(value: PlainValue) -> set[object]:
    """The types at every place of a value, by their path of container types."""
    inner: list[PlainValue] = []
    if isinstance(value, (list, tuple, set, frozenset)):
        inner = list(value)
    elif isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    return {type(value), *((type(value), kind) for item in inner for kind in kinds(item))}


typed = st.one_of(
    st.lists(st.integers(-50, 50), min_size=1, max_size=6),
    st.lists(st.text("abc ", min_size=1, max_size=5), min_size=1, max_size=4),
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=4),
    st.lists(st.tuples(st.text("xyz", min_size=1, max_size=3), st.integers(1, 99)), min_size=1, max_size=4),
    st.dictionaries(st.text("pqr", min_size=1, max_size=3), st.floats(0, 10, width=16), min_size=1, max_size=4),
    st.sets(st.integers(0, 20), min_size=1, max_size=5),
    st.booleans(),
    st.integers(-5, 3000),
    st.text("ab-1", max_size=8),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(typed, min_size=1, max_size=3))
def test_types_stay_those_of_the_examples(values: list[PlainValue]) -> None:
    for case in inputs_like((call(*values),), seed=0, count=12):
        assert isinstance(case.given, Call)
        row = case.given.args
        assert len(row) == len(values)
        for given_value, made in zip(values, row, strict=True):
            assert kinds(made) <= kinds(given_value)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "examples",
    [
        (call([1, 4], [2, 9]),),
        (call([1, 4, 6], [2, 9]), call([], [1])),
        (call([-3, 0, 8], [1, 2, 2, 7]),),
    ],
)
def test_merging_gets_sorted_lists_with_ties(examples: tuple[TestCase, ...], seed: int) -> None:
    rows = arguments(*examples, seed=seed)
    assert len(rows) > COUNT // 2
    assert all(rising(first) and rising(second) for first, second in rows)
    assert any(set(first) & set(second) for first, second in rows)
    assert any(len(first) != len(second) for first, second in rows)


@pytest.mark.parametrize("seed", range(5))
def test_searching_gets_sorted_lists_and_targets_inside_and_outside(seed: int) -> None:
    rows = arguments(call([1, 3, 5, 7, 11], 7), call([2, 4, 9], 3), seed=seed)
    assert all(rising(items) and len(set(items)) == len(items) for items, _ in rows)
    inside = sum(target in items for items, target in rows)
    assert len(rows) // 3 < inside < len(rows)


def test_a_target_that_was_always_inside_is_outside_in_edges_only() -> None:
    examples = (call(["a", "b", "c"], "b"), call(["x", "y"], "x"))
    assert all(word in words for words, word in arguments(*examples))


def test_a_place_beyond_the_end_and_an_empty_list_are_edges() -> None:
    examples = (call([1, 2, 7], 1), call([4, 2, 2, 9], 3))
    assert all(place < len(items) for items, place in arguments(*examples))
    edges = [case.text for case in inputs_like(examples, seed=0, count=COUNT) if case.name.startswith("edge ")]
    assert {"[1, 2, 7], 4", "[], 1"} <= set(edges)


def test_truth_values_are_asked_about_things_that_are_and_are_not_so() -> None:
    rows = arguments(call([1, 2, 4, 8], expected=True))
    assert any(rising(items) for (items,) in rows)
    assert any(not rising(items) for (items,) in rows)
    absent = arguments(call([4, 9, 2], 9, expected=True))
    assert any(number not in items for items, number in absent)


def test_an_evenly_spaced_list_shows_no_order() -> None:
    rows = arguments(call([1, 2, 3, 4]))
    assert any(not rising(items) for (items,) in rows)
    assert any(len(set(items)) < len(items) for (items,) in rows)


def test_anagrams_get_related_words() -> None:
    rows = arguments(call("listen", "silent", expected=True), call("abc", "abd", expected=False))
    related = [sorted(a) == sorted(b) for a, b in rows]
    assert any(related)
    assert not all(related)
    assert any(a != b and sorted(a) == sorted(b) for a, b in rows)


def test_positive_numbers_stay_positive_and_small_and_zero_is_an_edge() -> None:
    examples = (call(7, expected=True), call(10, expected=False))
    rows = arguments(*examples)
    assert all(1 <= n <= 30 for (n,) in rows)
    assert {1, 2, 4, 9, 11} <= {n for (n,) in rows}
    edges = [case for case in inputs_like(examples, seed=0, count=COUNT) if case.name.startswith("edge ")]
    assert [case.text for case in edges[:2]] == ["0", "-10"]
    assert all(int(case.text) <= 0 for case in edges)


def edges(*cases: TestCase, count: int = COUNT) -> list[Any]:
    """The arguments of the generated cases that leave what the examples show."""
    made = inputs_like(cases, seed=0, count=count)
    return [case.given.args for case in made if isinstance(case.given, Call) and case.name.startswith("edge ")]


def test_edges_have_the_other_sign_the_other_case_and_another_order() -> None:
    assert any(number < 0 for items in edges(call([3, 100, 4, 5, 150, 6])) for number in items[0])
    assert any(number < 0 for (pairs,) in edges(call([(2, 7), (2, 6), (4, 9)])) for pair in pairs for number in pair)
    assert any(number < 0 for (number,) in edges(call(1.5)))
    texts = {text for (text,) in edges(call("xbcefg"))}
    assert {"XBCEFG", "xbc_efg", "xbcefg7", "xbc efg"} <= texts
    assert any(not rising(items) for (items,) in edges(call([1, 4, 6, 9, 20])))
    assert ("011001", 5) in edges(call("011001", 6))
    assert len({len(pair) for (pairs,) in edges(call([(1, 2), (3, 4)]), count=200) for pair in pairs}) > 1


def test_more_inputs_have_more_edges_and_never_most() -> None:
    few, many = edges(call([5, 3, 8, 1])), edges(call([5, 3, 8, 1]), count=200)
    assert 0 < len(few) < len(many) <= 50


def test_what_one_example_cannot_show_is_no_condition() -> None:
    pairs = arguments(call(5, 10))
    assert any(a > b for a, b in pairs)
    assert any(a < b for a, b in pairs)
    assert any(not rising(items) for (items,) in arguments(call([2, 5, 9])))


def test_a_question_about_two_numbers_is_asked_with_every_pair_of_signs() -> None:
    signs = {(a > 0, b > 0) for a, b in arguments(call(1, -2, expected=True))}
    assert signs == {(True, True), (True, False), (False, True), (False, False)}


def test_a_number_too_large_to_be_a_size_may_be_far_larger() -> None:
    assert max(n for (n,) in arguments(call(99))) > 5000
    assert max(n for (n,) in arguments(call(20))) < 100


def test_numbers_of_both_signs_meet_minus_one_and_zero() -> None:
    rows = [items for (items,) in arguments(call([2, 4, -6, -9, 11, -12]))]
    assert any(-1 in items for items in rows)
    assert any(0 in items for items in rows)


def test_a_bound_meets_the_values_that_it_is_held_against() -> None:
    rows = arguments(call({"a": 180, "b": 175, "c": 190}, 170))
    assert any(bound in held.values() for held, bound in rows)
    rows = arguments(call([("x", 12), ("y", 15)], 11))
    assert any(bound in {number for _, number in pairs} for pairs, bound in rows)


def test_single_letters_stand_for_words() -> None:
    assert any(len(text) == 1 for (text,) in arguments(call("TENS FOR TENS")))


def test_negative_and_large_numbers_only_where_seen() -> None:
    assert any(n < 0 for (n,) in arguments(call(-4)))
    assert any(n > 4000 for (n,) in arguments(call(8128)))
    assert all(n >= 0 for (items,) in arguments(call([3, 0, 5])) for n in items)


@pytest.mark.parametrize(
    ("text", "alphabet"),
    [
        ("(()[])", "()[]"),
        ("0110", "01"),
        ("XIV", "IVXLCDM"),
        ("hello", "abcdefghijklmnopqrstuvwxyz"),
        ("ACGTTGCA", "ACGT"),
    ],
)
def test_texts_keep_their_alphabet(text: str, alphabet: str) -> None:
    made = [value for (value,) in arguments(call(text))]
    assert len(made) > COUNT // 2
    assert all(set(value) <= set(alphabet) for value in made)


def test_texts_made_from_one_another_keep_their_own_alphabets() -> None:
    rows = arguments(call("hello", "0110"), call("abc", "10"))
    assert all(word.isalpha() and set(bits) <= set("01") for word, bits in rows)


def test_brackets_are_unbalanced_where_that_is_asked() -> None:
    assert "())" in str(arguments(call("(())", expected=True)))
    assert all(str(text).count("(") == str(text).count(")") for (text,) in arguments(call("(())", expected=2)))


def test_numerals_stay_numerals() -> None:
    made = {value for (value,) in arguments(call("XIV"), call("MCM"))}
    assert {"IV", "IX", "XL"} <= made
    assert not any("IIII" in str(value) or "VX" in str(value) for value in made)


def test_words_stay_words_and_repeat() -> None:
    made = [str(text) for (text,) in arguments(call("the cat the dog"))]
    assert all(text == " ".join(text.split()) and text.replace(" ", "").isalpha() for text in made)
    assert any(len(set(text.split())) < len(text.split()) for text in made)


def test_dates_keep_their_form() -> None:
    for (text,) in arguments(call("2016-04-15")):
        year, month, day = str(text).split("-")
        assert (len(year), len(month), len(day)) == (4, 2, 2)
        assert 1 <= int(month) <= 12
        assert 1 <= int(day) <= 28


@pytest.mark.parametrize(
    "matrix", [[[1, 2, 3], [4, 5, 6]], [[1, 2], [3, 4], [0, 9]], [[7, 1, 4], [2, 2, 8], [1, 0, 3]]]
)
def test_matrices_stay_matrices(matrix: list[PlainValue]) -> None:
    square = all(isinstance(row, list) and len(row) == len(matrix) for row in matrix)
    for (table,) in arguments(call(matrix)):
        widths = {len(row) for row in table}
        assert len(widths) == 1
        assert not square or widths == {len(table)}


def test_a_length_that_four_examples_share_is_kept() -> None:
    sides: list[list[PlainValue]] = [[3, 4, 5], [2, 2, 2], [1, 1, 3], [6, 4, 6]]
    assert {len(items) for (items,) in arguments(*(call(each) for each in sides))} == {3}
    assert len({len(items) for (items,) in arguments(*(call(each) for each in sides[:3]))}) > 2


def test_tuples_in_lists_keep_their_fields() -> None:
    for (pairs,) in arguments(call([("Ann", 31), ("Bob", 25), ("Cy", 40)])):
        assert all(isinstance(p, tuple) and [type(field) for field in p] == [str, int] for p in pairs)


def test_dictionaries_share_keys_now_and_then() -> None:
    rows = arguments(call({"a": 1, "b": 2}, {"b": 3}))
    shared = [bool(set(a) & set(b)) for a, b in rows]
    assert any(shared)
    assert not all(shared)


def test_the_same_keys_in_three_dictionaries_are_fields() -> None:
    points: list[PlainValue] = [{"x": 1, "y": 2}, {"x": 0, "y": 5}, {"x": 3, "y": 3}]
    assert {tuple(point) for (point,) in arguments(*map(call, points))} == {("x", "y")}
    assert len({tuple(point) for (point,) in arguments(*map(call, points[:2]))}) > 1
    made = inputs_like(tuple(map(call, points)), seed=0, count=COUNT)
    edges = [str(case.given) for case in made if case.name.startswith("edge")]
    assert any("args=({},)" in each for each in edges)
    for (items,) in arguments(call(points)):
        assert not [item for item in items if list(item) not in (["x", "y"], ["y"], [])]


def test_shifts_of_a_cipher_exceed_the_length_of_the_word() -> None:
    rows = arguments(call("abc", 3), call("xyz", 2))
    assert any(shift > len(str(word)) for word, shift in rows)


def test_a_length_stays_a_length_and_a_place_a_place() -> None:
    for items, size, _ in arguments(call([1, 2, 3, 3, 3, 3, 10], 7, 3)):
        assert size == len(items)
    for items, place in arguments(call([12, 3, 5, 7, 19], 2), call([4, 4, 1], 3)):
        assert 1 <= place <= len(items)


def test_ranges_keep_their_order_and_sums_stay_reachable() -> None:
    assert all(low <= high for low, high in arguments(call(3, 8), call(2, 4)))
    for numbers, total in arguments(call([2, 7, 11, 15], 9)):
        assert total in {a + b for at, a in enumerate(numbers) for b in numbers[at + 1 :]}


def test_permutations_stay_permutations() -> None:
    for (items,) in arguments(call([3, 1, 2]), call([2, 4, 1, 3])):
        assert sorted(items) == list(range(1, len(items) + 1))


def test_boundaries_come_first_and_the_rest_smallest_first() -> None:
    made = inputs_like((call([5, 3, 8, 1]),), seed=0, count=COUNT)
    assert made[0].text == "[5]"
    outside = [case.name.startswith("edge ") for case in made]
    assert outside == sorted(outside)
    assert made[outside.index(True)].text == "[]"
    lengths = [len(case.text) for case in made[COUNT // 2 : outside.index(True)]]
    assert lengths == sorted(lengths)
    assert sum(case.name.startswith("edge ") for case in made) <= COUNT // 4


def test_keyword_arguments_and_text_are_written_as_people_write_them() -> None:
    made = inputs_like((call([1, 4], [2, 9], limit=3),), seed=0, count=8)
    assert all(isinstance(case.given, Call) and set(case.given.kwargs) == {"limit"} for case in made)
    assert made[0].text == "[1], [2, 9], limit=3"


def test_optional_arguments_keep_both_forms() -> None:
    lengths = {len(row) for row in arguments(call("ab", 2), call("abcd"))}
    assert lengths == {1, 2}


def test_wrapped_calls_keep_their_wrapper() -> None:
    example = TestCase(name="x", given=Expression(expression="sorted(f([2, 1], 'a b'), reverse=True)"), expected=None)
    made = inputs_like((example,), seed=0, count=10)
    assert len(made) == 10
    for case in made:
        assert isinstance(case.given, Expression)
        assert case.given.expression.startswith("sorted(f([")
        assert case.given.expression.endswith("'), reverse=True)") or "edge" in case.name
        assert case.text == case.given.expression


@pytest.mark.parametrize(
    "case",
    [
        TestCase(name="x", given=Call(), expected=None),
        TestCase(name="x", given=Expression(expression="Stack().pop()"), expected=None),
        TestCase(name="x", given=Expression(expression="f(x)", setup="x = 1"), expected=None),
        TestCase(name="x", given=Expression(expression="f(g(1))"), expected=None),
        TestCase(name="x", given=Expression(expression="f([1]) + ["), expected=None),
        TestCase(name="x", given=Expression(expression="sorted([2, 1])"), expected=None),
        TestCase(name="x", given=Stdin(text=""), expected=None),
    ],
)
def test_examples_that_tell_nothing_give_nothing(case: TestCase) -> None:
    assert inputs_like((case,), seed=0, count=5) == ()
    assert inputs_like((), seed=0, count=5) == ()


def test_true_and_one_are_two_inputs() -> None:
    made = inputs_like((call([True, 1]),), seed=0, count=20)
    texts = [case.text for case in made]
    assert len(set(texts)) == len(texts)
    assert any("True" in text for text in texts)
    assert any("1" in text for text in texts)
