"""A cell's body and first line arrive exactly as they were typed: braces, prompts of other languages, any script."""

from __future__ import annotations

import pytest

from kernel_magic.core.chat import Prompt
from kernel_magic.engine.scripted_backend import ScriptedBackend
from kernel_magic.magics.registration import registered

RIGHT = "```python\ndef double(x):\n    return 2 * x\n```"

BRACES = {
    "dict literal": 'f({"a": 1, "b": {"c": [2]}})',
    "empty dict": "x = {}",
    "comprehension": "{k: v for k, v in pairs if k}",
    "JSON list": '[{"name": "Ada", "age": 36}, {"name": "Bob"}]',
    "format": "'{:.2f}'.format(x)",
    "lone brace": "a single { and later another }}",
    "f-string": 'f"{x!r:>{width}} {y = }"',
    "doubled braces": "Hello {{x}} and {{{y}}}",
    "C++": "int main() { std::vector<int> v{1, 2}; for (auto& x : v) { x++; } return 0; }",
    "Java": "class A { static int f(int[] a) { return a.length > 0 ? a[0] : -1; } }",
    "LaTeX": r"\frac{n(n+1)}{2} = \sum_{i=1}^{n} i",
    "shell": "for f in ${files[@]}; do echo \"${f%.*}\" $HOME $x; done | awk '{print $1}'",
    "Jinja": "{% for x in items %}{{ x|upper }}{% endfor %}",
    "set literal": "{1, 2, 3} | {x}",
    "format spec": "{x:>10} {0} {name!s:^5}",
    "nested": "{'a': {'b': {'c': {}}}} {x{y}z}",
}


@pytest.mark.parametrize("kind", BRACES)
def test_braces_reach_the_session_unchanged(kind, shell, ask):
    shell.user_ns.update(x=111, y=222, name="no", items=[], files=[], HOME="no")
    asked = ask()
    body = f"Explain this:\n{BRACES[kind]}\n>>> f(1)\n{BRACES[kind]}\n"
    shell.run_cell(f"%%coder\n{body}")
    assert asked.last.text == body


@pytest.mark.parametrize("kind", BRACES)
def test_braces_reach_the_model_unchanged(kind, shell, script):
    shell.user_ns.update(x=111, y=222, name="no", items=[], files=[], HOME="no")
    body = f"Write double(x). Take note of:\n{BRACES[kind]}\n\n>>> double(2)\n4\n"
    shell.run_cell(f"%%coder {script(*[RIGHT] * 40)} --candidates 1 --rounds 0\n{body}")
    magics = registered(shell)
    assert magics is not None
    session = magics.session
    assert session is not None
    assert session.backend is not None
    backend = session.backend.wait()
    assert isinstance(backend, ScriptedBackend)
    assert isinstance(backend.prompts[0], Prompt)
    sent = "\n".join(message.text for message in backend.prompts[0].messages)
    assert body.strip() in sent


def test_first_line_is_not_expanded(shell, ask):
    shell.user_ns["x"] = "expanded"
    asked = ask()
    result = shell.run_cell("%%coder --task {x} $x\nbody\n")
    assert "expanded" not in str(result.error_in_exec)
    assert not asked.requests


def test_line_magic_is_not_expanded(shell):
    shell.user_ns["x"] = "help"
    result = shell.run_cell("%coder {x}")
    assert "{x}" in str(result.error_in_exec)


@pytest.mark.parametrize(
    "text", ["写一个函数 double(x)，返回两倍。🙂", "Write\r\ndouble(x).\r\n", "ß\u2028\u202e\x1b[31m"]
)
def test_any_text_reaches_the_session_unchanged(text, shell, ask):
    asked = ask()
    shell.run_cell(f"%%coder\n{text}\n")
    assert asked.last.text == f"{text}\n"
