"""An explanation as a document: nothing looks checked that was not, and nothing is given away before it is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel_magic.core.explanation import Claim, Explanation
from kernel_magic.core.lesson import Question
from kernel_magic.render.document import Document, Mark, Prose, Span
from kernel_magic.render.explanation import explanation_document, explanation_status
from kernel_magic.render.html import to_html
from kernel_magic.render.lesson import lesson_document
from kernel_magic.render.markdown import to_markdown
from kernel_magic.render.prose import Paragraph, read_prose
from kernel_magic.render.text import to_text


def shown(explanation: Explanation) -> str:
    return to_text(explanation_document(explanation), width=200)


def with_block(explanation: Explanation, **fields) -> Explanation:
    """The explanation with its first block changed, as the only one."""
    return replace(explanation, blocks=(replace(explanation.blocks[0], **fields),))


def test_a_verified_run_is_shown_as_such(explained):
    whole = explained.verified_explanation()
    assert explanation_status(whole) == "verified"
    assert "✓ verified" in shown(whole)


@pytest.mark.parametrize(
    "change",
    [
        lambda told: replace(told, trace=replace(told.trace, truncated=True)),
        lambda told: with_block(told, claims=(Claim(text="It is fast.", holds=None),)),
        lambda told: with_block(told, claims=(Claim(text="At first `best` is 0.", holds=False, observed="1"),)),
    ],
)
def test_a_badge_never_claims_more_than_the_run_carries(explained, change):
    told = change(explained.verified_explanation())
    assert told.status == "verified"
    assert explanation_status(told) == "partly_verified"
    assert "✓ verified" not in shown(told)
    assert "◐ partly verified" in shown(told)


def test_without_a_run_nothing_is_verified_whatever_the_status_says(explained):
    told = replace(explained.verified_explanation(), trace=None)
    text = shown(told)
    assert text.splitlines()[1] == "✗ not run"
    assert "Nothing was run, so nothing here is checked." in text
    assert "✓" not in text
    assert "✗ false" not in text
    assert "observed" not in text
    assert "returned" not in text
    assert "step by step" not in text


def test_the_reason_why_nothing_was_run_stands_first(explained):
    lines = shown(explained.unverified_explanation()).splitlines()
    assert lines[4] == "│ Nothing was run, so nothing here is checked."
    assert "none that was made up ended" in lines[5]


def test_questions_come_before_the_values_they_ask_for(explained, samples):
    for document in (
        explanation_document(explained.verified_explanation()),
        lesson_document(samples.verified_lesson()),
    ):
        for write in (to_html, to_markdown, to_text):
            text = write(document)
            asked = text.index("Before you read on" if write is not to_text else "? With ")
            assert asked < text.index("observed"), write.__name__
            assert asked < text.index("returned"), write.__name__


def test_the_answer_is_folded_and_says_why(explained):
    document = explanation_document(explained.verified_explanation())
    why = "in round 2."
    assert to_html(document).index("<summary>The answer</summary>") < to_html(document).index(why)
    markdown = to_markdown(document)
    folded = markdown.index("<summary>What came of it</summary>")
    assert markdown.index("<summary>The answer</summary>") < markdown.index(why) < folded, "the result is not in sight"
    text = to_text(document)
    assert text.index("The answer") < text.index("`8` Line 5 set `best`"), "a terminal folds nothing: it stands last"
    assert text.index("The record") < text.index("The answer")


def test_a_question_without_a_right_choice_is_not_asked(explained):
    bad = Question(text="How often?", choices=("1", "2"), answer=2)
    assert "How often?" not in shown(replace(explained.verified_explanation(), questions=(bad,)))


def test_each_own_claim_has_its_verdict(explained):
    text = shown(explained.verified_explanation())
    assert "• ✓ true: after the loop `best` is 8 (seen: `8`)" in text
    assert "• ✗ false: line 5 runs three times (seen: `2 times`)" in text
    assert "• ? cannot tell: it is fast\n" in text


def test_checked_sentences_are_marked_and_others_are_not(explained):
    text = shown(explained.partly_verified_explanation())
    assert "`fib` is called 9 times. ✓ (seen: 9 calls) For large `n` it takes very long. ? unchecked" in text
    assert "The largest number is the result.\n" in shown(explained.verified_explanation())


def test_a_models_own_tick_is_taken_out(explained):
    told = with_block(
        explained.verified_explanation(),
        prose="It never fails ✓ ✅. At first `best` is 0 ✓.",
        claims=(Claim(text="At first `best` is 0 ✓.", holds=None),),
    )
    text = shown(told)
    assert "It never fails" in text
    line = next(line for line in text.splitlines() if "It never fails" in line)
    assert "✓" not in line
    assert "✅" not in line
    assert line.endswith("At first `best` is 0 . ? unchecked")


def test_a_claim_on_a_claim_of_a_learner_cannot_be_forged(explained):
    told = replace(explained.verified_explanation(), claims=(Claim(text="x ✓ true", holds=False),))
    assert "✗ false: x  true" in shown(told).replace("x true", "x  true")


@pytest.mark.parametrize(
    ("prose", "sentence", "expected"),
    [
        ("One. Two.", "One.", "One. M Two."),
        ("One.\nTwo\n  lines.", "Two lines.", "One. Two lines. M"),
        ("The **end.** More.", "The **end.**", "The end. M More."),
        ("- One.\n- Two.", "Two.", ""),
        ("One.", "Three.", "One.|Three. M"),
        ("Same. Same.", "Same.", "Same. M Same."),
        ("", "One.", "One. M"),
        ("One \ue0000\ue001.", "Two.", "One \ufffd0\ufffd.|Two. M"),
    ],
)
def test_a_mark_stands_behind_its_sentence_and_is_never_lost(prose, sentence, expected):
    marks = (Mark(sentence=sentence, spans=(Span(text="M", style="ok"),)),)
    blocks = read_prose(Prose(markdown=prose, marks=marks))
    text = to_text(Document(title="t", blocks=(Prose(markdown=prose, marks=marks),)))
    assert text.count("M") == 1 + prose.count("More")
    if expected:
        found = ["".join(span.text for span in block.spans) for block in blocks if isinstance(block, Paragraph)]
        assert "|".join(found) == expected


def test_two_marks_of_the_same_sentence_go_to_two_places():
    marks = tuple(Mark(sentence="Same.", spans=(Span(text=name, style="ok"),)) for name in ("A", "B"))
    (block,) = read_prose(Prose(markdown="Same. Same.", marks=marks))
    assert isinstance(block, Paragraph)
    assert "".join(span.text for span in block.spans) == "Same. A Same. B"


def test_lines_are_numbered_as_in_the_code(explained):
    text = shown(explained.verified_explanation())
    assert "  5              best = number" in text
    html = to_html(explanation_document(explained.verified_explanation()))
    assert '<span class="ln">3  </span>' in html


def test_what_came_of_a_run_that_neither_returned_nor_raised(explained):
    whole = explained.verified_explanation()
    assert "The run ended without a result and printed nothing." in shown(replace(whole, result=None))
    cut = replace(whole, result=None, trace=replace(whole.trace, truncated=True))
    assert "The run was not seen to end." in shown(cut)
    assert "the first 11 lines of the run seen" in shown(cut)


def test_a_program_is_named_by_its_input(explained):
    whole = explained.verified_explanation()
    steps = tuple(replace(step, function="<module>") for step in whole.trace.steps)
    told = replace(whole, call="3 8 5", trace=replace(whole.trace, steps=steps))
    assert "ran the program on 3 8 5 ·" in shown(told)


def test_a_megabyte_is_bounded(explained):
    whole = explained.verified_explanation()
    huge = "best is *0* `x`. " * 60_000
    block = replace(whole.blocks[0], prose=huge, claims=(Claim(text=huge, holds=True, observed=huge),) * 100)
    told = replace(whole, blocks=(block,), claims=(Claim(text=huge, holds=True, observed=huge),) * 300, output=huge)
    length = len(to_html(explanation_document(told)))
    assert length < 1_500_000
    assert "and 100 more claims" in shown(told)


def test_code_that_turns_the_text_around_is_named(explained):
    whole = explained.verified_explanation()
    told = replace(whole, source=replace(whole.source, text="x = 1 # \u202e evil\n"))
    assert "turn the direction of text around" in shown(told)
