"""Do briefs become exercises? Each brief of a data set goes through `exercise` with a model; what comes out is counted.

A brief is given as a teacher would write it down: the description, the head of the function, and `--examples` of its
cases. Released: every gate holds. Sound: the released reference passes all cases of the brief, which nobody was shown
but for the examples. Cases that ask for an error are counted apart: their descriptions seldom say which exception.

`--to FILE.jsonl` keeps every brief as it is done; a run that is broken off goes on where it was.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kernel_magic.core.errors import InputError, KernelMagicError
from kernel_magic.core.exercise import ExerciseSet
from kernel_magic.core.problem import Call, CheckerSpec, Contract, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue, from_json
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.local import LocalJudge
from kernel_magic.session import Request, Session, solve_options
from kernel_magic.settings import Settings

_RELEASED_GOAL, _SOUND_GOAL = 50.0, 95.0
_QUICK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One description and the cases of one of its functions: the one of the brief's own name, else that with most."""

    name: str
    text: str
    function: str
    cases: tuple[TestCase, ...]
    errors: tuple[TestCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a brief came to."""

    name: str
    released: bool
    failing: tuple[str, ...]
    """Gates that fail; or why nothing was made."""
    passed: int
    cases: int
    errors_passed: int
    errors: int
    score: float | None
    seconds: float
    tokens: int
    reference: str

    @property
    def sound(self) -> bool:
        """Whether the reference passes every case that asks for a value."""
        return self.cases > 0 and self.passed == self.cases


def briefs(path: Path, examples: int) -> Iterator[Brief]:
    """The briefs of a data set in the form of the Exercism problem specifications."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield _brief(record, examples)


def _brief(record: Mapping[str, Any], examples: int) -> Brief:
    found = Counter(case["property"] for case in record["cases"])
    named_so = [name for name in found if _snake(name) == record["id"].replace("-", "_")]
    asked = named_so[0] if named_so else found.most_common(1)[0][0]
    mine = [case for case in record["cases"] if case["property"] == asked]
    function = _snake(asked)
    names = [_snake(name) for name in mine[0]["input"]]
    made = [_case(number, case) for number, case in enumerate(mine, 1) if len(case["input"]) == len(names)]
    values = tuple(case for case in made if case.expected is not None)
    shown = _shown(values, examples)
    calls = [f"{function}({', '.join(map(repr, case.given.args))}) -> {case.expected.value!r}"
             for case in shown if isinstance(case.given, Call) and isinstance(case.expected, Returns)]  # fmt: skip
    text = "\n\n".join(
        [*filter(None, [record["introduction"].strip()]), record["description"].strip(),
         f"Write the function `{function}({', '.join(names)})`.", "\n".join(calls)]
    )  # fmt: skip
    errors = tuple(case for case in made if case.expected is None)
    return Brief(name=record["id"], text=text.strip() + "\n", function=function, cases=values, errors=errors)


def _shown(cases: Sequence[TestCase], count: int) -> list[TestCase]:
    """Cases spread over all of them, ones with results not shown before first."""
    last, steps = len(cases) - 1, max(count - 1, 1)
    spread = [cases[round(last * step / steps)] for step in range(count)] if cases else []
    chosen: list[TestCase] = []
    for new_only in (True, False):
        for case in (*spread, *cases):
            new = case.expected not in [other.expected for other in chosen]
            if len(chosen) < count and case not in chosen and (new or not new_only):
                chosen.append(case)
    return sorted(chosen, key=cases.index)


def _case(number: int, case: Mapping[str, Any]) -> TestCase:
    args: tuple[PlainValue, ...] = tuple(from_json(value) for value in case["input"].values())
    expected = case["expected"]
    asks_error = isinstance(expected, dict) and set(expected) == {"error"}
    return TestCase(
        name=str(number), given=Call(args=args), expected=None if asks_error else Returns(value=from_json(expected))
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def measured(brief: Brief, session: Session, judge: LocalJudge) -> Outcome:
    """One brief through `exercise`."""
    started = time.monotonic()
    try:
        request = Request(action="exercise", text=brief.text, options=solve_options(session.settings))
        result = session.run(request)
    except InputError as error:
        return _nothing(brief, error.message, time.monotonic() - started)
    seconds = time.monotonic() - started
    assert isinstance(result, ExerciseSet)
    if not result.exercises:
        return _nothing(brief, "; ".join(result.warnings), seconds, result.usage.tokens)
    made = result.exercises[0]
    passed, errors = _passed(brief, made.reference, made.function, judge)
    return Outcome(
        name=brief.name,
        released=result.released,
        failing=tuple(gate.name for gate in made.evidence.gates if not gate.holds),
        passed=passed,
        cases=len(brief.cases),
        errors_passed=errors,
        errors=len(brief.errors),
        score=made.evidence.mutation.score if made.evidence.mutation else None,
        seconds=seconds,
        tokens=result.usage.tokens,
        reference=made.reference.text,
    )


def _nothing(brief: Brief, why: str, seconds: float, tokens: int = 0) -> Outcome:
    return Outcome(
        name=brief.name, released=False, failing=(why[:200],), passed=0, cases=len(brief.cases), errors_passed=0,
        errors=len(brief.errors), score=None, seconds=seconds, tokens=tokens, reference="",
    )  # fmt: skip


def _passed(brief: Brief, reference: Source, function: str, judge: LocalJudge) -> tuple[int, int]:
    contract = Contract(function=function, cases=brief.cases, checker=CheckerSpec(name="floats", tolerance=1e-9))
    values = judge.judge(reference, contract).cases
    raising = tuple(TestCase(name=case.name, given=case.given, expected=None) for case in brief.errors)
    errors = judge.judge(reference, Contract(function=function, cases=raising)).cases if raising else ()
    return sum(case.verdict is Verdict.AC for case in values), sum(case.verdict is Verdict.RTE for case in errors)


def report(outcomes: Sequence[Outcome], model: str, examples: int) -> str:
    """The figures as Markdown."""
    released = [outcome for outcome in outcomes if outcome.released]
    sound = sum(outcome.sound for outcome in released)
    lines = [
        f"### Briefs that become exercises: {model}, {examples} examples given",
        "",
        f"- released: {len(released)} of {len(outcomes)}, {_share(len(released), len(outcomes)):.1f} % "
        f"(goal {_RELEASED_GOAL:g} %)",
        f"- of these the reference passes the brief's own cases: {sound}, {_share(sound, len(released)):.1f} % "
        f"(goal {_SOUND_GOAL:g} %)",
        f"- median {statistics.median(o.seconds for o in outcomes):.0f} s a brief" if outcomes else "",
        "",
        "| brief | released | own cases | error cases | mutation score | seconds | why not |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in outcomes:
        score = "" if each.score is None else f"{each.score:.2f}"
        why = "" if each.released else "; ".join(each.failing)[:100].replace("|", "/")
        lines.append(
            f"| {each.name} | {'yes' if each.released else ''} | {each.passed} of {each.cases} | "
            f"{each.errors_passed} of {each.errors} | {score} | {each.seconds:.0f} | {why} |"
        )
    return "\n".join(lines)


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--model", default="1.5b")
    parser.add_argument("--examples", type=int, default=4, help="cases of the brief that are given as examples")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--to", type=Path, help="keep every outcome, one JSON object a line")
    arguments = parser.parse_args()
    limit = _QUICK if arguments.quick else arguments.limit
    chosen = list(briefs(arguments.dataset, arguments.examples))[:limit]
    done = _done(arguments.to)
    settings = Settings.read({"model": arguments.model, "seed": arguments.seed})
    session = Session(settings)
    outcomes: list[Outcome] = []
    try:
        with LocalJudge() as judge:
            for brief in chosen:
                outcome = done.get(brief.name)
                if outcome is None:
                    outcome = measured(brief, session, judge)
                    _keep(outcome, arguments.to)
                    print(f"{brief.name}: {'released' if outcome.released else outcome.failing}", file=sys.stderr)
                outcomes.append(outcome)
    except KernelMagicError as error:
        print(error, file=sys.stderr)
    finally:
        session.close()
    print(report(outcomes, arguments.model, arguments.examples))


def _done(path: Path | None) -> dict[str, Outcome]:
    if path is None or not path.exists():
        return {}
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {record["name"]: Outcome(**{**record, "failing": tuple(record["failing"])}) for record in records}


def _keep(outcome: Outcome, path: Path | None) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome)) + "\n")


if __name__ == "__main__":
    main()
