"""What a person points at: variables in the text, cells, outputs, errors, and the task an answer is for."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.errors import TaskError as OurOwnError
from kernel_magic.magics.arguments import MagicUsageError
from kernel_magic.magics.namespace import context_texts, fill_variables, task_in_answer, task_text


def test_nothing_is_replaced_unless_asked_for():
    assert fill_variables("use {n} and {m}", None, {"n": 3, "m": 4}) == "use {n} and {m}"


def test_only_what_was_asked_for_is_replaced():
    assert fill_variables("use {n} and {m}", ("n",), {"n": 3, "m": 4}) == "use 3 and {m}"


def test_asking_for_all_replaces_variables_only():
    body = "{n} {unknown} {} {0} {n:>3} {n!r} {'n': 1} {{n}} ${n}"
    assert fill_variables(body, (), {"n": 3}) == "3 {unknown} {} {0} {n:>3} {n!r} {'n': 1} {{n}} $3"


def test_values_are_never_scanned_again():
    assert fill_variables("{a} {b}", (), {"a": "{b}", "b": "{a}"}) == "{b} {a}"


def test_text_goes_in_as_it_is_and_other_values_as_python_writes_them():
    assert fill_variables("{t} {v}", (), {"t": "it's", "v": ["it's"]}) == "it's [\"it's\"]"


def test_name_that_is_no_variable_or_not_in_the_cell_is_refused():
    with pytest.raises(MagicUsageError, match="no variable 'x'"):
        fill_variables("{x}", ("x",), {})
    with pytest.raises(MagicUsageError, match=r"has no \{x\}"):
        fill_variables("{y}", ("x",), {"x": 1})


def test_value_that_cannot_be_written_is_an_input_error():
    class Bad:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    with pytest.raises(InputError, match="value of bad"):
        fill_variables("{bad}", (), {"bad": Bad()})


def shell(**names: object) -> SimpleNamespace:
    history = SimpleNamespace(input_hist_raw=["", "x = 1", "%%coder --seed 3\nWrite f.\n>>> f(1)\n2"])
    return SimpleNamespace(user_ns={"Out": {1: [1, 2]}, **names}, history_manager=history)


def test_cells_and_outputs_are_given_as_they_were_typed():
    found = context_texts(("In[1]", "Out[1]"), shell())
    assert found == {"In[1]": "x = 1", "Out[1]": "[1, 2]"}


@pytest.mark.parametrize("reference", ["In[9]", "In[0]", "Out[2]", "x", "In[-1]"])
def test_reference_to_nothing_is_refused(reference: str):
    with pytest.raises(MagicUsageError):
        context_texts((reference,), shell())


def test_last_error_is_the_persons_not_ours(monkeypatch: pytest.MonkeyPatch):
    ours = OurOwnError("The task is empty.")
    vars(ours)["error_before"] = ZeroDivisionError("by zero")
    monkeypatch.setattr(sys, "last_value", ours, raising=False)
    assert "ZeroDivisionError: by zero" in context_texts(("error",), shell())["error"]
    monkeypatch.setattr(sys, "last_value", OurOwnError("no"), raising=False)
    with pytest.raises(MagicUsageError, match="no cell has ended with an error"):
        context_texts(("error",), shell())


def test_task_comes_from_a_variable_or_a_cell_without_its_magic_line():
    assert task_text("t", shell(t="Write g.")) == "Write g."
    assert task_text("In[2]", shell()) == "Write f.\n>>> f(1)\n2"


@pytest.mark.parametrize(("names", "said"), [({}, "no variable"), ({"t": 3}, "is a int")])
def test_task_that_is_no_text_is_refused(names: dict[str, object], said: str):
    with pytest.raises(MagicUsageError, match=said):
        task_text("t", shell(**names))


def test_answer_says_its_own_task_in_comment_and_docstrings():
    comment = "# Double a number.\n# Any number.\n\n"
    answer = comment + 'def f(x):\n    """Twice x.\n\n    >>> f(2)\n    4\n    """\n    return 2 * x\n'
    assert task_in_answer(answer) == "Double a number.\nAny number.\n\nTwice x.\n\n>>> f(2)\n4"


@pytest.mark.parametrize("answer", ["", "def f(x): return x", "def f(:", "int main() {}", "x\x00", "(" * 5000])
def test_answer_that_says_nothing_has_no_task(answer: str):
    assert task_in_answer(answer) == ""
