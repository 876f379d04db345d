"""One run, taken apart: the functions and loops of its code, its invocations, and whether all of it was recorded."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.core.verdict import Observation
from kernel_magic.lessons.claims.statements import LAST, LoopRef
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.rounds import Frame, Landmarks, Loop, LoopRun, frames_of, landmarks, loop_runs

_UNSEEN = frozenset(
    ["settrace", "setprofile", "threading", "Thread", "multiprocessing", "concurrent", "_thread", "exec", "monitoring"]
)
"""Names in code that can run lines of the program without the recorder seeing them."""
_MODULE = "<module>"
_MOST_VARIABLES = 30
"""An event with so many variables may have had more."""
_Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One traced run and the code it is of."""

    source: str
    """The program; lines of the trace are its lines, from 1."""
    trace: Trace
    evaluate: Callable[[str], Observation | None] | None = None
    """Runs an expression in the judge beside the code and says what came; None where it could not be run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLoop:
    """A loop and where it stands."""

    node: Loop
    function: str
    """Name of the function it is in; `<module>` at the top."""
    inside: bool
    """It stands in another loop."""
    around: bool
    """Another loop stands in it."""
    recorded: bool
    """Its lines are in the trace when they run: it does not stand in the body of a class."""

    @property
    def readable(self) -> bool:
        """Whether its rounds can be told apart: they are recorded, and its body lies below its header."""
        return self.recorded and self.node.body[0].lineno > self.node.lineno


class Facts:
    """What the evaluating modules ask about a run."""

    def __init__(self, run: Run, tree: ast.Module, lines: tuple[int, int]) -> None:
        """The facts of a run.

        Args:
            run: the run.
            tree: its code, parsed.
            lines: first and last line that a sentence is about; zeros: the whole code.
        """
        self.run = run
        self.trace = run.trace
        self.tree = tree
        self.first_line, self.last_line = lines
        self.marks: Landmarks = landmarks(tree)
        self.frames: tuple[Frame, ...] = frames_of(run.trace, self.marks)
        self.definitions = [node for node in ast.walk(tree) if isinstance(node, _Definition)]
        bodies = _ClassBodies(tree)
        self.unrecorded = bodies.lines
        """Lines in bodies of classes, which no event shows."""
        self.class_names = bodies.names
        """Names that are bound there."""
        self.loops = tuple(_loops(tree, _MODULE, inside=False, recorded=True))
        self.in_module = any(frame.function == _MODULE for frame in self.frames)
        self.cut = run.trace.truncated or _escapes(tree) or not self._all_ended()
        """Not everything that happened is in the trace."""
        self.hidden = _hidden_names(tree)
        """Names that can have values which no event shows."""

    def _all_ended(self) -> bool:
        return all(frame.ended or frame.function in self.marks.generators for frame in self.frames)

    @property
    def has_lines(self) -> bool:
        """Whether the sentence is about some lines."""
        return self.first_line > 0

    def inside(self, event: TraceStep) -> bool:
        """Whether an event is in the lines the sentence is about."""
        return self.first_line <= event.line <= self.last_line

    @property
    def ended(self) -> bool:
        """Whether the run itself is known to have come to an end, recorded or not."""
        if self.trace.result is not None or self.trace.raised is not None:
            return True
        return any(frame.function == _MODULE and frame.ended for frame in self.frames)

    @property
    def top_function(self) -> str:
        """The function that was called; empty where there are several or it is a program."""
        top = {frame.function for frame in self.frames if frame.depth == 0}
        return top.pop() if len(top) == 1 and not self.in_module else ""

    def defined(self, function: str) -> _Definition | None:
        """The one definition of a function; None where there is none or more than one."""
        found = [node for node in self.definitions if node.name == function]
        return found[0] if len(found) == 1 else None

    def records(self, line: int) -> bool:
        """Whether events show that a line runs: not in the body of a class, nor outside of functions in a mere call."""
        return line not in self.unrecorded and (self.in_module or self.function_at(line) is not None)

    def function_at(self, line: int) -> _Definition | None:
        """The innermost function a line stands in the body of."""
        found = [node for node in self.definitions if node.body[0].lineno <= line <= (node.end_lineno or node.lineno)]
        return max(found, key=lambda node: node.lineno) if found else None

    def this_function(self) -> str:
        """What *the function* is: the one the lines lie in, else the one that was called."""
        if self.has_lines:
            names = {
                node.name
                for node in self.definitions
                if node.lineno <= self.last_line and (node.end_lineno or node.lineno) >= self.first_line
            }
            return names.pop() if len(names) == 1 else ""
        return self.top_function

    def loops_meant(self, ref: LoopRef) -> list[PlacedLoop]:
        """The loops a phrase can mean."""
        found = list(self.loops)
        if self.has_lines and not ref.line:
            here = [loop for loop in found if self.first_line <= loop.node.lineno <= self.last_line]
            found = here or [loop for loop in found if _encloses(loop.node, self.first_line, self.last_line)]
        if ref.line:
            found = [loop for loop in found if loop.node.lineno == ref.line]
        if ref.kind:
            found = [loop for loop in found if isinstance(loop.node, ast.For) == (ref.kind == "for")]
        if ref.over:
            found = [
                loop for loop in found if isinstance(loop.node, ast.For) and ast.unparse(loop.node.iter) == ref.over
            ]
        if ref.nest:
            found = [loop for loop in found if (loop.inside if ref.nest == "inner" else loop.around)]
        if ref.order:
            place = ref.order if ref.order == LAST else ref.order - 1
            found = found[place : place + 1 or None] if place == LAST or 0 <= place < len(found) else []
        return found

    def runs_of(self, loop: PlacedLoop) -> list[tuple[Frame, LoopRun]]:
        """Every execution of a loop."""
        return [
            (frame, once)
            for frame in self.frames
            if frame.function == loop.function and not frame.mixed
            for once in loop_runs(loop.node, frame, self.marks)
        ]

    def may_miss(self, event: TraceStep, name: str) -> bool:
        """Whether an event may have left a variable out."""
        return name not in event.variables and len(event.variables) >= _MOST_VARIABLES


def facts_of(run: Run, first_line: int, last_line: int) -> Facts | None:
    """The facts of a run; None where its code does not parse or nothing was recorded."""
    tree = syntax_tree(run.source)
    if tree is None or not run.trace.steps:
        return None
    return Facts(run, tree, (first_line, max(first_line, last_line)))


def names_of(run: Run) -> frozenset[str]:
    """Every name the code or the trace knows."""
    names = {name for step in run.trace.steps for name in step.variables}
    tree = syntax_tree(run.source)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return frozenset(names)


def _loops(node: ast.AST, function: str, *, inside: bool, recorded: bool) -> Iterator[PlacedLoop]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _loops(child, child.name, inside=False, recorded=not isinstance(child, ast.ClassDef))
        elif isinstance(child, Loop):
            around = any(isinstance(inner, Loop) for inner in ast.walk(child) if inner is not child)
            yield PlacedLoop(node=child, function=function, inside=inside, around=around, recorded=recorded)
            yield from _loops(child, function, inside=True, recorded=recorded)
        else:
            yield from _loops(child, function, inside=inside, recorded=recorded)


def _encloses(node: Loop, first: int, last: int) -> bool:
    return node.lineno < first and last <= (node.end_lineno or node.lineno)


def _escapes(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        words: Sequence[str] = ()
        if isinstance(node, ast.Name):
            words = (node.id,)
        elif isinstance(node, ast.Attribute):
            words = (node.attr,)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            words = (module.partition(".")[0], *(alias.name.partition(".")[0] for alias in node.names))
        if _UNSEEN & set(words):
            return True
    return False


class _ClassBodies(ast.NodeVisitor):
    """Lines in bodies of classes and outside of functions there, and the names that are bound in them."""

    def __init__(self, tree: ast.Module) -> None:
        self.lines: set[int] = set()
        self.names: set[str] = set()
        self._inside = False
        self.visit(tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._note(node, name=node.name)
        self._walk(node.body, inside=True)

    def visit_FunctionDef(self, node: _Definition) -> None:
        if self._inside:  # of a function on one line, its body is on the line of its `def`
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            self.lines.update(range(first, max(node.body[0].lineno, node.lineno + 1)))
        self._note(node, name=node.name)
        self._walk(node.body, inside=False)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Its lines are those of its statement."""

    def visit_Name(self, node: ast.Name) -> None:
        self._note(node, name=node.id if isinstance(node.ctx, ast.Store) else "")

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.expr):
            self._note(node)
        super().generic_visit(node)

    def _note(self, node: ast.stmt | ast.ExceptHandler | ast.expr, name: str = "") -> None:
        if not self._inside:
            return
        last = node.end_lineno if isinstance(node, ast.expr) else node.lineno
        self.lines.update(range(node.lineno, (last or node.lineno) + 1))
        self.names.update([name] if name else [])

    def _walk(self, body: Sequence[ast.stmt], *, inside: bool) -> None:
        before, self._inside = self._inside, inside
        for statement in body:
            self.visit(statement)
        self._inside = before


def _hidden_names(tree: ast.Module) -> frozenset[str]:
    """Names that are bound from elsewhere, inside an expression, or twice on one line."""
    hidden: set[str] = set()
    by_line: dict[int, list[ast.stmt]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Global | ast.Nonlocal):
            hidden |= set(node.names)
        elif isinstance(node, ast.NamedExpr):
            hidden.add(node.target.id)
        elif isinstance(node, ast.comprehension):
            hidden |= _bound(node.target)
        elif isinstance(node, ast.stmt):
            by_line.setdefault(node.lineno, []).append(node)
    for statements in by_line.values():
        if len(statements) > 1:
            hidden |= {name for node in statements for name in _bound(node)}
    return frozenset(hidden)


def _bound(node: ast.AST) -> set[str]:
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)}
