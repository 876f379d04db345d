"""Notebooks as students get them, on disk: made of the exercises in `tests/exercise_samples.py`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nbformat

from kernel_magic.core.exercise import Exercise, Policy
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.grading.release import release
from kernel_magic.grading.source_notebook import source_notebook
from tests.exercise_samples import assignment


def write_release(path: Path, policy: Policy, *exercises: Exercise, source: bool = False) -> Path:
    """The student's notebook of some exercises (of all five without any), or with `source` the teacher's."""
    made = source_notebook(with_digest(replace(assignment(*exercises), policy=policy)))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made if source else release(made), path)
    return path
