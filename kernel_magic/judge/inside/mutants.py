"""One program after another in one process, each in a module of its own: mutants, and the program they are made of.

A mutant may loop for ever, so an alarm rings in it: it raises an exception, and ends the process where the program
catches that and goes on. What hangs outside of Python is ended by the kernel. How much time there is the judge says;
many endless loops are seen to be endless long before (`standstill`).
What a program changed in the usual places of the interpreter is put back before the next one, and the unchanged program
is loaded in between: what it sets as it is loaded (the precision of decimal numbers, say) is set again. What else
a program may have changed is not looked for: the judge finds out whether the unchanged one still does what it did.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import signal
import sys
import types
from collections.abc import Callable
from time import monotonic, thread_time  # our own names: a program may patch the module's
from typing import Any, TypeVar

from kernel_magic.judge.inside import standstill
from kernel_magic.judge.inside.child import FILE_NAME, Channel, compiled, flush, loaded, open_streams, run_case
from kernel_magic.judge.inside.encode import Node

CAUGHT_THE_ALARM = 96
"""Exit status of a run whose program caught the alarm and went on."""

_SOON_S = 0.001
_HANGS, _HANGS_S = 5, 0.3
"""The kernel ends what has not even heard the alarm after five times its time, and 0.3 s: it counts in rough steps."""

_SUSPECT_S = 0.001
"""After so long a call is looked at more closely, for as long as `_LOOK_S` at most."""
_LOOK_S = 0.004

_T = TypeVar("_T")


class _OutOfTime(BaseException):
    """Raised in a program whose time is up."""


class _Alarm:
    """Ends calls that take too long."""

    def __init__(self) -> None:
        self._running = False
        self._rang = False
        self._suspected = False
        self.source = ""
        """The program that is being called."""
        self._cpu_s = self._wall_s = 0.0
        self._cpu_end = self._wall_end = 0.0

    def call(self, work: Callable[[], _T], cpu_s: float, wall_s: float) -> _T | None:
        """What the work returns; None where it took longer.

        The first clock is this thread's own, so it does not matter how busy the machine is; the other one is for
        programs that only wait.
        """
        signal.signal(signal.SIGALRM, self._ring)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        self._cpu_s, self._wall_s = cpu_s, wall_s
        self._rang, self._suspected, self._running = False, False, True
        self._cpu_end, self._wall_end = thread_time() + cpu_s, monotonic() + wall_s
        signal.setitimer(signal.ITIMER_PROF, _HANGS * cpu_s + _HANGS_S)
        signal.setitimer(signal.ITIMER_REAL, min(cpu_s, wall_s, _SUSPECT_S))
        result: _T | None = None
        try:
            result = work()
            self._running = False
        except _OutOfTime:  # where it was not in the program any more
            self._running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.settrace(None)
        return None if self._rang else result

    def _ring(self, number: int, frame: types.FrameType | None) -> None:
        if not self._running:
            return
        left = min(self._cpu_end - thread_time(), self._wall_end - monotonic())
        if left > 0:
            signal.setitimer(signal.ITIMER_REAL, max(left, _SOON_S))
            if not (self._suspected or self._rang):
                self._suspected = True
                self._cpu_end += _LOOK_S
                standstill.watch(frame, self.source, self._end)
        elif self._rang:
            os._exit(CAUGHT_THE_ALARM)
        else:
            self._end()

    def _end(self) -> None:
        self._rang = True
        self._cpu_end, self._wall_end = thread_time() + self._cpu_s, monotonic() + self._wall_s
        signal.setitimer(signal.ITIMER_REAL, self._cpu_s)
        raise _OutOfTime


class _Usual:
    """The interpreter as a program finds it."""

    def __init__(self) -> None:
        self._names = dict(vars(builtins))
        self._streams = sys.stdin, sys.stdout, sys.stderr

    def restore(self) -> None:
        """Put it back."""
        names = vars(builtins)
        for name in names.keys() - self._names.keys():
            del names[name]
        names.update(self._names)
        sys.stdin, sys.stdout, sys.stderr = self._streams
        if sys.stdin.closed or sys.stdout.closed:
            open_streams()
            self._streams = sys.stdin, sys.stdout, sys.stderr


class _Programs:
    """The program that is loaded, and what it is asked."""

    def __init__(self, load: Any) -> None:
        self._load = load
        self._alarm = _Alarm()
        self._usual = _Usual()
        self._unchanged: types.CodeType | None = None
        self._names: dict[str, Any] = {}

    def first(self) -> list[Node]:
        """Load the unchanged program, without an alarm: what it imports is there then for all of them."""
        names = loaded(self._load, self._load["source"])
        if isinstance(names, list):
            return names
        code = compiled(self._load["source"])
        self._unchanged = code if isinstance(code, types.CodeType) else None
        return ["ready"]

    def answer(self, question: Any) -> list[Node]:
        """Load a program where the question brings one, and call it where it names a case.

        What loading came to is only said where it failed, or there is no case.
        """
        wall_s = question["wall_s"]
        if "source" in question:
            self._alarm.source = source = question["source"]
            self._usual.restore()
            self._alarm.call(self._again, question["load_s"], wall_s)
            self._usual.restore()
            names = self._alarm.call(lambda: loaded(self._load, source), question["load_s"], wall_s)
            if not isinstance(names, dict):
                return ["late"] if names is None else ["load", names]
            self._names = names
        if question["case"] is None:
            return ["load", ["ready"]]
        case = self._load["cases"][question["case"]]
        frame = self._alarm.call(lambda: run_case(case, self._names, self._load), question["case_s"], wall_s)
        return ["late"] if frame is None else frame

    def _again(self) -> None:
        if self._unchanged is not None:
            with contextlib.suppress(Exception):  # it was loaded before: if it cannot be any more, its cases show that
                exec(self._unchanged, {"__name__": "submission", "__file__": FILE_NAME})  # noqa: S102


def serve(load: Any, channel: Channel) -> int:
    """Serve the judge's questions about mutants of one program; the exit status."""
    programs = _Programs(load)
    frame = programs.first()
    channel.answer(["load", frame])
    if frame != ["ready"]:
        return 1
    while (question := channel.ask()) is not None:
        frame = programs.answer(question)
        flush()
        channel.answer(frame)
    return 0
