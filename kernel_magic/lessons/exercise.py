"""`exercise`: an item in, an exercise with its evidence out. It may be given out only where every gate holds.

The judge decides: what the author wrote, or a model drafted, is put together (`exercising.kinds`), run (`gates`), and
where mutants survive, given further tests (`strengthen`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem, Exercise, ExerciseEvidence, ExerciseSet, Gate, MutationReport
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import TestCase
from kernel_magic.core.statement_text import fenced_examples
from kernel_magic.lessons.exercising.bench import Bench, contract_for
from kernel_magic.lessons.exercising.drafting import DraftedItem, draft_item
from kernel_magic.lessons.exercising.gates import judged_gates
from kernel_magic.lessons.exercising.kinds.table import KINDS
from kernel_magic.lessons.exercising.strengthen import strengthened, with_public_examples
from kernel_magic.lessons.exercising.variants import applied, choices_of, equal_difficulty
from kernel_magic.lessons.options import ExerciseOptions
from kernel_magic.lessons.work import Work


def make_exercise(brief: str, work: Work, options: ExerciseOptions) -> ExerciseSet:
    """The exercise of an item, or of an item that a model drafts from a brief, with the variants that are wanted.

    Raises:
        InputError: the item, or a variant of it, cannot be put together: its tests cannot be read, say.
        ModelError: the model cannot be used.
        JudgeError: the judge itself failed.
        Cancelled: the person interrupted.
    """
    given = options.item
    drafted = draft_item(brief, work) if given is None else DraftedItem(item=given, notes=options.warnings)
    made = () if drafted.item is None else exercises_of(drafted.item, options.variants, work)
    if given is None:
        made = tuple(_with_origins(exercise, drafted.examples) for exercise in made)
    work.report(Progress(stage="done", message="done"))
    return ExerciseSet(
        exercises=made, warnings=drafted.notes, provenance=drafted.provenance, usage=work.usage(), item=drafted.item
    )


def _with_origins(exercise: Exercise, examples: Sequence[TestCase]) -> Exercise:
    """An exercise of a drafted item: a test is the author's where the brief shows all of its cases."""
    own = [case.given for case in examples]
    tests = [
        test if all(case.given in own for case in test.cases) else replace(test, origin="generated")
        for test in exercise.tests
    ]
    return replace(exercise, tests=tuple(tests))


def exercises_of(item: CourseItem, count: int, work: Work) -> tuple[Exercise, ...]:
    """The exercise of an item and its variants, up to `count` together; the item as it is written comes first.

    Raises:
        InputError: the item, or a variant of it, cannot be put together.
        JudgeError: the judge itself failed.
        Cancelled: the person interrupted.
    """
    chosen = [applied(item, variant, work) for variant in choices_of(item, count, work.options.seed or 0)]
    made = [_variant(item, each, work) for each in chosen]
    if len({len(exercise.tests) for exercise in made}) > 1:  # further tests were needed in some: then all get them
        made = [_variant(item, each, work, further=True) for each in chosen]
    return tuple(_named_like(made[0], exercise) for exercise in made)


def _variant(item: CourseItem, changed: CourseItem, work: Work, *, further: bool = False) -> Exercise:
    gates = (equal_difficulty(item, changed, work),) if changed.variant.number else ()
    return _proven(changed, work, gates, further=further)


def _named_like(first: Exercise, other: Exercise) -> Exercise:
    """The exercise with its tests named as in the item: a name is made of a title, and titles differ in variants."""
    if len(first.tests) != len(other.tests):
        return other
    pairs = zip(first.tests, other.tests, strict=True)
    return replace(other, tests=tuple(replace(test, name=named.name) for named, test in pairs))


def _proven(item: CourseItem, work: Work, more: tuple[Gate, ...] = (), *, further: bool = False) -> Exercise:
    started = time.perf_counter()
    work.report(Progress(stage="judge", message=f"putting {item.slug} together"))
    draft = KINDS[item.kind](item, work)
    draft, mutation = _hardened(draft, work, further=further)
    draft = with_public_examples(draft, work)
    gates = (*judged_gates(Bench(draft, work), mutation), *more)
    evidence = ExerciseEvidence(
        gates=gates,
        mutation=mutation,
        isolation=f"level {work.judge.isolation().level}",
        seconds=time.perf_counter() - started,
    )
    return _exercise(draft, evidence)


def _hardened(draft: ExerciseDraft, work: Work, *, further: bool) -> tuple[ExerciseDraft, MutationReport | None]:
    """The draft with tests that kill what can be killed; None in place of a report where its kind has no mutants."""
    if draft.mutated is None:
        return draft, None
    if draft.mutation is not None:
        return strengthened(draft, draft.mutation, work, always=further)
    work.report(Progress(stage="stress", message=f"running mutants of {draft.item.slug}"))
    cases = [case for test in draft.mutation_tests or draft.tests for case in test.cases]
    contract = contract_for(draft.item, draft.item.function, cases)
    try:
        report = work.judge.mutate(draft.mutated, contract, cancelled=work.cancelled)
    except InputError:
        return draft, MutationReport(mutants=0, killed=0)  # the reference fails its own tests: that gate says so
    work.stop_if_asked()
    return strengthened(draft, report, work, always=further)


def _exercise(draft: ExerciseDraft, evidence: ExerciseEvidence) -> Exercise:
    item = draft.item
    return Exercise(
        item=item.slug,
        unit=item.unit,
        title=item.title,
        kind=item.kind,
        level=item.level,
        objectives=item.objectives,
        statement=fenced_examples(draft.statement),
        function=draft.function,
        starter=draft.starter,
        reference=draft.answer,
        tests=draft.tests,
        prelude=draft.prelude,
        hints=item.hints,
        notes=item.notes,
        checker=item.checker,
        limits=item.limits,
        files=item.files,
        variant=item.variant,
        evidence=evidence,
    )
