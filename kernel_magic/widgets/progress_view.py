"""Where long work stands, live in a cell's output.

Built on a display handle with HTML and text, not on a widget, so that it works in every front end. A model's text is
shown only here, marked as a draft that nobody has checked, and it goes away with the view.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from kernel_magic.core.ports import Progress
from kernel_magic.render.document import Block, Callout, Code, Document, Span, line, plain, strong, text
from kernel_magic.render.html import to_html
from kernel_magic.render.text import to_text

_STAGES = {
    "fetch": "fetching the model",
    "load": "loading the model",
    "draft": "drafting",
    "judge": "judging",
    "agree": "agreement",
    "repair": "repairing",
    "explain": "steps",
    "stress": "stress test",
    "growth": "growth",
}
_ALWAYS = ("draft", "judge", "agree", "explain")
"""Stages every lesson goes through: they are shown before they begin."""
_MOST_A_SECOND = 10
_DRAFT_PAUSE_S = 0.15
"""Between updates that only bring more draft text: leaves room for news within the most a second."""
_DRAFT_LINES = 15
_DRAFT_COLUMNS = 160


class ProgressView:
    """Shows progress in place, at most ten times a second; `close` takes it away."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._handle: Any = None
        self._shown: deque[float] = deque(maxlen=_MOST_A_SECOND)
        self._stages: list[str] = []
        self._last: Progress | None = None
        self._in_place = hasattr(get_ipython(), "kernel")

    def update(self, progress: Progress) -> None:
        """Show where the work stands, unless that would be too often."""
        if progress.stage not in self._stages:
            self._stages.append(progress.stage)
        news = self._last is None or (progress.stage, progress.message) != (self._last.stage, self._last.message)
        if not self._may_show(news=news):
            return
        self._last = progress
        self._shown.append(self._clock())
        if self._in_place:
            self._show(progress_bundle(progress, tuple(self._stages)))
        elif news and progress.stage != "done":
            display({"text/plain": to_text(_lines(progress)).rstrip("\n")}, raw=True)

    def close(self, final: Mapping[str, str] | None = None) -> None:
        """Take the view away; `final` is shown in its place. Closing twice is allowed."""
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.update(dict(final) if final else {"text/plain": "", "text/html": ""}, raw=True)

    def _may_show(self, *, news: bool) -> bool:
        now = self._clock()
        if len(self._shown) == _MOST_A_SECOND and now - self._shown[0] < 1.0:
            return False
        return news or not self._shown or now - self._shown[-1] >= _DRAFT_PAUSE_S

    def _show(self, bundle: dict[str, str]) -> None:
        if self._handle is None:
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)


def progress_bundle(progress: Progress, stages: tuple[str, ...]) -> dict[str, str]:
    """The mime bundle of a state of work; `stages` are those that have begun, in their order."""
    blocks: list[Block] = [text(*_stage_line(progress.stage, stages)), text(*_message(progress))]
    if progress.draft:
        blocks += [text(strong("Draft, not checked yet:")), Code(source=_tail(progress.draft), language=None)]
    document = Document(title="at work", kind="Progress", blocks=(Callout(tone="part", blocks=tuple(blocks)),))
    return {"text/html": to_html(document), "text/plain": to_text(_lines(progress)).rstrip("\n")}


def _lines(progress: Progress) -> Document:
    return Document(title="at work", kind="Progress", blocks=(text(f"{progress.stage}: ", *_message(progress)),))


def _stage_line(current: str, begun: tuple[str, ...]) -> tuple[Span, ...]:
    known = [stage for stage in _STAGES if stage in begun or stage in _ALWAYS]
    spans: list[Span] = []
    for stage in known:
        spans += [plain(" → ")] * bool(spans)
        if stage == current:
            spans.append(strong(f"● {_STAGES[stage]}"))
        else:
            spans.append(plain(f"{'✓' if stage in begun else '○'} {_STAGES[stage]}"))
    return tuple(spans)


def _message(progress: Progress) -> tuple[Span, ...]:
    if progress.total and progress.stage == "fetch":
        share = min(max(progress.done / progress.total, 0.0), 1.0)
        full = round(share * 20)
        return line(progress.message, f" {'█' * full}{'░' * (20 - full)} {share:.0%}")
    return line(progress.message)


def _tail(draft: str) -> str:
    """The last lines of a draft: what is being written now."""
    lines = draft[-_DRAFT_LINES * _DRAFT_COLUMNS :].rstrip().splitlines()[-_DRAFT_LINES:]
    return "\n".join(line if len(line) <= _DRAFT_COLUMNS else line[: _DRAFT_COLUMNS - 1] + "…" for line in lines)
