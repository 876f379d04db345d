"""`%%coder explain`, `%%coder claim` and `%coder explain NAME` in a real IPython shell, with the real judge."""

from __future__ import annotations

from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output

from kernel_magic.core.errors import InputError, TaskError
from kernel_magic.core.explanation import Explanation
from kernel_magic.magics import coder_cell, completion
from kernel_magic.magics.arguments import MagicUsageError
from kernel_magic.magics.notebook_code import code_of, with_what_it_needs

HELPERS = "import math\nLIMIT = 3\ndef helper(x):\n    return math.sqrt(x) + LIMIT"
AREA = "def area(r):\n    return helper(r) * 2"
TOTAL = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"


def run(shell: InteractiveShell, cell: str) -> tuple[Any, CapturedIO]:
    """The result of a cell, and what it showed."""
    with capture_output() as captured:
        result = shell.run_cell(cell, store_history=True)
    return result, captured


def shown(captured: CapturedIO) -> str:
    """All plain text of the outputs."""
    return "\n".join(str(output.data.get("text/plain", "")) for output in captured.outputs)


def test_a_cell_is_explained_and_not_run_here(shell):
    result, captured = run(shell, f"%%coder explain --no-model --into found\n{TOTAL}\ntotal([3, 1, 4])\n")
    assert result.success, shown(captured)
    found = shell.user_ns["found"]
    assert isinstance(found, Explanation)
    assert (found.call, found.result, found.status) == ("total([3, 1, 4])", "8", "verified")
    assert "total" not in shell.user_ns
    assert "total([3, 1, 4])" in shown(captured)


def test_a_function_of_the_notebook_comes_with_what_it_uses(shell, ask):
    asked = ask()
    run(shell, HELPERS)
    run(shell, AREA)
    run(shell, "side = 16\narea(side)\narea(4)")
    run(shell, "%coder explain area --no-model --max-steps 50 --call 'area(9)'")
    request = asked.last
    assert request.action == "explain"
    assert request.text == f"import math\nLIMIT = 3\n{HELPERS[HELPERS.index('def') :]}\nside = 16\n{AREA}"
    assert request.explain.function == "area"
    assert request.explain.calls == ("area(4)", "area(side)")
    assert (request.explain.call, request.explain.max_steps, request.use_model) == ("area(9)", 50, False)


def test_the_newest_definition_counts_and_magics_do_not_disturb(shell):
    run(shell, "%config CoderMagics.candidates = 2\nfactor = 2")
    run(shell, "def f(x):\n    return x * factor")
    run(shell, "factor = 3\n!true\ndef f(x):\n    return x + factor")
    code = code_of("f", shell)
    assert code.text == "factor = 3\ndef f(x):\n    return x + factor"


def test_a_cell_gets_what_it_uses_from_other_cells(shell):
    run(shell, HELPERS)
    code = with_what_it_needs("def area(r):\n    return helper(r)\n", shell)
    assert code.text.startswith("import math\nLIMIT = 3\ndef helper")
    alone = with_what_it_needs(TOTAL, shell)
    assert alone.text == TOTAL
    assert with_what_it_needs("def f(:", shell).text == "def f(:"
    assert with_what_it_needs("%time\nx = 7 \\\n% 4\n", shell).text == "\nx = 7 \\\n\n"
    assert with_what_it_needs("x = 7 \\\n% 4\n", shell).text == "x = 7 \\\n% 4\n"


def test_a_class_and_a_decorated_function_have_their_text(shell):
    run(shell, "class A:\n    def m(self):\n        return 1")
    run(shell, "import functools\n@functools.cache\ndef slow(n):\n    return n")
    assert code_of("A", shell).text.startswith("class A:")
    assert code_of("slow", shell).text == "import functools\n@functools.cache\ndef slow(n):\n    return n"


def test_a_function_of_a_library_comes_with_its_file(shell):
    run(shell, "from textwrap import dedent as straight")
    code = code_of("straight", shell)
    assert code.function == "dedent"
    assert "def dedent(text)" in code.text


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("len", "built-in function"),
        ("math", "is a module"),
        ("sqrt", "written in C"),
        ("number", "object of int"),
        ("missing", "no 'missing'"),
        ("for", "word of the language"),
        ("dict", "built-in type"),
    ],
)
def test_what_has_no_code_is_said_in_a_sentence(shell, name, message):
    run(shell, "import math\nfrom math import sqrt\nnumber = 3")
    with pytest.raises(InputError, match=message) as refused:
        code_of(name, shell)
    assert refused.value.hint


def test_objects_of_the_notebook_are_not_asked_anything(shell):
    methods = ("__getattr__(self, name)", "__eq__(self, other)", "__repr__(self)")
    run(shell, "class Loud:\n" + "".join(f"    def {each}:\n        raise SystemExit\n" for each in methods))
    run(shell, "loud = Loud()")
    with pytest.raises(InputError, match="object of Loud"):
        code_of("loud", shell)
    run(shell, "def f(x):\n    return x is loud")
    assert "loud = Loud()" in code_of("f", shell).text


def test_claims_are_about_the_last_explanation(shell):
    result, _ = run(shell, "%%coder claim\nline 4 runs once")
    assert isinstance(result.error_in_exec, MagicUsageError)
    run(shell, f"%%coder explain --no-model --call 'total([3, 1, 4])'\n{TOTAL}")
    claims = "line 4 runs three times\n# not this\n\n`result` is 9 after the loop\ntotal([2]) is 2\nit is nice"
    result, captured = run(shell, f"%%coder claim --into judged\n{claims}")
    assert result.success, shown(captured)
    assert [claim.holds for claim in shell.user_ns["judged"].claims] == [True, False, True, None]
    assert "cannot tell" in shown(captured)
    run(shell, "%%coder claim --call 'total([1, 1])' --into other\nline 4 runs twice")
    assert [claim.holds for claim in shell.user_ns["other"].claims] == [True]


def test_claims_can_name_a_function_of_the_notebook(shell):
    run(shell, TOTAL)
    result, captured = run(shell, "%%coder claim --on total --call 'total([5])' --into judged\nit returns 5")
    assert result.success, shown(captured)
    assert [claim.holds for claim in shell.user_ns["judged"].claims] == [True]
    result, _ = run(shell, "%%coder claim --on total\n# nothing\n")
    assert isinstance(result.error_in_exec, MagicUsageError)


def test_bad_code_and_unknown_functions_end_the_cell_calmly(shell):
    result, _ = run(shell, "%%coder explain --no-model\ndef f(:\n")
    assert isinstance(result.error_in_exec, TaskError)
    result, _ = run(shell, "%coder explain")
    assert isinstance(result.error_in_exec, MagicUsageError)
    result, _ = run(shell, "%coder explain nothing --no-model")
    assert isinstance(result.error_in_exec, InputError)
    result, _ = run(shell, f"%%coder explain --stdin nothing\n{TOTAL}")
    assert isinstance(result.error_in_exec, MagicUsageError)


def test_standard_input_is_a_variable(shell):
    shell.user_ns["lines"] = "20\n"
    result, _ = run(shell, "%%coder explain --no-model --stdin lines --into found\nprint(int(input()) * 2)\n")
    assert result.success
    assert shell.user_ns["found"].output == "40\n"


def test_the_interactive_view_comes_where_it_is_asked_for(shell, monkeypatch):
    views: list[Explanation] = []
    monkeypatch.setattr(coder_cell, "show_explanation", lambda explanation, policy: views.append(explanation))
    cell = "%%coder explain --no-model --call 'total([1])'"
    _, captured = run(shell, f"{cell} --widget\n{TOTAL}")
    assert [view.result for view in views] == ["1"]
    html = "".join(str(output.data.get("text/html", "")) for output in captured.outputs)
    before, folded, rest = html.partition("<details")
    assert folded
    assert "What came of it" not in before, "the answers stand behind one line"
    assert "What came of it" in rest


def test_help_answers_without_a_model(shell):
    for cell in ("%coder explain --help", "%%coder explain --help", "%%coder claim --help"):
        result, captured = run(shell, cell)
        assert result.success
        assert "--call" in shown(captured)
    assert "explain" in shown(run(shell, "%coder help")[1])


class Event:
    """What IPython's completer hands over."""

    def __init__(self, text: str) -> None:
        self.text_until_cursor = text
        self.command = text.split()[0]


def test_functions_and_options_are_completed(shell):
    run(shell, TOTAL)
    run(shell, "number = 3")
    assert completion.matches(shell, Event("%coder explain to")) == ["total"]
    assert "--call" in completion.matches(shell, Event("%coder explain --"))
    assert "--on" in completion.matches(shell, Event("%%coder claim --"))
    assert "explain" in completion.matches(shell, Event("%%coder ex"))


def test_last_shows_the_explanation_again(shell):
    run(shell, f"%%coder explain --no-model --call 'total([3])'\n{TOTAL}")
    _, captured = run(shell, "%coder last")
    assert "total([3])" in shown(captured)
    assert "verified" in shown(run(shell, "%coder status")[1])
