"""A `%%coder` cell passes IPython's clean-up unchanged; every other cell is left to it."""

from __future__ import annotations

import ast

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from kernel_magic.magics.verbatim import coder_cell


def passed(cell: str) -> tuple[str, str]:
    """(first line, body) as the magic would get them after all of IPython's transformations."""
    manager = TransformerManager()
    manager.cleanup_transforms.insert(0, coder_cell)
    code = manager.transform_cell(cell)
    call = ast.parse(code).body[0].value
    name, line, body = (ast.literal_eval(argument) for argument in call.args)
    assert name == "coder"
    return line, body


@pytest.mark.parametrize(
    "body",
    [
        ">>> f(1)\n1\n",
        "text\n    >>> f(1)\n    1\n... more\n",
        "In [3]: f(1)\nOut[3]: 1\n",
        "    indented\n        more\n",
        "!ls\n%magic\n?help\nwhat?\n",
        "a\r\nb\r\n",
        "中文 🙂 \u2028 line\n",
        'back\\slash \'quote\' """three"""\n',
        "\n\nleading blank lines\n\n\n",
    ],
)
def test_body_arrives_unchanged(body: str):
    assert passed("%%coder solve --seed 3\n" + body) == ("solve --seed 3", body)


def test_ipython_alone_would_strip_doctests():
    """Why the transformer exists; when this fails, IPython has changed."""
    code = TransformerManager().transform_cell("%%coder\nWrite f.\n>>> f(1)\n1\n")
    if ">>>" in code:
        pytest.skip("this IPython leaves doctests alone")


@pytest.mark.parametrize("cell", ["%%coder", "%%coder --help", "%%coder --help\n", "\n  \n%%coder --help"])
def test_cell_without_a_body_reaches_the_magic(cell: str):
    line, body = passed(cell)
    assert line in {"", "--help"}
    assert not body.strip()


def test_cell_pasted_with_indentation_loses_the_common_part():
    assert passed("    %%coder\n    Write f.\n      two more\n") == ("", "Write f.\n  two more\n")


@pytest.mark.parametrize("cell", ["x = 1\n", "%%time\n%%coder\n", "%coder help\n", "%%coders\nx\n", "# %%coder\n", ""])
def test_other_cells_are_left_alone(cell: str):
    lines = cell.splitlines(keepends=True)
    assert coder_cell(lines) is lines


def test_cell_being_typed_is_incomplete_until_a_blank_line():
    manager = TransformerManager()
    manager.cleanup_transforms.insert(0, coder_cell)
    assert manager.check_complete("%%coder\nWrite f.")[0] == "incomplete"
    assert manager.check_complete("%%coder\nWrite f.\n\n")[0] == "complete"
