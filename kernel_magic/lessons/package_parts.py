"""Whether the parts of a package agree with each other: validators, generators, answers. Each fault is a sentence.

Asks the judge to run the package's own programs; knows nothing of how the package lies on disk beyond the paths that
its sentences name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kernel_magic.core.contest import Generator, Problem
from kernel_magic.core.errors import JudgeError
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import Contract, Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict

_SMALL = (2, 3, 4, 5, 6, 10)
_SIZES = {"stress": (*_SMALL, 20), "scale": (10, 100, 1000)}
_SEEDS = 3
_CERTAIN = 10
"""An input of this size or less must be allowed; whether larger ones are, only the statement knows."""
_NONSENSE = ("neither a number nor an answer \u2603\n", "-1 " * 50 + "\n", "9" * 400 + "\n", "nan inf -inf\n", "\x00\n")
_GARBAGE_CASES = 3
_LONGEST_ANSWER = 1 << 18
_FLAWED_INPUTS = ("", "\n", "neither a number nor an input \u2603\n")


@dataclass(slots=True)
class Faults:
    """What was found."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def case_file(case: TestCase, suffix: str = ".in") -> str:
    """Where a case lies in its package."""
    return f"data/{case.name}{suffix}"


def named_validators(problem: Problem) -> list[tuple[str, Source]]:
    """The input validators with their paths, as far as those are known."""
    paths = problem.input_validator_paths or ("input_validators",) * len(problem.input_validators)
    return list(zip(paths, problem.input_validators, strict=True))


def check_inputs(problem: Problem, judge: Judge, faults: Faults, cancelled: Cancelled) -> bool:
    """Whether the validators accept every input of the package; False where they do not work at all."""
    cases = [case for case in problem.cases if isinstance(case.given, Stdin)]
    inputs = tuple(case.given.text for case in cases if isinstance(case.given, Stdin))
    refused, strict = set[str](), not problem.input_validators
    for path, validator in named_validators(problem):
        try:
            reasons = judge.validate((validator,), inputs, cancelled=cancelled)
            strict = any(judge.validate((validator,), _FLAWED_INPUTS, cancelled=cancelled)) or strict
        except JudgeError as error:
            faults.errors.append(f"{path}: {error.message} {error.hint}".rstrip())
            return False
        for case, reason in zip(cases, reasons, strict=True):
            if reason and case.name not in refused:
                refused.add(case.name)
                message = f"The input validator {path} refuses the package's own input: {reason}."
                faults.errors.append(f"{case_file(case)}: {message} Correct the input, or the validator.")
    if not strict:
        message = "The input validators accept even text that is no input at all."
        faults.warnings.append(f"{named_validators(problem)[0][0]}: {message} Let one check every line.")
    return True


def check_generators(problem: Problem, judge: Judge, faults: Faults, cancelled: Cancelled) -> None:
    """Whether generators work, make the same again for the same seed, and only what the validators accept."""
    for generator in problem.generators:
        _check_generator(generator, problem.input_validators, judge, faults, cancelled)


def _check_generator(
    generator: Generator, validators: tuple[Source, ...], judge: Judge, faults: Faults, cancelled: Cancelled
) -> None:
    place = f"generators/{generator.name}.py"
    requests = tuple((n, seed) for n in _SIZES[generator.purpose] for seed in range(_SEEDS))
    try:
        made = judge.generate(generator.source, requests, cancelled=cancelled)
        again = judge.generate(generator.source, tuple(reversed(requests)), cancelled=cancelled)[::-1]
    except JudgeError as error:
        faults.errors.append(f"{place}: {error.message} {error.hint}".rstrip())
        return
    for (n, seed), first, second in zip(requests, made, again, strict=True):
        if first != second:
            hint = "Take all chance from random.Random(seed), and rely on no order of sets."
            faults.errors.append(f"{place}: make({n}, {seed}) gave two different inputs when asked twice. {hint}")
            return
    for request, reason in zip(requests, judge.validate(validators, made, cancelled=cancelled), strict=True):
        if reason:
            call = f"make({request[0]}, {request[1]})"
            kept = faults.errors if request[0] <= _CERTAIN else faults.warnings
            kept.append(f"{place}: The input validator refuses the input of {call}: {reason}. Correct one of the two.")
            return


def check_answers(problem: Problem, judge: Judge, faults: Faults, cancelled: Cancelled) -> bool:
    """Whether the output validator accepts the judges' answers, and refuses silence and nonsense; False: it fails."""
    checker = problem.checker
    if checker.program is None:
        return True
    before = len(faults.errors)
    for case in problem.cases:
        if checker.name == "special" and isinstance(case.expected, Prints):
            _check_answer(problem, case, case.expected.text, judge, faults, cancelled)
    if len(faults.errors) == before:
        _check_silence(problem, judge, faults, cancelled)
    if len(faults.errors) == before and checker.name == "special":
        _check_nonsense(problem, judge, faults, cancelled)
    return not any("does not work" in error for error in faults.errors[before:])


def _check_answer(
    problem: Problem, case: TestCase, answer: str, judge: Judge, faults: Faults, cancelled: Cancelled
) -> None:
    if len(answer) > _LONGEST_ANSWER:
        return
    (result,) = _printed(problem, (case,), answer, judge, cancelled)
    if result.verdict is Verdict.IE:
        faults.errors.append(_broken(problem, case, "the judges' answer", result))
    elif result.verdict is not Verdict.AC:
        message = f"The output validator rejects the judges' own answer: {result.message}."
        faults.errors.append(f"{case_file(case, '.ans')}: {message} Correct the answer, or the validator.")


def _check_silence(problem: Problem, judge: Judge, faults: Faults, cancelled: Cancelled) -> None:
    cases = problem.cases
    if problem.checker.name == "interactive":
        cases = cases[:1]  # whoever waits for a program that says nothing waits till the time is over
    else:
        cases = tuple(case for case in cases if isinstance(case.expected, Prints) and case.expected.text.strip())
    for case, result in zip(cases, _printed(problem, cases, "", judge, cancelled), strict=True):
        if result.verdict is Verdict.AC:
            message = "The output validator accepts an empty output."
            faults.errors.append(f"{case_file(case)}: {message} Let it demand every token of the answer.")
            return
        if result.verdict is Verdict.IE:
            faults.errors.append(_broken(problem, case, "an empty output", result))
            return


def _check_nonsense(problem: Problem, judge: Judge, faults: Faults, cancelled: Cancelled) -> None:
    cases = problem.cases[:_GARBAGE_CASES]
    for nonsense in _NONSENSE:
        for case, result in zip(cases, _printed(problem, cases, nonsense, judge, cancelled), strict=True):
            if result.verdict is Verdict.IE:
                faults.errors.append(_broken(problem, case, f"the output {nonsense[:40]!r}", result))
                return
            if result.verdict is Verdict.AC and nonsense is _NONSENSE[0]:
                message = f"The output validator accepts nonsense ({nonsense[:40].strip()!r})."
                faults.errors.append(f"{case_file(case)}: {message} Let it check every token.")
                return


def _broken(problem: Problem, case: TestCase, what: str, result: CaseResult) -> str:
    place = problem.output_validator_path or "output_validators"
    message = f"{place}: The output validator does not work on {what} for {case.name}: {result.message}."
    return f"{message} It must exit with 42 or 43, whatever it reads."


def _printed(
    problem: Problem, cases: tuple[TestCase, ...], text: str, judge: Judge, cancelled: Cancelled
) -> tuple[CaseResult, ...]:
    """The verdicts on a program that prints a text and reads nothing."""
    if not cases:
        return ()
    program = Source(text=f"import sys\nsys.stdout.write({text!a})\n")
    contract = Contract(cases=cases, checker=problem.checker, limits=problem.limits)
    return judge.judge(program, contract, cancelled=cancelled).cases


def languages_of(problem: Problem) -> Iterator[tuple[str, Source]]:
    """What the programs of the package besides the submissions are, and each of them."""
    for source in problem.input_validators:
        yield "input validator", source
    if problem.checker.program is not None:
        yield "output validator", problem.checker.program


def without(problem: Problem, sources: list[Source]) -> Problem:
    """The problem without the input validators that cannot be run here."""
    kept = [(path, source) for path, source in named_validators(problem) if source not in sources]
    return replace(
        problem,
        input_validators=tuple(source for _, source in kept),
        input_validator_paths=tuple(path for path, _ in kept),
    )
