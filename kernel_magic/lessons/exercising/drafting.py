"""An item out of a brief alone: a model drafts solutions and hints, runs say what is right, nobody guesses a result.

The reference is the answer of a search for a solution, and only where independent drafts agree with it: enough of all
drafts, or, where the brief shows several examples, of those that pass them all. The second solution is one of those.
Inputs are made in the shape of the brief's examples (or of the arguments); what is expected is what all of them were
seen to do. What the model says about results is never used.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.chat import SamplingParams
from kernel_magic.core.errors import ModelError
from kernel_magic.core.exercise import CourseItem, NamedSource
from kernel_magic.core.lesson import Attempt, Provenance, Task
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Call, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.core.version import __version__
from kernel_magic.lessons.attempt import Search
from kernel_magic.lessons.examples.read import read_task, title_of
from kernel_magic.lessons.exercising.bench import expected_from
from kernel_magic.lessons.exercising.test_code import call_text, value_text
from kernel_magic.lessons.exercising.withheld import what_is_open, why_incomplete, why_no_reference
from kernel_magic.lessons.found import Found
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.pool import by_program
from kernel_magic.lessons.prompts import prompt
from kernel_magic.lessons.status import decide_status
from kernel_magic.lessons.witnesses.agreement import EDGE
from kernel_magic.lessons.witnesses.support import SEVERAL_EXAMPLES, is_enough, is_enough_of_accepted
from kernel_magic.lessons.work import Work

_PATIENCE = 3
"""An exercise is made once for a class: where a draft passes, so many times the tokens of a lesson are spent."""
_VISIBLE, _SMALL, _LARGE = 3, 6, 6
_LONGEST = 160
"""Characters of a call that a person still reads."""
_HINT = re.compile(r"^[\s*_-]*hint\s*\d[\s*_.:)]*", re.IGNORECASE)
_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_LONGEST_HINT, _HINTS, _HINT_TOKENS = 300, 3, 200
_PROGRAM = "The brief asks for a whole program; what can be made of a brief is a function."
_NO_CALLS = (
    "No example of the brief is a plain call of the function, and tests are made from such calls. A call inside "
    "another, `set(f(1))`, or of a class's methods is none. Write examples such as `>>> f(1)` with what it returns "
    "below, or write an item."
)
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedItem:
    """What drafting came to."""

    item: CourseItem | None
    """None: no draft is good enough; `notes` says why."""
    notes: tuple[str, ...]
    provenance: Provenance | None = None
    """None: the model was not asked."""
    examples: tuple[TestCase, ...] = ()
    """The brief's own. Whatever else tests ask for comes from runs."""


def draft_item(brief: str, work: Work) -> DraftedItem:
    """An item for a brief, which still has to pass every gate.

    Raises:
        TaskError: the brief is empty, too long, or its examples contradict each other.
        ModelError: the model cannot be used.
        Cancelled: the person interrupted.
    """
    task = read_task(brief)
    if why := _no_tests_for(task):
        return DraftedItem(item=None, notes=(why, *task.notes))
    several = len(task.cases) >= SEVERAL_EXAMPLES
    search = Search(task, work, enough=is_enough_of_accepted if several else is_enough, patience=_PATIENCE)
    found = search.run()
    item, reason = _item(brief, found, search, work)
    notes = tuple(filter(None, (reason, what_is_open(found.gap) if item else "", *found.task.notes)))
    return DraftedItem(item=item, notes=notes, provenance=_provenance(found, work), examples=task.cases)


def _no_tests_for(task: Task) -> str:
    """Why no tests could be made, whatever is drafted; empty where nothing speaks against it."""
    if not task.cases:
        return ""
    if task.function is None:
        return _PROGRAM
    return "" if any(isinstance(case.given, Call) for case in task.cases) else _NO_CALLS


def _item(brief: str, found: Found, search: Search, work: Work) -> tuple[CourseItem | None, str]:
    """The item; or None and why there is none."""
    task, chosen = found.task, found.chosen
    status = decide_status(found.witnesses, unread_examples=len(task.unread_examples))
    agreed = next((witness for witness in found.witnesses if witness.kind == "agreement" and witness.holds), None)
    if chosen is None or not found.accepted or status == "unverified" or agreed is None:
        return None, why_no_reference(found)
    if task.function is None:
        return None, _PROGRAM
    second = _second(chosen, found)
    if second is None:
        return None, "There is no second solution that is really another one."
    cases = _answered(search, chosen, found)
    visible = [*task.cases, *cases[:_VISIBLE]][: max(_VISIBLE, len(task.cases))]
    hidden = [case for case in cases if case.given not in [shown.given for shown in visible]]
    if len(hidden) < _SMALL:
        return None, f"Only {len(hidden)} inputs could be made for hidden tests; {_SMALL} are needed."
    if why := why_incomplete(task, [*visible, *hidden]):
        return None, why
    hints = _hints(brief, chosen, work)
    item = CourseItem(
        slug=_NOT_IN_SLUGS.sub("-", task.function.lower()).strip("-") or "exercise",
        unit="drafted",
        title=title_of(brief),
        level="core",
        brief=_statement(brief, task, chosen.source, visible),
        function=task.function,
        reference=chosen.source,
        alternatives=(NamedSource(name=f"draft-{second.number}", source=second.source),),
        tests=_tests(visible, hidden, task),
        hints=hints,
        checker=task.checker,
    )
    return item, "" if hints else "The model gave no hints that may be shown."


def _second(chosen: Attempt, found: Found) -> Attempt | None:
    """Another program among the accepted drafts, none that anything parts from the chosen one."""
    alike = by_program(attempt for attempt in found.attempts if attempt.outcome == "accepted")
    others = [attempts[0] for attempts in alike.values() if chosen not in attempts]
    return min(others, key=lambda attempt: attempt.number, default=None)


def _answered(search: Search, chosen: Attempt, found: Found) -> list[TestCase]:
    """Generated inputs inside what the brief shows, with what accepted programs were all seen to do there.

    Inputs for which one of them is too slow come last: a right answer may be as slow.
    """
    agreeing = {attempt.number for attempt in found.attempts if attempt.outcome == "accepted"}
    runs = [behaviour for number, behaviour in search.behaviours.items() if number in agreeing]
    mine = search.behaviours.get(chosen.number)
    if mine is None:
        return []
    kept: list[TestCase] = []
    slow: list[TestCase] = []
    for index, case in enumerate(search.inputs):
        result = mine.results[index]
        expected = expected_from(result.observed)
        outside = case.name.startswith(EDGE) or result.verdict is not Verdict.AC or not isinstance(case.given, Call)
        if outside or not isinstance(expected, (Returns, Raises)) or result.observed is None:
            continue
        seen = [other for run in runs if run is not mine and (other := run.results[index].observed) is not None]
        alike = all(search.work.judge.same(result.observed, other, found.task.checker) for other in seen)
        text = call_text(case, found.task.function or "")
        if seen and alike and len(text) <= _LONGEST:
            made = TestCase(name=case.name, given=case.given, expected=expected, origin="generated", text=text)
            (kept if len(seen) == len(runs) - 1 else slow).append(made)
    return [*_varied(kept), *_varied(slow)]


def _varied(cases: Sequence[TestCase]) -> list[TestCase]:
    """Different outcomes first, so that a constant answer shows; small inputs before large ones."""
    seen: dict[str, int] = {}
    ranked: list[tuple[int, int, int, TestCase]] = []
    for place, case in enumerate(cases):
        key = repr(case.expected)
        seen[key] = seen.get(key, 0) + 1
        ranked.append((seen[key], len(case.text), place, case))
    return [case for *_, case in sorted(ranked, key=lambda row: row[:3])]


def _tests(visible: Sequence[TestCase], hidden: Sequence[TestCase], task: Task) -> str:
    """The text of `tests.py`."""
    chosen = sorted(hidden[: _SMALL + _LARGE], key=lambda case: len(call_text(case, task.function or "")))
    blocks = [("visible", "the examples", visible), ("hidden", "small inputs", chosen[:_SMALL])]
    blocks += [("hidden", "larger inputs", chosen[_SMALL:])] if chosen[_SMALL:] else []
    return "\n".join(
        f"# {kind}: {title}\n" + "".join(_assertion(case, task) for case in cases) for kind, title, cases in blocks
    )


def _assertion(case: TestCase, task: Task) -> str:
    call = call_text(case, task.function or "")
    match case.expected:
        case Raises(exception=name):
            return f"with raises({name}):\n    {call}\n"
        case Returns(value=None):
            return f"assert {call} is None\n"
        case Returns(value=value, tolerance=tolerance) if tolerance is not None:
            return f"assert abs({call} - {value_text(value)}) <= {tolerance!r}\n"
        case Returns(value=value):
            return f"assert {call} == {value_text(value)}\n"
        case _:
            return ""


def _statement(brief: str, task: Task, reference: Source, visible: Sequence[TestCase]) -> str:
    """The brief, the head of the function where it does not name it, and examples where it has none."""
    parts = [brief.strip()]
    if task.function and task.function not in brief:
        parts.append(f"Write `{_head(reference.text, task.function)}`.")
    if not task.cases:
        shown = [case for case in visible if isinstance(case.expected, Returns)]
        lines = [
            f">>> {case.text}\n{value_text(case.expected.value)}"
            for case in shown
            if isinstance(case.expected, Returns) and case.expected.value is not None
        ]
        parts += ["\n".join(lines)] if lines else []
    return "\n\n".join(parts)


def _head(program: str, function: str) -> str:
    tree = syntax_tree(program)
    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.FunctionDef) and node.name == function:
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            return f"{function}({', '.join(names)})"
    return f"{function}(…)"


def _hints(brief: str, chosen: Attempt, work: Work) -> tuple[str, ...]:
    """The model's hints without any that gives a line of the solution away; none where the model fails."""
    sampling = SamplingParams(temperature=0.0, max_tokens=_HINT_TOKENS, seed=work.options.seed)
    asked = prompt("exercise_hints", sampling, task=brief.strip(), code=chosen.source.text.strip("\n"))
    try:
        reply = work.complete(asked, Progress(stage="explain", message="drafting hints"), n=1)[0].text
    except ModelError:
        return ()
    lines = [_HINT.sub("", line).strip() for line in _FENCED.sub("", reply).split("\n")]
    return tuple(line for line in lines if line and len(line) <= _LONGEST_HINT and not _tells(line, chosen))[:_HINTS]


def _tells(hint: str, chosen: Attempt) -> bool:
    """Whether a hint holds a line of the solution, however it is spaced."""
    squeezed = "".join(hint.split())
    lines = {"".join(line.split()).rstrip(":") for line in chosen.source.text.split("\n")}
    return any(len(line) > 5 and line in squeezed for line in lines)


def _provenance(found: Found, work: Work) -> Provenance:
    backend = work.model()
    return Provenance(
        model=backend.model,
        backend=backend.name,
        seed=work.options.seed,
        prompt_sha256=found.prompt_sha256,
        package_version=__version__,
        candidates=len(found.attempts),
        temperature=work.options.temperature,
    )
