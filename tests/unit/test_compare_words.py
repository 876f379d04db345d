"""Ranking, findings, advice and questions: what is said follows from the figures, and nothing is said without them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel_magic.core.comparison import ComparisonRow, Difference, StressReport
from kernel_magic.core.growth import Growth, GrowthSample, units
from kernel_magic.core.problem import Limits
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict
from kernel_magic.lessons.comparing.advice import with_advice
from kernel_magic.lessons.comparing.findings import findings
from kernel_magic.lessons.comparing.questions import questions
from kernel_magic.lessons.comparing.ranking import common_size, ranked
from tests.contest_programs import ISOLATION, grown, problem, row

FAST = row("hashing.py", growth=grown("n", coefficient=2e-7, largest=1 << 20), lines=8)
SORTED = row("sorting.py", growth=grown("n log n", coefficient=4e-8, largest=1 << 20), lines=9)
SLOW = row("pairs.py", growth=grown("n^2", coefficient=3e-8, largest=1 << 13), lines=4)
TOO_SLOW = row("pairs.py", verdict=Verdict.TLE, growth=SLOW.growth, stress=StressReport(trials=300, seconds=2.0))
LIMITS = Limits(cpu_s=2.0)


def names(rows):
    return [item.submission.name for item in rows]


def test_decided_growth_ranks_before_time():
    slower_but_linear = replace(FAST, growth=grown("n", coefficient=1e-3))
    order = ranked([SLOW, slower_but_linear])
    assert names(order) == ["hashing.py", "pairs.py"]
    size = common_size(order)
    assert size is not None


def test_time_ranks_where_growth_is_not_decided():
    assert SORTED.growth is not None
    unsure = replace(SORTED, growth=replace(SORTED.growth, decided=False))
    quick = replace(unsure, growth=replace(grown("n log n", coefficient=1e-9, largest=1 << 20), decided=False))
    assert names(ranked([FAST, quick])) == ["sorting.py", "hashing.py"]
    assert names(ranked([FAST, unsure])) == ["hashing.py", "sorting.py"]


def test_undecided_row_does_not_upset_the_order_of_decided_ones():
    unsure = row("unsure.py", growth=replace(grown("n^2", coefficient=1e-9, largest=1 << 13), decided=False))
    order = names(ranked([SLOW, FAST, unsure, SORTED]))
    assert order.index("hashing.py") < order.index("sorting.py") < order.index("pairs.py")


def test_memory_and_lines_decide_between_equals_and_wrong_rows_are_not_ranked():
    long = row("long.py", lines=30)
    short = row("short.py", lines=3)
    thirsty = row("thirsty.py", lines=1, peak_mib_max=9.0)
    assert names(ranked([long, thirsty, short, row("wrong.py", verdict=Verdict.WA)])) == [
        "short.py", "long.py", "thirsty.py",
    ]  # fmt: skip


def test_common_size_is_the_largest_that_all_were_measured_at():
    assert common_size([FAST, SORTED, SLOW]) == 1 << 13
    assert common_size([FAST, row("unmeasured.py")]) is None
    assert common_size([FAST]) is None


def test_findings_compare_times_and_say_what_doubling_does():
    found = findings(problem(), [FAST, SORTED], [], None)
    text = "\n".join(found)
    assert "At n = 1,048,576 `hashing.py` needs 0.21 s and `sorting.py` 0.84 s: 4 times as much." in text
    assert "Twice the input, from n = 524,288 to 1,048,576, takes `hashing.py` 2 times as long" in text
    assert "2 of 2 programs give the right answer on 2 samples and 2 secret cases." in text


def test_estimate_is_said_to_be_one_and_stands_beside_what_was_measured():
    found = [item for item in findings(problem(), [FAST], [TOO_SLOW], None) if "would need" in item]
    assert len(found) == 1
    assert found[0].startswith(
        "At n = 1,048,576, which `hashing.py` does in 0.21 s, `pairs.py` would need about 9 hours"
    )
    assert "estimate" in found[0]


def test_nothing_is_said_of_growth_that_is_not_decided_or_contradicts_its_samples():
    assert SLOW.growth is not None
    unsure = replace(SLOW, growth=replace(SLOW.growth, decided=False))
    crooked = replace(SLOW, growth=replace(SLOW.growth, model="n^3", coefficient=1e-9))
    for odd in (unsure, crooked):
        text = "\n".join(findings(problem(), [FAST, odd], [], None))
        assert "takes `pairs.py`" not in text
    assert "would need" not in "\n".join(findings(problem(), [FAST, unsure], [], None))


def test_times_too_close_or_too_small_are_not_called_different():
    near = replace(SORTED, growth=grown("n", coefficient=2.1e-7, largest=1 << 20))
    assert "about the same time" in "\n".join(findings(problem(), [FAST, near], [], None))
    tiny = [row(name, growth=grown("n", coefficient=x, largest=1 << 10)) for name, x in (("a", 1e-9), ("b", 9e-9))]
    assert not [item for item in findings(problem(), tiny, [], None) if "At n" in item]


def test_a_difference_that_the_machine_explains_is_not_said_and_does_not_rank():
    quick, slow = (grown("n", coefficient=x, largest=1 << 20) for x in (2.0e-7, 2.8e-7))
    at_one_pace = [row("a", growth=replace(quick, yardstick_s=1e-4)), row("b", growth=replace(slow, yardstick_s=1e-4))]
    assert "1.4 times as much" in "\n".join(findings(problem(), at_one_pace, [], None))
    while_slow = [at_one_pace[0], row("b", growth=replace(slow, yardstick_s=1.5e-4))]
    assert "about the same time" in "\n".join(findings(problem(), while_slow, [], None))
    assert [item.submission.name for item in ranked(at_one_pace)] == ["a", "b"]
    assert [item.submission.name for item in ranked(while_slow)] == ["b", "a"]
    advised = [with_advice(item, ranked(while_slow), problem().limits).when for item in while_slow]
    assert not any("fastest" in words for words in advised)


def test_a_slow_machine_makes_no_difference_larger():
    quick, slow = (grown("n", coefficient=x, largest=1 << 20) for x in (2.0e-7, 2.2e-7))
    rows = [row("a", growth=replace(quick, yardstick_s=1.5e-4)), row("b", growth=replace(slow, yardstick_s=1e-4))]
    assert "about the same time" in "\n".join(findings(problem(), rows, [], None))


@pytest.mark.parametrize(
    ("fast_s", "slow_s", "says"),
    [
        (0.0026, 0.0096, "At n = 1,024 `b` needs 9.6 ms, and `a` less than 4.0 ms."),
        (0.0026, 0.0046, None),
        (0.02, 0.021, "At n = 1,024 `a` and `b` need about the same time, 21 ms."),
        (0.05, 0.02, "At n = 1,024 `b` needs 20 ms and `a` 50 ms: 2.5 times as much."),
    ],
)
def test_what_is_said_of_two_times_is_what_was_measured(fast_s, slow_s, says):
    """Also where growth ranks the one first that is slower at the common size."""
    linear = grown("n", coefficient=fast_s / units("n", 1024), largest=1024)
    square = grown("n^2", coefficient=slow_s / units("n^2", 1024), largest=1024)
    rows = [row("a", growth=linear), row("b", growth=square)]
    found = [item for item in findings(problem(), rows, [], None) if item.startswith("At n")]
    assert found == ([says] if says else [])


def test_without_secret_data_the_findings_say_how_little_that_is():
    samples_only = problem(secret=())
    found = findings(samples_only, [], [row("a.py"), row("b.py", verdict=Verdict.WA)], None)
    assert "1 of 2 programs gives the right answer on 2 samples." in found
    assert any("passing the samples alone proves little" in item for item in found)


def test_advice_names_the_fastest_the_shortest_and_the_one_for_small_inputs():
    order = [FAST, SORTED, SLOW]
    advised = {item.submission.name: with_advice(item, order, LIMITS).when for item in order}
    assert "slowest growth" in advised["hashing.py"] or "fastest" in advised["hashing.py"]
    assert advised["pairs.py"].startswith("shortest, 4 lines")
    assert "n up to about 8,000 in 2.0 s" in advised["pairs.py"]
    assert with_advice(TOO_SLOW, order, LIMITS).when == "small inputs: n up to about 8,000 in 2.0 s"
    assert with_advice(row("wrong.py", verdict=Verdict.WA), order, LIMITS).when == ""
    assert with_advice(FAST, [FAST], LIMITS).when == "the only right one here"


def test_too_slow_program_that_was_never_seen_to_be_right_is_not_recommended():
    unknown = replace(TOO_SLOW, stress=None)
    assert with_advice(unknown, [FAST], LIMITS).when == ""


def wrong_row(stdin: str) -> ComparisonRow:
    difference = Difference(stdin=stdin, expected="no", got="yes", verdict=Verdict.WA, place="", seed=0, shrunk_from=9)
    results = (
        CaseResult(name="sample/1", verdict=Verdict.AC),
        CaseResult(name="sample/2", verdict=Verdict.AC),
        CaseResult(name="secret/1", verdict=Verdict.WA),
    )
    report = JudgeReport(verdict=Verdict.WA, cases=results, isolation=ISOLATION)
    return row("twice.py", report=report, stress=StressReport(trials=4, seconds=1.0, difference=difference))


def test_question_offers_the_breaking_input_among_ones_it_was_right_on():
    asked = questions(problem(), [FAST], [wrong_row("2 6\n3 5\n")])[0]
    assert asked.text == "Which of these inputs makes `twice.py` fail?"
    assert asked.choices[asked.answer] == "2 6\n3 5"
    assert set(asked.choices) == {"2 6\n3 5", "4 9\n2 7 4 1", "3 100\n1 2 3"}  # secret/1 failed: it is no choice


def test_no_question_where_the_breaking_input_is_long():
    assert questions(problem(), [FAST], [wrong_row("1 " * 200)]) == questions(problem(), [FAST], [])


@pytest.mark.parametrize(
    ("growth", "answer"),
    [(grown("n", coefficient=2e-6), "doubles"), (SLOW.growth, "becomes 4 times as much")],
)
def test_doubling_question_has_the_measured_answer(growth, answer):
    asked = questions(problem(), [row("a.py", growth=growth)], [])
    assert asked[0].choices[asked[0].answer] == answer


def test_sizes_that_are_nearly_doubled_are_compared():
    sizes = (GrowthSample(size=n, cpu_s=n * 1e-6, peak_mib=1.0, repeats=3) for n in (23_143, 46_285, 92_571))
    growth = Growth(model="n", runner_up="n log n", decided=True, samples=tuple(sizes))
    text = "\n".join(findings(problem(), [row("a.py", growth=growth)], [], None))
    assert "Twice the input, from n = 46,285 to 92,571, takes `a.py` 2 times as long" in text


def test_no_doubling_question_where_the_growth_is_not_decided():
    assert isinstance(SLOW.growth, Growth)
    assert questions(problem(), [row("a.py", growth=replace(SLOW.growth, decided=False))], []) == ()


def test_fastest_question_needs_a_clear_difference():
    asked = questions(problem(), [FAST, replace(SORTED, growth=grown("n^2", coefficient=1e-7, largest=1 << 12))], [])
    assert asked[-1].text == "Which program needs the least time at n = 4,096?"
    assert asked[-1].choices[asked[-1].answer] == "hashing.py"
    near = replace(SORTED, growth=grown("n", coefficient=2.1e-7, largest=1 << 20))
    assert not [item for item in questions(problem(), [FAST, near], []) if "least time" in item.text]
