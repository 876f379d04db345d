"""What the judge says about its isolation, and what it does where there is too little of it."""

from __future__ import annotations

import sys

import psutil
import pytest

from kernel_magic.core.errors import IsolationError, JudgeError
from kernel_magic.core.problem import Call, Contract, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.judge import zygote_start
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are Linux ones")

_CASE = TestCase(name="1", given=Call(args=(2, 3)), expected=Returns(value=5))
_ADD = Contract(function="add", cases=(_CASE,))
_GOOD = Source(text="def add(a, b): return a + b")


def test_less_isolation_than_demanded_runs_nothing():
    with LocalJudge(level=1, minimum_level=2) as judge:
        for use in (lambda: judge.judge(_GOOD, _ADD), judge.isolation, lambda: judge.trace(_GOOD, _CASE, _ADD)):
            with pytest.raises(IsolationError, match="level 2 is demanded"):
                use()
        assert not psutil.Process().children(recursive=True)


def test_a_way_that_does_not_work_is_followed_by_the_next_and_the_reason_is_said(monkeypatch):
    broken = zygote_start.Way(name="bubblewrap", namespaces="bubblewrap", level=3, before=lambda _, __: ["/bin/false"])
    with LocalJudge() as judge:
        monkeypatch.setattr(judge._sandbox, "_ways", [broken, *zygote_start.ways(2)])
        layers = {layer.name: layer for layer in judge.isolation().layers}
        assert not layers["namespaces"].in_force
        assert "bubblewrap ended with status 1" in layers["namespaces"].detail
        assert judge.judge(_GOOD, _ADD).accepted


def test_isolation_says_what_is_missing_and_what_that_leaves_open():
    for level in range(4):
        with LocalJudge(level=level) as judge:
            isolation = judge.isolation()
            assert isolation.level <= level
            for layer in isolation.layers:
                assert layer.detail
                if not layer.in_force and layer.name in ("landlock", "seccomp", "namespaces"):
                    assert "leaves open" in layer.detail, layer


def test_a_broken_interpreter_is_said_by_isolation():
    with LocalJudge(python="/nonexistent/python3") as judge, pytest.raises(JudgeError, match="/nonexistent/python3"):
        judge.isolation()
