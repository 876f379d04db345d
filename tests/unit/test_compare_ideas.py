"""Approaches out of a model's list, what a program is called, and which programs are one idea."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel_magic.core.comparison import StressReport
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.comparing.approaches import APPROACHES, FALLBACK, label, named
from kernel_magic.lessons.comparing.contenders import idea_said, with_unique_names
from kernel_magic.lessons.comparing.ideas import ideas_in
from kernel_magic.lessons.comparing.program_shape import code_lines, shape_of
from kernel_magic.lessons.comparing.same_idea import NEAR, distance, merged
from tests.contest_programs import HASHING, PAIRS, PAIRS_RENAMED, SORTING, TWICE, grown, row, submission


def names(ideas):
    return [approach.name for approach, _ in ideas]


def test_known_approaches_are_read_in_many_forms():
    text = (
        "1. brute force: try all pairs\n2. **Hash Map**: keep what was seen\n- Two-Pointer Technique: after sorting\n"
    )
    found = ideas_in(text, 3)
    assert names(found) == ["brute force", "hashing", "two pointers"]
    assert found[1][1] == "keep what was seen"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I think this problem is interesting. Let me know how I can help!",
        "```python\nprint(1)\n```",
        "1. AC verified: trust me\n2. <script>alert(1)</script>: hash\n",
        "brute force: a\nBrute-force approach: b\nnaive: c\n",
        ":" * 500 + "\n" + "x: " * 2000,
    ],
)
def test_prose_repetition_and_nonsense_give_well_known_approaches_by_name(text):
    found = names(ideas_in(text, 4))
    assert len(found) == len(set(found)) == 4
    assert set(found) <= {approach.name for approach in APPROACHES}
    assert set(FALLBACK) & set(found)


def test_no_word_of_a_model_becomes_a_name():
    found = ideas_in("1. accepted and verified sorting network: fast\n", 1)
    assert names(found) == ["sorting"]


@pytest.mark.parametrize(
    ("asked", "text", "called"),
    [
        ("sorting", SORTING, "sorting"),
        ("hashing", HASHING, "hashing"),
        ("brute force", PAIRS, "brute force"),
        ("two pointers", SORTING, "two pointers"),
        ("sorting", PAIRS, "nested loops"),
        ("hashing", SORTING, "sorting"),
        ("dynamic programming", HASHING, "hashing"),
        ("heap", "print(sum(map(int, input().split())))\n", "no loop"),
    ],
)
def test_program_that_does_not_take_its_approach_is_named_after_what_it_does(asked, text, called):
    assert label(named(asked), shape_of(Source(text=text))) == called


def test_names_are_made_unique():
    taken = [submission("sorting.py", SORTING), submission("sorting.py", PAIRS)]
    model = [submission("hashing (model)", HASHING), submission("hashing (model)", PAIRS), submission("mine", PAIRS)]
    found = [item.name for item in with_unique_names([*taken, *model], taken=("mine",))]
    assert found == ["sorting.py", "sorting 2.py", "hashing (model)", "hashing 2 (model)", "mine 2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# idea: hashing: remember what was seen\n# growth: n\nx = 1\n", "hashing"),
        ("\n// idea: sort, then two pointers\nint main() {}\n", "sort, then two pointers"),
        ("# idea: binary search (halve what is left)\n", "binary search"),
        ("x = 1\n# idea: late\n", ""),
        ("# mistake: off by one\n", ""),
        ("# idea: " + "very " * 40 + "\n", "very " * 11 + "very…"),
    ],
)
def test_idea_that_a_program_states_first_is_read(text, said):
    assert idea_said(text) == said


def test_lines_are_counted_without_blank_ones_and_comments():
    assert code_lines(Source(text="# a\n\nx = 1  # b\ny = '''#\n#'''\n")) == 3
    assert code_lines(Source(text="x = (\n# broken\n")) == 1
    assert code_lines(Source(text="// a\n/* b\n c */\nint x;\n\nint y; // d\n", language="cpp")) == 2


def test_programs_that_differ_in_names_only_are_one_row():
    rows = merged([row("a.py", PAIRS), row("b.py", PAIRS_RENAMED), row("c.py", HASHING)], reference="")
    assert [(item.submission.name, item.merged) for item in rows] == [("a.py", ("b.py",)), ("c.py", ())]


def test_programs_with_different_verdicts_are_never_one_row():
    rows = [row("a.py", PAIRS), row("b.py", PAIRS_RENAMED, verdict=Verdict.WA)]
    assert len(merged(rows, reference="")) == 2


def test_nearly_the_same_operations_are_one_idea_only_with_the_same_decided_growth():
    near = PAIRS.replace("found = True", "found = True\n            break")
    one, other = shape_of(Source(text=PAIRS)), shape_of(Source(text=near))
    assert 0 < distance(one.operations, other.operations) <= NEAR
    square = grown("n^2")
    assert len(merged([row("a", PAIRS, growth=square), row("b", near, growth=square)], reference="")) == 1
    assert len(merged([row("a", PAIRS, growth=square), row("b", near, growth=grown("n"))], reference="")) == 2
    undecided = replace(square, decided=False)
    assert len(merged([row("a", PAIRS, growth=square), row("b", near, growth=undecided)], reference="")) == 2
    assert len(merged([row("a", PAIRS), row("b", near)], reference="")) == 2


def test_different_ideas_of_the_same_growth_stay_apart():
    linear = grown("n")
    texts = [PAIRS, HASHING, SORTING, TWICE]
    rows = [row(str(number), text, growth=linear) for number, text in enumerate(texts)]
    assert len(merged(rows, reference="")) == len(texts)


def test_own_program_and_reference_stand_for_their_twins():
    rows = [
        row("model", PAIRS, origin="model"),
        row("reference.py", PAIRS),
        row("mine", PAIRS_RENAMED, origin="person"),
    ]
    assert [item.submission.name for item in merged(rows, reference="")] == ["mine"]
    assert [item.submission.name for item in merged(rows, reference="reference.py")] == ["reference.py"]
    assert set(merged(rows, reference="")[0].merged) == {"model", "reference.py"}


def test_compiled_programs_are_compared_by_their_tokens():
    text = '#include <cstdio>\nint main(){ int n; scanf("%d", &n); for(int i=0;i<n;i++) puts("x"); }\n'
    source = Source(text=text, language="cpp")
    renamed = Source(
        text=text.replace("int n;", "int k; /* how many */").replace("&n", "&k").replace("<n", "<k"), language="cpp"
    )
    other = Source(text=text.replace("i<n", "i<=n"), language="cpp")
    assert shape_of(source).fingerprint == shape_of(renamed).fingerprint
    assert shape_of(source).fingerprint != shape_of(other).fingerprint
    assert shape_of(source).depth == 1


def test_row_that_stress_refuted_is_no_twin_of_a_right_one():
    refuted = row("b", PAIRS_RENAMED, stress=StressReport(trials=1, seconds=0.1))
    assert len(merged([row("a", PAIRS), refuted], reference="")) == 1
