"""The composition root: settings become a backend and a judge, a `Request` becomes a result.

One session holds one judge, and the model the registry shares with the whole process; both start when they are first
needed, so that bad input is answered without loading anything. Nothing here knows a prompt, a verdict or a notebook.

`run` works in the calling thread. `run_interruptibly` works in the session's own thread, while the caller's thread
shows progress and waits for Ctrl-C: an interrupt never lands in the middle of a model's or the judge's work. It is
one thread for the session's whole life, because on Linux a process that asked to die with its parent dies with the
*thread* that started it.
"""

from __future__ import annotations

import atexit
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Literal

from kernel_magic.core.attempt import Answer, Attempts
from kernel_magic.core.comparison import Comparison
from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.errors import Cancelled, InputError
from kernel_magic.core.exercise import ExerciseSet
from kernel_magic.core.explanation import Explanation
from kernel_magic.core.lesson import CheckResult, Lesson
from kernel_magic.core.ports import Cancelled as IsCancelled
from kernel_magic.core.ports import Judge, OnProgress, Progress
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import JudgeReport
from kernel_magic.engine.lazy_backend import LazyBackend
from kernel_magic.engine.loaded_on_use import LoadedOnUse
from kernel_magic.engine.registry import close_all, shared_backend
from kernel_magic.judge.local import LocalJudge
from kernel_magic.lessons.actions import ActionName
from kernel_magic.lessons.attempting import judge_answers
from kernel_magic.lessons.check import check
from kernel_magic.lessons.compare import compare, compare_text
from kernel_magic.lessons.drafting.memory import DraftMemory
from kernel_magic.lessons.exercise import make_exercise
from kernel_magic.lessons.explain import claims_on, explain
from kernel_magic.lessons.options import CompareOptions, ExerciseOptions, ExplainOptions, SolveOptions
from kernel_magic.lessons.solve import solve
from kernel_magic.lessons.task_text import contract_of
from kernel_magic.lessons.work import Work
from kernel_magic.settings import Settings

Result = Lesson | CheckResult | Comparison | Explanation | ExerciseSet | Attempts
OpenBackend = Callable[[Settings], LazyBackend]
OpenJudge = Callable[[Settings], Judge]

_FIXED = ("backend", "model", "bits", "home", "base_url", "api_key", "timeout_s", "allow_fetch", "minimum_level")
"""The settings a session is made for; the others may differ from one request to the next."""
_DRAFTS_OF_AN_IDEA = 4
_TICK_S = 0.1
"""How often a waiting thread looks up: well below the half second in which Ctrl-C is answered."""
_STOP_S = 0.3
"""How long an interrupted piece of work may take to stop before the person gets the prompt back anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One piece of work."""

    action: ActionName | Literal["attempt"]
    """`attempt`: answers to exercises are judged on their visible tests."""
    text: str
    """`solve`: the task; `check`: the answer; `compare`: the problem, where none is given as a package; `explain`,
    `claim`: the code; `exercise`: the brief, where no item is given."""
    task: str = ""
    """`check`: the task the answer is for."""
    reference: str | None = None
    """`check`: a teacher's program for the task."""
    options: SolveOptions = SolveOptions()
    context: Mapping[str, str] = field(default_factory=dict)
    """Name to text of what the person pointed at besides: an earlier cell, an output, an error."""
    use_model: bool = True
    """All but `solve`. False: no model takes part; in `claim` and `attempt` none ever does."""
    problem: Problem | None = None
    """`compare`: the problem, out of a package."""
    own: tuple[Submission, ...] = ()
    """`compare`: the person's own programs."""
    compare: CompareOptions = CompareOptions()
    explain: ExplainOptions = ExplainOptions()
    """`explain`, `claim`."""
    about: Explanation | None = None
    """`claim`: the explanation whose run is meant; None: the code is run."""
    exercise: ExerciseOptions = ExerciseOptions()
    """`exercise`."""
    answers: tuple[Answer, ...] = ()
    """`attempt`."""


def solve_options(settings: Settings) -> SolveOptions:
    """The part of the settings that one piece of work needs."""
    return SolveOptions(
        candidates=settings.candidates,
        rounds=settings.rounds,
        seed=settings.seed,
        temperature=settings.temperature,
        max_tokens=settings.max_tokens,
        seconds=settings.seconds,
        tokens=settings.tokens,
        generated_inputs=settings.generated_inputs,
        questions=settings.questions,
    )


def comparison_options(settings: Settings) -> SolveOptions:
    """As `solve_options`; unless somebody chose the number of drafts, each idea gets few: they are whole programs."""
    options = solve_options(settings)
    return options if "candidates" in settings.origins else replace(options, candidates=_DRAFTS_OF_AN_IDEA)


def open_shared_backend(settings: Settings) -> LazyBackend:
    """The process's one backend for these settings; it loads when something is first asked of it."""
    if settings.backend.startswith("scripted:"):
        close_all()  # a script begins anew with each piece of work, as a cell that is run again expects
    return shared_backend(
        settings.backend,
        settings.model,
        home=settings.home,
        bits=settings.bits,
        base_url=settings.base_url,
        api_key=settings.api_key,
        timeout_s=settings.timeout_s,
        allow_fetch=settings.allow_fetch,
    )


def open_local_judge(settings: Settings) -> Judge:
    """The sandbox of this host."""
    return LocalJudge(minimum_level=settings.minimum_level)


def _ignore(progress: Progress) -> None:
    del progress


def _never() -> bool:
    return False


def _explained(request: Request, work: Work) -> Explanation:
    if request.action == "claim" and request.about is not None:
        return claims_on(request.about, request.explain.claims, work)
    return explain(request.text, work, request.explain)


def _needs_model(request: Request) -> bool:
    return request.use_model and request.action not in ("claim", "attempt")


class Session:
    """One backend, one judge, and the thread that uses them."""

    def __init__(
        self,
        settings: Settings,
        *,
        open_backend: OpenBackend = open_shared_backend,
        open_judge: OpenJudge = open_local_judge,
    ) -> None:
        self.settings = settings
        self._open_backend = open_backend
        self._open_judge = open_judge
        self._lock = threading.Lock()
        self._judge: Judge | None = None
        self._backend: LazyBackend | None = None
        self._memory = DraftMemory()
        self._jobs: queue.SimpleQueue[_Job | None] | None = None
        atexit.register(self.close)

    @property
    def backend(self) -> LazyBackend | None:
        """The backend, where this session has asked for it; `loaded` and `progress` say where it stands."""
        return self._backend

    def serves(self, settings: Settings) -> bool:
        """Whether this session's model and judge are the ones these settings ask for."""
        return all(getattr(settings, name) == getattr(self.settings, name) for name in _FIXED)

    @property
    def judge(self) -> Judge:
        """The judge, made on first use."""
        with self._lock:
            if self._judge is None:
                self._judge = self._open_judge(self.settings)
            return self._judge

    def preload(self) -> None:
        """Begin to load the model in the background. A fault comes up where the model is first used.

        Raises:
            SettingsError: there is no such backend or model.
            ExtraMissingError: the backend is not installed.
        """
        self._shared().preload()

    def run(self, request: Request, *, on_progress: OnProgress = _ignore, cancelled: IsCancelled = _never) -> Result:
        """Do one piece of work in the calling thread.

        Raises:
            KernelMagicError: it could not be done; `Cancelled` where `cancelled` said so.
        """
        work = Work(
            backend=LoadedOnUse(self._shared, on_progress, cancelled) if _needs_model(request) else None,
            judge=self.judge,
            options=request.options,
            on_progress=on_progress,
            cancelled=cancelled,
            memory=self._memory,
        )
        if request.action == "check":
            language = request.options.language
            reference = Source(text=request.reference, language=language) if request.reference is not None else None
            return check(Source(text=request.text, language=language), request.task, work, reference=reference)
        if request.action == "compare" and request.problem is not None:
            return compare(request.problem, request.own, work, request.compare)
        if request.action == "compare":
            return compare_text(request.text, request.own, work, request.compare)
        if request.action in ("explain", "claim"):
            return _explained(request, work)
        if request.action == "exercise":
            return make_exercise(request.text, work, request.exercise)
        if request.action == "attempt":
            return judge_answers(request.answers, work)
        return solve(request.text, work, context=request.context)

    def run_interruptibly(self, request: Request, *, on_progress: OnProgress = _ignore) -> Result:
        """As `run`, in the session's thread; `on_progress` is called in the caller's, and Ctrl-C is `Cancelled`.

        Raises:
            KernelMagicError: it could not be done; `Cancelled` within half a second of an interrupt.
        """
        job = _Job(request=request)
        try:
            self._started().put(job)
            for progress in job.progress_until_done():
                on_progress(progress)
        except KeyboardInterrupt:
            job.interrupted.set()
            job.done.wait(_STOP_S)
            raise Cancelled from None
        finally:
            job.interrupted.set()
        return job.outcome()

    def judge_again(self, lesson: Lesson) -> JudgeReport:
        """The judge's report on a lesson's solution and the learner's examples, run once more in the calling thread.

        Raises:
            InputError: the lesson has no solution.
            JudgeError: the judge cannot work.
        """
        if lesson.solution is None:
            raise InputError("This lesson has no solution to judge.", "Solve the task again.")
        return self.judge.judge(lesson.solution, contract_of(lesson.task, lesson.task.cases))

    def close(self) -> None:
        """End the judge's processes and the thread. The model stays with the registry. Closing twice is allowed."""
        atexit.unregister(self.close)
        with self._lock:
            judge, self._judge = self._judge, None
            jobs, self._jobs = self._jobs, None
        if jobs is not None:
            jobs.put(None)
        if judge is not None:
            judge.close()

    def _started(self) -> queue.SimpleQueue[_Job | None]:
        """The queue of the thread, which is running."""
        with self._lock:
            if self._jobs is None:
                self._jobs = queue.SimpleQueue()
                threading.Thread(
                    target=self._work, args=(self._jobs,), name="kernel_magic session", daemon=True
                ).start()
            return self._jobs

    def _work(self, jobs: queue.SimpleQueue[_Job | None]) -> None:
        while (job := jobs.get()) is not None:
            job.do(self.run)

    def _shared(self) -> LazyBackend:
        # Asked for anew each time: another session may have had another model loaded since.
        self._backend = self._open_backend(self.settings)
        return self._backend


class _Job:
    """A request on its way through the session's thread."""

    def __init__(self, *, request: Request) -> None:
        self.request = request
        self.interrupted = threading.Event()
        self.done = threading.Event()
        self._progress: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
        self._result: Result | None = None
        self._error: BaseException | None = None

    def do(self, run: Callable[..., Result]) -> None:
        """Work, in the session's thread."""
        try:
            if not self.interrupted.is_set():
                self._result = run(self.request, on_progress=self._progress.put, cancelled=self.interrupted.is_set)
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread, by `outcome`
            self._error = error
        finally:
            self.done.set()
            self._progress.put(None)

    def progress_until_done(self) -> Iterator[Progress]:
        """What the work reports, as it comes, until it is done; of streamed text only the newest."""
        done = False
        while not done:
            try:
                reports = [self._progress.get(timeout=_TICK_S)]
            except queue.Empty:
                continue
            while not self._progress.empty():
                reports.append(self._progress.get())
            done = reports[-1] is None
            waiting = [report for report in reports if report is not None]
            for report, later in zip_longest(waiting, waiting[1:]):
                if report and not (later and later.draft is not None and later.stage == report.stage):
                    yield report

    def outcome(self) -> Result:
        """The result, or the error that the work ended with."""
        if self._error is not None:
            raise self._error
        if self._result is None:
            raise Cancelled
        return self._result
