"""The checkers agree with Python's own `==` and keep the promises that go beyond it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel_magic.core.problem import CheckerSpec
from kernel_magic.judge.checkers import same_text, same_value
from kernel_magic.judge.inside.encode import Encoder, TooLargeError
from kernel_magic.judge.wire import check, read_frame, tagged

STANDARD = CheckerSpec()
IDENTICAL = CheckerSpec(name="identical")
FLOATS = CheckerSpec(name="floats", tolerance=1e-6)
UNORDERED = CheckerSpec(name="unordered")

_hashable = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.integers(2**53 - 2, 2**53 + 2)
    | st.integers()
    | st.sampled_from([0.0, -0.0, 1.0, 2.0, 0.5, float(2**53), 1e300, math.inf, -math.inf])
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False, max_magnitude=5)
    | st.sampled_from(["", "a", "b", "1", '","', "é", "\ud800"])
    | st.binary(max_size=2),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)
plain = st.recursive(
    _hashable,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.sets(_hashable, max_size=3)
        | st.dictionaries(_hashable, inner, max_size=3)
    ),
    max_leaves=6,
)


def same(a, b, checker=STANDARD):
    return same_value(tagged(a), tagged(b), checker)


@settings(max_examples=400, deadline=None)
@given(plain, plain)
def test_standard_is_pythons_equality(a, b):
    assert same(a, b) == (a == b)


@settings(max_examples=150, deadline=None)
@given(plain)
def test_every_plain_value_equals_itself_by_every_checker(value):
    for checker in (STANDARD, IDENTICAL, FLOATS, UNORDERED):
        assert same(value, value, checker), checker


@settings(max_examples=150, deadline=None)
@given(plain, plain)
def test_identical_is_stricter_and_the_lenient_ones_are_more_lenient(a, b):
    if same(a, b, IDENTICAL):
        assert same(a, b)
    if same(a, b):
        assert same(a, b, FLOATS)
        assert same(a, b, UNORDERED)


@settings(max_examples=80, deadline=None)
@given(st.lists(plain, max_size=5), st.randoms(use_true_random=False))
def test_unordered_ignores_the_order_of_a_list_but_not_its_items(items, random):
    shuffled = list(items)
    random.shuffle(shuffled)
    assert same(items, shuffled, UNORDERED)
    assert not same(items, [*shuffled, "one more"], UNORDERED)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), max_size=6), st.floats(-0.9e-6, 0.9e-6))
def test_floats_allows_the_tolerance_everywhere_in_a_value(numbers, error):
    near = [number + error for number in numbers]
    assert same({"x": (numbers,)}, {"x": (near,)}, FLOATS)
    assert same(numbers, [1e9, *near], FLOATS) is False


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (1, 1.0, True),
        (1, True, True),
        (2**53 + 1, float(2**53), False),
        (10**400, float("inf"), False),
        ([1], (1,), False),
        ({1}, frozenset({1}), True),
        (b"a", "a", False),
        (0.1 + 0.2, 0.3, False),
        (-0.0, 0.0, True),
        (float("nan"), float("nan"), False),
        ([float("nan")], [float("nan")], False),
        ({1: 2, 3: 4}, {3: 4, 1: 2}, True),
        ("é", "e\u0301", False),
    ],
)
def test_standard_on_the_edges(a, b, equal):
    assert same(a, b) is equal


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (float("nan"), float("nan"), True),
        ([float("nan"), 1], [float("nan"), 1.0], True),
        (float("nan"), 0.0, False),
        (float("inf"), float("inf"), True),
        (float("inf"), 1e308, False),
        (float("inf"), 10**400, False),
        (1_000_000_000, 1_000_000_001, False),
        (1, 1.0000001, True),
        ({0.1 + 0.2, 5.0}, {0.3, 5}, True),
        ({0.1 + 0.2: "a"}, {0.3: "a"}, True),
        ({0.3: "a"}, {0.3: "b"}, False),
        (1 + 2j, 1.0000001 + 2j, True),
        (1 + 2j, 1.0, False),
        ("1.0", "1.00", False),
        ([1.0], (1.0,), False),
    ],
)
def test_floats_on_the_edges(a, b, equal):
    assert same(a, b, FLOATS) is equal


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (1, 1.0, False),
        (1, True, False),
        (0.0, -0.0, False),
        ({1}, frozenset({1}), False),
        ({1: [2.0]}, {1: [2]}, False),
        ({1, 2}, {2, 1}, True),
        (float("nan"), float("nan"), False),
    ],
)
def test_identical_on_the_edges(a, b, equal):
    assert same(a, b, IDENTICAL) is equal


@pytest.mark.parametrize("checker", [STANDARD, IDENTICAL, FLOATS, UNORDERED])
def test_objects_are_equal_to_nothing(checker):
    class Liar(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    own = [
        type(f"Own{kind.__name__}", (kind,), {})() for kind in (list, tuple, dict, set, frozenset, str, bytes, float)
    ]
    for value in (Liar(5), [Liar(5)], {"a": (Liar(5),)}, object(), map(int, "5"), range(5), *own):
        node = Encoder(10_000).encode(value)
        assert not same_value(node, node, checker)
        assert not same_value(tagged(5), node, checker)


@pytest.mark.parametrize("checker", [STANDARD, FLOATS, UNORDERED])
def test_numpy_values_equal_their_plain_ones_but_not_identically(checker):
    numpy = pytest.importorskip("numpy")
    pairs: list[tuple[Any, Any]] = [
        (numpy.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (numpy.float64(0.5), 0.5),
        ([numpy.int32(3)], [3]),
        (numpy.bool_(True), True),
        (numpy.array(7), 7),
    ]
    for array, value in pairs:
        node = Encoder(10_000).encode(array)
        assert same_value(tagged(value), node, checker)
        assert not same_value(tagged(value), node, IDENTICAL)


def test_a_numpy_subclass_is_an_object():
    numpy = pytest.importorskip("numpy")

    base: Any = numpy.ndarray
    Array = type("Array", (base,), {"tolist": lambda self: [1]})  # noqa: N806 - a class
    node = Encoder(10_000).encode(numpy.zeros(1).view(Array))
    assert node[0] == "o"


@pytest.mark.parametrize(
    ("checker", "expected", "got", "equal"),
    [
        (STANDARD, "1 2\n", "1  2", True),
        (STANDARD, "1 2", "12", False),
        (STANDARD, "a\nb\n", "b\na\n", False),
        (STANDARD, "1", "1.0", False),
        (IDENTICAL, "1\n", "1", False),
        (IDENTICAL, "1\n", "1\n", True),
        (FLOATS, "x 0.3", "x 0.30000001", True),
        (FLOATS, "0.3", "0.31", False),
        (FLOATS, "nan", "NaN", True),
        (FLOATS, "1", "1_0", False),
        (FLOATS, "a", "b", False),
        (FLOATS, "1 2", "1", False),
        (FLOATS, "inf", "1e999", True),
        (FLOATS, "9" * 5000, "9" * 4999 + "8", False),
        (UNORDERED, "a b\nc\n", "c\na b", True),
        (UNORDERED, "a b\nc\n", "c\nb a", False),
        (UNORDERED, "a\na\nb", "a\nb\nb", False),
        (STANDARD, "\ufffd", "\udcff", False),
    ],
)
def test_text_of_programs(checker, expected, got, equal):
    assert same_text(expected, got, checker) is equal


def test_colliding_integers_and_huge_ones_are_compared_in_no_time():
    modulus = (1 << 61) - 1
    items: list[object] = [["i", f"{i * modulus:x}"] for i in range(1, 60_000)]
    node = ["S", items]
    assert same_value(node, ["S", list(reversed(items))], STANDARD)  # type: ignore[arg-type]
    huge = tagged(1 << 3_000_000)
    assert not same_value(tagged(1), huge, FLOATS)
    assert not same_value(tagged(0.5), huge, FLOATS)


def test_a_frame_survives_the_way_and_is_checked():
    import json

    values: list[Any] = [[1, (2.5, {None, "x"}), {b"k": frozenset({1})}, 1j], -(10**50), ""]
    for value in values:
        frame = read_frame(json.dumps(tagged(value)).encode())
        assert check(frame) == tagged(value)


def test_too_deep_and_too_large_values_are_refused_while_encoding():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    loop: list[object] = []
    loop.append(loop)
    for value in (deep, loop, "x" * 2000, 1 << 100_000, [0] * 1000, b"x" * 2000):
        with pytest.raises(TooLargeError):
            Encoder(1000).encode(value)


def near(expected, got, **options):
    checker = CheckerSpec(name="floats", **options)
    as_text = same_text(str(expected), str(got), checker)
    assert as_text == same(float(expected), float(got), checker)
    return as_text


_number = st.floats(allow_nan=False, allow_infinity=False, width=32)


@settings(max_examples=300, deadline=None)
@given(_number, _number, st.sampled_from([0.0, 1e-6, 0.5, 3.0]), st.sampled_from([0.0, 1e-6, 0.01, 2.0]))
def test_absolute_and_relative_are_what_contests_mean_one_of_them_suffices(expected, got, absolute, relative):
    apart = abs(expected - got)
    alone_absolute, alone_relative = apart <= absolute, apart <= relative * abs(expected)
    assert near(expected, got, absolute=absolute) == alone_absolute
    assert near(expected, got, relative=relative) == alone_relative
    assert near(expected, got, absolute=absolute, relative=relative) == (alone_absolute or alone_relative)


def test_the_tolerance_that_is_not_given_is_none_at_all():
    assert not near(1.0, 1.0 + 1e-12, absolute=1e-15)
    assert not near(0.0, 1e-300, relative=1e9)
    assert near(1e9, 1e9 + 1, relative=1e-8)
    assert not near(1e9, 1e9 + 1, absolute=0.5)


def test_relative_is_relative_to_what_is_expected():
    assert near(100, 110, relative=0.1)
    assert not near(100, 110.5, relative=0.1)
    assert not near(100, 111, relative=0.1)
    assert near(111, 100, relative=0.1)


def test_whole_numbers_in_a_text_may_differ_as_values_they_may_not():
    checker = CheckerSpec(name="floats", absolute=0.5, relative=1e-6)
    assert same_text("100000000 3", "100000001 3.4", checker)
    assert not same(100000000, 100000001, checker)
    assert not same_text("3", "4", checker)


def test_infinities_and_nan_are_near_themselves_only():
    for options in ({"absolute": 1e308}, {"relative": 1e308}, {"tolerance": 1e308}):
        assert near(math.inf, math.inf, **options)
        assert near(math.nan, math.nan, **options)
        assert not near(math.inf, -math.inf, **options)
        assert not near(math.nan, 1.0, **options)
        assert not near(1.0, math.nan, **options)
    assert not near(math.inf, 1e308, absolute=1e308, relative=1e308)
    assert not near(1e308, math.inf, absolute=1e308, relative=1e308)


def test_upper_and_lower_case_are_the_same_where_that_is_said():
    for name in ("standard", "floats"):
        assert same_text("YES 1.5\n", "yes  1.5", CheckerSpec(name=name, ignore_case=True))
        assert not same_text("YES", "yes", CheckerSpec(name=name))
        assert not same_text("YES", "no", CheckerSpec(name=name, ignore_case=True))
        assert not same_text("YES", "yes yes", CheckerSpec(name=name, ignore_case=True))
    assert not same_text("YES", "yes", CheckerSpec(name="identical", ignore_case=True))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aAbB \n1.", max_size=8), st.text(alphabet="aAbB \n1.", max_size=8))
def test_without_its_program_a_program_checker_says_only_whether_texts_are_the_same(a, b):
    for name in ("special", "interactive"):
        assert same_text(a, b, CheckerSpec(name=name)) == same_text(a, b, STANDARD)
