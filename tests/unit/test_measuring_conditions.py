"""What keeps a machine's own doing out of measured times: the choice of a core, and of the moments that count."""

from __future__ import annotations

import os
from typing import Any

import pytest

from kernel_magic.judge import cores
from kernel_magic.judge.cores import Cores
from kernel_magic.judge.steadiness import steadiest


def test_moments_of_one_mood_are_chosen_and_the_faster_one_where_both_have_enough() -> None:
    fast, slow = [1.0, 1.05, 1.1, 1.0], [1.5, 1.55, 1.6, 1.5]
    assert steadiest([fast + slow, fast + slow]) == (1.0, 1.2)


def test_a_mood_in_which_hardly_anything_was_measured_is_not_chosen() -> None:
    low, high = steadiest([[1.0, 1.5, 1.52, 1.6], [1.5, 1.55, 1.6], [1.51, 1.6, 1.7]])
    assert low == 1.5
    assert high == pytest.approx(1.8)


def test_nothing_measured_is_no_mood() -> None:
    assert steadiest([]) == (0.0, 0.0)
    assert steadiest([[], []]) == (0.0, 0.0)


@pytest.fixture
def machine(monkeypatch):
    """Two cores of which the speed is told; the affinity of this thread is only noted."""
    state: dict[str, Any] = {"now": {0, 1}, "seconds": {0: 1.0, 1: 1.0}, "tried": []}

    def took() -> Any:
        (core,) = state["now"]
        state["tried"].append(core)
        return state["seconds"][core]

    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(state["now"]), raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", lambda pid, mask: state.update(now=set(mask)), raising=False)
    monkeypatch.setattr(cores, "_took_s", took)
    return state


def test_the_faster_core_is_taken_and_the_thread_goes_where_it_likes_again(machine) -> None:
    chooser = Cores()
    assert chooser.fastest() == 0
    machine["seconds"] = {0: 1.5, 1: 1.0}
    assert chooser.fastest() == 1
    assert machine["now"] == {0, 1}


def test_a_core_that_is_as_fast_as_ever_is_taken_without_looking_further(machine) -> None:
    chooser = Cores()
    chooser.fastest()
    machine["tried"].clear()
    assert chooser.fastest() == 0
    assert machine["tried"] == [0]


def test_where_there_is_no_choice_none_is_made(machine, monkeypatch) -> None:
    machine["now"] = {1}
    assert Cores().fastest() is None
    monkeypatch.delattr(os, "sched_getaffinity")
    assert Cores().fastest() is None


def test_a_system_that_refuses_is_left_alone(machine, monkeypatch) -> None:
    def refuse(pid: int, mask: set[int]) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "sched_setaffinity", refuse)
    assert Cores().fastest() is None
