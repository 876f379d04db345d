"""The clock of a run: differences are right also before a run has used what an empty one costs."""

from __future__ import annotations

import os
import sys

import pytest

from kernel_magic.judge.process_clock import ProcessClock

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the clock of another process is Linux'")


def test_two_readings_are_as_far_apart_as_what_was_used_between_them():
    clock = ProcessClock(pid=os.getpid(), floor=1e6)
    before = clock.read()
    sum(range(200_000))
    after = clock.read()
    assert before is not None
    assert after is not None
    assert after > before
