"""A run that talks: its standard input stays open, and what it prints can be had while it goes on."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kernel_magic.judge.conversation import Caps, Content, Exchange, Run
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.programs import ProgramRun, facts
from kernel_magic.judge.sandbox import Sandbox, ZygoteLostError
from kernel_magic.judge.sittings import Order

_LATE_S = 5.0
"""So long after its time limit a run must have ended, or nobody watches over it any more."""


class Speaker(Run):
    """One side of a conversation between two programs. Nothing here waits: the conversation does, for both at once."""

    def __init__(
        self, sandbox: Sandbox, limits: RunLimits, caps: Caps, *, content: Content, stdin: bytes | None = b"",
        cancelled: Callable[[], bool] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(sandbox, limits, caps, content=content, stdin=stdin, cancelled=cancelled)
        self._hears_more = True
        self._asked: dict[str, Any] = {}
        self._started = 0.0
        self._nonce = b""
        self._passed_on = 0
        self._frame: list[Node] | None = None
        self._last: Exchange | None = None
        self.lost = False
        """Its sandbox is gone, and the run with it."""

    def start(self, question: dict[str, Any]) -> None:
        """Send the program, and do not wait for anything."""
        self._asked = question
        nonce = os.urandom(8).hex()
        self._started, self._nonce = time.perf_counter(), nonce.encode("ascii")
        self._pending["questions"] = memoryview(f"{nonce} {json.dumps(question)}\n".encode("ascii"))
        self._write("questions")

    def watched(self) -> dict[int, int]:
        """The descriptors to wait for, and for what; none where it is over."""
        try:
            return {} if self.over else self._watched()
        except ZygoteLostError:
            self._give_up()
            return {}

    def step(self, ready: set[int]) -> None:
        """Read and write what can be read and written, and see whether it is over."""
        if self.over:
            return
        late = time.perf_counter() - self._started > self._limits.wall_s + _LATE_S
        try:
            self._advance(ready)
            self._look()
        except ZygoteLostError:
            late = True
        if late and self._last is None:
            self._give_up()

    def _look(self) -> None:
        news = self._news(self._nonce, self._started)
        if news is not None and news.frame is not None and self._frame is None:
            self._frame, self._nonce = news.frame, b""  # from here on any answer is one too many
            news = self._news(self._nonce, self._started)
        if news is not None:
            self.finish()
            self._last = news

    def _give_up(self) -> None:
        self.lost = True
        self._last = Exchange(frame=None, trouble="ended")

    @property
    def over(self) -> bool:
        """Whether the run has ended, or was ended for what it wrote."""
        return self._last is not None

    @property
    def silent(self) -> bool:
        """Whether it will never say anything again."""
        return self.over or "output" not in self._ends

    @property
    def flooded(self) -> bool:
        """Whether it printed or answered more than it may."""
        return bool(self._flood)

    def processor_s(self) -> float:
        """Processor seconds used so far. Starts the clocks of its time limits again."""
        try:
            used = None if self.over else self.mark()
            if self.end is not None:
                self._read_rest()
        except ZygoteLostError:
            self._give_up()
            return 0.0
        if used is not None:
            return max(used, 0.0)
        return 0.0 if self.end is None else self.end.cpu

    def said(self) -> bytes:
        """What it printed since this was last asked."""
        new = bytes(self._output[self._passed_on :])
        self._passed_on += len(new)
        return new

    def hear(self, data: bytes) -> None:
        """Put something into its standard input; it goes there when the run takes it."""
        if data and "stdin" in self._ends and self._hears_more:
            self._pending["stdin"] = memoryview(bytes(self._pending.get("stdin", b"")) + data)

    def hear_no_more(self) -> None:
        """End its standard input, after what is in it already."""
        if self._hears_more:
            self._hears_more = False
            if "stdin" in self._ends and "stdin" not in self._pending:
                os.close(self._ends.pop("stdin"))

    def stop(self) -> None:
        """End the run, where it is not over."""
        if not self.over:
            try:
                self.finish()
                self._last = self._exchange(self._started, trouble="ended")
            except ZygoteLostError:
                self._give_up()

    def came_to(self, order: Order) -> ProgramRun:
        """The facts about the run that is over; `order` is what it was to run.

        Raises:
            ZygoteLostError: its sandbox was lost.
        """
        if self.lost or self._last is None or self.end is None:
            raise ZygoteLostError
        exchange = replace(self._last, output=bytes(self._output), wall_s=self.end.wall)
        return facts(order, self, self._asked, frame=self._frame, exchange=exchange)
