"""`check` with a scripted model and the real judge: an answer that anybody wrote, held against independent drafts."""

from dataclasses import replace

import pytest

from kernel_magic.core.errors import TaskError
from kernel_magic.core.source import Source
from kernel_magic.lessons.check import check
from kernel_magic.lessons.drafting.memory import DraftMemory
from kernel_magic.lessons.solve import solve
from kernel_magic.render.check import check_document
from kernel_magic.render.text import to_text
from tests.scripted_work import ALL, HARD_CODED, LOOP, LUCKY, RENAMED, SUM, TASK, work_with


def test_a_right_answer_with_an_independent_witness_is_verified(judge):
    result = check(Source(text=SUM), TASK, work_with(judge, LOOP, LOOP))
    assert (result.status, result.verdict) == ("verified", "AC")
    assert result.counterexample is None


def test_a_wrong_answer_is_refuted_by_an_example_without_any_model(judge):
    work = work_with(judge)
    result = check(Source(text=ALL), TASK, work)
    assert (result.status, result.verdict) == ("unverified", "WA")
    assert result.counterexample is not None
    assert result.counterexample.got == "3"
    assert work.backend.prompts == []


def test_an_answer_that_only_fits_the_examples_is_not_verified(judge):
    result = check(Source(text=HARD_CODED), TASK, work_with(judge, LOOP, SUM))
    assert (result.status, result.verdict) == ("partly_verified", "AC")
    assert result.counterexample is not None


def test_a_model_that_repeats_the_answer_is_no_witness(judge):
    result = check(Source(text=LOOP), TASK, work_with(judge, LOOP, RENAMED, rounds=0))
    assert result.status == "partly_verified"


def test_without_a_model_only_the_examples_speak(judge):
    work = work_with(judge)
    work.backend = None
    result = check(Source(text=SUM), TASK, work)
    assert (result.status, result.verdict, result.provenance) == ("partly_verified", "AC", None)


@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_empty_answer_is_bad_input(judge, text):
    with pytest.raises(TaskError):
        check(Source(text=text), TASK, work_with(judge))


PAIRS = """Write `pairs(words)`: it counts the pairs of words of which one is the other reversed.
>>> pairs(['julia', 'best', 'tseb', 'for', 'ailuj'])
2
"""
COUNTED = "def pairs(words):\n    return sum(words[at + 1:].count(word[::-1]) for at, word in enumerate(words))\n"
NESTED = """def pairs(words):
    found = 0
    for at in range(len(words)):
        for later in range(at + 1, len(words)):
            if words[at] == words[later][::-1]:
                found += 1
    return found
"""
WITH_ITSELF = COUNTED.replace("at + 1", "at")


def test_words_of_an_example_are_not_the_only_words(judge):
    result = check(Source(text=WITH_ITSELF), PAIRS, work_with(judge, COUNTED, NESTED, candidates=8))
    assert result.status != "verified"
    assert result.counterexample is not None


# -- drafts that there are already


def drafts(result):
    """How many drafts stand behind a result."""
    assert result.provenance is not None
    return result.provenance.candidates


def test_drafts_that_agree_against_the_answer_end_the_search(judge):
    work = work_with(judge, LOOP, SUM, candidates=8)
    result = check(Source(text=HARD_CODED), TASK, work)
    assert (result.status, drafts(result)) == ("partly_verified", 8)
    assert result.support is not None
    assert (result.support.backing, result.support.against) == (0, 8)
    assert result.counterexample is not None
    assert result.counterexample.source == "one of 8 drafts that agree"
    shown = to_text(check_document(result))
    assert "partly verified, probably wrong" in shown
    assert "8 of 8 drafts agree with each other" in shown


def test_drafts_that_part_are_followed_by_more(judge):
    result = check(Source(text=HARD_CODED), TASK, work_with(judge, LOOP, LUCKY, candidates=8))
    assert drafts(result) == 24
    assert result.support is not None
    assert result.support.against == 0
    assert "probably wrong" not in to_text(check_document(result)).lower()


def remembering(judge, memory, *drafts, **options):
    work = work_with(judge, *drafts, candidates=8, **options)
    work.memory = memory
    return work


@pytest.mark.parametrize(("answer", "status"), [(SUM, "verified"), (LOOP, "verified"), (LUCKY, "partly_verified")])
def test_an_answer_after_a_lesson_is_held_against_the_drafts_of_the_lesson(judge, answer, status):
    memory = DraftMemory()
    lesson = solve(TASK, remembering(judge, memory, LOOP, SUM))
    work = remembering(judge, memory)
    result = check(Source(text=answer), TASK, work)
    assert work.backend.prompts == []
    assert (result.status, result.usage.completion_tokens) == (status, 0)
    assert drafts(result) == len(lesson.attempts)
    assert result.provenance is not None
    assert result.provenance.prompt_sha256 == lesson.provenance.prompt_sha256
    assert result.task.notes == (f"It was held against the {len(lesson.attempts)} drafts made for this task before.",)
    fresh = check(Source(text=answer), TASK, work_with(judge, LOOP, SUM, candidates=8))
    assert (result.witnesses, result.support, result.counterexample, result.gap) == (
        fresh.witnesses,
        fresh.support,
        fresh.counterexample,
        fresh.gap,
    )


def test_an_answer_that_was_checked_before_is_no_witness(judge):
    memory = DraftMemory()
    first = check(Source(text=LUCKY), TASK, remembering(judge, memory, LOOP, SUM, LUCKY, rounds=0))
    for _ in range(4):
        again = check(Source(text=LUCKY), TASK, remembering(judge, memory, rounds=0))
        assert (again.status, again.support) == ("partly_verified", first.support)


def test_drafts_that_were_not_enough_are_added_to_up_to_the_last_round(judge):
    memory = DraftMemory()
    kind = {"later": [[LOOP, SUM]], "rounds": 1}
    parted = remembering(judge, memory, LOOP, LUCKY, **kind)
    parted.options = options = replace(parted.options, tokens=1)  # spent after one round
    assert drafts(check(Source(text=SUM), TASK, parted)) == 8
    stays = remembering(judge, memory, LOOP, SUM, **kind)
    stays.options = options
    assert drafts(check(Source(text=SUM), TASK, stays)) == 8
    assert stays.backend.prompts == []

    memory = DraftMemory()
    assert drafts(check(Source(text=LUCKY), TASK, remembering(judge, memory, LOOP, LUCKY, **kind))) == 16
    assert drafts(check(Source(text=SUM), TASK, remembering(judge, memory, **kind))) == 16


def test_drafts_of_another_task_or_with_other_options_are_not_used(judge):
    memory = DraftMemory()
    solve(TASK, remembering(judge, memory, LOOP, SUM))
    other = remembering(judge, memory, LOOP, SUM)
    check(Source(text=SUM), TASK + ">>> total([1, 1])\n2\n", other)
    hotter = remembering(judge, memory, LOOP, SUM)
    hotter.options = replace(hotter.options, temperature=1.0)
    check(Source(text=SUM), TASK, hotter)
    assert other.backend.prompts
    assert hotter.backend.prompts


def test_of_many_tasks_the_last_ones_are_remembered(judge):
    memory = DraftMemory()
    tasks = [TASK + f">>> total([{number}])\n{number}\n" for number in range(1, 10)]
    for task in tasks:
        check(Source(text=SUM), task, remembering(judge, memory, LOOP, SUM))
    first, last = (remembering(judge, memory, LOOP, SUM) for _ in range(2))
    check(Source(text=SUM), tasks[-1], last)
    check(Source(text=SUM), tasks[0], first)
    assert (bool(first.backend.prompts), bool(last.backend.prompts)) == (True, False)


# -- a teacher's program


def test_an_answer_that_does_what_the_teachers_program_does_is_verified_without_a_model(judge):
    work = work_with(judge)
    result = check(Source(text=SUM), TASK, work, reference=Source(text=LOOP))
    assert (result.status, result.counterexample) == ("verified", None)
    assert [witness.kind for witness in result.witnesses] == ["examples", "teacher_reference"]
    assert result.witnesses[1].cases == result.witnesses[1].agreed > 100
    assert work.backend.prompts == []


@pytest.mark.parametrize("wrong", [LUCKY, HARD_CODED])
def test_an_answer_that_differs_from_the_teachers_program_is_refuted_by_the_smallest_input(judge, wrong):
    result = check(Source(text=wrong), TASK, work_with(judge), reference=Source(text=LOOP))
    assert result.status == "unverified"
    assert result.counterexample is not None
    assert result.counterexample.source == "the teacher's program"
    assert len(result.counterexample.input) <= len("total([-1])")


def test_nothing_is_held_against_an_answer_where_the_teachers_program_raises(judge):
    task = "Write `first(items)`.\n>>> first([3, 1])\n3\n"
    kind = "def first(items):\n    return items[0] if items else None\n"
    result = check(Source(text=kind), task, work_with(judge), reference=Source(text="def first(a):\n    return a[0]\n"))
    assert result.status == "verified"


def test_a_teachers_program_that_fails_an_example_is_named_and_nothing_is_judged_by_it(judge):
    with pytest.raises(TaskError, match=r"gives 3, the task says 5"):
        check(Source(text=SUM), TASK, work_with(judge), reference=Source(text=ALL))


def test_an_empty_teachers_program_is_bad_input(judge):
    with pytest.raises(TaskError, match="empty"):
        check(Source(text=SUM), TASK, work_with(judge), reference=Source(text=" \n"))
