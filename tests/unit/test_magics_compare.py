"""`%%coder compare` in a real IPython shell: what is asked of the session, and what is shown."""

from __future__ import annotations

from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output

from kernel_magic import session
from kernel_magic.core.comparison import Comparison
from kernel_magic.magics import coder_cell
from tests.contest_programs import HASHING, PAIRS, SORTING, ScriptedTrials, problem, submission

TEXT = """Is there a pair of different items whose sum is the target? Print yes or no.
The first line has n, at least 2, and the target.

Sample Input
4 9
2 7 4 1
Sample Output
yes

Sample Input
3 100
1 2 3
Sample Output
no
"""


def run(shell: InteractiveShell, cell: str) -> tuple[Any, CapturedIO]:
    with capture_output() as captured:
        result = shell.run_cell(cell, store_history=True)
    return result, captured


def shown(captured: CapturedIO) -> str:
    return "\n".join(str(output.data.get("text/plain", "")) for output in captured.outputs)


@pytest.fixture
def package(monkeypatch):
    found = problem(submission("pairs.py", PAIRS))
    monkeypatch.setattr(coder_cell, "load_to_solve", lambda folder: found)
    return found


def test_problem_text_and_own_programs_go_to_the_session(shell, ask):
    asked = ask()
    shell.user_ns["attempt"] = SORTING
    run(shell, HASHING.replace("input()", "'1 1'"))
    run(shell, f"%%coder compare --mine attempt --mine In[1] --ideas 2 --candidates 3\n{TEXT}")
    request = asked.last
    assert (request.action, request.text, request.problem) == ("compare", TEXT, None)
    assert [(item.name, item.origin) for item in request.own] == [("attempt", "person"), ("In[1]", "person")]
    assert request.own[0].source.text == SORTING
    assert "seen.add(item)" in request.own[1].source.text
    assert (request.compare.ideas, request.options.candidates, request.use_model) == (2, 3, True)


def test_with_a_package_the_cell_is_the_persons_own_program(shell, ask, package):
    asked = ask()
    run(
        shell, f"%%coder compare --problem some/folder --submissions-only --accepted-only --growth-seconds 0\n{SORTING}"
    )
    assert asked.last.problem is package
    assert [(item.name, item.source.text) for item in asked.last.own] == [("this cell", SORTING)]
    assert not asked.last.use_model
    assert (asked.last.compare.which, asked.last.compare.growth_seconds) == ("accepted", 0)
    run(shell, "%%coder compare --problem some/folder")
    assert asked.last.own == ()


def test_function_of_the_notebook_takes_part(shell, ask):
    asked = ask()
    run(shell, "def total(items):\n    return sum(items)\n")
    run(shell, "%%coder compare --mine total\nWrite total.\n>>> total([1, 2])\n3\n")
    assert asked.last.own[0].source.text == "def total(items):\n    return sum(items)\n"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--mine nothing", "is no variable here"),
        ("--mine number", "is a int without a program text"),
        ("--ideas 9", "9"),
    ],
)
def test_what_is_no_program_is_said(line, says, shell, ask):
    ask()
    shell.user_ns["number"] = 3
    result, captured = run(shell, f"%%coder compare {line}\n{TEXT}")
    assert not result.success
    assert says in shown(captured) + captured.stderr + str(result.error_in_exec)


def test_help_answers_without_a_model(shell):
    result, captured = run(shell, "%%coder compare -h")
    assert result.success
    assert "--problem DIR" in shown(captured)
    assert "--mine" in shown(captured)


def test_comparison_is_shown_and_bound_and_its_view_where_asked(shell, package, monkeypatch):
    monkeypatch.setattr(session, "LocalJudge", lambda **more: ScriptedTrials())
    views: list[Comparison] = []
    monkeypatch.setattr(coder_cell, "show_comparison", lambda comparison, policy: views.append(comparison))
    result, captured = run(
        shell, f"%%coder compare --problem some/folder --submissions-only --into found --widget\n{SORTING}"
    )
    assert result.success, shown(captured)
    found = shell.user_ns["found"]
    assert isinstance(found, Comparison)
    assert set(found.ranking) == {"pairs.py", "this cell"}
    bundles = [output.data for output in captured.outputs if "text/html" in output.data]
    assert set(bundles[-1]) >= {"text/html", "text/markdown", "text/plain"}
    assert "pairs.py" in bundles[-1]["text/plain"]
    assert views == [found]
    _, captured = run(shell, "%coder last")
    assert "this cell" in shown(captured)
    _, captured = run(shell, "%coder status")
    assert "2 of 2 programs right" in shown(captured)
