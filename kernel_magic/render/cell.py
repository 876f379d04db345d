"""The runnable cell of a trusted lesson: the solution, and the learner's examples as checks.

The solution goes in token for token. The examples are written as plain calls that a learner can read, change and add
to; each says `✓` and what it saw, or fails with what was expected and what came. Nothing is run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kernel_magic.core.lesson import Lesson, Task
from kernel_magic.core.problem import Call, Expression, Prints, Raises, Returns, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.render import cell_checks
from kernel_magic.render.clean import can_be_source, clean_line, reorders_text
from kernel_magic.render.plain_text import block_source, call_source, text_source, value_source
from kernel_magic.render.words import BADGES, shown_status, what_ran

_IDENTIFIER = re.compile(r"[^\W\d]\w*")


def solution_cell(lesson: Lesson) -> str | None:
    """The text of the cell to insert: solution and checks. None where nothing may be inserted (see `code_cell`)."""
    code = code_cell(lesson)
    if code is None:
        return None
    checks = check_cell(lesson)
    return f"{code}\n\n{checks}" if checks else code


def code_cell(lesson: Lesson) -> str | None:
    """The solution under a line that says what was verified.

    None for an unverified lesson, for another language than Python, and for code that a machine reads differently
    from what a person sees.
    """
    solution, status = lesson.solution, shown_status(lesson.status, lesson.task, lesson.witnesses)
    if solution is None or status == "unverified" or solution.language != "python":
        return None
    if not can_be_source(solution.text) or reorders_text(solution.text):
        return None
    ran = clean_line(what_ran(lesson.witnesses, lesson.isolation, lesson.usage))
    head = f"# {BADGES[status].label}: {ran}\n"
    code = solution.text.rstrip()
    if _is_program(lesson, solution):
        return f"{head}{_names(lesson, solution)[1]} = {block_source(code)}\n"
    return f"{head}{code}\n"


def check_cell(lesson: Lesson) -> str | None:
    """The learner's examples as checks of the solution in the cell above; None where there is none to run."""
    solution = lesson.solution
    if solution is None or code_cell(lesson) is None:
        return None
    check, program = _names(lesson, solution)
    function = solution.entry_point or lesson.task.function
    writer = _Writer(lesson.task, function, check)
    lines = [line for case in lesson.task.cases if (line := writer.line(case))]
    if not lines:
        return None
    helpers = "\n\n".join(writer.helpers(program))
    return f"# Your examples as checks: each one runs here and now.\n{helpers}\n\n{''.join(lines)}"


def _is_program(lesson: Lesson, solution: Source) -> bool:
    """Whether the solution reads standard input: it then runs in a process of its own, never in the notebook's."""
    return solution.entry_point is None and any(isinstance(case.given, Stdin) for case in lesson.task.cases)


def _names(lesson: Lesson, solution: Source) -> tuple[str, str]:
    """Names for the helpers and for the program's text that nothing in the cell uses."""
    texts = [solution.text, lesson.task.function or ""]
    for case in lesson.task.cases:
        if isinstance(case.given, Expression):
            texts += [case.given.expression, case.given.setup]
    used = {name for text in texts for name in _IDENTIFIER.findall(text)}
    return _free("check", used), _free("program", used)


def _free(name: str, used: Iterable[str]) -> str:
    while any(other == name or other.startswith(f"{name}_") for other in used):
        name = f"my_{name}"
    return name


class _Writer:
    """Writes one line a case, and remembers which helpers these lines need."""

    def __init__(self, task: Task, function: str | None, check: str) -> None:
        self.checker = task.checker
        self.function = function
        self.check = check
        self.setup = any(isinstance(case.given, Expression) and case.given.setup for case in task.cases)
        self.needed: list[str] = []

    def line(self, case: TestCase) -> str:
        """The check of a case, or an empty text where nothing is expected or no call can be written."""
        expected = case.expected
        if expected is None:
            return ""
        if isinstance(case.given, Stdin):
            return self._program_line(case.given, expected)
        example = self._example(case.given)
        if not example:
            return ""
        kind, arguments = self._expectation(expected)
        setup = case.given.setup if isinstance(case.given, Expression) else ""
        tail = f", setup={text_source(setup)}" if setup else ""
        self._need(kind)
        return f"{self.check}{kind}({text_source(example)}, {arguments}{tail})\n"

    def helpers(self, program: str) -> list[str]:
        """The helpers that the lines need, in an order that defines before use."""
        run = cell_checks.RUN_WITH_SETUP if self.setup else cell_checks.RUN
        same = cell_checks.SAME_TEXT[self.checker.name].format(check=self.check, tolerance=self.checker.tolerance)
        deeper = "".join(f"    {line}" for line in run.splitlines(keepends=True))
        setup = ', setup=""' if self.setup else ""
        return [
            _HELPERS[kind].format(
                check=self.check, program=program, run=run, run_deeper=deeper, setup=setup, same_text=same
            )
            for kind in _HELPERS
            if kind in self.needed
        ]

    def _example(self, given: Call | Expression) -> str:
        if isinstance(given, Expression):
            return given.expression.strip()
        return call_source(self.function, given) if self.function else ""

    def _expectation(self, expected: Returns | Raises | Prints) -> tuple[str, str]:
        """The helper's ending, and its arguments after the example."""
        match expected:
            case Raises(exception=exception):
                return "_raises", text_source(exception)
            case Prints(text=text):
                return "_prints", text_source(text)
            case Returns(value=value, tolerance=tolerance):
                shown = value_source(value)
        if tolerance is not None or self.checker.name == "floats":
            return "_close", f"{shown}, {self.checker.tolerance if tolerance is None else tolerance!r}"
        if self.checker.name == "unordered" and isinstance(value, (list, tuple)):
            return "_any_order", shown
        return ("_identical" if self.checker.name == "identical" else ""), shown

    def _program_line(self, given: Stdin, expected: Returns | Raises | Prints) -> str:
        if not isinstance(expected, Prints):
            return ""
        self._need("_program")
        return f"{self.check}_program({text_source(given.text)}, {text_source(expected.text)})\n"

    def _need(self, kind: str) -> None:
        self.needed.append(kind)
        if kind in ("_prints", "_program") and self.checker.name == "floats":
            self.needed += ["_same", "_words"]
        if kind == "_close":
            self.needed.append("_same")


_HELPERS = {
    "_same": cell_checks.CLOSE,
    "_words": cell_checks.WORDS,
    "": cell_checks.CHECK,
    "_identical": cell_checks.CHECK_IDENTICAL,
    "_any_order": cell_checks.CHECK_ANY_ORDER,
    "_close": cell_checks.CHECK_CLOSE,
    "_raises": cell_checks.CHECK_RAISES,
    "_prints": cell_checks.CHECK_PRINTS,
    "_program": cell_checks.CHECK_PROGRAM,
}
