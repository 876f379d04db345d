"""`check` with a scripted model and the real judge: an answer that anybody wrote, held against independent drafts."""

import pytest

from kernel_magic.core.errors import TaskError
from kernel_magic.core.source import Source
from kernel_magic.judge.local import LocalJudge
from kernel_magic.lessons.check import check
from tests.scripted_work import ALL, HARD_CODED, LOOP, LUCKY, RENAMED, SUM, TASK, work_with


@pytest.fixture(scope="module")
def judge():
    with LocalJudge() as judge:
        yield judge


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
