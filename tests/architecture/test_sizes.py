"""No file and no function outgrows what a reader holds at once. There is no list of exceptions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("kernel_magic", "tests", "benchmarks")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60


def python_files(folder: str) -> list[Path]:
    """The Python files under a folder; sources that tests feed to the judge are data, not code of the project."""
    data = (ROOT / "tests" / "data", ROOT / "tests" / "functional" / "judge_cases")
    found = [path for path in sorted((ROOT / folder).rglob("*.py")) if not any(path.is_relative_to(d) for d in data)]
    assert found, f"no Python file under {folder}"
    return found


def too_long(source: str, where: str) -> list[str]:
    """What of one module is over a limit, in words."""
    lines = len(source.splitlines())
    found = [f"{where}: {lines} lines, at most {MAX_FILE_LINES}"] if lines > MAX_FILE_LINES else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                found.append(f"{where}:{node.lineno} {node.name}: {length} lines, at most {MAX_FUNCTION_LINES}")
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_and_functions_stay_small(folder):
    found = [
        line for path in python_files(folder) for line in too_long(path.read_text("utf-8"), str(path.relative_to(ROOT)))
    ]
    assert not found, "split by concept:\n" + "\n".join(found)


def test_the_measure_sees_a_long_file_and_a_long_method():
    method = "class A:\n    def f(self):\n" + "        pass\n" * MAX_FUNCTION_LINES
    assert too_long(method, "m.py") == [f"m.py:2 f: {MAX_FUNCTION_LINES + 1} lines, at most {MAX_FUNCTION_LINES}"]
    assert too_long("x = 1\n" * MAX_FILE_LINES, "m.py") == []
    assert len(too_long("x = 1\n" * (MAX_FILE_LINES + 1), "m.py")) == 1
