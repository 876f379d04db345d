"""What comes out of the sandbox is refused unless it has exactly our form, and is shown bounded and clean."""

from __future__ import annotations

import ast
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel_magic.judge.inside.encode import Encoder, build
from kernel_magic.judge.wire import MalformedError, check, clean, clean_line, display, number, read_frame, tagged, texts


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"5",
        b"[]",
        b"[5]",
        b'{"ok": true}',
        b'["returned", 5]',
        b'["returned", {"a": "b"}]',
        b'["returned", NaN]',
        b'["returned", 1e999]',
        b'["returned", ' + b"9" * 100_000 + b"]",
        b"[" * 100_000,
        b'["a"',
        b'["\xff"]',
        '["é"]'.encode(),
    ],
)
def test_a_frame_with_anything_but_lists_and_strings_is_refused(body):
    with pytest.raises(MalformedError):
        read_frame(body)


def test_true_and_null_are_no_values_of_the_encoding():
    # JSON's constants pass the reader as Python values; the check of values refuses them
    frame = read_frame(b'["returned", true, null]')
    for part in frame[1:]:
        with pytest.raises(MalformedError):
            check(part)


@pytest.mark.parametrize(
    "node",
    [
        [],
        "s",
        ["x"],
        ["i"],
        ["i", ""],
        ["i", "0x5"],
        ["i", " 5"],
        ["i", "1_0"],
        ["i", "\u0665"],
        ["i", "05"],
        ["i", "-0"],
        ["i", "F"],
        ["i", ["5"]],
        ["f", "1.5"],
        ["f", "0x1p+99999999"],
        ["f", "NAN"],
        ["f", "0x1.8p+0 "],
        ["c", "0x0.0p+0"],
        ["b", "a"],
        ["b", "é"],
        ["N", "x"],
        ["l"],
        ["l", "ab"],
        ["l", ["ab"]],
        ["D", [["s", "a"]]],
        ["D", [[["s", "a"]]]],
        ["M", "Liar", []],
        ["a", "x"],
        ["k", "deque", ["l", []]],
        ["…"],
        ["s", "a", "b"],
    ],
)
def test_a_value_that_is_not_in_canonical_form_is_refused(node):
    with pytest.raises(MalformedError):
        check(node)


def test_a_value_nested_too_deep_is_refused_without_recursion_trouble():
    node: list[object] = ["N"]
    for _ in range(5000):
        node = ["l", [node]]
    with pytest.raises(MalformedError):
        check(node)  # type: ignore[arg-type]


def test_strings_and_small_numbers_of_frames():
    assert texts(["a", "b"], 2) == ["a", "b"]
    assert number("1f") == 31
    for bad in (["a"], ["a", ["b"]], "ab"):
        with pytest.raises(MalformedError):
            texts(bad, 2)  # type: ignore[arg-type]
    for text in ("", "-1", "fffffffff", "x", " 1"):
        with pytest.raises(MalformedError):
            number(text)


_plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.binary(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(_plain)
def test_display_is_what_python_writes_where_it_is_short(value):
    shown = display(tagged(value), 10_000)
    if "\ufffd" not in shown and "inf" not in shown and all(mark not in repr(value) for mark in "\u0300\u0301"):
        assert shown == repr(value)
        assert ast.literal_eval(shown) == value


@settings(max_examples=80, deadline=None)
@given(_plain, st.integers(5, 60))
def test_display_is_bounded(value, limit):
    assert len(display(tagged(value), limit)) <= limit


@settings(max_examples=80, deadline=None)
@given(_plain)
def test_arguments_arrive_as_they_were(value):
    assert build(json.loads(json.dumps(tagged(value)))) == value


def test_display_of_special_values():
    assert display(tagged(())) == "()"
    assert display(tagged((1,))) == "(1,)"
    assert display(tagged(set())) == "set()"
    assert display(tagged(frozenset({1}))) == "frozenset({1})"
    assert display(tagged(math.inf)) == "inf"
    assert display(tagged(-2 - 1j)) == "(-2-1j)"
    assert display(Encoder(1000).encode(object())) == "<object>"
    assert display(["o", "\x1b[31m<b>\u202e"]) == "<\ufffd[31m<b>\ufffd>"
    assert "bits" in display(tagged(1 << 3_000_000))
    assert len(display(tagged(list(range(1_000_000))))) == 200


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200), st.integers(1, 100))
def test_clean_text_is_bounded_and_holds_no_control_codes(data, limit):
    import unicodedata

    text = clean(data, limit)
    assert len(text) <= limit + 1
    assert all(unicodedata.category(c)[0] != "C" or c in "\n\t\ufffd" for c in text)
    assert "\n" not in clean_line(data, limit)


def test_clean_takes_escape_codes_direction_marks_and_piles_of_accents_away():
    assert clean("a\x1b[2Jb\u202ec") == "a\ufffd[2Jb\ufffdc"
    assert clean("e" + "\u0301" * 50) == "e" + "\u0301" * 3
    assert clean(b"\xff\xfe") == "\ufffd\ufffd"
    assert clean("日本語🙂é") == "日本語🙂é"
