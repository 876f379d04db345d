"""Live progress: throttled, escaped, bounded, and gone at the end."""

from __future__ import annotations

import pytest

from kernel_magic.core.ports import Progress
from kernel_magic.widgets import progress_view
from kernel_magic.widgets.progress_view import ProgressView, progress_bundle


class Screen:
    """Stands for the front end: what is shown, and how often it was told."""

    def __init__(self) -> None:
        self.shown: list[dict[str, str]] = []

    def display(self, bundle, *, raw, display_id=False):
        assert raw
        self.shown.append(bundle)
        return self if display_id else None

    def update(self, bundle, *, raw):
        assert raw
        self.shown.append(bundle)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def screen(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(progress_view, "display", screen.display)
    return screen


def notebook(monkeypatch):
    class Shell:
        kernel = object()

    monkeypatch.setattr(progress_view, "get_ipython", Shell)


def test_at_most_ten_updates_a_second(screen, monkeypatch):
    notebook(monkeypatch)
    clock = Clock()
    view = ProgressView(clock=clock)
    times = []
    for number in range(500):
        before = len(screen.shown)
        view.update(Progress(stage="draft", message=f"message {number % 3}", draft="x" * number))
        if len(screen.shown) > before:
            times.append(clock.now)
        clock.now += 0.01
    assert 20 <= len(times) <= 51
    assert all(later - earlier >= 0.999 for earlier, later in zip(times, times[10:], strict=False))


def test_news_are_not_held_back_by_streaming_text(screen, monkeypatch):
    notebook(monkeypatch)
    clock = Clock()
    view = ProgressView(clock=clock)
    for number in range(100):
        view.update(Progress(stage="draft", message="drafting", draft="x" * number))
        clock.now += 0.02
    view.update(Progress(stage="judge", message="running candidate 1 of 4 on 3 examples"))
    assert "running candidate 1 of 4 on 3 examples" in screen.shown[-1]["text/html"]


def test_stages_show_what_is_done_and_what_is_to_come():
    bundle = progress_bundle(Progress(stage="judge", message="candidate 2 of 4"), ("load", "draft", "judge"))
    assert (
        "✓ loading the model → ✓ drafting → <strong>● judging</strong> → ○ agreement → ○ steps" in bundle["text/html"]
    )
    assert bundle["text/plain"] == "judge: candidate 2 of 4"


def test_a_draft_is_marked_escaped_and_bounded():
    draft = "\n".join(f"<script>line {number}</script>\x1b[2J" for number in range(1000)) + "\n" + "y" * 100_000
    html = progress_bundle(Progress(stage="draft", message="drafting", draft=draft), ("draft",))["text/html"]
    body = html.partition("</style>")[2]
    assert "Draft, not checked yet:" in body
    assert "<script" not in body
    assert "\x1b" not in body
    assert len(body) < 6000
    lines = "\n".join(f"line {number}" for number in range(100))
    shown = progress_bundle(Progress(stage="draft", message="m", draft=lines), ("draft",))["text/html"]
    assert "line 99" in shown
    assert "line 85" in shown
    assert "line 84" not in shown


def test_a_fetch_shows_how_far_it_is():
    html = progress_bundle(Progress(stage="fetch", message="a model", done=50, total=200), ("fetch",))["text/html"]
    assert "█████░░░░░░░░░░░░░░░ 25%" in html


def test_closing_takes_the_view_away_or_puts_the_result_there(screen, monkeypatch):
    notebook(monkeypatch)
    view = ProgressView(clock=Clock())
    view.close()
    assert screen.shown == []
    view.update(Progress(stage="draft", message="drafting", draft="secret"))
    view.close()
    view.close()
    assert screen.shown[1:] == [{"text/plain": "", "text/html": ""}]
    other = ProgressView(clock=Clock())
    other.update(Progress(stage="draft", message="drafting"))
    other.close({"text/plain": "the lesson"})
    assert screen.shown[-1] == {"text/plain": "the lesson"}


def test_a_terminal_gets_one_line_for_each_piece_of_news(screen, monkeypatch):
    monkeypatch.setattr(progress_view, "get_ipython", lambda: None)
    clock = Clock()
    view = ProgressView(clock=clock)
    for number in range(50):
        view.update(Progress(stage="draft", message="drafting", draft="x" * number))
        clock.now += 1
    view.update(Progress(stage="judge", message="judging"))
    view.update(Progress(stage="done", message="done"))
    view.close()
    assert screen.shown == [{"text/plain": "draft: drafting"}, {"text/plain": "judge: judging"}]
