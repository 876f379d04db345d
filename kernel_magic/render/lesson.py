"""A lesson as a document, in the order of trust: badge and what ran, idea, question, steps, what failed, the record.

An unverified lesson has no idea, no steps and no solution: it says that nothing can be trusted, why, and what to do.
"""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.lesson import Attempt, Counterexample, Lesson, Status, Step
from kernel_magic.core.quantities import count
from kernel_magic.render.ask import question_blocks
from kernel_magic.render.clean import reorders_text
from kernel_magic.render.document import (
    Badge,
    Block,
    Bullets,
    Callout,
    Code,
    Details,
    Document,
    Facts,
    Footer,
    Header,
    Line,
    Prose,
    Span,
    Steps,
    Text,
    line,
    mono,
    plain,
    strong,
    text,
)
from kernel_magic.render.document import Step as ShownStep
from kernel_magic.render.evidence import evidence_blocks
from kernel_magic.render.prose import ticked
from kernel_magic.render.record import footer_items, record_details
from kernel_magic.render.words import BADGES, missing_half, shown_status, what_ran, witness_words

WHOLE_SOLUTION = "The whole solution"
"""Summary of the block that a runnable cell can stand for."""
_MAX_NOTES = 10
_MAX_ANSWERS = 4
_MAX_ATTEMPTS = 20


_OUTCOMES = {
    "accepted": "accepted.",
    "rejected": "fails an example.",
    "no_code": "no program in the answer.",
    "outvoted": "the other candidates agree on something else.",
}
_HIDDEN_DIRECTION = (
    "The code holds characters that turn the direction of text around, so it can look different from what it does. "
    "They are shown here as ⟨U+…⟩, and no cell was made of it."
)


def lesson_document(lesson: Lesson) -> Document:
    """The document of a lesson."""
    status = shown_status(lesson.status, lesson.task, lesson.witnesses)
    blocks: list[Block] = [lesson_header(lesson, status), *notes_blocks(lesson.task.notes)]
    if status == "unverified":
        blocks += _untrusted(lesson)
    else:
        blocks += _trusted(lesson, status)
    blocks += _failed(lesson)
    tried = f"{count(len(lesson.attempts), 'candidate')}, {lesson.accepted} accepted"
    blocks.append(
        record_details(
            lesson.provenance,
            lesson.usage,
            lesson.isolation,
            more=(("candidates", tried),),
            dropped=lesson.dropped,
        )
    )
    items = footer_items(lesson.provenance, lesson.usage, tried=tried, dropped=len(lesson.dropped))
    blocks.append(Footer(items=items))
    return Document(title=lesson.title, kind="Lesson", blocks=tuple(blocks))


def lesson_header(lesson: Lesson, status: Status) -> Header:
    """Title, badge and what ran."""
    ran = what_ran(lesson.witnesses, lesson.isolation, lesson.usage)
    if status == "unverified":
        ran = f"{count(len(lesson.attempts), 'candidate')}, {lesson.accepted} accepted · {ran}"
    elif lesson.idea or any(step.prose for step in lesson.steps):
        ran = f"{ran} · the words are the model's, nothing checks them"
    return Header(title=lesson.title, badge=badge(status, lesson.gap), what_ran=ran)


def notes_blocks(notes: tuple[str, ...]) -> list[Block]:
    """What was noticed while the task was read: it concerns the learner, so it stands near the top."""
    if not notes:
        return []
    return [Callout(tone="part", blocks=tuple(text(*ticked(note)) for note in notes[:_MAX_NOTES]))]


def badge(status: Status, gap: Counterexample | None) -> Badge:
    """The badge of a status; one with a gap says so."""
    plain = BADGES[status]
    if gap is None or status == "unverified":
        return plain
    return replace(plain, label=f"{plain.label}, except for {gap.about or 'inputs unlike your examples'}")


def gap_blocks(gap: Counterexample | None) -> list[Block]:
    """What the task leaves open: the class of inputs, the answers there, and the example line that would settle it."""
    if gap is None:
        return []
    which = f"What is right for {gap.about} is not settled. " if gap.about else "Some inputs are not settled. "
    raises = gap.source == "nobody"
    what = (
        "Here this answer raises, and nothing says that it should:"
        if raises
        else "Your examples show no such input, and answers that pass them all differ here:"
    )
    pairs: list[tuple[str, Span]] = [("input", mono(gap.input))]
    if gap.answers:
        mine, *others = gap.answers
        pairs.append((f"this answer ({count(mine[1], 'draft')})", mono(mine[0])))
        pairs += [(f"other ({count(drafts, 'draft')})", mono(said)) for said, drafts in others[:_MAX_ANSWERS]]
    elif raises:
        pairs.append(("this answer", mono(gap.got)))
    else:
        return [Callout(tone="part", blocks=(text(strong(which), what), example_facts(gap), _settling(gap)))]
    return [Callout(tone="part", blocks=(text(strong(which), what), Facts(pairs=tuple(pairs)), _settling(gap)))]


def _settling(gap: Counterexample) -> Text:
    return text("If such an input can occur, add an example with the result you want: ", mono(f">>> {gap.input}"))


def steps_block(steps: tuple[Step, ...]) -> Steps:
    """The steps; the call that was run is named where it was not named the step before."""
    items: list[ShownStep] = []
    named = ""
    for step in steps:
        seen, named = evidence_blocks(step.evidence, named)
        code = Code(source=step.code.rstrip("\n"))
        items.append(ShownStep(title=step.title, prose=Prose(markdown=step.prose), code=code, seen=seen))
    return Steps(items=tuple(items))


def is_whole_solution(block: Block) -> bool:
    """Whether this is the folded solution, which only a trusted lesson has."""
    return isinstance(block, Details) and block.summary == WHOLE_SOLUTION


def example_facts(example: Counterexample) -> Facts:
    """Input, expected, got. Where no example of the learner says what is expected: two answers that differ."""
    own = example.source == "example"
    expected = [("expected" if own else example.source, mono(example.expected))] if example.source != "nobody" else []
    got = ("got" if own else "this answer", mono(example.got))
    return Facts(pairs=(("input", mono(example.input)), *expected, got))


def _trusted(lesson: Lesson, status: Status) -> list[Block]:
    blocks = gap_blocks(lesson.gap)
    if status == "partly_verified":
        missing = missing_half(lesson.task, lesson.witnesses)
        shown: list[Block] = [text(strong("What is missing: "), missing)]
        if lesson.counterexample is not None:
            shown.append(example_facts(lesson.counterexample))
        blocks.append(Callout(tone="part", blocks=tuple(shown)))
    if lesson.solution is not None and reorders_text(lesson.solution.text):
        blocks.append(Callout(tone="no", blocks=(text(_HIDDEN_DIRECTION),)))
    if lesson.idea:
        blocks.append(Prose(markdown=lesson.idea))
    # A question about a value comes before the steps that show the value.
    blocks += question_blocks(lesson.questions, lesson.solution)
    if lesson.steps:
        blocks.append(steps_block(lesson.steps))
    if lesson.solution is not None:
        code = Code(source=lesson.solution.text.rstrip("\n"), language=lesson.solution.language)
        blocks.append(Details(summary=WHOLE_SOLUTION, blocks=(code,)))
    return blocks


def _untrusted(lesson: Lesson) -> list[Block]:
    shown: list[Block] = [text(strong("No answer here can be trusted."), f" {_why(lesson)} Nothing was inserted.")]
    if lesson.counterexample is not None:
        shown += [text("The closest attempt fails here:"), example_facts(lesson.counterexample)]
    shown += [text("What you can do:"), Bullets(items=tuple(_advice(lesson)))]
    blocks: list[Block] = [Callout(tone="no", blocks=tuple(shown))]
    if lesson.solution is not None:
        code = Code(source=lesson.solution.text.rstrip("\n"), language=lesson.solution.language)
        warning = text("This is not a solution. It is shown so that you can look for the mistake.")
        blocks.append(Details(summary="The closest attempt, which is not right", blocks=(warning, code)))
    return blocks


def _why(lesson: Lesson) -> str:
    if lesson.solution is None:
        return "None of the drafts could be run."
    if any(not witness.holds for witness in lesson.witnesses if witness.kind in ("examples", "teacher_tests")):
        return "No candidate passes all of your examples."
    if not lesson.task.cases:
        return "There is no example to hold an answer against, and no independent answer agrees with it."
    if lesson.witnesses:
        return f"{'; '.join(witness_words(witness) for witness in lesson.witnesses)}.".capitalize()
    return "Nothing could be checked."


def _advice(lesson: Lesson) -> list[Line]:
    more = max(8, 2 * lesson.provenance.candidates)
    if lesson.task.cases:
        first = line("Add an example that says more about the case above, or check that the ones you gave are right.")
    else:
        first = line("Add an example: a call and its result, such as ", mono(">>> f(2)"), " and ", mono("4"), " below.")
    advice = [first, line("Allow more candidates: ", mono(f"--candidates {more}"), ".")]
    if lesson.solution is not None:
        advice.append(line("Read the closest attempt below and find the line that goes wrong."))
    return advice


def _failed(lesson: Lesson) -> list[Block]:
    failed = [attempt for attempt in lesson.attempts if attempt.outcome != "accepted"]
    if not failed:
        return []
    items = [_attempt_line(attempt) for attempt in failed[:_MAX_ATTEMPTS]]
    if len(failed) > _MAX_ATTEMPTS:
        items.append(line(f"… and {len(failed) - _MAX_ATTEMPTS:,} more"))
    summary = f"What was tried and failed ({len(failed)})"
    return [Details(summary=summary, blocks=(Bullets(items=tuple(items)),))]


def _attempt_line(attempt: Attempt) -> Line:
    which = f"Candidate {attempt.number}" + (f" (repair {attempt.round})" if attempt.round else "")
    spans: list[Span] = [strong(which), plain(": "), *ticked(attempt.message or _OUTCOMES[attempt.outcome])]
    example = attempt.counterexample
    if example is not None:
        own = example.source == "example"
        spans += [plain(" Smallest input that shows it: "), mono(example.input)]
        spans += [plain(" should be " if own else f": {example.source} says "), mono(example.expected)]
        spans += [plain(", was " if own else ", this one "), mono(example.got), plain(".")]
    return tuple(spans)
