"""What a learner sees, compared with files; with `KERNEL_MAGIC_UPDATE_GOLDEN=1` they are rewritten, to be read."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from kernel_magic.core.errors import TaskError
from kernel_magic.render.check import check_document
from kernel_magic.render.comparison import comparison_document
from kernel_magic.render.comparison_notebook import comparison_notebook
from kernel_magic.render.document import Document
from kernel_magic.render.error import error_document
from kernel_magic.render.explanation import explanation_document
from kernel_magic.render.html import to_html
from kernel_magic.render.lesson import lesson_document
from kernel_magic.render.markdown import to_markdown
from kernel_magic.render.notebook import lesson_notebook
from kernel_magic.render.report import report_document
from kernel_magic.render.style import STYLE
from kernel_magic.render.text import to_text

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = ("verified", "partly_verified", "unverified", "gap", "raising", "check", "report", "error")
EXPLAINED = ("explained", "explained_partly", "explained_raising", "not_run")
COMPARED = ("comparison", "samples_only", "nothing_right")
DRAWN = re.compile(r"<svg.*?</svg>|base64,[A-Za-z0-9+/=]+")
"""Drawings have tests, and a file, of their own."""


@pytest.fixture
def document(samples, compared, explained):
    """Makes the document of a name."""

    def make(name: str) -> Document:
        if name in COMPARED:
            return comparison_of(compared, name)
        return explanation_of(explained, name) if name in EXPLAINED else lesson_of(samples, name)

    return make


def explanation_of(explained, name: str) -> Document:
    makers = (
        explained.verified_explanation,
        explained.partly_verified_explanation,
        explained.raising_explanation,
        explained.unverified_explanation,
    )
    return explanation_document(makers[EXPLAINED.index(name)]())


def comparison_of(compared, name: str) -> Document:
    pytest.importorskip("matplotlib", reason="the files hold curves, which the extra `plots` draws")
    return comparison_document(getattr(compared, name)())


def lesson_of(samples, name: str) -> Document:
    match name:
        case "check":
            return check_document(samples.check_result())
        case "report":
            result = samples.check_result()
            return report_document(result.report, result.source)
        case "error":
            return error_document(TaskError("Examples 1 and 3 contradict each other.", "Take one of them away."))
        case _:
            return lesson_document(getattr(samples, f"{name}_lesson")())


def agrees(path: Path, text: str) -> None:
    if os.environ.get("KERNEL_MAGIC_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.is_file(), f"{path.name} is missing: run with KERNEL_MAGIC_UPDATE_GOLDEN=1 and read what it writes"
    assert text == path.read_text(encoding="utf-8"), f"{path.name} differs"


@pytest.mark.parametrize("name", NAMES + COMPARED + EXPLAINED)
def test_html_is_as_reviewed(document, name):
    html = DRAWN.sub("<svg/>", to_html(document(name)))
    assert html.startswith(f"<style>{STYLE}</style>\n")  # the style sheet has tests of its own
    agrees(GOLDEN / f"{name}.html", html.removeprefix(f"<style>{STYLE}</style>\n") + "\n")


@pytest.mark.parametrize("name", NAMES + COMPARED + EXPLAINED)
def test_markdown_is_as_reviewed(document, name):
    agrees(GOLDEN / f"{name}.md", to_markdown(document(name)))


@pytest.mark.parametrize("name", NAMES + COMPARED + EXPLAINED)
def test_text_is_as_reviewed(document, name):
    agrees(GOLDEN / f"{name}.txt", to_text(document(name)))


@pytest.mark.parametrize("name", ["verified", "comparison", "explained"])
def test_coloured_text_is_as_reviewed(document, name):
    agrees(GOLDEN / f"{name}.ansi.txt", to_text(document(name), color=True))


@pytest.mark.parametrize("name", ["verified", "partly_verified", "unverified"])
def test_notebook_is_as_reviewed(samples, name):
    notebook = lesson_notebook(getattr(samples, f"{name}_lesson")())
    agrees(GOLDEN / f"{name}.ipynb.json", json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("name", ["comparison", "nothing_right"])
def test_notebook_of_a_comparison_is_as_reviewed(compared, name):
    pytest.importorskip("matplotlib", reason="the files hold curves, which the extra `plots` draws")
    text = json.dumps(comparison_notebook(getattr(compared, name)()), indent=1, sort_keys=True, ensure_ascii=False)
    agrees(GOLDEN / f"{name}.ipynb.json", DRAWN.sub("base64,", text) + "\n")
