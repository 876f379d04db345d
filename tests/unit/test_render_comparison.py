"""What a learner sees of a comparison: the badge claims no more than was run, and a wrong program never looks right."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kernel_magic.core.comparison import StressReport
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict
from kernel_magic.render.comparison import comparison_document, table_blocks
from kernel_magic.render.document import Ask, Curves, Details, Document, Section, Table
from kernel_magic.render.failing import excerpt
from kernel_magic.render.html import to_html
from kernel_magic.render.markdown import to_markdown
from kernel_magic.render.standing import comparison_badge, comparison_ran, mark, standing
from kernel_magic.render.text import to_text


def table(comparison) -> Table:
    (section,) = table_blocks(comparison)
    assert isinstance(section, Section)
    return next(block for block in section.blocks if isinstance(block, Table))


def column(comparison, name: str) -> list[str]:
    found = table(comparison)
    at = found.header.index(name)
    return [row[at].text for row in found.rows]


def changed(comparison, name: str, **changes):
    rows = tuple(replace(row, **changes) if row.submission.name == name else row for row in comparison.rows)
    return replace(comparison, rows=rows)


def test_the_order_is_the_order_of_trust(compared):
    blocks = comparison_document(compared.comparison()).blocks
    names = [block.title if isinstance(block, Section) else type(block).__name__ for block in blocks]
    assert names == [
        "Header", "", "Measured growth", "What the runs say", "Ask", "Where programs fail", *["Details"] * 6,
        "Not compared on their own", "Details", "Footer",
    ]  # fmt: skip


def test_each_program_stands_where_the_runs_put_it(compared):
    told = compared.comparison()
    assert [standing(row, told) for row in told.rows] == ["held", "held", "held", "slow", "wrong", "wrong"]
    assert column(told, "verdict") == ["✓ AC", "✓ AC", "✓ AC", "✗ TLE", "✗ WA", "✗ WA"]
    told = compared.samples_only()
    assert [standing(row, told) for row in told.rows] == ["passed", "passed", "wrong"]
    told = compared.nothing_right()
    assert [standing(row, told) for row in told.rows] == ["wrong", "wrong", "unknown"]


def test_the_badge_says_what_was_run(compared):
    badge = comparison_badge(compared.comparison())
    assert (badge.symbol, badge.tone, badge.label) == ("✓", "ok", "3 of 6 accepted")
    ran = comparison_ran(compared.comparison())
    assert ran == (
        "2 samples, 24 secret cases · 1,000 generated inputs each against two_pointers.py · sandbox level 3 · 38 s"
    )


def test_samples_alone_are_never_green(compared):
    told = compared.samples_only()
    badge = comparison_badge(told)
    assert (badge.symbol, badge.tone) == ("◐", "part")
    assert badge.label == "2 of 3 pass the samples and agree with each other"
    assert "secret" not in comparison_ran(told)
    alone = changed(changed(told, "hash set (model)", witness=None, stress=None), "every pair (model)", witness=None)
    assert comparison_badge(alone).label == "2 of 3 pass the samples, nothing more is known"
    assert all("✓" not in mark(row, told).text for row in told.rows)


def test_cases_without_a_second_program_are_not_green(compared):
    told = compared.comparison()
    for row in told.rows[:3]:
        told = changed(told, row.submission.name, stress=None)
    assert comparison_badge(told).tone == "part"
    assert comparison_badge(told).label == "3 of 6 accepted on the cases alone"
    none_ran = StressReport(trials=0, seconds=2.0, note="the generator does not end")
    assert comparison_badge(changed(told, "hash set (model)", stress=none_ran)).tone == "part"
    few = StressReport(trials=9, seconds=2.0)
    assert comparison_badge(changed(told, "hash set (model)", stress=few)).tone == "part"
    assert "9 generated inputs" in comparison_ran(changed(told, "hash set (model)", stress=few))
    enough = StressReport(trials=10, seconds=2.0)
    assert comparison_badge(changed(told, "hash set (model)", stress=enough)).label == (
        "2 of 6 accepted, 1 more on the cases alone"
    )


def test_a_reference_is_held_by_a_program_that_agrees_with_it(compared):
    told = changed(compared.comparison(), "two_pointers.py", stress=None)
    assert standing(told.rows[2], told) == "held"
    for name in ("pointers.cpp", "hash set (model)"):
        told = changed(told, name, stress=None)
    assert standing(told.rows[2], told) == "passed"


def test_cases_that_were_not_run_are_no_acceptance(compared):
    told = compared.comparison()
    row = told.rows[0]
    short = replace(row.report, cases=row.report.cases[:5])
    assert standing(replace(row, report=short), told) == "passed"
    none = replace(row.report, cases=())
    assert standing(replace(row, report=none), told) == "unknown"


def test_a_program_that_others_contradict_is_in_doubt(compared):
    told = changed(compared.samples_only(), "twice (model)", stress=None)
    row = told.rows[2]
    assert standing(row, told) == "doubted"
    assert mark(row, told).text == "◐ in doubt"
    assert "agrees with the others on 97 of 120 inputs" in to_text(comparison_document(told))


def test_a_fault_of_the_judge_counts_neither_way(compared):
    fault = CaseResult(name="sample/1", verdict=Verdict.IE, reason="judge")
    told = compared.comparison()
    broken = JudgeReport(verdict=Verdict.IE, cases=(fault,), isolation=told.isolation)
    told = replace(told, rows=(replace(told.rows[0], report=broken),))
    assert comparison_badge(told).label == "nothing could be judged"
    assert comparison_badge(told).tone == "no"
    assert "Not judged: pointers.cpp" in to_text(comparison_document(told))


def test_nothing_to_compare_is_said(compared):
    told = replace(compared.comparison(), rows=(), ranking=(), common_size=None)
    assert comparison_badge(told).tone == "no"
    assert "There is no program to compare." in to_text(comparison_document(told))


@pytest.mark.parametrize("write", [to_html, to_markdown, to_text])
def test_a_wrong_program_never_looks_right(compared, write):
    """Wherever its name begins a row, a summary or a sentence, its verdict stands beside it."""
    told = compared.comparison()
    document = comparison_document(told)
    for name in ("twice (model)", "mine"):
        row = next(row for row in told.rows if row.submission.name == name)
        assert mark(row, told).text == "✗ WA"
        details = next(b for b in document.blocks if isinstance(b, Details) and f"· {name}" in b.summary)
        assert details.summary.startswith("✗ WA")
        assert "This program is wrong" in write(Document(title="", blocks=details.blocks))
    shown = write(document)
    assert re.search(r"✓ AC[^✗]{0,40}twice \(model\)", shown) is None
    assert "twice" not in str([curve.name for b in document.blocks for curve in curves_of(b)])


def curves_of(block):
    inner = block.blocks if isinstance(block, Section) else (block,)
    return [curve for each in inner if isinstance(each, Curves) for curve in each.items]


def test_of_a_wrong_program_no_figure_is_shown(compared):
    told = changed(compared.comparison(), "twice (model)", growth=compared.growth("n", 1e-9))
    assert column(told, "n = 131,072")[4:] == ["–", "–"]
    assert column(told, "memory")[3:] == ["–", "–", "–"]
    assert column(told, "growth")[4] == "–"
    assert all(curve.name != "twice (model)" for b in comparison_document(told).blocks for curve in curves_of(b))


def test_an_estimate_is_marked_and_needs_a_decided_growth(compared):
    told = compared.comparison()
    assert column(told, "n = 131,072")[3] == "≈ 17 minutes"
    undecided = replace(told.rows[3].growth, decided=False)
    assert column(changed(told, "every_pair.py", growth=undecided), "n = 131,072")[3] == "–"
    assert column(told, "growth")[0] == "n log n or n (not decided)"


def test_without_a_common_size_the_slowest_case_stands_there(compared):
    told = replace(compared.comparison(), common_size=None)
    assert column(told, "slowest case")[:4] == ["11 ms", "34 ms", "0.11 s", "–"]


def test_a_question_stands_before_its_answer(compared):
    blocks = comparison_document(compared.comparison()).blocks
    at = next(at for at, block in enumerate(blocks) if isinstance(block, Ask))
    before = to_text(Document(title="", blocks=blocks[:at]))
    assert "1 6\n" not in before
    assert "Before you read on" in to_html(Document(title="", blocks=blocks))


def test_the_smallest_failing_input_is_shown_with_the_place(compared):
    shown = to_text(comparison_document(compared.comparison()), width=160)
    assert (
        "wrong answer on a generated input, shrunk from 38 characters (line 1, token 1: expected no, got yes)." in shown
    )
    assert "      1 6\n      3\n" in shown
    html = to_html(comparison_document(compared.comparison()))
    assert "<pre><code><mark>no</mark></code></pre>" in html


def test_a_long_output_is_shown_where_the_two_part():
    code = excerpt("\n".join(f"row {number}" for number in range(1, 5001)), 3000)
    lines = code.source.split("\n")
    assert lines[0] == "… 2,993 lines before"
    assert lines[-1] == "… 1,993 lines more"
    assert lines[code.marked[0] - 1] == "row 3000"
    assert len(lines) < 20
    assert len(excerpt("x" * 10_000_000).source) < 400
    assert excerpt("").source == "(nothing)"
    assert excerpt("a\nb\n", 9).marked == ()


def test_where_several_answers_are_right_none_is_called_the_expected_one(compared):
    shown = to_text(comparison_document(compared.special_checker()))
    assert "one right answer:" in shown
    assert "  expected:" not in shown


def test_merged_and_unjudged_programs_are_named(compared):
    shown = to_text(comparison_document(compared.comparison()))
    assert "dictionary (model) is nearly word for word hash set (model)" in shown
    assert "Not judged: Queue.java (no Java on this machine)" in shown


def test_many_programs_and_huge_texts_are_bounded(compared):
    told = compared.comparison()
    huge = replace(
        compared.difference(), stdin="<b>" * 500_000, expected="1\n" * 500_000, got="2\n" * 500_000, place="x" * 100_000
    )
    row = replace(told.rows[4], stress=replace(told.rows[4].stress, difference=huge))
    big = comparison_document(replace(told, rows=(row,) * 300, findings=("y" * 50_000,) * 200, unjudged=("z",) * 500))
    for write in (to_html, to_markdown, to_text):
        assert len(write(big)) < 1_500_000
    assert "… and 240 more programs" in to_text(big)


def test_a_page_needs_no_script(compared):
    html = to_html(comparison_document(compared.comparison()))
    assert "<script" not in html
    assert "<svg" in html
    assert html.count("<details>") == 9  # measurements, an answer, six programs, the record
