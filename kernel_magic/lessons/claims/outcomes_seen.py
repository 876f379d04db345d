"""Statements about what a call returns, raises or prints."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.trace import TraceStep
from kernel_magic.core.values import PlainValue
from kernel_magic.core.verdict import Observation
from kernel_magic.lessons.claims.atoms import code_tree
from kernel_magic.lessons.claims.calls_seen import with_args
from kernel_magic.lessons.claims.facts import Facts
from kernel_magic.lessons.claims.findings import UNKNOWN, Finding, agree, flipped, shown, within
from kernel_magic.lessons.claims.properties import has_property
from kernel_magic.lessons.claims.read_counts import literal_args
from kernel_magic.lessons.claims.statements import THIS_FUNCTION, PrintSays, RaiseSays, ResultSays, Test
from kernel_magic.lessons.claims.values import seen
from kernel_magic.lessons.rounds import Frame

_MAX_CALL = 200
_MAX_OUTPUT = 9_900
_FLOW = frozenset({"StopIteration", "StopAsyncIteration", "GeneratorExit"})
"""Exceptions by which iteration ends: nobody means them by *an exception*."""


def judge_result(says: ResultSays, facts: Facts) -> Finding:
    """What the run says to what a call returns."""
    if says.call:
        return _of_call(says, facts)
    if says.line:
        at_line = [frame for frame in _returning(facts) if frame.events[-1].line == says.line]
        return _of_returns(at_line, says.test, facts)
    if says.function and says.function != facts.top_function:
        return _of_returns([frame for frame in _returning(facts) if frame.function == says.function], says.test, facts)
    if facts.has_lines and not says.function:
        return _of_lines(says.test, facts)
    found = _of_run(says.test, facts)
    if says.function and found.holds is False:  # the called function, by its name: one of its inner calls may be meant
        inner = [frame for frame in _returning(facts) if frame.function == says.function]
        if any(has_property(says.test, seen(frame.returned or ""), {}) for frame in inner):
            return Finding(holds=None, observed=found.observed)
    return found


def _of_run(test: Test, facts: Facts) -> Finding:
    trace = facts.trace
    if trace.result is not None and not facts.in_module:
        return Finding(holds=has_property(test, seen(trace.result), {}), observed=trace.result)
    if trace.raised is not None:
        return Finding(holds=None if test.negated else False, observed=f"raised {trace.raised}")
    return UNKNOWN


def _returning(facts: Facts) -> list[Frame]:
    return [
        frame
        for frame in facts.frames
        if frame.ended and frame.returned is not None and frame.function not in facts.marks.generators
    ]


def _of_returns(frames: Sequence[Frame], test: Test, facts: Facts | None = None) -> Finding:
    """All invocations: each returned such a value, or none did."""
    if not frames or (facts is not None and facts.cut):
        return UNKNOWN
    answers = [has_property(test, seen(frame.returned or ""), {}) for frame in frames]
    return Finding(holds=agree(answers), observed=shown(frame.returned or "" for frame in frames))


def _of_lines(test: Test, facts: Facts) -> Finding:
    """The `return`s in the lines; without one, the function they lie in."""
    here = [frame for frame in _returning(facts) if facts.inside(frame.events[-1])]
    if here:
        return _of_returns(here, test, facts)
    function = facts.this_function()
    if function and function != facts.top_function:
        return _of_returns([frame for frame in _returning(facts) if frame.function == function], test, facts)
    return _of_run(test, facts) if function else UNKNOWN


def _of_call(says: ResultSays, facts: Facts) -> Finding:
    if same_call(says.call, facts):
        return _of_run(says.test, facts)
    frames = _frames_with(says.call, facts)
    returned = [frame for frame in frames if frame.returned is not None]
    if returned and len(returned) == len(frames):
        return _of_returns(returned, says.test)
    came = evaluated(says.call, facts)
    if came is None:
        return UNKNOWN
    if came.kind == "raised":
        return Finding(holds=None if says.test.negated else False, observed=f"raised {came.text}")
    if came.kind == "returned":
        return Finding(holds=has_property(says.test, seen(came.text), {}), observed=came.text)
    return UNKNOWN


def same_call(call: str, facts: Facts) -> bool:
    """Whether a call is the one that was traced."""
    tree = None if facts.in_module else code_tree(facts.trace.call)
    return tree is not None and ast.unparse(tree) == call


def _frames_with(call: str, facts: Facts) -> Sequence[Frame]:
    """Invocations of this very call in the run."""
    tree = code_tree(call)
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name) or tree.keywords:
        return ()
    node, args = facts.defined(tree.func.id), literal_args(tree)
    if node is None or node.decorator_list or args is None or node.name in facts.marks.generators:
        return ()
    frames = [frame for frame in facts.frames if frame.function == node.name and frame.ended]
    return with_args(frames, args, facts) or ()


def evaluated(call: str, facts: Facts) -> Observation | None:
    """What came of a call of the program's own functions in the judge; None where it was not or could not be run."""
    tree = code_tree(call)
    if facts.run.evaluate is None or tree is None or len(call) > _MAX_CALL:
        return None
    top = {node.name for node in facts.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    free = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - bound
    if not free & top or any(name not in top and not hasattr(builtins, name) for name in free):
        return None
    return facts.run.evaluate(call)


def judge_raise(says: RaiseSays, facts: Facts) -> Finding:
    """What the run says to what is raised."""
    if says.function == THIS_FUNCTION:
        says = replace(says, function=facts.this_function())
        if not says.function:
            return UNKNOWN
    if says.call and not same_call(says.call, facts):
        found = _call_raises(says, facts)
    elif says.line:
        found = _line_raises(says, facts)
    elif says.caught:
        found = _caught(says, facts)
    elif says.function and says.function != facts.top_function:
        found = _function_raises(says, facts)
    else:
        found = _run_raises(says, facts)
    return Finding(holds=flipped(answer=found.holds, negated=says.negated), observed=found.observed)


def _call_raises(says: RaiseSays, facts: Facts) -> Finding:
    came = evaluated(says.call, facts)
    if came is None or came.kind == "printed":
        return UNKNOWN
    if came.kind == "returned":
        return Finding(holds=False, observed=f"returned {came.text}")
    return Finding(holds=is_error(came.text.partition(":")[0].strip(), says.error, facts), observed=came.text)


def _run_raises(says: RaiseSays, facts: Facts) -> Finding:
    """The run ends with it. What is raised and caught inside may be meant too: then nobody can tell."""
    trace = facts.trace
    if trace.raised is not None:
        return Finding(holds=is_error(trace.raised, says.error, facts), observed=f"raised {trace.raised}")
    if says.escapes and facts.ended:
        return Finding(holds=False, observed=f"returned {trace.result}" if trace.result is not None else "no exception")
    inner = [event for event in _raised(facts) if is_error(event.value, says.error, facts) is not False]
    if inner:
        return Finding(holds=None, observed=f"{inner[0].value} on line {inner[0].line}, caught")
    if not facts.ended or facts.cut:
        return UNKNOWN
    return Finding(holds=False, observed="no exception" if not _raised(facts) else _names(_raised(facts)))


def _raised(facts: Facts) -> list[TraceStep]:
    return [step for step in facts.trace.steps if step.event == "exception" and step.value not in _FLOW]


def _names(events: Sequence[TraceStep]) -> str:
    return shown(event.value for event in events)


def _line_raises(says: RaiseSays, facts: Facts) -> Finding:
    if says.line in facts.unrecorded:
        return UNKNOWN
    steps = facts.trace.steps
    here = [at for at, step in enumerate(steps) if step.event == "exception" and step.line == says.line]
    here = [at for at in here if steps[at].value not in _FLOW or says.error]
    fitting = [at for at in here if is_error(steps[at].value, says.error, facts) is not False]
    if not fitting:
        holds = None if facts.cut else False
        return Finding(holds=holds, observed=_names([steps[at] for at in here]) or "no exception there")
    own = [at for at in fitting if at == 0 or steps[at - 1].event != "exception"]
    sure = any(is_error(steps[at].value, says.error, facts) for at in own)
    return Finding(holds=True if sure else None, observed=_names([steps[at] for at in fitting]))


def _caught(says: RaiseSays, facts: Facts) -> Finding:
    fitting = [event for event in _raised(facts) if is_error(event.value, says.error, facts) is not False]
    if not fitting:
        return Finding(holds=None if facts.cut else False, observed=_names(_raised(facts)) or "no exception")
    if facts.trace.raised is not None and is_error(facts.trace.raised, says.error, facts) is not False:
        return Finding(holds=None, observed=f"raised {facts.trace.raised}")  # another one may have been caught
    sure = facts.ended and any(is_error(event.value, says.error, facts) for event in fitting)
    return Finding(holds=True if sure else None, observed=_names(fitting))


def _function_raises(says: RaiseSays, facts: Facts) -> Finding:
    frames = [frame for frame in facts.frames if frame.function == says.function]
    if not frames or facts.defined(says.function) is None:
        return UNKNOWN
    left = [frame.raised for frame in frames if frame.raised]
    answers = [is_error(value, says.error, facts) for value in left]
    if True in answers:
        return Finding(holds=True, observed=shown(left))
    return Finding(holds=None if facts.cut or None in answers else False, observed=shown(left) or "no exception")


def is_error(raised: str, claimed: str, facts: Facts) -> bool | None:
    """Whether an exception is one of the class a sentence names (any, where it names none)."""
    if not claimed or raised == claimed:
        return True
    lineage = _lineage(raised, facts, 0)
    if claimed in lineage:
        return True
    known = lineage[-1] == "BaseException"
    return False if known and (_builtin(claimed) or claimed in _classes(facts)) else None


def _lineage(name: str, facts: Facts, depth: int) -> list[str]:
    """The classes an exception is, as far as they are known: up to BaseException, or to a class nobody knows."""
    own = _classes(facts).get(name)
    if own is not None and depth < 20:
        parents = [ast.unparse(base).rpartition(".")[2] for base in own.bases]
        above = [item for parent in parents for item in _lineage(parent, facts, depth + 1)]
        return [name, *above]
    found = _builtin(name)
    return [base.__name__ for base in found.__mro__[:-1]] if found is not None else [name]


def _classes(facts: Facts) -> dict[str, ast.ClassDef]:
    return {node.name: node for node in ast.walk(facts.tree) if isinstance(node, ast.ClassDef)}


def _builtin(name: str) -> type[BaseException] | None:
    found: object = vars(builtins).get(name)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def judge_print(says: PrintSays, facts: Facts) -> Finding:
    """What the run says to what is printed."""
    output = _output(says.call, facts)
    if output is None or len(output) > _MAX_OUTPUT:
        return UNKNOWN
    observed = shown(repr(line) for line in output.splitlines()) or "nothing"
    return Finding(holds=flipped(answer=_printed(says, output), negated=says.negated), observed=observed)


def _output(call: str, facts: Facts) -> str | None:
    if not call or same_call(call, facts):
        return facts.trace.output if facts.ended else None
    came = evaluated(call, facts)
    return came.text if came is not None and came.kind == "printed" else None


def _printed(says: PrintSays, output: str) -> bool | None:
    lines = output.splitlines()
    if says.kind == "lines":
        counts = {len(lines), len([line for line in lines if line.strip()])}
        return agree(within(says.amount, count, complete=True) for count in counts)
    text = as_printed(says.value)
    if says.kind == "all":
        return output.strip() == text.strip()
    if says.kind in ("first", "last"):
        return bool(lines) and lines[0 if says.kind == "first" else -1].strip() == text.strip()
    if text.strip() in [line.strip() for line in lines] or (text.strip() and output.strip() == text.strip()):
        return True
    return None if text.strip() in output else False


def as_printed(value: PlainValue) -> str:
    """How `print` shows a value."""
    return value if isinstance(value, str) else str(value)
