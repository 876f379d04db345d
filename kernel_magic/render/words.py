"""The words for statuses, verdicts and figures. Everything is read off a result; nothing is decided or invented here.

One guard: a status is never shown as more than its witnesses carry. `lessons.status` decides; should it ever be
wrong, a badge that claims too much would be the worst thing this package can do, so the claim is checked again.
"""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.core.lesson import Status, Task, Usage, Witness
from kernel_magic.core.quantities import count, seconds
from kernel_magic.core.verdict import Isolation, Verdict
from kernel_magic.render.document import Badge

BADGES: dict[Status, Badge] = {
    "verified": Badge(symbol="✓", label="verified", tone="ok"),
    "partly_verified": Badge(symbol="◐", label="partly verified", tone="part"),
    "unverified": Badge(symbol="✗", label="unverified", tone="no"),
}

VERDICTS: dict[Verdict, str] = {
    Verdict.AC: "accepted",
    Verdict.WA: "wrong answer",
    Verdict.RTE: "run-time error",
    Verdict.TLE: "time limit exceeded",
    Verdict.MLE: "memory limit exceeded",
    Verdict.OLE: "output limit exceeded",
    Verdict.CE: "does not compile",
    Verdict.IE: "fault of the judge: says nothing about the program",
}

_OWN = ("examples", "teacher_tests")


def shown_status(status: Status, task: Task, witnesses: Sequence[Witness]) -> Status:
    """The status, or less where the witnesses do not carry it, or where an example was left out."""
    if any(witness.contradicts or (witness.kind in _OWN and not witness.holds) for witness in witnesses):
        return "unverified"
    own = any(witness.kind in _OWN and witness.holds for witness in witnesses)
    second = any(witness.kind != "examples" and witness.holds for witness in witnesses)
    if status == "verified" and (task.unread_examples or not (own and second)):
        return "partly_verified" if own or second else "unverified"
    if status == "partly_verified" and not (own or second):
        return "unverified"
    return status


def what_ran(witnesses: Sequence[Witness], isolation: Isolation, usage: Usage) -> str:
    """The line beside the badge: which cases, from where, in which sandbox, how long."""
    parts = [witness_words(witness) for witness in witnesses]
    parts.append(f"sandbox level {isolation.level}")
    if usage.seconds > 0:
        parts.append(seconds(usage.seconds))
    return " · ".join(parts)


def witness_words(witness: Witness) -> str:
    """One witness in a few words."""
    match witness.kind:
        case "examples":
            return _own_words(witness, "your", "example")
        case "teacher_tests":
            return _own_words(witness, "the teacher's", "test")
        case "agreement":
            what = "generated input"
        case "teacher_reference":
            what = "generated input against the teacher's program"
        case _:
            what = "generated input against a brute force"
    if witness.holds:
        told = count(witness.cases, what)
        return f"{told}, {witness.detail}" if witness.detail else f"{told}, all equal"
    if witness.detail:
        return f"generated inputs: {witness.detail}"
    return f"{witness.agreed} of {count(witness.cases, what)} equal"


def _own_words(witness: Witness, whose: str, what: str) -> str:
    if witness.cases == 0:
        return f"none of {whose} {what}s could be run"
    if witness.holds:
        return f"{whose} {count(witness.cases, what)}"
    if witness.agreed == 0:
        return f"none of {whose} {count(witness.cases, what)} passes"
    return f"{witness.agreed} of {whose} {count(witness.cases, what)} {'passes' if witness.agreed == 1 else 'pass'}"


def missing_half(task: Task, witnesses: Sequence[Witness]) -> str:
    """What a partly verified result lacks, in a plain sentence."""
    own = [witness for witness in witnesses if witness.kind in _OWN]
    second = next((witness for witness in witnesses if witness.kind not in _OWN), None)
    if not own:
        return "You gave no example, so nobody has said what the right result is: independent answers agree, no more."
    if second is not None and second.holds:
        left = count(len(task.unread_examples), "example") if task.unread_examples else "something you gave"
        return f"Nobody knows whether the answer does what was left out: {left} could not be used."
    why = f": {second.detail}" if second is not None and second.detail else ""
    what = "independent answers do not all agree" if second is not None and second.agreed else "nothing confirms it"
    return f"On inputs you did not give, {what}{why}. It may be wrong where your examples do not look."
