"""The loop over tasks: answer, keep, score, keep, say where it stands. Any kill loses one task at most."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib import resources
from typing import Any

from kernel_magic.core.errors import InputError
from kernel_magic.core.evaluation import Evaluation, HiddenTask, Mode, Sample, ScoredTask
from kernel_magic.core.ports import Backend, Judge, OnProgress, Progress
from kernel_magic.core.ports import Cancelled as AskCancelled
from kernel_magic.core.version import __version__
from kernel_magic.evaluation.dataset import Dataset
from kernel_magic.evaluation.hidden_tests import score
from kernel_magic.evaluation.modes import Asked, answer
from kernel_magic.evaluation.programs import canonical_program, fingerprint, program_of
from kernel_magic.evaluation.run_folder import RunFolder
from kernel_magic.evaluation.summary import compared, scored, summarize
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work

_RAW_OPTIONS = ("seed", "temperature", "max_tokens")


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a run works with."""

    judge: Judge
    open_backend: Callable[[], Backend]
    """Called once, when the first answer is wanted: a run that only scores loads no model."""
    options: SolveOptions
    on_progress: OnProgress
    cancelled: AskCancelled
    clock: Callable[[], float] = time.monotonic


def configuration(
    dataset: Dataset, mode: Mode, options: SolveOptions, *, limit: int | None, samples: int, model: Mapping[str, Any]
) -> dict[str, Any]:
    """All that decides what a run's samples look like: a run goes on only where it is the same.

    Args:
        dataset: the data set.
        mode: how tasks are answered.
        options: budget and sampling.
        limit: how many tasks of the data set.
        samples: samples a task, for pass@k.
        model: the settings that choose backend and model.
    """
    chosen = asdict(options)
    if mode == "raw":
        chosen = {name: chosen[name] for name in _RAW_OPTIONS if samples or name != "temperature"}
    return {
        "mode": mode,
        "dataset": {"file": dataset.name, "sha256": dataset.sha256, "tasks": dataset.size},
        "dataset_path": str(dataset.path.resolve()),
        "limit": limit,
        "samples": samples,
        "settings": {**model, **chosen},
        "prompts_sha256": _prompts(mode),
        "package_version": __version__,
    }


def _prompts(mode: Mode) -> str:
    """A fingerprint of the prompts that a mode may send."""
    folder = resources.files("kernel_magic") / "prompts"
    files = [folder / "solve.md"] if mode == "raw" else sorted(folder.iterdir(), key=lambda file: file.name)
    return fingerprint("\0".join(f"{f.name}\0{f.read_text(encoding='utf-8')}" for f in files if f.name.endswith(".md")))


def run(dataset: Dataset, folder: RunFolder, means: Means) -> Evaluation:
    """Answer and score every task that has not been yet. The figures are written however this ends.

    Raises:
        ModelError: the model cannot be used.
        JudgeError: the judge cannot work.
        InputError: the folder cannot be written, or its answers are another model's.
        Cancelled: the person interrupted; what is done is kept.
    """
    return _Run(dataset, folder, means).run()


def rescored(dataset: Dataset, folder: RunFolder, means: Means) -> Evaluation:
    """Put the hidden tests to all kept programs again. No model takes part.

    Raises:
        JudgeError: the judge cannot work.
        Cancelled: the person interrupted.
    """
    folder.forget_scores()
    kept = tuple(task for task in dataset.tasks if task.task_id in folder.samples)
    return _Run(dataset, folder, means, tasks=kept).run()


def compare(this: Evaluation, dataset: Dataset, folder: RunFolder) -> Evaluation:
    """The evaluation with what the comparison with another run showed.

    Raises:
        InputError: the other run is of another data set, or has no scored answer to any of these tasks.
    """
    check_comparable(dataset, folder)
    other = figures(dataset, folder)
    if not other.tasks:
        raise InputError(
            f"{str(folder.path)!r} has no scored answer to any of these tasks.",
            "Finish that run, or score it with --rescore.",
        )
    return replace(this, comparison=compared(this, other))


def check_comparable(dataset: Dataset, folder: RunFolder) -> None:
    """Whether runs can be compared is known before hours of work.

    Raises:
        InputError: the other run is of another data set.
    """
    if folder.config["dataset"]["sha256"] != dataset.sha256:
        raise InputError(
            f"{str(folder.path)!r} is a run on another data set ({folder.config['dataset']['file']}).",
            "Only runs on the same file can be compared.",
        )


def figures(dataset: Dataset, folder: RunFolder) -> Evaluation:
    """The figures of what lies in a folder, for the tasks of the data set."""
    tasks = [
        found
        for task in dataset.tasks
        if (sample := folder.samples.get(task.task_id)) and (found := scored(task, sample, folder.scores))
    ]
    return summarize(folder.config, tasks, wanted=len(dataset.tasks))


class _Run:
    """One pass over the tasks."""

    def __init__(
        self, dataset: Dataset, folder: RunFolder, means: Means, *, tasks: tuple[HiddenTask, ...] | None = None
    ) -> None:
        self.dataset = dataset
        self.folder = folder
        self.means = means
        self.tasks = dataset.tasks if tasks is None else tasks
        self._backend: Backend | None = None
        self._started = means.clock()
        self._worked = 0
        self._right: list[bool] = []

    def run(self) -> Evaluation:
        for number, task in enumerate(self.tasks, 1):
            sample = self.folder.samples.get(task.task_id)
            found = scored(task, sample, self.folder.scores) if sample else None
            if found is None:
                self._tell(number, task)
                sample = sample or self._answered(task)
                found = self._scored(task, sample)
                self._worked += 1
            if found.score.full.passed is not None:
                self._right.append(found.score.full.passed)
        return figures(self.dataset, self.folder)

    def _answered(self, task: HiddenTask) -> Sample:
        means = self.means
        work = Work(
            backend=self._model(),
            judge=means.judge,
            options=means.options,
            on_progress=lambda progress: None,
            cancelled=means.cancelled,
        )
        asked = Asked(task_id=task.task_id, prompt=task.prompt, entry_point=task.entry_point)
        sample = answer(asked, self.folder.config["mode"], work, samples=self.folder.config["samples"])
        self.folder.add_sample(sample)
        return sample

    def _model(self) -> Backend:
        if self._backend is None:
            self._backend = self.means.open_backend()
            self.folder.note_model(self._backend.model)
        return self._backend

    def _scored(self, task: HiddenTask, sample: Sample) -> ScoredTask:
        drawn = [c.code for c in sample.candidates if sample.status is None]
        programs = [canonical_program(task), *(program_of(task, code) for code in (sample.answer, *drawn))]
        for program in programs:
            key = (task.task_id, fingerprint(program))
            if key not in self.folder.scores:
                result = score(program, task, self.means.judge, cancelled=self.means.cancelled)
                self.folder.add_score(*key, result)
        found = scored(task, sample, self.folder.scores)
        if found is None:
            raise RuntimeError(f"{task.task_id} has no score though it was scored")
        return found

    def _tell(self, number: int, task: HiddenTask) -> None:
        """Where the run stands: pass@1 so far, and how long the rest will take at this pace."""
        parts = [task.task_id]
        if self._right:
            parts.append(f"pass@1 {sum(self._right) / len(self._right):.1%} of {len(self._right)}")
        if self._worked:
            pace = (self.means.clock() - self._started) / self._worked
            parts.append(f"about {_duration(pace * (len(self.tasks) - number + 1))} left")
        message = f"task {number} of {len(self.tasks)}: {' · '.join(parts)}"
        self.means.on_progress(Progress(stage="draft", message=message))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
