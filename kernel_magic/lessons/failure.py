"""A judge's report in words: which example fails, and how. For learners and for the model that repairs."""

from __future__ import annotations

from kernel_magic.core.lesson import Counterexample, Task
from kernel_magic.core.problem import Call, Expression, Prints, Raises, Returns, TestCase
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict

_SHOWN = 300
"""Characters of a value or output that are shown."""

_ENDINGS = {
    Verdict.TLE: "ran out of time",
    Verdict.MLE: "ran out of memory",
    Verdict.OLE: "printed or returned far too much",
    Verdict.CE: "is not valid Python",
    Verdict.IE: "could not be judged",
}


def counted(number: int, noun: str) -> str:
    """`1 candidate`, `2 candidates`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def passed(report: JudgeReport | None) -> int:
    """How many cases were accepted."""
    return sum(case.verdict is Verdict.AC for case in report.cases) if report else 0


def given_text(case: TestCase, function: str | None = None) -> str:
    """What a case gives to the program, as a person writes it."""
    match case.given:
        case Call(args=args, kwargs=kwargs):
            shown = [repr(item) for item in args] + [f"{name}={item!r}" for name, item in kwargs.items()]
            return f"{function or ''}({', '.join(shown)})"
        case Expression(expression=expression, setup=setup):
            return f"{setup}; {expression}".lstrip("; ") if setup else expression
        case stdin:
            return stdin.text


def expected_text(case: TestCase) -> str:
    """What a case expects, as a person writes it."""
    match case.expected:
        case Returns(value=value):
            return repr(value)
        case Raises(exception=exception):
            return f"raises {exception}"
        case Prints(text=text):
            return text
        case None:
            return "?"


def outcome_text(result: CaseResult) -> str:
    """What a run did, in one line for people."""
    if result.observed is None:
        return result.message or _ENDINGS.get(result.verdict, result.verdict.value)
    if result.observed.kind == "raised":
        return f"raises {result.observed.text}"
    return result.observed.text


def smallest_failure(report: JudgeReport, cases: tuple[TestCase, ...]) -> tuple[TestCase, CaseResult] | None:
    """The failing case with the shortest input."""
    failing = [(c, r) for c, r in zip(cases, report.cases, strict=False) if r.verdict is not Verdict.AC]
    return min(failing, key=lambda pair: len(given_text(pair[0])), default=None)


def counterexample_of(report: JudgeReport, task: Task) -> Counterexample | None:
    """The smallest failing example with what was expected and what came."""
    found = smallest_failure(report, task.cases)
    if found is None:
        return None
    case, result = found
    return Counterexample(
        input=_cut(given_text(case, task.function)),
        expected=_cut(expected_text(case)),
        got=_cut(outcome_text(result)),
    )


def rejection(report: JudgeReport) -> str:
    """One sentence to people: how far the program came. The smallest failing example is shown beside it."""
    failing = len(report.cases) - passed(report)
    first = report.first_failure
    if first is not None and first.verdict is Verdict.CE:
        return f"Is not valid Python: {first.message}"
    if first is not None and first.verdict is Verdict.IE:
        return f"Could not be judged: {first.message}"
    return f"Fails {failing} of {counted(len(report.cases), 'example')}."


def failure_sentence(report: JudgeReport, task: Task) -> str:
    """One sentence: what is wrong, on the smallest failing example."""
    found = smallest_failure(report, task.cases)
    if found is None:
        return "Passes every example."
    case, result = found
    given = _cut(given_text(case, task.function))
    if result.verdict is Verdict.CE:
        return f"It {_ENDINGS[Verdict.CE]}: {result.message}"
    if result.verdict in _ENDINGS:
        return f"On `{given}` it {_ENDINGS[result.verdict]}."
    if result.observed is None:
        return f"On `{given}`: {result.message}"
    did = {"returned": "returned", "raised": "raised", "printed": "printed"}[result.observed.kind]
    got = _cut(result.observed.text)
    return f"`{given}` {did} `{got}`, but `{_cut(expected_text(case))}` is expected."


def _cut(text: str) -> str:
    text = text.rstrip("\n")
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
