"""Fixtures that every kind of test may use."""

from __future__ import annotations

import importlib.util
import signal
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from kernel_magic.engine import hardware
from kernel_magic.judge.local import LocalJudge


@pytest.fixture(scope="module")
def judge() -> Iterator[LocalJudge]:
    """A judge at the highest level that this machine reaches; files that try several levels have their own."""
    with LocalJudge() as running:
        yield running


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """The module `tests/lesson_samples.py`: realistic lessons and check results."""
    return _module("lesson_samples")


@pytest.fixture(scope="session")
def compared() -> ModuleType:
    """The module `tests/comparison_samples.py`: realistic comparisons."""
    return _module("comparison_samples")


@pytest.fixture(scope="session")
def explained() -> ModuleType:
    """The module `tests/explanation_samples.py`: realistic explanations and traces."""
    return _module("explanation_samples")


@pytest.fixture(scope="session")
def course_files() -> ModuleType:
    """The module `tests/course_samples.py`: a course item that tests may break."""
    return _module("course_samples")


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pytest_configure() -> None:
    """Ctrl-C reaches the tests of it, and the programs they start, also where a shell's `&` or `nohup` ignored it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a GPU need one: elsewhere they are skipped, and say so."""
    marked = [item for item in items if item.get_closest_marker("device")]
    if marked and not hardware.detect().cuda:
        for item in marked:
            item.add_marker(pytest.mark.skip(reason="no CUDA device here"))
