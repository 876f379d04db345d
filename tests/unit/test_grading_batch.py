"""A class is graded whatever its submissions do to the grading, in any number of threads, and can be interrupted."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import nbformat
import pytest

from kernel_magic.core.errors import Cancelled, InputError, IsolationError
from kernel_magic.core.gradebook import SubmissionFile
from kernel_magic.core.ports import Judge, Progress
from kernel_magic.core.problem import Contract
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Isolation, JudgeReport, Verdict
from kernel_magic.grading.batch import BatchPlan, grade_all
from kernel_magic.grading.release import release
from kernel_magic.grading.source_notebook import source_notebook
from kernel_magic.grading.store import Gradebook
from tests import exercise_samples

ASSIGNMENT = with_digest(exercise_samples.assignment(exercise_samples.VOWELS))
LEVEL = Isolation(level=3, layers=())


class AcceptingJudge:
    """Accepts everything; `during` is called in each run."""

    def __init__(self, during: Callable[[str], None] = lambda text: None) -> None:
        self.threads: set[int] = set()
        self.closed = False
        self._during = during

    def judge(self, source: Source, contract: Contract, /, *, cancelled: Any = None) -> JudgeReport:
        self.threads.add(threading.get_ident())
        self._during(source.text)
        if cancelled is not None and cancelled():
            raise Cancelled
        cases = tuple(CaseResult(name=case.name, verdict=Verdict.AC, wall_s=0.001) for case in contract.cases)
        return JudgeReport(verdict=Verdict.AC, cases=cases, isolation=LEVEL)

    def isolation(self) -> Isolation:
        self.threads.add(threading.get_ident())
        return LEVEL

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed = True


@pytest.fixture
def files(tmp_path: Path) -> tuple[SubmissionFile, ...]:
    """Twelve submissions, each saying whose it is."""
    notebook = json.loads(nbformat.writes(release(source_notebook(ASSIGNMENT))))
    found = []
    for number in range(12):
        for cell in notebook["cells"]:
            if cell["metadata"]["kernel_magic"]["role"] == "solution":
                cell["source"] = f"def count_vowels(text):\n    return {number}\n"
        path = tmp_path / f"s{number:02d}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        found.append(SubmissionFile(student=f"s{number:02d}", assignment="week-1", path=path, where=path.name))
    return tuple(found)


def opener(judges: list[AcceptingJudge], during: Callable[[str], None] = lambda text: None) -> Callable[[], Judge]:
    def open_judge() -> Judge:
        judges.append(AcceptingJudge(during))
        return cast("Judge", judges[-1])

    return open_judge


def test_each_judge_lives_in_one_thread_and_is_closed(files):
    judges: list[AcceptingJudge] = []
    graded = grade_all(files, ASSIGNMENT, opener(judges), BatchPlan(workers=2))
    assert [each.student for each in graded] == [file.student for file in files]
    assert {each.points for each in graded} == {4.0}
    assert all(judge.closed and len(judge.threads) == 1 for judge in judges)
    assert len({thread for judge in judges for thread in judge.threads}) == len(judges)


def test_no_more_workers_than_cores_or_submissions(files, monkeypatch):
    judges: list[AcceptingJudge] = []
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {0, 1, 2})
    grade_all(files, ASSIGNMENT, opener(judges), BatchPlan(workers=50))
    assert len(judges) == 3
    judges.clear()
    grade_all(files[:2], ASSIGNMENT, opener(judges))
    assert len(judges) == 2
    assert grade_all((), ASSIGNMENT, opener(judges)) == ()


def test_progress_names_every_student_in_the_callers_thread(files):
    seen: list[tuple[int, int | None, int]] = []

    def note(progress: Progress) -> None:
        seen.append((progress.done, progress.total, threading.get_ident()))
        assert progress.message.endswith(": 4 of 4 points")

    grade_all(files, ASSIGNMENT, opener([]), on_progress=note)
    assert seen == [(number, 12, threading.get_ident()) for number in range(1, 13)]


def test_what_breaks_the_grading_of_one_submission_breaks_no_other(files):
    def fail(text: str) -> None:
        if "return 5" in text:
            raise ZeroDivisionError("by the judge of s05")

    graded = grade_all(files, ASSIGNMENT, opener([], fail), BatchPlan(workers=2))
    assert [each.student for each in graded if each.points == 0] == ["s05"]
    assert graded[5].reviews == ("The grading failed: ZeroDivisionError: by the judge of s05",)
    assert {test.verdict for test in graded[5].exercises[0].tests} == {Verdict.IE}
    assert graded[5].max_points == 4.0


def test_a_judge_that_may_not_run_anything_ends_the_batch_with_its_own_error(files):
    def open_judge() -> Judge:
        raise IsolationError("This host reaches level 0.", "Use another one.")

    with pytest.raises(IsolationError, match="level 0"):
        grade_all(files, ASSIGNMENT, open_judge)

    def refuse(text: str) -> None:
        raise IsolationError("Not here.", "There.")

    with pytest.raises(IsolationError, match="Not here"):
        grade_all(files, ASSIGNMENT, opener([], refuse))


def test_a_batch_that_is_cancelled_gives_what_it_has_and_the_next_one_goes_on(files, tmp_path):
    done: list[str] = []
    judged: list[str] = []
    with Gradebook(tmp_path / "gradebook.sqlite") as store:
        plan = BatchPlan(workers=1, store=store)
        first = grade_all(
            files,
            ASSIGNMENT,
            opener([]),
            plan,
            on_progress=lambda p: done.append(p.message),
            cancelled=lambda: len(done) > 4,
        )
        assert 4 < len(first) < 12
        assert len(store.all("week-1")) == len(first)
        second = grade_all(files, ASSIGNMENT, opener([], judged.append), plan)
        assert [each.student for each in second] == [file.student for file in files]
        assert len(judged) == 12 - len(first)


def test_ctrl_c_gives_what_is_done(files):
    waiting = threading.Event()

    def interrupt(progress: Progress) -> None:
        if progress.done == 3:
            signal.raise_signal(signal.SIGINT)

    def wait(text: str) -> None:
        if "return 3" in text:
            waiting.wait(20)  # a run that does not end: nobody waits for it

    graded = grade_all(files, ASSIGNMENT, opener([], wait), BatchPlan(workers=1), on_progress=interrupt)
    waiting.set()
    assert [each.student for each in graded] == ["s00", "s01", "s02"]


def test_grading_again_runs_nothing_until_something_changes(files, tmp_path):
    judged: list[str] = []
    with Gradebook(tmp_path / "gradebook.sqlite") as store:
        plan = BatchPlan(store=store)
        first = grade_all(files, ASSIGNMENT, opener([], judged.append), plan)
        assert len(judged) == 12
        assert grade_all(files, ASSIGNMENT, opener([], judged.append), plan) == first
        assert len(judged) == 12
        path = files[3].path
        assert path is not None
        path.write_text(path.read_text("utf-8").replace("return 3", "return 33"), encoding="utf-8")
        grade_all(files, ASSIGNMENT, opener([], judged.append), plan)
        assert len(judged) == 13
        grade_all(files, ASSIGNMENT, opener([], judged.append), BatchPlan(store=store, again=True))
        assert len(judged) == 25
        other = with_digest(exercise_samples.assignment(exercise_samples.VOWELS, exercise_samples.STACK))
        grade_all(files[:1], other, opener([], judged.append), plan)
        assert len(judged) == 26


def test_a_store_that_cannot_be_written_to_ends_the_batch(files, tmp_path):
    store = Gradebook(tmp_path / "gradebook.sqlite")
    judges: list[AcceptingJudge] = []
    plan = BatchPlan(store=store, workers=1)
    with pytest.raises(InputError, match="cannot be used"):
        grade_all(files, ASSIGNMENT, opener(judges), plan, on_progress=lambda progress: store.close())
    assert judges[0].closed
