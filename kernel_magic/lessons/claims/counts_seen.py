"""Statements about how often something happened, held against the events of a run."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.lessons.claims.facts import Facts
from kernel_magic.lessons.claims.findings import UNKNOWN, Finding, agree, all_of, shown, times, within
from kernel_magic.lessons.claims.read_outcomes import read_condition
from kernel_magic.lessons.claims.statements import Amount, ConditionSays, LineSays, LoopSays
from kernel_magic.lessons.claims.values_seen import judge_value
from kernel_magic.lessons.rounds import Frame

_LAMBDA = "<lambda>"
_Compound = (
    ast.If, ast.For, ast.While, ast.With, ast.Try, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Match,
    ast.ExceptHandler, ast.AsyncFor, ast.AsyncWith,
)  # fmt: skip
_SILENT = (ast.Global, ast.Nonlocal)
_Node = ast.stmt | ast.ExceptHandler


def judge_line(says: LineSays, facts: Facts) -> Finding:
    """What the run says to how often a line runs."""
    line = says.line
    if line == 0:
        if not facts.has_lines or facts.first_line != facts.last_line:
            return UNKNOWN
        line = facts.first_line
    counts = _line_counts(line, says.function, facts)
    if not counts:
        return UNKNOWN
    complete = not facts.cut
    holds = agree(within(says.amount, count, complete=complete) for count in counts)
    if holds is False and _rounds_fit(line, says.amount, facts):
        holds = None  # a loop's header runs once more than its rounds: either may be meant
    return Finding(holds=holds, observed=" or ".join(dict.fromkeys(times(n, complete=complete) for n in counts)))


def _rounds_fit(line: int, amount: Amount, facts: Facts) -> bool:
    loops = [loop for loop in facts.loops if loop.node.lineno == line]
    rounds = sum(len(once.rounds) for loop in loops for _, once in facts.runs_of(loop))
    return bool(loops) and within(amount, rounds, complete=True) is True


def _line_counts(line: int, function: str, facts: Facts) -> list[int]:
    """How often a line ran, in each way to count it; empty where it is none that can be seen to run."""
    nodes = [node for node in ast.walk(facts.tree) if isinstance(node, _Node) and node.lineno == line]
    home = facts.function_at(line)
    if not nodes or not facts.records(line) or (function and (home is None or home.name != function)):
        return []
    outer = nodes[0]
    if isinstance(outer, _SILENT) or (isinstance(outer, ast.Expr) and isinstance(outer.value, ast.Constant)):
        return []
    if isinstance(outer, ast.AnnAssign) and outer.value is None:
        return []
    header = _header(outer)
    own = lambdas = 0
    for frame in facts.frames:
        if frame.function == _LAMBDA:
            lambdas += sum(event.event == "line" and event.line == line for event in frame.events)
        elif home is None or frame.function == home.name:
            own += _entries(outer, header, frame)
    if own and (_is_uncountable(outer) or isinstance(outer, ast.AsyncWith | ast.AsyncFor)):
        return []
    return [own, own + lambdas] if lambdas else [own]


def _is_uncountable(node: _Node) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return bool(node.decorator_list)  # each decorator is an event of its own
    return isinstance(node, ast.For | ast.While | ast.With) and node.body[0].lineno == node.lineno


def _header(node: _Node) -> range:
    """The lines of a statement itself, without those of a body."""
    if isinstance(node, ast.If | ast.While | ast.For | ast.With | ast.Try | ast.ExceptHandler):
        return range(node.lineno, max(node.body[0].lineno, node.lineno + 1))
    if isinstance(node, _Compound):
        return range(node.lineno, node.lineno + 1)
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _entries(node: _Node, header: range, frame: Frame) -> int:
    """How often a statement was begun: not each of its lines, and not the way out of a `with`."""
    body = range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1) if isinstance(node, ast.With) else range(0)
    count, before = 0, 0
    for event in frame.events:
        if event.event == "line" and event.line in header:
            again = len(header) > 1 and before in header
            count += not again and before not in body
        before = event.line
    return count


def judge_loop(says: LoopSays, facts: Facts) -> Finding:
    """What the run says to how many rounds a loop has."""
    answers: list[bool | None] = []
    texts: list[str] = []
    for loop in facts.loops_meant(says.loop):
        if not loop.readable:
            return UNKNOWN
        runs = [once for _, once in facts.runs_of(loop)]
        mixed = any(frame.mixed and frame.function == loop.function for frame in facts.frames)
        if mixed or (loop.function == "<module>" and not facts.in_module):
            return UNKNOWN
        complete = not facts.cut and all(once.complete for once in runs)
        total = sum(len(once.rounds) for once in runs)
        each = [within(says.amount, len(once.rounds), complete=once.complete) for once in runs]
        if says.of == "each":
            answers.append(all_of(each, complete=not facts.cut))
        else:
            answers.append(within(says.amount, total, complete=complete))
        if not says.of and len(runs) > 1:
            answers += [*each, within(says.amount, len(runs), complete=not facts.cut)]
        texts.append(_rounds_text([len(once.rounds) for once in runs], says.of, complete=complete))
    return Finding(holds=agree(answers), observed=shown(texts)) if answers else UNKNOWN


def _rounds_text(rounds: Sequence[int], of: str, *, complete: bool) -> str:
    least = "" if complete else "at least "
    if len(rounds) > 1 and of != "total":
        return f"{least}{shown(str(count) for count in rounds)} rounds, {sum(rounds)} in total"
    count = sum(rounds)
    return f"{least}{count} round{'' if count == 1 else 's'}"


def judge_condition(says: ConditionSays, facts: Facts) -> Finding:
    """What the run says to how often a test comes out true or false."""
    nodes = _tests(says, facts)
    if not nodes:
        return _comparison(says, facts)
    if says.code and _elsewhere(says.code, facts):
        return UNKNOWN
    answers: list[bool | None] = []
    texts: list[str] = []
    for node in nodes:
        outcomes = _outcomes(node, facts)
        if outcomes is None:
            return UNKNOWN
        hits = outcomes.count(says.outcome)
        complete = not facts.cut and None not in outcomes
        if says.amount is None:
            answers.append(all_of([None if o is None else o == says.outcome for o in outcomes], complete=complete))
            mixed = answers[-1] is False and hits > 0
            answers[-1] = None if mixed else answers[-1]
        else:
            answers.append(within(says.amount, hits, complete=complete))
        word = "true" if says.outcome else "false"
        texts.append(f"{word} {times(hits)} of {len(outcomes)}" if outcomes else "never tested")
    return Finding(holds=agree(answers), observed=shown(texts))


def _tests(says: ConditionSays, facts: Facts) -> list[ast.If | ast.While]:
    found = [node for node in ast.walk(facts.tree) if isinstance(node, ast.If | ast.While)]
    if says.branch:
        found = [node for node in found if isinstance(node, ast.If)]
    if says.code:
        found = [node for node in found if ast.unparse(node.test) == says.code]
    if says.line:
        found = [node for node in found if node.test.lineno == says.line]
    elif facts.has_lines and not says.code:
        found = [node for node in found if facts.first_line <= node.lineno <= facts.last_line]
    return found


def _elsewhere(code: str, facts: Facts) -> bool:
    """Whether the same test stands where its outcomes cannot be seen."""
    seen = [node.test for node in ast.walk(facts.tree) if isinstance(node, ast.If | ast.While)]
    return any(
        isinstance(node, ast.expr) and node not in seen and ast.unparse(node) == code for node in ast.walk(facts.tree)
    )


def _outcomes(node: ast.If | ast.While, facts: Facts) -> list[bool | None] | None:
    """Each outcome in order, told by the line that ran next; None where that does not tell."""
    line, body = node.test.lineno, range(node.body[0].lineno, (node.body[-1].end_lineno or 0) + 1)
    constant = isinstance(node.test, ast.Constant)
    home = facts.function_at(line)
    if node.test.end_lineno != line or line in body or constant or not facts.records(line):
        return None
    found: list[bool | None] = []
    for frame in facts.frames:
        if frame.function == _LAMBDA or (home is not None and frame.function != home.name):
            continue
        for index, event in enumerate(frame.events):
            if event.event == "line" and event.line == line:
                following = frame.events[index + 1] if index + 1 < len(frame.events) else None
                told = following is not None and following.event != "exception"
                found.append(following.line in body if told and following is not None else None)
    return found


def _comparison(says: ConditionSays, facts: Facts) -> Finding:
    """A comparison that is no test of the code says something about a variable."""
    read = read_condition(says.code) if says.code and not says.line else None
    if read is None or (says.amount is not None and says.amount != Amount(low=0, high=0)):
        return UNKNOWN
    test = read.test if says.outcome else replace(read.test, negated=not read.test.negated)
    mode = "state" if says.amount is None else "never"
    return judge_value(replace(read, test=test, mode=mode), facts)  # type: ignore[arg-type]  # one of two modes
