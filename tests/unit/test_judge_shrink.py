"""Shrinking keeps the structure of an input and finds the smallest one; places name the first difference."""

from __future__ import annotations

import pytest

from kernel_magic.core.problem import CheckerSpec, Prints, Stdin, TestCase
from kernel_magic.judge.places import first_difference
from kernel_magic.judge.plausible import Plausible
from kernel_magic.judge.shrink import shrunk


def smallest(text, fails, accepts=lambda _: True):
    """The text that shrinking ends with; every text that the program sees was accepted."""

    def allowed(text):
        try:
            return accepts(text)
        except (ValueError, IndexError):
            return False

    def first(texts):
        assert all(map(allowed, texts))
        return next((at for at, each in enumerate(texts) if fails(each)), None)

    return shrunk(text, first, accepts=allowed, stop=lambda: False)


def counted(text):
    """A count, and as many numbers."""
    lines = text.split("\n")
    if len(lines) != 3 or lines[2] or not lines[0].isdecimal():
        return False
    tokens = lines[1].split(" ")
    return int(lines[0]) == len(tokens) and all(token.lstrip("-").isdecimal() for token in tokens)


def test_a_counted_list_shrinks_with_its_count():
    text = "7\n18 -3 44 90 12 7 31\n"
    assert smallest(text, lambda t: "-" in t, counted) == "1\n-1\n"
    assert smallest(text, lambda t: max(map(int, t.split()[1:])) > 40, counted) == "1\n41\n"
    assert smallest(text, lambda t: len(t.split()) > 4, counted) == "4\n0 0 0 0\n"


def test_two_lists_that_share_a_count_shrink_together():
    def accepts(text):
        rows = [line.split() for line in text.splitlines()]
        return len(rows) == 3 and len(rows[0]) == 1 and int(rows[0][0]) == len(rows[1]) == len(rows[2]) > 0

    def fails(text):
        _, a, b = text.splitlines()
        return any(x == y for x, y in zip(a.split(), b.split(), strict=True))

    assert smallest("4\n5 6 7 8\n1 2 7 3\n", fails, accepts) == "1\n0\n0\n"


def test_a_graph_shrinks_edge_by_edge_with_its_labels():
    def read(text):
        rows = [tuple(map(int, line.split())) for line in text.splitlines()]
        return rows[0][0], rows[0][1], rows[1:]

    def accepts(text):
        n, m, edges = read(text)
        return m == len(edges) and all(1 <= a <= n and 1 <= b <= n and a != b for a, b in edges)

    def has_triangle(text):
        n, _, edges = read(text)
        pairs = {frozenset(edge) for edge in edges}
        return any(
            {frozenset((a, b)), frozenset((b, c)), frozenset((a, c))} <= pairs
            for a in range(1, n + 1) for b in range(a) for c in range(b)
        )  # fmt: skip

    found = smallest("6 7\n1 2\n2 3\n5 2\n5 4\n4 6\n6 5\n6 1\n", has_triangle, accepts)
    n, m, edges = read(found)
    assert (n, m) == (3, 3)
    assert {frozenset(edge) for edge in edges} == {frozenset((1, 2)), frozenset((1, 3)), frozenset((2, 3))}


def test_a_grid_shrinks_in_both_directions():
    def accepts(text):
        head, *rows = text.splitlines()
        height, width = map(int, head.split())
        return len(rows) == height > 0 and all(len(row) == width > 0 and set(row) <= set(".#") for row in rows)

    text = "3 4\n....\n.#..\n..#.\n"
    assert smallest(text, lambda t: "#" in t, accepts) == "1 1\n#\n"
    both = smallest(text, lambda t: t.count("#") >= 2, accepts)
    assert both.count("#") == 2
    assert len(both.split()) <= 4


def test_blocks_shrink_to_the_one_that_fails():
    def accepts(text):
        rows = text.splitlines()
        at, blocks = 1, 0
        while at + 1 < len(rows):
            if len(rows[at + 1].split()) != int(rows[at]):
                return False
            at, blocks = at + 2, blocks + 1
        return at == len(rows) and blocks == int(rows[0]) > 0

    text = "3\n2\n1 1\n3\n4 77 5\n1\n9\n"
    assert smallest(text, lambda t: "77" in t.split(), accepts) == "1\n1\n77\n"


def test_words_become_short_and_plain():
    assert smallest("kernel\n", lambda t: len(t.strip()) >= 3, lambda t: t.strip().isalpha()) == "aaa\n"
    found = smallest("abcabc\n", lambda t: any(a == b for a, b in zip(t, t[3:], strict=False)), lambda t: t != "\n")
    assert len(found.strip()) <= 4


def test_it_stops_when_told_and_keeps_the_best():
    asked = []

    def fails(texts):
        asked.append(len(texts))
        return 0

    given = "5\n1 2 3 4 5\n"
    found = shrunk(given, fails, accepts=lambda _: True, stop=lambda: len(asked) >= 2)
    assert len(asked) == 2
    assert len(found) < len(given)


def form(*texts):
    """What some samples have in common."""
    return Plausible(tuple(TestCase(name="s", given=Stdin(text=text), expected=Prints(text="")) for text in texts))


@pytest.mark.parametrize(
    ("samples", "accepted", "refused"),
    [
        (("3\n4 9 2\n", "2\n5 1\n"), ("2\n1 1\n", "4\n1 2 3 4\n"),
         ("2\n1\n", "2\n0 1\n", "2\n-4 1\n", "2\nx y\n", "2\n7 7", "", "2\n7 7\n7\n")),
        (("3\n4 9 2\n", "2\n5 1\n"), (), ("1\n7\n",)),
        (("3\n4 9 2\n", "1\n5\n"), ("1\n7\n",), ()),
        (("5 2\n1 2 3 4 5\n", "3 3\n1 9 8\n"), ("2 2\n1 1\n",), ("2 4\n1 1\n",)),
        (("3\n1 4\n2 8\n3 5\n",), ("2\n1 2\n7 9\n",), ("2\n1 1\n7 9\n", "2\n3 1\n7 9\n")),
        (("6\n1 4 5 8 9 9\n", "5\n1 2 7 7 9\n"), ("5\n1 1 1 1 3\n",), ("5\n2 1 1 1 3\n",)),
        (("2 3\n..#\n#..\n", "2 2\n.#\n..\n"), ("2 2\n..\n#.\n",), ("2 2\n#.\n..\n", "2 2\n..\n.#\n")),
        (("2 2\nS.\n.E\n", "2 3\n..S\nE..\n"), ("2 2\n.S\nE.\n",), ("2 2\nSS\n.E\n", "2 2\n..\n.E\n")),
    ],
)  # fmt: skip
def test_plausible_texts_have_what_all_samples_have(samples, accepted, refused):
    known = form(*samples)
    assert [text for text in (*samples, *accepted) if not known.accepts(text)] == []
    assert [text for text in refused if known.accepts(text)] == []


@pytest.mark.parametrize(
    ("expected", "got", "checker", "place"),
    [
        ("1 2\n3 4\n", "1 2\n3 5\n", CheckerSpec(), "line 2, token 2: expected 4, got 5"),
        ("1 2\n", "1\n", CheckerSpec(), "line 1, token 2: expected 2, got nothing more"),
        ("1\n", "1\n\n2\n", CheckerSpec(), "line 3, token 1: expected nothing more, got 2"),
        ("Yes\n1\n", "yes\n2\n", CheckerSpec(ignore_case=True), "line 2, token 1: expected 1, got 2"),
        ("0.5 1.0\n", "0.500001 1.1\n", CheckerSpec(name="floats", tolerance=1e-3),
         "line 1, token 2: expected 1.0, got 1.1"),
        ("a b\n", "a  b\n", CheckerSpec(name="identical"), "line 1: expected 'a b', got 'a  b'"),
        ("a\n", "a", CheckerSpec(name="identical"), "line 1: expected 'a', got 'a' without a line end"),
        ("1\n2\n", "2\n3\n", CheckerSpec(name="unordered"), "the line 1 is expected and missing"),
        ("1\n", "1\n1\n", CheckerSpec(name="unordered"), "the line 1 is not expected"),
        ("1\n", "1 \n", CheckerSpec(), ""),
        ("1\n", "\x1b[31m2\n", CheckerSpec(), "line 1, token 1: expected 1, got \ufffd[31m2"),
    ],
)  # fmt: skip
def test_the_first_place_where_outputs_part(expected, got, checker, place):
    assert first_difference(expected, got, checker) == place
