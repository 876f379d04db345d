"""Stop strings: nothing of one is ever shown, however the text is cut into pieces."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.engine.stopping import StopScanner, cut_at_stop, first_stop

_TEXT = st.text(alphabet="ab`\n😀", max_size=30)
_STOPS = st.lists(st.text(alphabet="ab`\n", min_size=1, max_size=4), max_size=3)


@given(text=_TEXT, stops=_STOPS, cuts=st.lists(st.integers(0, 30), max_size=6))
def test_pieces_give_the_same_as_the_whole(text, stops, cuts):
    edges = [0, *sorted(c for c in cuts if c < len(text)), len(text)]
    scanner = StopScanner(stops)
    shown = "".join(scanner.feed(text[a:b]) for a, b in pairwise(edges)) + scanner.rest()
    assert shown == cut_at_stop(text, stops)
    assert scanner.stopped == (first_stop(text, stops) >= 0)


def test_what_may_become_a_stop_string_is_held_back_and_no_more():
    scanner = StopScanner(["```"])
    assert scanner.feed("x = 1``") == "x = 1"
    assert scanner.feed("y") == "``y"
    assert scanner.feed("```z") == ""
    assert scanner.stopped
    assert scanner.feed("more") == scanner.rest() == ""


def test_of_two_stop_strings_the_one_that_begins_first_counts_however_it_is_cut():
    scanner = StopScanner(["b", "`b`"])
    assert scanner.feed("`b") == ""
    assert scanner.feed("`") == scanner.rest() == ""
    assert scanner.stopped


def test_an_empty_stop_string_stops_nothing():
    assert cut_at_stop("abc", [""]) == "abc"
    assert StopScanner([""]).feed("abc") == "abc"
