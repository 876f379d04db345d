"""What a learner should know about a run besides what it did.

Where the call came from, why the run was cut, and what about the code makes one run say less than it seems to.
"""

from __future__ import annotations

import ast

from kernel_magic.core.trace import TraceStep
from kernel_magic.core.verdict import JudgeReport, Verdict
from kernel_magic.lessons.explaining.code_shape import CodeShape, Definition, Function
from kernel_magic.lessons.explaining.example_call import Origin
from kernel_magic.lessons.explaining.trial import Tried

_CHANCE = {"random": "chance", "secrets": "chance", "uuid": "chance", "time": "the clock", "datetime": "the clock"}
_FROM: dict[Origin, str] = {
    "docstring": "The call is an example of the code's docstring.",
    "cell": "The call stands below the code.",
    "notebook": "The call stands in another cell of this notebook.",
    "model": "The call was suggested by the model, and tried.",
    "made": "Nobody gave a call: this one was made from what the arguments look like, and tried.",
}
_SHOWN = 60


def notes_on(shape: CodeShape, subject: Definition | None, tried: Tried, max_steps: int) -> tuple[str, ...]:
    """Sentences about a run, the most important first."""
    trace = tried.trace
    found = [_FROM.get(tried.call.origin, ""), tried.call.note, _cut(tried, max_steps), *_chance(shape, tried)]
    if trace is not None and trace.raised == "EOFError":
        found.append("The code reads standard input, and there was nothing more to read: give it some with --stdin.")
    if isinstance(subject, Function):
        found.append(_shared_default(subject))
        found.append(_changed_argument(subject, trace.steps if trace else ()))
    if trace is not None and trace.result is not None and trace.result.startswith("<"):
        found.append(
            f"The result is {_one(trace.result)}: it has no value that could be written down or compared; "
            "what can be told is that it was returned."
        )
    return tuple(dict.fromkeys(note for note in found if note))


def why_nothing_ran(report: JudgeReport) -> str:
    """The sentence for code of which nothing could be run."""
    if report.diagnostics:
        first = report.diagnostics[0]
        return f"Nothing was run: {first.message} (line {first.line})."
    message = next((case.message for case in report.cases if case.message and not case.skipped), "")
    if report.verdict is Verdict.IE:
        return f"Nothing was run: {message or 'the judge could not work'}. That is no fault of the code."
    if report.accepted:
        return "Nothing of this code ran: the call does not come to any line of it."
    return f"Nothing was seen to run: the code {message or 'came to no end'}."


def _one(result: str) -> str:
    kind = result.strip("<>")
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}" if kind.islower() else f"an object of {kind}"


def _cut(tried: Tried, max_steps: int) -> str:
    trace = tried.trace
    if trace is None or not trace.truncated:
        return ""
    if tried.result.verdict in (Verdict.TLE, Verdict.MLE, Verdict.OLE):
        return f"The run {tried.result.message}, and was ended. What is shown is its beginning."
    if len(trace.steps) >= max_steps:
        return f"The run is long: its first {len(trace.steps):,} steps were recorded, the rest ran unrecorded."
    return "The run was not recorded to its end: what is shown is its beginning."


def _chance(shape: CodeShape, tried: Tried) -> list[str]:
    names = {name.partition(".")[0] for node in ast.walk(shape.tree) for name in _imported(node)}
    parts = list(dict.fromkeys(_CHANCE[name] for name in sorted(names) if name in _CHANCE))
    if tried.differs:
        cause = " and ".join(parts) or "something that changes from run to run"
        return [f"A second run came to something else: {cause} plays a part. All that is said here is about one run."]
    if parts:
        return [f"The code uses {' and '.join(parts)}: what is said here is about one run."]
    return []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _shared_default(node: Function) -> str:
    arguments = [*node.args.posonlyargs, *node.args.args]
    pairs = zip(arguments[len(arguments) - len(node.args.defaults) :], node.args.defaults, strict=True)
    for argument, default in pairs:
        if isinstance(default, (ast.List, ast.Dict, ast.Set)):
            return (
                f"The default of {argument.arg}, {ast.unparse(default)[:_SHOWN]}, is made once, when the function is "
                "defined: all calls share it, and what one call puts into it the next one finds."
            )
    return ""


def _changed_argument(node: Function, steps: tuple[TraceStep, ...]) -> str:
    """Whether the first call of the function changed a list, dictionary or set it was given."""
    own = [step for step in steps if step.function == node.name]
    if not own:
        return ""
    first, depth = own[0], own[0].depth
    last = next((step for step in own if step.depth == depth and step.event == "return"), own[-1])
    stored = {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    for argument in (*node.args.posonlyargs, *node.args.args):
        name = argument.arg
        before, after = first.variables.get(name, ""), last.variables.get(name, "")
        if name not in stored and before[:1] in ("[", "{") and before != after and after:
            return f"The call changes what it is given: {name} was {before[:_SHOWN]} before and {after[:_SHOWN]} after."
    return ""
