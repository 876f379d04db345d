"""Room in a model: never more is taken than there is, and whoever waits can be interrupted."""

from __future__ import annotations

import threading

import pytest

from kernel_magic.engine.slots import Room


@pytest.mark.parametrize(
    ("n", "prompt", "new", "size"),
    [(1, 100, 50, 1), (9, 100, 50, 4), (4, 700, 100, 3), (4, 950, 50, 1), (4, 999, 500, 1)],
)
def test_a_wave_holds_as_many_samples_as_fit(n, prompt, new, size):
    assert Room(slots=4, tokens=1000).wave(n, prompt, new) == size


def test_shares_are_given_out_only_while_there_are_some():
    room = Room(slots=4, tokens=1000)
    give_back = room.take(3, 600)
    assert give_back is not None
    assert room.take(2, 10, cancelled=lambda: True) is None
    assert room.take(1, 500, cancelled=lambda: True) is None
    other = room.take(1, 400)
    assert other is not None
    other()
    give_back()
    assert room.take(4, 1000) is not None


def test_a_share_that_comes_back_wakes_who_waits():
    room = Room(slots=1, tokens=10)
    give_back = room.take(1, 10)
    assert give_back is not None
    got = threading.Event()

    def wait() -> None:
        if room.take(1, 5) is not None:
            got.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not got.is_set()
    give_back()
    waiting.join(10)
    assert got.is_set()
