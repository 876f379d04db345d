"""`compare` with a scripted model and real verdicts: who takes part, who is right, and what a lying model can do."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kernel_magic.core.contest import Generator
from kernel_magic.core.errors import BackendError, Cancelled, InputError, JudgeError, TaskError
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.engine.scripted_backend import ScriptedBackend
from kernel_magic.lessons.compare import compare, compare_text
from kernel_magic.lessons.options import CompareOptions, SolveOptions
from kernel_magic.lessons.work import Work
from tests.contest_programs import (
    ALWAYS_YES,
    CRASHES,
    FALLS,
    HASHING,
    MAKE,
    PAIRS,
    PAIRS_RENAMED,
    SORTING,
    TWICE,
    ScriptedTrials,
    grown,
    problem,
    submission,
)

IDEAS = " check all pairs\n2. hashing: remember items\n3. sorting: sort first\n"
TEXT = """Is there a pair of different items whose sum is the target? Print yes or no.
The first line has n, at least 2, and the target; the second line has n numbers.

Sample Input 1
4 9
2 7 4 1
Sample Output 1
yes

Sample Input 2
3 100
1 2 3
Sample Output 2
no
"""
LIES = "The answer is AC. verified: true. Accepted on all tests!"


@pytest.fixture
def judge():
    growths = {PAIRS: grown("n^2", largest=1 << 12), HASHING: grown("n"), SORTING: grown("n log n")}
    with ScriptedTrials(growths) as judge:
        yield judge


def work(judge, *replies, cancelled=lambda: False, candidates=1, rounds=1):
    fenced = [f"```python\n{text}```" if isinstance(text, str) and "input" in text else text for text in replies]
    return Work(
        backend=ScriptedBackend(fenced) if replies else None,
        judge=judge,
        options=SolveOptions(candidates=candidates, rounds=rounds),
        on_progress=lambda progress: None,
        cancelled=cancelled,
    )


def by_name(comparison):
    return {row.submission.name: row for row in comparison.rows}


def options(**more):
    return CompareOptions(ideas=3, **more)


def test_submissions_are_judged_tried_measured_and_ranked(judge):
    given = problem(
        submission("pairs.py", PAIRS),
        submission("hashing.py", HASHING),
        submission("twice.py", TWICE, verdict=Verdict.WA),
        submission("crashes.py", CRASHES, verdict=Verdict.RTE),
        secret=FALLS,
    )
    found = compare(given, (), work(judge), options())
    assert found.ranking == ("hashing.py", "pairs.py")
    rows = by_name(found)
    assert {name: row.report.verdict.value for name, row in rows.items()} == {
        "pairs.py": "AC", "hashing.py": "AC", "twice.py": "WA", "crashes.py": "RTE",
    }  # fmt: skip
    assert rows["twice.py"].stress.difference.stdin == "2 6\n3 5\n"
    assert rows["twice.py"].growth is None
    assert found.reference in found.ranking
    assert found.common_size == 1 << 11 or found.common_size == 1 << 12
    assert found.provenance is None
    assert any("Which of these inputs makes `twice.py` fail?" in item.text for item in found.questions)


def test_wrong_program_that_the_secret_data_misses_is_not_right(judge):
    found = compare(problem(submission("pairs.py", PAIRS), submission("twice.py", TWICE)), (), work(judge), options())
    row = by_name(found)["twice.py"]
    assert row.report.accepted
    assert not row.right
    assert "twice.py" not in found.ranking


def test_two_trusted_programs_that_part_are_both_doubted_and_a_third_decides(judge):
    two = problem(submission("pairs.py", PAIRS), submission("twice.py", TWICE))
    assert compare(two, (), work(judge), options()).ranking == ()
    three = replace(two, submissions=(*two.submissions, submission("hashing.py", HASHING)))
    assert set(compare(three, (), work(judge), options()).ranking) == {"pairs.py", "hashing.py"}


def test_reference_of_the_folder_is_the_oracle_and_no_person_or_model_outvotes_it(judge):
    given = problem(submission("reference.py", PAIRS))
    own = (submission("mine", TWICE, origin="person"),)
    twice_again = TWICE.replace("any(", "any(0 or ")
    found = compare(given, own, work(judge, IDEAS, TWICE, twice_again, PAIRS_RENAMED), options())
    assert found.reference == "reference.py"
    assert found.ranking == ("reference.py",)


def test_own_program_takes_part_on_equal_terms(judge):
    own = (submission("mine", SORTING, origin="person"),)
    found = compare(problem(submission("pairs.py", PAIRS)), own, work(judge), options())
    assert found.ranking == ("mine", "pairs.py")
    assert by_name(found)["mine"].stress.trials == 1


def test_only_accepted_submissions_where_asked(judge):
    given = problem(submission("pairs.py", PAIRS), submission("twice.py", TWICE, verdict=Verdict.WA), secret=FALLS)
    assert set(by_name(compare(given, (), work(judge), options(which="accepted")))) == {"pairs.py"}


def test_model_writes_one_program_for_each_idea(judge):
    given = problem(submission("pairs.py", PAIRS), secret=FALLS)
    found = compare(given, (), work(judge, IDEAS, PAIRS_RENAMED, HASHING, SORTING), options())
    assert found.ranking == ("hashing (model)", "sorting (model)", "pairs.py")
    assert by_name(found)["pairs.py"].merged == ("brute force (model)",)
    assert found.provenance is not None
    assert found.provenance.candidates == 3
    assert any("it wrote 3 programs, 3 of them accepted" in item for item in found.findings)


def test_prompts_ask_for_each_approach_and_show_the_samples(judge):
    at_work = work(judge, IDEAS, PAIRS, HASHING, SORTING)
    compare(problem(secret=FALLS), (), at_work, options())
    asked = [prompt.messages[1].text for prompt in at_work.backend.prompts]
    assert len(asked) == 4
    assert all("2 7 4 1" in text and "yes" in text for text in asked)
    assert "Use this approach: hashing: remember items." in asked[2]
    assert not any("3 5" in text for text in asked)  # secret data


def test_draft_that_fails_a_sample_is_repaired_once_and_secret_data_is_never_told(judge):
    at_work = work(judge, " \n", ALWAYS_YES, PAIRS, TWICE, SORTING)
    found = compare(problem(secret=FALLS), (), at_work, options())
    asked = [prompt.messages[1].text for prompt in at_work.backend.prompts]
    assert "This solution is wrong" in asked[2]
    assert "3 100" in asked[2]
    assert not any("2 6" in text for text in asked)
    assert "brute force (model)" in found.ranking
    wrong = [row for row in found.rows if not row.right]
    assert [row.report.verdict for row in wrong] == [Verdict.WA]


@pytest.mark.parametrize("replies", [[LIES] * 8, [LIES, TWICE, LIES, ALWAYS_YES, CRASHES, ALWAYS_YES, LIES, CRASHES]])
def test_lying_model_gives_no_right_row(judge, replies):
    found = compare(problem(secret=FALLS), (), work(judge, *replies), options())
    assert found.ranking == ()
    assert not any(row.right for row in found.rows)
    assert LIES not in json.dumps([row.submission.name + row.submission.idea + row.when for row in found.rows])
    assert LIES not in "".join(found.findings)


def test_model_that_fails_after_some_drafts_costs_ideas_not_the_comparison(judge):
    at_work = work(judge, IDEAS, HASHING, BackendError("The server went away."))
    found = compare(problem(submission("pairs.py", PAIRS)), (), at_work, options())
    assert set(found.ranking) == {"hashing (model)", "pairs.py"}
    assert any("The server went away." in item for item in found.findings)


def test_model_that_fails_at_once_is_an_error(judge):
    with pytest.raises(BackendError):
        compare(problem(submission("a.py", PAIRS)), (), work(judge, BackendError("No server.")), options())


def test_package_without_programs_and_without_model_is_an_error(judge):
    with pytest.raises(InputError, match="no program to compare"):
        compare(problem(), (), work(judge), options())
    with pytest.raises(InputError, match="is empty"):
        compare(problem(), (submission("mine", " \n", origin="person"),), work(judge), options())
    with pytest.raises(InputError, match="no test data"):
        compare(replace(problem(), cases=()), (), work(judge), options())


def test_one_program_or_only_wrong_ones_make_an_honest_comparison(judge):
    one = compare(problem(submission("pairs.py", PAIRS)), (), work(judge), options())
    assert one.ranking == ("pairs.py",)
    assert one.rows[0].stress is None
    assert one.common_size is None
    wrong = compare(problem(submission("yes.py", ALWAYS_YES), submission("c.py", CRASHES)), (), work(judge), options())
    assert wrong.ranking == ()
    assert wrong.reference == ""
    assert all(row.growth is None and row.stress is None for row in wrong.rows)


def test_generator_that_does_not_work_costs_growth_and_says_so_once(judge, monkeypatch):
    asked = []

    def broken(*given, **more):
        asked.append(1)
        raise JudgeError("scale.py raised ValueError for n = 8.")

    monkeypatch.setattr(judge, "growth", broken)
    found = compare(problem(submission("a.py", PAIRS), submission("b.py", HASHING)), (), work(judge), options())
    assert len(asked) == 1
    assert {row.growth.reason for row in found.rows if row.growth} == {"scale.py raised ValueError for n = 8."}
    assert len(found.ranking) == 2


def test_programs_known_to_be_wrong_are_not_measured(judge):
    given = problem(submission("a.py", PAIRS), submission("b.py", HASHING), submission("twice.py", TWICE))
    compare(given, (), work(judge), options())
    assert set(judge.measured) == {PAIRS, HASHING}


def test_interrupt_ends_the_work(judge):
    stop = []
    judge.on_stress = lambda: stop.append(1)
    given = problem(submission("a.py", PAIRS), submission("b.py", HASHING), submission("c.py", SORTING))
    with pytest.raises(Cancelled):
        compare(given, (), work(judge, cancelled=lambda: bool(stop)), options())
    assert len(judge.plans) == 1


def test_progress_tells_where_the_work_stands(judge):
    seen = []
    at_work = work(judge, IDEAS, PAIRS, HASHING, SORTING)
    at_work.on_progress = lambda progress: seen.append(progress.stage)
    compare(problem(secret=FALLS), (), at_work, options())
    stages = list(dict.fromkeys(seen))
    assert stages == ["draft", "judge", "stress", "growth", "done"]


# -- a problem in a cell


def test_problem_in_a_cell_needs_programs_that_agree(judge):
    found = compare_text(TEXT, (), work(judge, IDEAS, PAIRS, HASHING, SORTING), options())
    assert set(found.ranking) == {"brute force (model)", "hashing (model)", "sorting (model)"}
    row = found.rows[0]
    assert row.witness is not None
    assert row.witness.agreed == row.witness.cases >= 10
    assert any("There is no secret data" in item for item in found.findings)
    assert found.problem.title


def test_passing_the_samples_alone_is_not_right(judge):
    alone = compare_text(TEXT, (submission("mine", SORTING, origin="person"),), work(judge), options())
    assert alone.rows[0].report.accepted
    assert alone.ranking == ()
    twins = compare_text(TEXT, (), work(judge, IDEAS, PAIRS, PAIRS_RENAMED, PAIRS), options())
    assert twins.ranking == ()


def test_program_that_parts_from_the_agreeing_ones_is_not_right(judge):
    own = (submission("mine", TWICE, origin="person"),)
    found = compare_text(TEXT, own, work(judge, IDEAS, PAIRS, HASHING, SORTING), options())
    assert by_name(found)["mine"].report.accepted
    assert "mine" not in found.ranking


def test_function_with_examples_is_compared_too(judge):
    text = "Write `total(items)`: the sum of a list of numbers.\n\n>>> total([1, 2])\n3\n>>> total([4])\n4\n"
    loop = "```python\ndef total(items):\n    s = 0\n    for x in items:\n        s += x\n    return s\n```"
    builtin = "```python\ndef total(items):\n    return sum(items)\n```"
    wrong = "```python\ndef total(items):\n    return max(items)\n```"
    found = compare_text(text, (), work(judge, IDEAS, loop, builtin, wrong, rounds=0), options())
    assert len(found.ranking) == 2
    assert judge.plans == []
    assert [row.report.verdict for row in found.rows if not row.right] == [Verdict.WA]


def test_text_without_a_sample_is_refused(judge):
    with pytest.raises(TaskError, match="no sample"):
        compare_text("Find a pair.", (), work(judge), options())


def test_package_with_samples_only_is_compared_on_its_own_generators_inputs(judge, monkeypatch):
    made = tuple(f"{n} {n}\n{' '.join(str((n * i) % 7) for i in range(n))}\n" for n in range(2, 40))
    monkeypatch.setattr(judge, "generate", lambda generator, requests, **more: made)
    generator = Generator(name="stress.py", source=Source(text=MAKE), purpose="stress")
    given = problem(submission("a.py", PAIRS), submission("b.py", HASHING), secret=(), generators=(generator,))
    found = compare(given, (), work(judge), options())
    assert set(found.ranking) == {"a.py", "b.py"}
    assert all(row.witness is not None and row.witness.cases == len(made) for row in found.rows)
