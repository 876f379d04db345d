"""What a real run showed at each block: values, rounds of a loop, what was returned.

Everything is taken from a trace the judge recorded, nothing from a model.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.lesson import Evidence, EvidenceKind
from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.rounds import Frame, Landmarks, Loop, frames_of, landmarks, loop_runs
from kernel_magic.lessons.telling.code_blocks import CodeBlock

_MAX_VALUES = 5
_MAX_COLUMNS = 4
_FIRST_ROUNDS = 4
_LAST_ROUNDS = 2
_MAX_TEST = 60
"""Characters of a condition that is shown."""
NOT_SEEN: tuple[EvidenceKind, ...] = ("not_reached", "not_recorded")
"""Kinds that say a run was not seen to come to a block."""


def evidence_for(blocks: Sequence[CodeBlock], program: str, trace: Trace) -> tuple[tuple[Evidence, ...], ...]:
    """For each block, what the traced run showed there.

    A block of a function is shown in that function's first invocation. A block the run never came to says so.
    """
    tree = syntax_tree(program)
    if tree is None:
        return tuple(() for _ in blocks)
    marks = landmarks(tree)
    run = _Run(trace=trace, marks=marks, frames=frames_of(trace, marks))
    return tuple(_block_evidence(block, tree, run) for block in blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    trace: Trace
    marks: Landmarks
    frames: tuple[Frame, ...]


def _block_evidence(block: CodeBlock, tree: ast.Module, run: _Run) -> tuple[Evidence, ...]:
    trace, frame = run.trace, _first_frame(run, block)
    statements = _statements(tree, block)
    if frame is None:
        return (_without_events(block, statements, tree, trace),)
    found: list[Evidence] = []
    loop = next((node for node in statements if isinstance(node, Loop)), None)
    rounds = _rounds(loop, frame, run) if loop is not None else None
    straight = [node for node in statements if rounds is None or node is not loop]
    found.extend(_conditions(straight, frame, trace))
    found.extend(_values(straight, frame, block, trace))
    found.extend([rounds] if rounds else [])
    found.extend(_ending(frame, block, trace))
    return tuple(found)


def _without_events(block: CodeBlock, statements: Sequence[ast.stmt], tree: ast.Module, trace: Trace) -> Evidence:
    """Why the trace has nothing of a block: of a call only functions are recorded."""
    doing = [node for node in statements if _does_something(node)]
    if block.function is not None or any(step.function == "<module>" for step in trace.steps):
        kind: EvidenceKind = "not_recorded" if trace.truncated else "not_reached"
        return Evidence(kind=kind if doing else "defined", call=trace.call)
    outermost = [node for node in doing if node in tree.body]
    if _makes_call(outermost, trace.call):
        if trace.raised:
            return Evidence(kind="raised", call=trace.call, values=(("", trace.raised),))
        if trace.result is not None:
            return Evidence(kind="returned", call=trace.call, values=(("", trace.result),))
    return Evidence(kind="outside" if outermost else "defined", call=trace.call)


def _makes_call(statements: Sequence[ast.stmt], call: str) -> bool:
    """Whether the call that was run stands in one of the statements."""
    made = syntax_tree(call)
    if made is None or len(made.body) != 1 or not isinstance(made.body[0], ast.Expr):
        return False
    kind, wanted = type(made.body[0].value), ast.dump(made.body[0].value)
    return any(type(node) is kind and ast.dump(node) == wanted for each in statements for node in ast.walk(each))


def _does_something(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return False
    defining = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return not isinstance(node, defining)


def _inside(event: TraceStep, block: CodeBlock) -> bool:
    return block.first_line <= event.line <= block.last_line


def _first_frame(run: _Run, block: CodeBlock) -> Frame | None:
    """The first invocation of the block's function; for code at module level the outermost events."""
    found = next((frame for frame in run.frames if any(_belongs(event, block) for event in frame.events)), None)
    if found is None or not found.mixed:
        return found
    begins = [at for at, event in enumerate(found.events) if run.marks.begins(event)]
    own = slice(0, begins[1] if len(begins) > 1 else None)  # what follows may be another generator's
    return replace(found, events=found.events[own], places=found.places[own], ended=False)


def _belongs(step: TraceStep, block: CodeBlock) -> bool:
    return step.event == "line" and _inside(step, block) and (block.function is None or step.function == block.function)


def _statements(tree: ast.Module, block: CodeBlock) -> list[ast.stmt]:
    """The outermost statements that begin in the block and are more than its function's header."""
    found: list[ast.stmt] = []

    def walk(body: Sequence[ast.stmt]) -> None:
        for node in body:
            begins = block.first_line <= node.lineno <= block.last_line
            is_scope = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if begins and not is_scope:
                found.append(node)
            else:
                for field in ("body", "orelse", "finalbody"):
                    walk(getattr(node, field, []))
            if begins and is_scope and not found:
                found.append(node)

    walk(tree.body)
    executable = [node for node in found if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return executable or found


def _stored(nodes: Sequence[ast.AST]) -> list[str]:
    """Names a piece of code binds or changes, in order of appearance: `x = …`, `x[i] = …`, `x.y = …`, `x.append(…)`."""
    names: dict[str, None] = {}
    for top in nodes:
        for node in ast.walk(top):
            match node:
                case ast.Name(id=name, ctx=ast.Store()):
                    names.setdefault(name)
                case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                    names.setdefault(name)
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
                    names.setdefault(name)
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Attribute(value=ast.Name(id=name))))):
                    names.setdefault(name)
                case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                    names.setdefault(name)
                case _:
                    pass
    return list(names)


def _values(statements: Sequence[ast.stmt], frame: Frame, block: CodeBlock, trace: Trace) -> list[Evidence]:
    """Names the block changed, with the values they had when it was left."""
    names = _stored(statements)
    after = _after(frame, block)
    if after is None:
        return []
    shown = [(name, after.variables[name]) for name in names if name in after.variables]
    values = tuple(pair for pair in shown if not (pair[0] == "self" and pair[1].startswith("<")))[:_MAX_VALUES]
    return [Evidence(kind="values", call=trace.call, values=values)] if values else []


def _conditions(statements: Sequence[ast.stmt], frame: Frame, trace: Trace) -> list[Evidence]:
    """Which way each `if` and `elif` that ran once went, told by the line that ran next."""
    found: list[tuple[str, str]] = []
    for node in statements:
        while isinstance(node, ast.If):
            test = ast.unparse(node.test)
            came = [at for at, e in enumerate(frame.events) if e.event == "line" and e.line == node.test.lineno]
            after = frame.events[came[0] + 1] if len(came) == 1 and came[0] + 1 < len(frame.events) else None
            if after is None or after.event == "exception" or node.body[0].lineno == node.test.lineno:
                break
            holds = node.body[0].lineno <= after.line <= (node.body[-1].end_lineno or after.line)
            if len(test) <= _MAX_TEST and node.test.lineno == node.test.end_lineno:
                found.append((test, "true" if holds else "false"))
            rest = node.orelse
            if len(rest) != 1 or not isinstance(rest[0], ast.If):
                break
            node = rest[0]
    return [Evidence(kind="condition", call=trace.call, values=tuple(found[:_MAX_VALUES]))] if found else []


def _after(frame: Frame, block: CodeBlock) -> TraceStep | None:
    """The first event after the block was entered that lies outside it, or the invocation's end."""
    entered = False
    for event in frame.events:
        if event.event == "line" and _inside(event, block):
            entered = True
        elif entered and (event.event == "return" or (event.event == "line" and not _inside(event, block))):
            return event
    return None


def _ending(frame: Frame, block: CodeBlock, trace: Trace) -> list[Evidence]:
    """What the invocation returned or raised, where that happened in this block."""
    last = frame.events[-1] if frame.events else None
    if last is None or not _inside(last, block) or not frame.ended:
        return []
    raised = next((event for event in reversed(frame.events) if event.event == "exception"), None)
    if raised is not None and raised.line == last.line and trace.raised:
        return [Evidence(kind="raised", call=trace.call, values=(("", raised.value),))]
    if last.event == "return" and block.function is not None and last.value != "None":
        return [Evidence(kind="returned", call=trace.call, values=(("", last.value),))]
    if last.event == "return" and trace.output and last.depth == 0:
        return [Evidence(kind="printed", call=trace.call, values=(("", trace.output),))]
    return []


def _rounds(loop: Loop, frame: Frame, run: _Run) -> Evidence | None:
    """One row a round of the loop's first execution: what its variables were at the end of the round."""
    once = next(iter(loop_runs(loop, frame, run.marks)), None)
    if once is None:
        return None
    ends = [frame.events[one.end] for one in once.rounds if one.end is not None]
    columns = [name for name in _loop_names(loop) if any(name in event.variables for event in ends)][:_MAX_COLUMNS]
    if not once.rounds:
        return Evidence(kind="rounds", call=run.trace.call, rounds=0 if once.complete else -1)
    if not ends or not columns:
        return None
    rows = [(str(number), *(event.variables.get(name, "") for name in columns)) for number, event in enumerate(ends, 1)]
    if len(rows) > _FIRST_ROUNDS + _LAST_ROUNDS + 1:
        rows = [*rows[:_FIRST_ROUNDS], ("…", *("…" for _ in columns)), *rows[-_LAST_ROUNDS:]]
    return Evidence(
        kind="rounds",
        call=run.trace.call,
        header=("round", *columns),
        rows=tuple(rows),
        rounds=len(once.rounds) if once.complete else -1,
    )


def _loop_names(loop: Loop) -> list[str]:
    target = _stored([loop.target]) if isinstance(loop, ast.For) else []
    changed = [name for name in _stored(loop.body) if name not in target]
    return target + changed
