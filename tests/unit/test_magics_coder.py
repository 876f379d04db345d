"""`%%coder` and `%coder` in a real IPython shell, with scripted replies and the real judge."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output

from kernel_magic.core.errors import Cancelled, InputError, ModelMissingError, TaskError
from kernel_magic.core.lesson import CheckResult, Lesson
from kernel_magic.magics import coder_cell, completion
from kernel_magic.magics.arguments import MagicUsageError
from kernel_magic.magics.coder import CoderMagics
from kernel_magic.magics.registration import registered
from kernel_magic.magics.verbatim import coder_cell as transformer

TASK = "Write double(x): twice the number.\n>>> double(2)\n4\n"
RIGHT = "```python\ndef double(x):\n    return 2 * x\n```"
ALSO_RIGHT = "```python\ndef double(x):\n    result = x\n    result += x\n    return result\n```"
WRONG = "```python\ndef double(x):\n    return x * x + 1\n```"


def magics_of(shell: InteractiveShell) -> CoderMagics:
    """The magics of the shell, which are surely there."""
    found = registered(shell)
    assert found is not None
    return found


def run(shell: InteractiveShell, cell: str) -> tuple[Any, CapturedIO]:
    """The result of a cell, and what it showed."""
    with capture_output() as captured:
        result = shell.run_cell(cell, store_history=True)
    return result, captured


def shown(captured: CapturedIO) -> str:
    """All plain text of the outputs."""
    return "\n".join(str(output.data.get("text/plain", "")) for output in captured.outputs)


def bundles(captured: CapturedIO) -> list[dict[str, str]]:
    return [output.data for output in captured.outputs if "text/html" in output.data]


def test_variables_are_put_in_where_asked(shell, ask):
    shell.user_ns.update(n=3, text="{n}")
    asked = ask()
    run(shell, "%%coder --vars n text\nuse {n} {text} {other}\n")
    assert asked.last.text == "use 3 {n} {other}\n"


def test_verified_lesson_is_shown_once_bound_and_its_cell_inserted(shell, script):
    result, captured = run(shell, f"%%coder {script(*[RIGHT, ALSO_RIGHT] * 20)} --into lesson --candidates 2\n{TASK}")
    assert result.success, shown(captured)
    lesson = shell.user_ns["lesson"]
    assert isinstance(lesson, Lesson)
    assert lesson.status in {"verified", "partly_verified"}
    assert len(bundles(captured)) == 1
    assert set(bundles(captured)[0]) == {"text/html", "text/markdown", "text/plain"}
    inserted = shell.rl_next_input
    assert "def double(x)" in inserted
    exec(compile(inserted, "cell", "exec"), {})


def test_unverified_lesson_inserts_nothing(shell, script):
    result, _ = run(shell, f"%%coder {script(*[WRONG] * 20)} --into lesson --candidates 1 --rounds 0\n{TASK}")
    assert result.success
    assert shell.user_ns["lesson"].status == "unverified"
    assert not getattr(shell, "rl_next_input", None)


def test_interactive_view_can_judge_the_solution_again(shell, script, monkeypatch):
    reruns: list[Any] = []
    monkeypatch.setattr(coder_cell, "show_interactive", lambda lesson, rerun, policy: reruns.append(rerun))
    run(shell, f"%%coder {script(*[RIGHT] * 20)} --widget --candidates 1 --rounds 0\n{TASK}")
    assert reruns[0]().accepted


def test_insertion_can_be_switched_off(shell, script):
    option = script(*[RIGHT] * 20)
    run(shell, f"%%coder {option} --no-insert --candidates 1 --rounds 0\n{TASK}")
    assert not getattr(shell, "rl_next_input", None)
    shell.run_line_magic("config", "CoderMagics.insert = False")
    run(shell, f"%%coder {option} --candidates 1 --rounds 0\n{TASK}")
    assert not getattr(shell, "rl_next_input", None)


def test_same_solution_is_not_inserted_twice_unless_insisted(shell):
    insertion = magics_of(shell).insertion
    assert insertion.insert_below("# 1 s\ncode", request="task") == "inserted"
    assert insertion.insert_below("# 2 s\ncode", request="task") == "already there"
    assert insertion.insert_below("code", request="task", insist=True) == "inserted"
    assert insertion.insert_below("other", request="task") == "inserted"
    assert insertion.insert_below("code", request="another task") == "inserted"


def test_check_uses_the_last_task(shell, ask):
    asked = ask()
    run(shell, f"%%coder\n{TASK}")
    run(shell, "%%coder check --no-model\ndef double(x): return 2 * x\n")
    assert asked.last.action == "check"
    assert asked.last.task == TASK
    assert asked.last.text == "def double(x): return 2 * x\n"
    assert not asked.last.use_model


def test_check_takes_the_task_from_variable_cell_or_the_answer_itself(shell, ask):
    asked = ask()
    own = 'def f(x):\n    """Twice.\n\n    >>> f(2)\n    4\n    """\n    return 2 * x\n'
    run(shell, f"%%coder check\n{own}")
    assert asked.last.task == "Twice.\n\n>>> f(2)\n4"
    shell.user_ns["exercise"] = "Write g."
    run(shell, f"%%coder check --task exercise\n{own}")
    assert asked.last.task == "Write g."
    run(shell, f"%%coder check\n{own}")
    assert asked.last.task == "Write g."  # the last task given in this notebook
    run(shell, "Write = 'h'  # a cell")
    number = shell.execution_count - 1
    run(shell, f"%%coder check --task In[{number}]\n{own}")
    assert asked.last.task == "Write = 'h'  # a cell"


def test_check_without_any_task_says_how_to_give_one(shell):
    result, captured = run(shell, "%%coder check\ndef f(x): return x\n")
    assert isinstance(result.error_in_exec, MagicUsageError)
    assert "--task" in captured.stdout


def test_check_of_a_wrong_answer_shows_the_counterexample(shell):
    shell.user_ns["task"] = TASK
    result, captured = run(
        shell, "%%coder check --task task --no-model --into r\ndef double(x):\n    return x * x + 1\n"
    )
    assert result.success
    assert isinstance(shell.user_ns["r"], CheckResult)
    assert shell.user_ns["r"].status == "unverified"
    assert "double(2)" in shown(captured)


def test_context_is_handed_on(shell, ask):
    asked = ask()
    run(shell, "value = {'a': 1}")
    run(shell, "1 / 0")
    run(shell, "%%coder -c In[1] -c error\nWrite f.\n")
    assert asked.last.context["In[1]"] == "value = {'a': 1}"
    assert "ZeroDivisionError" in asked.last.context["error"]


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        ("%%coder", TaskError, "empty"),
        ("%%coder\n   \n\n", TaskError, "empty"),
        ("%%coder\n" + "x" * 100_000, TaskError, ""),
        ("%%coder slove\nhi", MagicUsageError, "Did you mean 'solve'"),
        ("%%coder --candidates many\nhi", InputError, "whole number"),
        ("%%coder --nope\nhi", MagicUsageError, "--nope"),
        ("%%coder --backend nosuch\n" + TASK, InputError, "nosuch"),
        ("%%coder --backend scripted:/no/such/file\n" + TASK, InputError, "/no/such/file"),
        ("%coder nope", MagicUsageError, "status, model, config, help, last"),
        ("%coder last", MagicUsageError, "no result yet"),
        ("%coder status now", MagicUsageError, "takes nothing"),
        ("%coder model no-such-model", InputError, "no-such-model"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_bad_input_gets_a_calm_message_and_ends_the_cell(cell, kind, said, shell):
    result, captured = run(shell, cell)
    assert isinstance(result.error_in_exec, kind)
    lines = captured.stdout.strip().splitlines()
    assert len(lines) == 2, lines  # what is wrong, and what to do
    assert lines[0].startswith(f"{type(result.error_in_exec).__name__}: ")
    assert said in captured.stdout
    assert not bundles(captured)
    assert run(shell, "1 + 1")[0].result == 2


def test_missing_model_says_what_to_run(shell):
    result, captured = run(shell, f"%%coder --backend llama_cpp --model 0.5b\n{TASK}")
    assert isinstance(result.error_in_exec, ModelMissingError)
    assert "kernel-magic model fetch" in captured.stdout


def test_interrupt_shows_one_word_and_no_half_result(shell, ask):
    for outcome in (Cancelled(), KeyboardInterrupt()):
        ask(outcome)
        result, captured = run(shell, f"%%coder\n{TASK}")
        assert isinstance(result.error_in_exec, Cancelled)
        assert captured.stdout.strip() == "Interrupted."
        assert not captured.outputs
    assert run(shell, "1 + 1")[0].result == 2


def test_interrupt_of_the_first_import_is_one_word_too(shell, monkeypatch):
    class Interrupting:
        def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
            if name == "kernel_magic.magics.coder_cell":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "kernel_magic.magics.coder_cell")
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    _, captured = run(shell, f"%%coder\n{TASK}")
    assert captured.stdout.strip() == "Interrupted."


@pytest.mark.parametrize(
    "cell", ["%%coder --help", "%%coder solve --help\nbody", "%%coder check -h", "%coder help", "%coder"]
)
def test_help_needs_no_session(cell, shell, monkeypatch):
    monkeypatch.setattr(coder_cell, "Session", None)
    result, captured = run(shell, cell)
    assert result.success
    assert "%%coder" in shown(captured)
    assert magics_of(shell).session is None


def test_configuration_takes_effect_at_the_next_use(shell, ask):
    asked = ask()
    run(shell, f"%%coder\n{TASK}")
    assert asked.last.options.candidates == 8
    shell.run_line_magic("config", "CoderMagics.candidates = 6")
    run(shell, f"%%coder\n{TASK}")
    assert asked.last.options.candidates == 6
    run(shell, f"%%coder --candidates 2\n{TASK}")
    assert asked.last.options.candidates == 2


def test_another_model_makes_another_session_and_another_count_does_not(shell, ask):
    ask()
    magics = magics_of(shell)
    run(shell, f"%%coder\n{TASK}")
    first = magics.session
    shell.run_line_magic("config", "CoderMagics.candidates = 2")
    run(shell, f"%%coder\n{TASK}")
    assert magics.session is first
    shell.run_line_magic("config", "CoderMagics.model = '1.5b'")
    run(shell, f"%%coder\n{TASK}")
    assert magics.session is not first


def test_wrong_configuration_is_refused_at_once(shell):
    magics = magics_of(shell)
    shell.run_line_magic("config", "CoderMagics.candidates = 'many'")
    assert magics.candidates is None


def test_key_shows_nowhere(shell):
    _, captured = run(shell, "%config CoderMagics.api_key = 'sk-very-secret'")
    text = captured.stdout
    for cell in ("%config CoderMagics.api_key", "%config CoderMagics", "%coder config", "%coder status"):
        _, captured = run(shell, cell)
        text += captured.stdout + shown(captured)
    assert magics_of(shell).api_key == "sk-very-secret"
    assert "very-secret" not in text


def test_config_lists_every_setting_and_its_origin(shell, monkeypatch):
    shell.run_line_magic("config", "CoderMagics.candidates = 6")
    _, captured = run(shell, "%coder config")
    lines = {line.split()[0]: line for line in shown(captured).splitlines() if line.strip()}
    assert "%config" in lines["candidates"]
    assert "KERNEL_MAGIC_HOME" in lines["home"]
    assert "default" in lines["bits"]


def test_status_and_last_show_what_is(shell):
    shell.user_ns["task"] = TASK
    run(shell, "%%coder check --task task --no-model\ndef double(x):\n    return 2 * x\n")
    _, captured = run(shell, "%coder status")
    assert "partly verified" in shown(captured)
    assert "sandbox" in shown(captured)
    _, captured = run(shell, "%coder last")
    assert len(bundles(captured)) == 1


def test_completion_offers_actions_options_and_values(shell):
    def offered(text: str) -> set[str]:
        with provisionalcompleter():
            found = list(shell.Completer.completions(text, len(text)))
        return {each.text for each in found if "custom" in each._origin}

    assert {"solve", "check", "--candidates"} <= offered("%%coder ")
    assert offered("%%coder so") == {"solve"}
    assert "--candidates" in offered("%%coder --cand")
    assert "--task" in offered("%%coder check --ta")
    assert "--task" not in offered("%%coder solve --ta")
    assert "1.5b" in offered("%%coder --model 1")
    assert offered("%coder st") == {"status"}
    assert set(completion.LINE_COMMANDS) <= offered("%coder ")


def test_extension_can_be_loaded_twice_and_leaves_nothing_behind(shell):
    shell.run_line_magic("load_ext", "kernel_magic")
    shell.extension_manager.reload_extension("kernel_magic")
    magics = [each for each in shell.configurables if type(each).__name__ == "CoderMagics"]
    assert len(magics) == 1
    assert shell.input_transformers_cleanup.count(transformer) == 1
    shell.run_line_magic("unload_ext", "kernel_magic")
    assert registered(shell) is None
    assert transformer not in shell.input_transformers_cleanup
    assert shell.find_cell_magic("coder") is None
    assert shell.find_line_magic("coder") is None
