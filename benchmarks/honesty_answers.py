"""Right and wrong answers to tasks whose hidden tests are known, made without a model, for `honesty.py`.

Wrong ones are mutants of the canonical solution that fail the hidden tests. Those that still pass the example in the
prompt are the dangerous ones. Right ones are the canonical solution and rewritings of it that pass the hidden tests. A
mutant that passes the hidden tests is unknown: perhaps it computes the same, perhaps the tests miss it.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.evaluation import HiddenTask
from kernel_magic.core.problem import Call, Contract, Limits, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue, literal_node
from kernel_magic.core.verdict import Verdict
from kernel_magic.evaluation.hidden_tests import put
from kernel_magic.judge.local import LocalJudge
from kernel_magic.judge.mutation import Mutant, mutants
from kernel_magic.lessons.examples.read import read_task

Kind = Literal["right", "dangerous", "plain"]
_LIMITS = Limits(cpu_s=0.3, wall_s=3.0)
_MOST_TRIED = 50
_LONG_S, _MOST_TRIED_LONG = 1.0, 4
"""Mutants of one solution that are run; fewer, of rewritings too, where the hidden tests take more than a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One program. `dangerous`: wrong, though it passes the example; `plain`: wrong already there."""

    kind: Kind
    text: str
    made: str
    """How it came about: the mutant's place and change, or the name of the rewriting."""
    split: str = ""
    """Wrong: a hidden input, as arguments, on which it differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All answers to one task."""

    task_id: str
    answers: tuple[Answer, ...]
    clothes: dict[str, tuple[str, ...]]
    """The same programs written otherwise, by text: what a pool holds beside them."""
    unknown: int
    """Mutants that pass the hidden tests."""
    note: str = ""
    """Why there are none."""


def answers_to(task: HiddenTask, judge: LocalJudge, *, count: int, seed: int) -> Answers:
    """At most `count` wrong answers of each kind, and the right ones."""
    solution = task.canonical_solution.strip("\n") + "\n"
    first = put(solution, task.test, task.entry_point, judge)
    if first.passed is not True:
        return Answers(task_id=task.task_id, answers=(), clothes={}, unknown=0, note="the solution fails its own tests")
    most = _MOST_TRIED if first.seconds < _LONG_S else _MOST_TRIED_LONG
    rewritten = [item for item in [*rewritings(solution)][:most] if _is_right(item[0], task, judge)]
    right = [Answer(kind="right", text=solution, made="canonical")]
    right += [Answer(kind="right", text=text, made=name) for text, name in rewritten]
    found = list(mutants(solution))
    random.Random(f"{task.task_id}|{seed}").shuffle(found)
    wrong, unknown = _wrong(task, found[:most], judge, count=count)
    clothes = {solution: tuple(text for text, _ in rewritten)}
    clothes |= {answer.text: tuple(text for text, _ in rewritings(answer.text)) for answer in wrong}
    return Answers(task_id=task.task_id, answers=(*right, *wrong), clothes=clothes, unknown=unknown)


def _is_right(text: str, task: HiddenTask, judge: LocalJudge) -> bool:
    """By the hidden tests; one that does not end is found out on single calls, which take less time."""
    contract = Contract(function=task.entry_point, cases=hidden_cases(task), limits=_LIMITS, stop_early=True)
    failed = judge.judge(Source(text=text), contract).first_failure
    slow = failed is not None and failed.verdict is Verdict.TLE
    return not slow and put(text, task.test, task.entry_point, judge).passed is True


def _wrong(task: HiddenTask, found: Sequence[Mutant], judge: LocalJudge, *, count: int) -> tuple[list[Answer], int]:
    """The first mutants of each kind, until there are enough, and how many passed the hidden tests."""
    cases = read_task(task.prompt).cases
    hidden = hidden_cases(task)
    kept: dict[str, list[Answer]] = {"dangerous": [], "plain": []}
    unknown = 0
    for mutant in found:
        if all(len(group) >= count for group in kept.values()):
            break
        wanted = {kind for kind, group in kept.items() if len(group) < count}
        kind, split = _fate(mutant, task, (*cases, *hidden), judge, wanted)
        if kind == "unknown":
            unknown += 1
        elif kind in wanted:
            made = f"line {mutant.line}, {mutant.operator}: `{mutant.before}` became `{mutant.after}`"
            wrong: Kind = "dangerous" if kind == "dangerous" else "plain"
            kept[kind].append(Answer(kind=wrong, text=mutant.text, made=made, split=split))
    return [*kept["dangerous"], *kept["plain"]], unknown


def _fate(
    mutant: Mutant, task: HiddenTask, cases: tuple[TestCase, ...], judge: LocalJudge, wanted: set[str]
) -> tuple[str, str]:
    """The kind of a mutant, and the first hidden input on which it differs. The hidden tests have the last word.

    One that does not end, or whose kind is not wanted any more, is not counted: putting it to the tests takes long.
    """
    contract = Contract(function=task.entry_point, cases=cases, limits=_LIMITS, stop_early=True)
    failed = judge.judge(Source(text=mutant.text, entry_point=task.entry_point), contract).first_failure
    if failed is None:
        return ("unknown" if _passes(mutant, task, judge) else "not counted"), ""
    kind = "dangerous" if failed.name.startswith(_HIDDEN) else "plain"
    if failed.verdict not in (Verdict.WA, Verdict.RTE) or kind not in wanted:
        return "not counted", ""
    if _passes(mutant, task, judge):
        return ("unknown" if kind == "dangerous" else "not counted"), ""
    return kind, next((case.text for case in cases if case.name == failed.name), "") if kind == "dangerous" else ""


def _passes(mutant: Mutant, task: HiddenTask, judge: LocalJudge) -> bool:
    return put(mutant.text, task.test, task.entry_point, judge).passed is not False


_HIDDEN = "hidden "


def hidden_cases(task: HiddenTask) -> tuple[TestCase, ...]:
    """The calls of the hidden test with what they must return; only to say where an answer differs."""
    lists = _lists(task.test)
    inputs, results = lists.get("inputs", []), lists.get("results", [])
    return tuple(
        TestCase(
            name=f"{_HIDDEN}{number}",
            given=Call(args=tuple(row)),
            expected=Returns(value=result, tolerance=1e-6) if isinstance(result, float) else Returns(value=result),
            text=", ".join(map(repr, row)),
        )
        for number, (row, result) in enumerate(zip(inputs, results, strict=False))
        if isinstance(row, list)
    )


def _lists(test: str) -> dict[str, list[PlainValue]]:
    """The lists that the text of a test names, its inner text among them."""
    found: dict[str, list[PlainValue]] = {}
    for node in ast.walk(ast.parse(test)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "inputs = " in node.value:
            return _lists(node.value)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                value = literal_node(node.value)
            except ValueError:
                continue
            if isinstance(value, list):
                found[node.targets[0].id] = value
    return found


def rewritings(text: str) -> Iterator[tuple[str, str]]:
    """The program written in other ways that should compute the same, each once, with a name."""
    seen = {ast.unparse(ast.parse(text))}
    for name, rewrite in _REWRITERS:
        tree = ast.fix_missing_locations(rewrite.visit(ast.parse(text)))
        other = ast.unparse(_renamed(tree)) + "\n"
        if ast.unparse(tree) not in seen:
            seen.add(ast.unparse(tree))
            yield other, name


class _Plain(ast.NodeTransformer):
    """`x += 1` written out, results kept before they are returned, generators for lists."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        if not isinstance(node.target, ast.Name) or not isinstance(node.value, (ast.Constant, ast.Name)):
            return node
        return ast.Assign(
            targets=[node.target],
            value=ast.BinOp(left=ast.Name(id=node.target.id, ctx=ast.Load()), op=node.op, right=node.value),
            lineno=node.lineno,
        )

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        if node.value is None or isinstance(node.value, (ast.Constant, ast.Name)):
            return node
        kept = ast.Assign(targets=[ast.Name(id="outcome", ctx=ast.Store())], value=node.value, lineno=node.lineno)
        return [kept, ast.Return(value=ast.Name(id="outcome", ctx=ast.Load()))]

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp):
            inner = node.args[0]
            node.args = [ast.ListComp(elt=inner.elt, generators=inner.generators)]
        return node


_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip


class _Turned(ast.NodeTransformer):
    """`a < b` as `b > a`; the two branches of a condition in the other order."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        mirrored = _MIRRORED.get(type(node.ops[0]))
        if len(node.ops) != 1 or mirrored is None:
            return node
        return ast.Compare(left=node.comparators[0], ops=[mirrored()], comparators=[node.left])

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if not node.orelse:
            return node
        return ast.If(test=ast.UnaryOp(op=ast.Not(), operand=node.test), body=node.orelse, orelse=node.body)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        return ast.IfExp(test=ast.UnaryOp(op=ast.Not(), operand=node.test), body=node.orelse, orelse=node.body)


class _Loops(ast.NodeTransformer):
    """Where a statement begins by making a list in one expression, the list is made in a loop before it."""

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        return self._unrolled(node, node.value)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        return self._unrolled(node, node.value)

    def _unrolled(self, node: ast.stmt, value: ast.expr | None) -> ast.AST | list[ast.stmt]:
        parent, made = None, value
        while isinstance(made, ast.Call) and made.args and not isinstance(made, ast.ListComp):
            parent, made = made, made.args[0]
        if not isinstance(made, (ast.ListComp, ast.GeneratorExp)):
            return node
        collected = ast.Name(id="collected", ctx=ast.Load())
        body: ast.stmt = ast.Expr(ast.Call(ast.Attribute(collected, "append", ast.Load()), [made.elt], []))
        for part in reversed(made.generators):
            for test in reversed(part.ifs):
                body = ast.If(test=test, body=[body], orelse=[])
            body = ast.For(target=part.target, iter=part.iter, body=[body], orelse=[], lineno=node.lineno)
        first = ast.Assign([ast.Name(id="collected", ctx=ast.Store())], ast.List([], ast.Load()), lineno=node.lineno)
        if parent is not None:
            parent.args[0] = collected
        elif isinstance(node, (ast.Return, ast.Assign)):
            node.value = collected
        return [first, body, node]


class _Counted(ast.NodeTransformer):
    """`for` as a `while` over the places of a list."""

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        if node.orelse:
            return node
        place, items = f"place_{node.lineno}_{node.col_offset}", f"items_{node.lineno}_{node.col_offset}"
        before = ast.parse(f"{items} = list({ast.unparse(node.iter)})\n{place} = 0").body
        taken = ast.Assign([node.target], ast.parse(f"{items}[{place}]", mode="eval").body, lineno=node.lineno)
        step = ast.parse(f"{place} += 1").body
        test = ast.parse(f"{place} < len({items})", mode="eval").body
        return [*before, ast.While(test=test, body=[taken, *step, *node.body], orelse=[])]


class _Stepwise(ast.NodeTransformer):
    """What a returned call is given is computed in a statement before."""

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        value = node.value
        if isinstance(value, ast.BinOp):
            place, first = "left", value.left
        elif isinstance(value, ast.Call) and value.args and not isinstance(value.args[0], ast.Starred):
            place, first = "args", value.args[0]
        else:
            return node
        if isinstance(first, ast.Constant) or value is None:
            return node
        given = ast.Name(id="given", ctx=ast.Load())
        if place == "left":
            value = ast.BinOp(left=given, op=value.op, right=value.right) if isinstance(value, ast.BinOp) else value
        elif isinstance(value, ast.Call):
            value.args[0] = given
        kept = ast.Assign([ast.Name(id="given", ctx=ast.Store())], first, lineno=node.lineno)
        return [kept, ast.Return(value=value)]


class _Delegated(ast.NodeTransformer):
    """A function whose body stands in another one."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | list[ast.stmt]:
        arguments = node.args
        if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
            return node
        names = ", ".join(item.arg for item in arguments.args)
        outer = ast.parse(f"def {node.name}(): return work_of_{node.name}({names})").body[0]
        if isinstance(outer, ast.FunctionDef):
            outer.args = arguments
        inner = ast.parse(f"def work_of_{node.name}({names}): pass").body[0]
        if isinstance(inner, ast.FunctionDef):
            inner.body = node.body
        return [inner, outer]


_REWRITERS: tuple[tuple[str, ast.NodeTransformer], ...] = (
    ("plainer", _Plain()),
    ("turned round", _Turned()),
    ("with loops", _Loops()),
    ("counted", _Counted()),
    ("stepwise", _Stepwise()),
    ("delegated", _Delegated()),
)


def _renamed(tree: ast.AST) -> ast.AST:
    """Local names of functions get other names; parameters keep theirs, as calls may use them."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        inner = [node for node in ast.walk(function) if isinstance(node, (ast.FunctionDef, ast.Global, ast.Nonlocal))]
        if len(inner) > 1:
            continue
        names = _local_names(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id in names:
                node.id = names[node.id]
    return tree


def _local_names(function: ast.FunctionDef) -> dict[str, str]:
    parameters = {item.arg for item in ast.walk(function.args) if isinstance(item, ast.arg)}
    bound: Sequence[ast.AST] = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    stored = dict.fromkeys(n.id for n in bound if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return {
        name: f"value_{re.sub('[^a-z]', '', name.lower())}{at}"
        for at, name in enumerate(stored)
        if name not in parameters
    }
