"""An IPython shell with our magics, and ways to stand in for the model and for the session's work."""

from __future__ import annotations

import atexit
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from kernel_magic.core.errors import TaskError
from kernel_magic.magics.registration import unregister
from kernel_magic.session import Request, Session
from tests.released_notebooks import write_release


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERNEL_MAGIC_ALLOW_FETCH", "no")
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"hist_file": ":memory:"}}))
    shell.run_line_magic("load_ext", "kernel_magic")
    yield shell
    unregister(shell)
    shell._atexit_once()
    atexit.unregister(shell.atexit_operations)
    InteractiveShell.clear_instance()


@pytest.fixture
def pupil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> InteractiveShell:
    """A shell whose kernel was started for a notebook of five exercises with the policy `hints`."""
    path = write_release(tmp_path / "week-1.ipynb", "hints")
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    shell: InteractiveShell = request.getfixturevalue("shell")
    return shell


@pytest.fixture
def script(tmp_path: Path) -> Any:
    """Write a script of replies, every draft getting the next one, and give the option that plays it."""

    def write(*replies: str) -> str:
        path = tmp_path / "replies.json"
        entries = list(replies)
        path.write_text(json.dumps(entries), encoding="utf-8")
        return f"--backend scripted:{path}"

    return write


class Asked:
    """Stands in for the session's work: keeps the requests."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, outcome: BaseException | None = None) -> None:
        self.requests: list[Request] = []
        outcome = outcome or TaskError("Enough asked.")

        def run_interruptibly(session: Session, request: Request, *, on_progress: Any) -> None:
            self.requests.append(request)
            raise outcome

        monkeypatch.setattr(Session, "run_interruptibly", run_interruptibly)

    @property
    def last(self) -> Request:
        return self.requests[-1]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Asked]:
    """Let the session's work be an error, by default a TaskError, and keep what it was asked."""
    return lambda outcome=None: Asked(monkeypatch, outcome)
