"""To a teacher: why no draft of a brief becomes an exercise, what the brief leaves open, and which line settles it."""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.core.lesson import Counterexample, Task
from kernel_magic.core.problem import Returns, TestCase
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.found import Found
from kernel_magic.lessons.witnesses.listed_names import listed_names

_ADD = "Add the right one to the brief as an example, and try again."
_MOST_ANSWERS = 3


def why_no_reference(found: Found) -> str:
    """Why no draft is good enough to be the reference, and what could be added to the brief."""
    if not found.accepted:
        return _nothing_accepted(found)
    if found.dissent is not None:
        apart = found.dissent
        return (
            f"Drafts that pass every example do not agree: for `{_one_line(apart.input)}` one gives "
            f"`{_one_line(apart.got)}`, another `{_one_line(apart.expected)}`. {_ADD}"
        )
    support = found.support
    if support is None or not found.task.cases:
        return "Drafts could not be compared: add two or three examples to the brief (`>>> f(1)`, the result below)."
    return (
        f"Only {support.backing} of {counted(support.drafts, 'draft')} compute the same, in "
        f"{counted(support.programs, 'program')} that are really others. That is too few to trust: "
        "more examples, or a clearer statement, help most."
    )


def why_incomplete(task: Task, cases: Sequence[TestCase]) -> str:
    """Which answer the brief lists beside those of its examples although no run gave it; empty where there is none.

    A reference that never says "FizzBuzz" may agree with other drafts that forgot it as well.
    """
    shown = _texts(task.cases)
    given = _texts(cases)
    for names in listed_names(task.text) if len(shown) > 1 else ():
        missing = [name for name in names if name not in given]
        if missing and shown <= set(names):
            return (
                f"The brief lists the answer `{_one_line(missing[0])}` beside others, but no input was found for which "
                "drafts give it. Add an example with this answer, and try again."
            )
    return ""


def _texts(cases: Sequence[TestCase]) -> set[str]:
    """The texts that cases expect; nothing where one expects anything else."""
    values = [case.expected.value for case in cases if isinstance(case.expected, Returns)]
    texts = [value for value in values if isinstance(value, str)]
    return set(texts) if len(texts) == len(cases) else set()


def what_is_open(gap: Counterexample | None) -> str:
    """What a brief leaves open although the drafts agree; empty where that is nothing."""
    if gap is None:
        return ""
    which = f" ({gap.about})" if gap.about else ""
    answers = " or ".join(f"`{_one_line(said)}`" for said, _ in gap.answers[:_MOST_ANSWERS])
    said = f"drafts give {answers}" if gap.answers else f"the reference gives `{_one_line(gap.got)}`"
    return (
        f"The brief leaves open what `{_one_line(gap.input)}`{which} gives: {said}. "
        "No test asks for it. If it can occur, add an example."
    )


def _nothing_accepted(found: Found) -> str:
    closest = found.chosen
    if closest is None or not closest.source.text.strip():
        return "The model wrote no program for this brief. Say in one sentence which function is to be written."
    failing = closest.counterexample
    if failing is None:
        return f"No draft passes every example. The closest one: {closest.message}"
    return (
        f"None of {counted(len(found.attempts), 'draft')} passes every example. The closest one gives "
        f"`{_one_line(failing.got)}` for `{_one_line(failing.input)}`, where `{_one_line(failing.expected)}` is "
        "expected. "
        "If the example is right, the task is too hard for this model; a larger one may do it."
    )


def _one_line(text: str) -> str:
    return "; ".join(line.strip() for line in text.split("\n") if line.strip()).replace("`", "'")
