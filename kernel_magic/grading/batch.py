"""Grading a class: worker threads, each with a judge of its own, and one thread that keeps what comes out.

Threads suffice: a run spends its time in the sandbox's own processes. On two cores two threads make as many runs a
second as two processes (230 to 290 with cases like those of a first course), and they share the assignment. A judge is
opened, used and closed in one thread, because on Linux a sandbox ends with the thread that started it.

There are never more workers than cores: with more, a slow program could pass its limit on the wall only because of its
neighbours, and grades must not depend on how many workers there are.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kernel_magic.core.errors import Cancelled as CancelledError
from kernel_magic.core.errors import IsolationError, JudgeError
from kernel_magic.core.gradebook import Assignment, GradedSubmission, SubmissionFile
from kernel_magic.core.ports import Cancelled, Judge, OnProgress, Progress
from kernel_magic.grading.autograde import describe, grade_submission, ungraded
from kernel_magic.grading.repair import digest_on_disk, read_submission
from kernel_magic.grading.store import Gradebook

OpenJudge = Callable[[], Judge]

_TICK_S = 0.1
"""How often the collecting thread looks up: well below the half second in which an interrupt is answered."""
_STOP_S = 0.25
"""How long interrupted workers may take to end before the caller gets its results anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """How a class is graded."""

    workers: int = 0
    """0: one for each core."""
    store: Gradebook | None = None
    """Where results are kept as they come, and those of earlier batches are found."""
    again: bool = False
    """Grade what has not changed as well."""


def grade_all(
    files: Sequence[SubmissionFile],
    assignment: Assignment,
    open_judge: OpenJudge,
    plan: BatchPlan = BatchPlan(),
    *,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[GradedSubmission, ...]:
    """The grades of all submissions, in the order of the files.

    Interrupted, by `cancelled` or by Ctrl-C, it comes back within half a second with those that are done: fewer than
    there are files. What a store holds then is found again by the next batch. Whatever a submission does to the
    grading, it gets a result: one that says that a person has to look.

    Raises:
        JudgeError: the judge cannot work on this host, or has less isolation than demanded.
        InputError: the store cannot be written to.
    """
    store = plan.store
    known = store.digests(assignment.name) if store is not None and not plan.again else {}
    batch = _Batch(files, assignment, open_judge, known)
    done: dict[int, GradedSubmission] = {}
    try:
        for index, graded in batch.results(_workers(plan.workers, len(files)), cancelled):
            file = files[index]
            if store is not None:
                graded = store.put(graded) if graded is not None else store.get(file.student, assignment.name)
            if graded is None:
                continue  # somebody took it out of the store meanwhile
            done[index] = graded
            if on_progress is not None:
                said = f"{file.student}: {graded.points:g} of {graded.max_points:g} points"
                on_progress(Progress(stage="judge", message=said, done=len(done), total=len(files)))
    except KeyboardInterrupt:
        pass  # the person wants to stop; what is there is what they get
    finally:
        batch.stop()
    return tuple(done[index] for index in sorted(done))


def _workers(wanted: int, files: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(min(wanted or cores, cores, files), 1)


class _Batch:
    """The worker threads of one batch."""

    def __init__(
        self, files: Sequence[SubmissionFile], assignment: Assignment, open_judge: OpenJudge, known: dict[str, str]
    ) -> None:
        self._assignment = assignment
        self._open_judge = open_judge
        self._known = known
        self._waiting: queue.SimpleQueue[tuple[int, SubmissionFile]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[int, GradedSubmission | None] | JudgeError | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        for pair in enumerate(files):
            self._waiting.put(pair)

    def results(self, workers: int, cancelled: Cancelled | None) -> Iterator[tuple[int, GradedSubmission | None]]:
        """Results as they come, with the numbers of their files; None: the store has it already."""
        for number in range(workers):
            thread = threading.Thread(target=self._work, name=f"kernel_magic grading {number}", daemon=True)
            self._threads.append(thread)
            thread.start()
        running = workers
        while running:
            if cancelled is not None and cancelled():
                return
            try:
                result = self._done.get(timeout=_TICK_S)
            except queue.Empty:
                continue
            if result is None:
                running -= 1
            elif isinstance(result, JudgeError):
                raise result
            else:
                yield result

    def stop(self) -> None:
        """Have the workers end, and wait for them a little: they close their judges themselves."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(_STOP_S / len(self._threads))

    def _work(self) -> None:
        judge: Judge | None = None
        try:
            judge = self._open_judge()
            judge.isolation()
            while not self._stopping.is_set():
                index, file = self._waiting.get_nowait()
                self._done.put((index, self._graded(file, judge)))
        except (queue.Empty, CancelledError):
            pass
        except JudgeError as error:
            self._done.put(error)
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            self._done.put(JudgeError(f"The judge could not be opened: {describe(error)}."))
        finally:
            if judge is not None:
                judge.close()
            self._done.put(None)

    def _graded(self, file: SubmissionFile, judge: Judge) -> GradedSubmission | None:
        try:
            if file.student in self._known and digest_on_disk(self._assignment, file) == self._known[file.student]:
                return None
            read = read_submission(file, self._assignment)
            return grade_submission(read, self._assignment, judge, cancelled=self._stopping.is_set)
        except (CancelledError, IsolationError):
            raise
        except Exception as error:  # noqa: BLE001 - one submission must not end the batch of a class
            return ungraded(file, self._assignment, describe(error))
