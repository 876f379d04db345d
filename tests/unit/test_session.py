"""The session: what is loaded when, in which thread it works, and how it is interrupted. Actions are faked here."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable

import pytest

from kernel_magic import session as session_module
from kernel_magic.core.errors import Cancelled, ModelMissingError, TaskError
from kernel_magic.core.ports import Backend, OnProgress, Progress
from kernel_magic.core.ports import Cancelled as IsCancelled
from kernel_magic.engine.lazy_backend import LazyBackend
from kernel_magic.engine.scripted_backend import ScriptedBackend
from kernel_magic.lessons.work import Work
from kernel_magic.session import Request, Session, solve_options
from kernel_magic.settings import Settings


class FakeJudge:
    """Counts how often it was closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


class Opened:
    """Opens scripted backends and counts."""

    def __init__(self, load: Callable[[OnProgress, IsCancelled], Backend] | None = None) -> None:
        self.loads = 0
        self.judge = FakeJudge()
        self._shared = LazyBackend("scripted", load or self._load, stands_for="a script")

    def _load(self, on_progress: OnProgress, cancelled: IsCancelled) -> Backend:
        self.loads += 1
        return ScriptedBackend(["hello"], repeat_last=True)

    def session(self, **settings: object) -> Session:
        return Session(
            Settings.load(**settings),
            open_backend=lambda settings: self._shared,
            open_judge=lambda settings: self.judge,  # type: ignore[arg-type,return-value]  # only close() is used
        )


@pytest.fixture
def opened() -> Opened:
    return Opened()


def use(monkeypatch: pytest.MonkeyPatch, action: Callable[[str, Work], object]) -> None:
    monkeypatch.setattr(session_module, "solve", lambda text, work, context: action(text, work))


REQUEST = Request(action="solve", text="Write f.")


def test_options_of_the_work_are_those_of_the_settings():
    settings = Settings.load(candidates=3, rounds=1, seed="random", seconds=9, generated_inputs=7, max_tokens=99)
    options = solve_options(settings)
    assert (options.candidates, options.rounds, options.seed, options.seconds) == (3, 1, None, 9)
    assert (options.generated_inputs, options.max_tokens, options.temperature) == (7, 99, settings.temperature)


def test_all_work_of_a_session_remembers_the_same_drafts(opened, monkeypatch):
    seen: list[object] = []

    def note(text: str, work: Work) -> object:
        seen.append(work.memory)
        return text

    use(monkeypatch, note)
    first, second = opened.session(), opened.session()
    for session in (first, first, second):
        session.run(REQUEST)
        session.close()
    assert seen[0] is not None
    assert seen[0] is seen[1]
    assert seen[1] is not seen[2]


def test_bad_input_is_answered_without_loading_the_model(opened, monkeypatch):
    def refuse(text: str, work: Work) -> object:
        raise TaskError("The task is empty.")

    use(monkeypatch, refuse)
    session = opened.session()
    with pytest.raises(TaskError):
        session.run_interruptibly(REQUEST)
    assert opened.loads == 0
    session.close()


def test_model_loads_once_for_many_requests(opened, monkeypatch):
    use(monkeypatch, lambda text, work: (work.model().model, work.model().count_tokens("a b")))
    session = opened.session()
    for _ in range(3):
        assert session.run_interruptibly(REQUEST) == ("scripted", 2)
    assert opened.loads == 1
    session.close()


def test_failing_background_load_comes_up_at_the_next_use(monkeypatch):
    def fail(on_progress: OnProgress, cancelled: IsCancelled) -> Backend:
        raise ModelMissingError("No weights here.", "Run kernel-magic model fetch.")

    opened = Opened(fail)
    use(monkeypatch, lambda text, work: work.model().model)
    session = opened.session()
    session.preload()
    with pytest.raises(ModelMissingError, match="No weights here"):
        session.run_interruptibly(REQUEST)
    session.close()


def test_work_without_a_model_gets_none(opened, monkeypatch):
    monkeypatch.setattr(session_module, "check", lambda answer, task, work, **_: (answer.text, task, work.backend))
    session = opened.session()
    request = Request(action="check", text="def f(): ...", task="Write f.", use_model=False)
    assert session.run(request) == ("def f(): ...", "Write f.", None)
    session.close()


def test_context_stands_apart_from_the_task(opened, monkeypatch):
    monkeypatch.setattr(session_module, "solve", lambda text, work, context: (text, dict(context)))
    session = opened.session()
    request = Request(action="solve", text="Write {f}.", context={"In[3]": "x = {1}"})
    assert session.run(request) == ("Write {f}.", {"In[3]": "x = {1}"})
    session.close()


def test_one_thread_does_all_the_work_and_progress_comes_in_the_callers(opened, monkeypatch):
    workers: list[threading.Thread] = []
    listeners: list[threading.Thread] = []

    def work_once(text: str, work: Work) -> object:
        workers.append(threading.current_thread())
        work.report(Progress(stage="judge", message="running"))
        return "done"

    use(monkeypatch, work_once)
    session = opened.session()
    for _ in range(2):
        session.run_interruptibly(REQUEST, on_progress=lambda progress: listeners.append(threading.current_thread()))
    assert len(set(workers)) == 1
    assert workers[0] is not threading.current_thread()
    assert set(listeners) == {threading.current_thread()}
    session.close()


def test_streamed_text_is_thinned_out_but_no_stage_is_lost(opened, monkeypatch):
    ready = threading.Event()

    def stream(text: str, work: Work) -> object:
        for stage in ("draft", "judge"):
            for number in range(50):
                work.on_progress(Progress(stage=stage, message="m", draft=str(number)))
        ready.set()
        work.on_progress(Progress(stage="explain", message="steps"))
        return "done"

    use(monkeypatch, stream)
    seen: list[tuple[str, str | None]] = []

    def slow(progress: Progress) -> None:
        ready.wait(5)
        seen.append((progress.stage, progress.draft))

    session = opened.session()
    session.run_interruptibly(REQUEST, on_progress=slow)
    assert seen[-3:] == [("draft", "49"), ("judge", "49"), ("explain", None)]
    assert len(seen) < 10
    session.close()


def interrupt_soon(session: Session) -> None:
    """Run a request and press Ctrl-C after a moment."""

    def press() -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Timer(0.2, press).start()
    with pytest.raises(Cancelled, match="Interrupted"):
        session.run_interruptibly(REQUEST)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to threads here")
def test_interrupt_reaches_the_work_and_the_session_stays_usable(opened, monkeypatch):
    noticed = threading.Event()

    def wait_until_cancelled(text: str, work: Work) -> object:
        while not work.cancelled():
            time.sleep(0.02)
        noticed.set()
        raise Cancelled

    use(monkeypatch, wait_until_cancelled)
    session = opened.session()
    interrupt_soon(session)
    assert noticed.wait(5)
    use(monkeypatch, lambda text, work: "usable")
    assert session.run_interruptibly(REQUEST) == "usable"
    session.close()


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to threads here")
def test_interrupt_is_answered_even_where_the_work_does_not_listen(opened, monkeypatch):
    release, ended = threading.Event(), threading.Event()

    def deaf(text: str, work: Work) -> object:
        release.wait(30)
        ended.set()
        return "late"

    use(monkeypatch, deaf)
    session = opened.session()
    interrupt_soon(session)
    assert not ended.is_set()  # the work still hangs, the person has the prompt back
    release.set()
    use(monkeypatch, lambda text, work: "usable")
    assert session.run_interruptibly(REQUEST) == "usable"
    session.close()


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to threads here")
def test_interrupt_while_loading_stops_the_load(monkeypatch):
    stopped = threading.Event()

    def load(on_progress: OnProgress, cancelled: IsCancelled) -> Backend:
        while not cancelled():
            time.sleep(0.02)
        stopped.set()
        raise Cancelled

    opened = Opened(load)
    use(monkeypatch, lambda text, work: work.model().model)
    session = opened.session()
    interrupt_soon(session)
    assert stopped.wait(5)
    session.close()


def test_progress_that_fails_to_show_stops_the_work(opened, monkeypatch):
    ended = threading.Event()

    def work_on(text: str, work: Work) -> object:
        work.on_progress(Progress(stage="judge", message="m"))
        while not work.cancelled():
            time.sleep(0.02)
        ended.set()
        raise Cancelled

    def broken(progress: Progress) -> None:
        raise OSError("display gone")

    use(monkeypatch, work_on)
    session = opened.session()
    with pytest.raises(OSError, match="display gone"):
        session.run_interruptibly(REQUEST, on_progress=broken)
    assert ended.wait(5)
    session.close()


def test_session_serves_settings_that_differ_in_the_work_only(opened):
    session = opened.session(model="0.5b")
    assert session.serves(Settings.load(model="0.5b", candidates=9, seed=3))
    assert not session.serves(Settings.load(model="1.5b"))
    assert not session.serves(Settings.load(model="0.5b", minimum_level=2))


def test_closing_twice_is_allowed_and_the_session_can_be_used_again(opened, monkeypatch):
    use(monkeypatch, lambda text, work: work.judge)
    session = opened.session()
    session.run_interruptibly(REQUEST)
    session.close()
    session.close()
    assert opened.judge.closed == 1
    session.run_interruptibly(REQUEST)
    session.close()
    assert opened.judge.closed == 2
