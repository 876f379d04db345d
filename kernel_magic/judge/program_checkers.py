"""Any valid answer: a program of the problem's decides whether an output is right (`CheckerSpec.name == "special"`).

It is asked only about a run that ended by itself, with exit status 0, within its limits, and in a run of its own: the
submission is gone by then, and neither its exit status nor its files can reach the checker; its output can, byte for
byte, and is all there is to judge. What the checker may see, the expected answer above all, never was where the
submission could look.

| form | called | accepts | rejects (`WA`) | a fault (`IE`, reason `checker`) |
|---|---|---|---|---|
| `icpc` | `checker INPUT ANSWER FEEDBACK_DIR ARGUMENTS < output` | 42 | 43 | any other exit status |
| `testlib` | `checker INPUT OUTPUT ANSWER ARGUMENTS` | 0 | 1, 2, 4 | 3 and any other exit status |

A checker that raises, dies, runs out of time or memory, floods, does not compile or is not there is a fault too,
whatever it said before. Python that raises ends with status 1 elsewhere; here it is known apart from a rejection.
"""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.problem import CheckerSpec, Prints, Stdin, TestCase
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.problem_programs import ACCEPTS, REJECTS, Outcome, order_for, outcome
from kernel_magic.judge.programs import run_program
from kernel_magic.judge.sandbox import ZygoteLostError
from kernel_magic.judge.sittings import Order

INPUT, OUTPUT, ANSWER, FEEDBACK = "input.txt", "output.txt", "answer.txt", "feedback/"
MESSAGE = FEEDBACK + "judgemessage.txt"
"""Where checkers of the ICPC form say why."""
MOST_BYTES = 15 << 20
"""Of one file that a checker is given: a scratch folder takes no larger ones."""

_ENDINGS = {"icpc": "42 accepts, 43 rejects", "testlib": "0 accepts; 1, 2 and 4 reject"}


def checked(order: Order, case: TestCase, output: bytes, ran_to_end: Finding) -> Finding:
    """The checker's verdict on the output of a run that ended well.

    Args:
        order: what is judged; its contract names the checker.
        case: with its input and its answer.
        output: all that the run wrote, uncut.
        ran_to_end: what is known about the run so far.

    Raises:
        Cancelled: the order said so.
    """
    checker = order.contract.checker
    texts = {INPUT: input_of(case), OUTPUT: output.decode("utf-8", "surrogateescape"), ANSWER: answer_of(case)}
    problem = unfit(checker, texts)
    if problem:
        return fault(problem, ran_to_end)
    if checker.form == "icpc":
        del texts[OUTPUT]
    return decided(checker, _asked(order, checker, texts, output), ran_to_end, "checker")


def input_of(case: TestCase) -> str:
    """What the submission was given."""
    return case.given.text if isinstance(case.given, Stdin) else ""


def answer_of(case: TestCase) -> str:
    """The expected answer; empty where there is none."""
    return case.expected.text if isinstance(case.expected, Prints) else ""


def unfit(checker: CheckerSpec, texts: dict[str, str]) -> str:
    """Why the program cannot be asked at all; empty where it can."""
    if checker.program is None:
        return f"the contract's checker is {checker.name!r}, and there is no program for it"
    for name, text in texts.items():
        try:
            size = len(text.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError as error:
            return f"{name} is not Unicode text: {error.reason}"
        if size > MOST_BYTES:
            return f"{name} has {size:,} bytes; a checker can be given {MOST_BYTES:,}"
    return ""


def arguments_of(checker: CheckerSpec) -> tuple[str, ...]:
    """What the program finds in its `argv`."""
    names = (INPUT, ANSWER, FEEDBACK) if checker.form == "icpc" else (INPUT, OUTPUT, ANSWER)
    return (*names, *checker.arguments)


def order_of(order: Order, checker: CheckerSpec, texts: dict[str, str]) -> Order:
    """The order for a run of the checker or interactor."""
    assert checker.program is not None  # noqa: S101 - `unfit` has seen to it
    return replace(
        order_for(order, checker.program),
        arguments=arguments_of(checker),
        given_files=(*texts.items(), (FEEDBACK, "")),
        brings_back=(MESSAGE,),
    )


def _asked(order: Order, checker: CheckerSpec, texts: dict[str, str], output: bytes) -> Outcome:
    try:
        asked = order_of(order, checker, texts)
        for _ in range(2):  # lost once may be somebody else's doing
            try:
                return outcome(run_program(asked, output if checker.form == "icpc" else b""), asked)
            except ZygoteLostError:
                continue
    except JudgeError as error:
        return Outcome(status=None, failure=f"could not be run: {error}")
    return Outcome(status=None, failure="took the sandbox along when it ended")


def accepting(checker: CheckerSpec) -> tuple[int, ...]:
    """The exit statuses that accept."""
    return (ACCEPTS,) if checker.form == "icpc" else (0,)


def decided(checker: CheckerSpec, result: Outcome, ran_to_end: Finding, name: str) -> Finding:
    """The verdict that a checker's or interactor's outcome is."""
    rejects = (REJECTS,) if checker.form == "icpc" else (1, 2, 4)
    said = f": {result.said}" if result.said else ""
    if result.status in accepting(checker):
        return replace(ran_to_end, verdict=Verdict.AC, reason="", message="")
    if result.status in rejects:
        message = f"the {name} rejects it{said}"
        return replace(ran_to_end, verdict=Verdict.WA, reason="wrong_output", message=message)
    if result.status is None:
        return fault(f"the {name} failed: {result.failure}{said}", ran_to_end)
    return fault(f"the {name} ended with exit status {result.status} ({_ENDINGS[checker.form]}){said}", ran_to_end)


def fault(message: str, ran_to_end: Finding) -> Finding:
    """The problem's own fault: it speaks neither for nor against the submission."""
    return replace(ran_to_end, verdict=Verdict.IE, reason="checker", message=message)
