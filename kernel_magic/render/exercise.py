"""An exercise for its teacher: may it be given out, what ran to find out, and what it looks like."""

from __future__ import annotations

import re

from kernel_magic.core.exercise import Exercise, ExerciseSet, Gate, GateName
from kernel_magic.core.quantities import count, seconds
from kernel_magic.render.document import (
    Badge,
    Block,
    Bullets,
    Callout,
    Code,
    Details,
    Document,
    Footer,
    Header,
    Prose,
    Section,
    Span,
    Table,
    line,
    mono,
    plain,
    strong,
    text,
)
from kernel_magic.render.prose import ticked

_FENCE = re.compile(r"^(?:```|~~~)[^\n]*$", re.MULTILINE)

_GATES: dict[GateName, str] = {
    "reference": "the reference passes",
    "starter": "the starter does not",
    "second_solution": "independent solutions pass",
    "wrong_solutions": "wrong solutions do not",
    "mutants": "small mistakes are found",
    "cheats": "cheats earn nothing",
    "statement": "the statement agrees",
    "kind": "its kind's own demands",
    "variants": "as hard as the item",
}
RELEASED = Badge(symbol="✓", label="may be given out", tone="ok")
WITHHELD = Badge(symbol="✗", label="withheld", tone="no")


def exercise_document(result: ExerciseSet) -> Document:
    """The teacher's report on an exercise and its variants."""
    if not result.exercises:
        return _nothing_made(result)
    first = result.exercises[0]
    blocks: list[Block] = [_header(first, len(result.exercises))]
    if result.warnings:
        blocks.append(Callout(tone="part", blocks=(Bullets(items=tuple(ticked(each) for each in result.warnings)),)))
    blocks += exercise_blocks(first)
    for exercise in result.exercises[1:]:
        blocks.append(Section(title=f"Variant {exercise.variant.number}", blocks=tuple(_variant_blocks(exercise))))
    spent = sum(exercise.evidence.seconds for exercise in result.exercises)
    blocks.append(Footer(items=(f"judged in {seconds(spent)}", f"sandbox {first.evidence.isolation}")))
    return Document(title=first.title, kind="Report", blocks=tuple(blocks))


def _nothing_made(result: ExerciseSet) -> Document:
    title = "No exercise was made"
    said = Callout(tone="no", blocks=(Bullets(items=tuple(ticked(each) for each in result.warnings)),))
    header = Header(title=title, badge=WITHHELD, what_ran="nothing of the drafts is shown: none was proven")
    return Document(title=title, kind="Report", blocks=(header, said))


def _header(exercise: Exercise, variants: int) -> Header:
    gates = exercise.evidence.gates
    ran = sum(gate.ran for gate in gates)
    held = sum(gate.holds for gate in gates)
    what = f"{held} of {count(len(gates), 'gate')} hold, {count(ran, 'run')}"
    what += f" · {count(len(exercise.tests), 'test')}, {exercise.points:g} points"
    what += f" · {count(variants - 1, 'variant')}" if variants > 1 else ""
    return Header(title=exercise.title, badge=RELEASED if exercise.evidence.released else WITHHELD, what_ran=what)


def exercise_blocks(exercise: Exercise) -> list[Block]:
    """Gates, tests, and folded what students get and what they do not."""
    blocks: list[Block] = [gates_list(exercise.evidence.gates)]
    blocks += _particulars(exercise.evidence.gates)
    blocks.append(Details(summary="The tests", blocks=(_tests(exercise),)))
    student = [*statement_blocks(exercise.statement), Code(source=exercise.starter.text.rstrip("\n"))]
    blocks.append(Details(summary="What students get", blocks=tuple(student)))
    teacher: list[Block] = [Code(source=exercise.reference.text.rstrip("\n"))]
    teacher += [Prose(markdown=exercise.notes)] if exercise.notes else []
    blocks.append(Details(summary="The solution", blocks=tuple(teacher)))
    return blocks


def statement_blocks(markdown: str) -> list[Block]:
    """A statement: its words, and its fenced code as code."""
    blocks: list[Block] = []
    for number, part in enumerate(_FENCE.split(markdown)):
        text_part = part.strip("\n")
        if text_part:
            blocks.append(Code(source=text_part) if number % 2 else Prose(markdown=text_part))
    return blocks


def _variant_blocks(exercise: Exercise) -> list[Block]:
    replaced = ", ".join(f"{old} → {new}" for old, new in exercise.variant.replaced.items() if old != new)
    badge = RELEASED if exercise.evidence.released else WITHHELD
    said = text(Span(text=f"{badge.symbol} {badge.label}", style=badge.tone), plain(f" · {replaced}"))
    return [said, gates_list(exercise.evidence.gates), *_particulars(exercise.evidence.gates)]


def gates_list(gates: tuple[Gate, ...]) -> Bullets:
    """Each gate with what was found."""
    return Bullets(
        items=tuple(
            line(
                Span(text="✓ " if gate.holds else "✗ ", style="ok" if gate.holds else "no"),
                strong(_GATES[gate.name]),
                f": {gate.summary}",
            )
            for gate in gates
        )
    )


def _particulars(gates: tuple[Gate, ...]) -> list[Block]:
    blocks: list[Block] = []
    for gate in gates:
        if not gate.lines:
            continue
        bullets = Bullets(items=tuple(line(each) for each in gate.lines))
        if gate.holds:
            blocks.append(Details(summary=f"{_GATES[gate.name]}: particulars", blocks=(bullets,)))
        else:
            blocks.append(Callout(tone="no", blocks=(text(strong(f"Not so: {_GATES[gate.name]}.")), bullets)))
    return blocks


def _tests(exercise: Exercise) -> Table:
    rows = tuple(
        (
            plain(test.title),
            plain("visible" if test.visible else "hidden"),
            plain(f"{test.points:g}"),
            plain(str(len(test.cases))),
            mono(test.cases[0].text if test.cases else ""),
        )
        for test in exercise.tests
    )
    return Table(header=("property", "", "points", "cases", "the first"), rows=rows, numeric=(2, 3), words=(0, 4))
