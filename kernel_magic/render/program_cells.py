"""The cells of a comparison's notebook that run: inputs under names, and programs that read one of them.

A program that reads standard input stands in a `%%program NAME` cell, so that it can be read and changed as what it
is, and runs in a process of its own. Its text goes in token for token. Nothing is run here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.comparison import Comparison, ComparisonRow
from kernel_magic.core.problem import Call, Expression, Prints, Stdin
from kernel_magic.render.cell_checks import CLOSE, SAME_TEXT, WORDS
from kernel_magic.render.clean import MAX_CODE, can_be_source, reorders_text
from kernel_magic.render.plain_text import call_source, text_source
from kernel_magic.render.standing import standing

_MAX_INPUT = 4_000
_MAX_SAMPLES = 5
_MAX_BREAKING = 20
_ONE_LINE = 90
_ODD = re.compile(r"\W+", re.ASCII)

RUN = '''# Run this cell first: a cell that begins with %%program and the name of an input runs on that input.
import subprocess
import sys
import tempfile
from pathlib import Path

from IPython.core.magic import register_cell_magic

expected = {{}}  # by input: what a right program prints


{same}@register_cell_magic
def program(line, cell):
    """Run this cell's program on an input, in a process of its own, and show what it prints."""
    stdin = get_ipython().user_ns[line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "program.py")
        path.write_text(cell, encoding="utf-8")
        command = [sys.executable, "-X", "utf8", str(path)]
        given = {{"input": stdin, "encoding": "utf-8", "errors": "replace"}}
        try:
            done = subprocess.run(command, capture_output=True, timeout=30, **given)
        except subprocess.TimeoutExpired:
            print("✗ no end within 30 seconds")
            return
    got, wanted = done.stdout, expected.get(stdin)
    print(got.rstrip("\\n")[:20_000])
    if done.returncode != 0:
        print(f"✗ the program failed\\n{{done.stderr[-2_000:]}}")
    elif wanted is not None:
{compare}'''

_COMPARE = """        print("✓ as expected" if {same} else f"✗ expected\\n{{wanted}}")
"""
_COMPARE_NOT = """        print(f"One right answer, others may be right too:\\n{wanted}")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInput:
    """An input of the notebook: its name there, its text, and what a right program prints, where that is known."""

    name: str
    text: str
    expected: str | None
    remark: str


def run_cell(comparison: Comparison) -> str:
    """The cell that defines `%%program`, comparing as the problem's checker does where that can be done by text."""
    checker = comparison.problem.checker
    same = SAME_TEXT.get(checker.name, "").replace("expected", "wanted")
    tolerance = max(checker.absolute or 0.0, checker.relative or 0.0) or checker.tolerance
    same = same.format(check="outputs", tolerance=tolerance) if same else ""
    helpers = f"{CLOSE}\n\n{WORDS}\n\n".format(check="outputs") if checker.name == "floats" else ""
    return RUN.format(same=helpers, compare=_COMPARE.format(same=same) if same else _COMPARE_NOT)


def named_inputs(comparison: Comparison) -> tuple[NamedInput, ...]:
    """The samples, and the inputs on which programs fail."""
    found: list[NamedInput] = []
    for case in comparison.problem.samples[:_MAX_SAMPLES]:
        if isinstance(case.given, Stdin) and _fits(case.given.text):
            answer = case.expected.text if isinstance(case.expected, Prints) else None
            name = f"sample_{len(found) + 1}"
            found.append(NamedInput(name=name, text=case.given.text, expected=answer, remark=""))
    taken = {item.name for item in found}
    for row in comparison.rows[:_MAX_BREAKING]:
        breaking = _breaking(row, comparison)
        if breaking is not None and _fits(breaking[0]):
            name = _name(row.submission.name, taken)
            taken.add(name)
            remark = f"# on this one {_ODD.sub(' ', row.submission.name).strip()} fails"
            found.append(NamedInput(name=name, text=breaking[0], expected=breaking[1] or None, remark=remark))
    return tuple(found)


def inputs_cell(inputs: Sequence[NamedInput]) -> str:
    """The cell that gives the inputs their names; a reader adds their own."""
    lines = ['# The inputs. Add your own: mine = "..." and then %%program mine']
    for item in inputs:
        lines += [*([item.remark] if item.remark else []), f"{item.name} = {_literal(item.text)}"]
        if item.expected is not None:
            lines.append(f"expected[{item.name}] = {_literal(item.expected)}")
    return "\n".join(lines)


def program_cell(row: ComparisonRow, comparison: Comparison, inputs: Sequence[NamedInput]) -> str | None:
    """The cell of a right Python program; None for any other, and for code that looks different from what it does."""
    source = row.submission.source
    if standing(row, comparison) not in ("held", "passed") or source.language != "python" or source.files:
        return None
    if not can_be_source(source.text) or reorders_text(source.text) or len(source.text) > MAX_CODE:
        return None
    code = source.text.rstrip()
    if source.entry_point is None:
        return f"%%program {inputs[0].name}\n{code}" if inputs else None
    call = _example(source.entry_point, comparison)
    return f"{code}\n\n\n{call}" if call else code


def _example(function: str, comparison: Comparison) -> str:
    for case in comparison.problem.samples:
        if isinstance(case.given, Call):
            return call_source(function, case.given)
        if isinstance(case.given, Expression) and not case.given.setup:
            return case.given.expression.strip()
    return ""


def _breaking(row: ComparisonRow, comparison: Comparison) -> tuple[str, str] | None:
    if standing(row, comparison) not in ("wrong", "slow", "doubted"):
        return None
    if row.stress is not None and row.stress.difference is not None:
        return row.stress.difference.stdin, row.stress.difference.expected
    failed = row.report.first_failure
    case = next((case for case in comparison.problem.cases if failed and case.name == failed.name), None)
    if case is None or not isinstance(case.given, Stdin):
        return None
    return case.given.text, case.expected.text if isinstance(case.expected, Prints) else ""


def _fits(text: str) -> bool:
    return 0 < len(text) <= _MAX_INPUT


def _name(program: str, taken: set[str]) -> str:
    """`breaks_greedy` for greedy.py; ASCII, and no name twice."""
    stem = _ODD.sub("_", program.removesuffix(".py")).strip("_").lower()[:40] or "it"
    name, number = f"breaks_{stem}", 2
    while name in taken:
        name, number = f"breaks_{stem}_{number}", number + 1
    return name


def _literal(text: str) -> str:
    """A string literal; a long text line by line, so that it can be read."""
    if len(text) <= _ONE_LINE:
        return text_source(text)
    lines = "\n".join(f"    {text_source(line)}" for line in text.splitlines(keepends=True))
    return f"(\n{lines}\n)"
