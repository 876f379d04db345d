"""Fixtures that every kind of test may use."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """The module `tests/lesson_samples.py`: realistic lessons and check results."""
    spec = importlib.util.spec_from_file_location("lesson_samples", Path(__file__).parent / "lesson_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
