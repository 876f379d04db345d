"""The similarity report finds copies in a class, and accuses nobody who worked alone."""

from __future__ import annotations

import ast
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel_magic.grading.fingerprints import MAX_CHARACTERS, code_print
from kernel_magic.grading.similarity import similar_pairs
from kernel_magic.grading.textbook import TEXTBOOK
from tests.similarity_class import COPIES, ORIGINALS, independent_class

ITEMS = ("count_words", "longest_rise", "count_words", "longest_rise", "count_words")
MERGE = '''\
def merge(left, right):
    """Merges two sorted lists in an odd way."""
    out: list[int] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append((left[i], "left"))
            i += 1
        elif right[j] < left[i]:
            out.append((right[j], "right", j))
            j += 1
        if len(out) > 2 and out[-1] == out[-3]:
            del out[-2]
    for rest in (left[i:], right[j:]):
        out.extend(rest)
    return out


def merge_all(lists):
    result = []
    for each in lists:
        result = merge(result, each)
    return result
'''


def one_exercise(codes):
    return {student: {"x": code} for student, code in codes.items()}


def several_exercises(size, seed):
    codes: dict[str, dict[str, str]] = {}
    for number, exercise in enumerate(ITEMS):
        for student, code in independent_class(exercise, size, seed * 10 + number).items():
            codes.setdefault(student, {})[f"e{number}"] = code
    return codes


def renamed(code, fruit="kiwi"):
    """The same program: every name it gives is another one, comments and layout are gone."""
    tree = ast.parse(code)
    nodes = list(ast.walk(tree))
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    names = {name: f"{fruit}{number}" for number, name in enumerate(sorted(own))}
    for node in nodes:
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
    return ast.unparse(tree) + "\n"


@pytest.fixture(scope="module")
def whole_class():
    """Forty who worked alone, among them two from whom six copied."""
    alone = independent_class("count_words", 38, seed=3) | ORIGINALS
    return one_exercise(alone | {student: code for student, (_, code) in COPIES.items()})


def result_of(code, function, argument):
    space: dict[str, Any] = {}
    exec(code, space)
    return space[function](argument)


def family(student):
    return COPIES[student][0] if student in COPIES else student


def test_the_class_that_is_made_up_gives_answers_that_run():
    for code in independent_class("count_words", 60, seed=1).values():
        assert result_of(code, "count_words", "Hi hi, you. You").keys() == {"hi", "you"}
    for code in independent_class("longest_rise", 60, seed=1).values():
        found = [result_of(code, "longest_rise", each) for each in ([], [1], [1, 2, 3, 1, 2], [2, 1], [1, 1, 2])]
        assert found == [0, 1, 3, 1, 2]


@pytest.mark.parametrize("exercise", ["count_words", "longest_rise"])
@pytest.mark.parametrize("size", [2, 6, 12, 40, 150])
def test_nobody_who_worked_alone_is_reported(exercise, size):
    for seed in range(20, 23):
        assert similar_pairs(one_exercise(independent_class(exercise, size, seed)), {}) == ()


def test_nobody_is_reported_for_a_little_in_each_of_several_exercises():
    assert similar_pairs(several_exercises(40, seed=50), {}) == ()


def test_every_copy_is_found_and_no_other_pair(whole_class):
    pairs = similar_pairs(whole_class, {})
    found = {frozenset((pair.first, pair.second)) for pair in pairs}
    assert {frozenset((copy, original)) for copy, (original, _) in COPIES.items()} <= found
    assert [pair for pair in pairs if family(pair.first) != family(pair.second)] == []


def test_a_pair_is_reported_with_its_figures_and_lines(whole_class):
    pair = next(pair for pair in similar_pairs(whole_class, {}) if {pair.first, pair.second} == {"anna", "carl"})
    assert (pair.item, pair.basis) == ("x", "steps")
    assert pair.shared == pytest.approx(1.0)
    assert 0 < pair.unusual <= pair.fingerprints
    assert pair.strength > 1
    code = ORIGINALS["anna"].splitlines()
    marked = {code[line - 1].strip() for line in pair.first_lines}
    assert {"begin += 1", "return token[begin:end]"} <= marked
    assert "" not in marked
    comments = [text for kind, text in pair.traits if kind == "comment"]
    assert "every piece may still carry commas and dots" in comments


def test_the_strongest_pairs_come_first_and_the_order_of_students_changes_nothing(whole_class):
    pairs = similar_pairs(whole_class, {})
    assert all(before.strength >= after.strength for before, after in pairwise(pairs))
    assert similar_pairs(dict(reversed(whole_class.items())), {}) == pairs
    assert similar_pairs(whole_class, {}, most=2) == pairs[:2]
    assert all(pair.first < pair.second for pair in pairs)


def test_a_starter_a_reference_or_an_alternative_explains_that_answers_are_alike():
    alone = independent_class("count_words", 38, seed=4)
    same = one_exercise(alone | {"x1": MERGE, "x2": renamed(MERGE)})
    assert [(pair.first, pair.second) for pair in similar_pairs(same, {})] == [("x1", "x2")]
    assert similar_pairs(same, {"x": [MERGE]}) == ()
    twice = one_exercise(alone | {"x1": MERGE, "x2": MERGE})
    assert len(similar_pairs(twice, {"y": [MERGE]})) == 1
    assert similar_pairs(twice, {"x": ["", MERGE]}) == ()


def test_the_usual_solution_of_a_class_is_no_evidence():
    alone = independent_class("count_words", 28, seed=5)
    usual = {f"u{number}": renamed(MERGE + ORIGINALS["anna"], f"name{number}_") for number in range(12)}
    assert similar_pairs(one_exercise(alone | usual), {}) == ()


def test_word_for_word_copies_of_short_answers_are_found():
    alone = independent_class("longest_rise", 40, seed=6)
    odd = (
        "def longest_rise(zahlen):\n    # leere Liste zuerst\n    if len(zahlen) == 0 :\n        return 0\n"
        "    rekord = serie = 1\n    for nr in range(1, len(zahlen)) :\n        serie = serie + 1 "
        "if zahlen[nr] > zahlen[nr - 1] else 1\n        rekord = max(rekord, serie)\n    return rekord\n"
    )
    pairs = similar_pairs(one_exercise(alone | {"x": odd, "y": odd.replace("leere Liste", "Leere  Liste:")}), {})
    assert [(pair.first, pair.second, pair.basis) for pair in pairs] == [("x", "y", "words")]
    assert ("name", "rekord") in pairs[0].traits
    assert ("comment", "leere liste zuerst") in pairs[0].traits


def test_who_copies_a_little_in_every_exercise_is_found_by_all_of_them_together():
    codes = several_exercises(40, seed=60)
    codes["thief"] = {item: renamed(code) for item, code in codes["s011"].items()}
    pairs = similar_pairs(codes, {})
    assert {(pair.first, pair.second) for pair in pairs} == {("s011", "thief")}
    assert len(pairs) >= 3
    assert "several" in {pair.basis for pair in pairs}


@pytest.mark.parametrize(
    "other",
    [
        renamed(MERGE),
        MERGE.replace("(left, right):", "(left: list[int], right: dict[str, list[int]]) -> list[int]:", 1),
        "\n\n".join(reversed(MERGE.split("\n\n\n"))),
        MERGE.replace("i += 1", "i = i + 1  # next").replace("while ", "while(").replace("(right):", "(right)):"),
        MERGE.replace("(left[i:], right[j:]):", "( left[i:],right[j:], ) :").replace("return out", "return (out)"),
        MERGE.replace("    elif right[j] < left[i]:", "    else:\n        if (right[j]<left[i]):"),
        MERGE.replace(": list[int] = []", " = []").replace('    """Merges two sorted lists in an odd way."""\n', ""),
        MERGE.replace("i = j = 0\n", "i = j = 0; \n").replace("\n", "\r\n"),
        MERGE.replace("out", "list").replace("result", "sum"),
    ],
)  # fmt: skip
def test_names_order_comments_layout_and_hints_change_no_step(other):
    assert code_print(other).steps.keys() == code_print(MERGE).steps.keys()


def test_another_step_is_another_fingerprint():
    for change in (("<=", "<"), ("right[j:]", "right[1:]"), ("i += 1", "i -= 1"), ("append", "insert")):
        assert code_print(MERGE.replace(*change)).steps.keys() != code_print(MERGE).steps.keys()


def test_fingerprints_are_the_same_in_every_process():
    assert set(code_print("x = 1\n").steps) == {12185460851901984036}


def test_a_routine_of_every_textbook_is_no_evidence():
    alone = independent_class("count_words", 37, seed=8)
    for text in TEXTBOOK:
        trio = {f"t{number}": renamed(text, f"name{number}_") for number in range(3)}
        assert similar_pairs(one_exercise(alone | trio), {}) == ()


@pytest.mark.parametrize(
    "change",
    [
        ("len(right):", "len(right:"),
        ("len(right):", "len(right)"),
        ("result = []", "result = ]"),
        ("    return", "  return"),
    ],
)
def test_damaged_code_is_compared_as_well(change):
    damaged = MERGE.replace(change[0], change[1], 1).replace("lists):", "lists)").replace("each)", 'each) "')
    alone = independent_class("count_words", 38, seed=7)
    pairs = similar_pairs(one_exercise(alone | {"x": damaged, "y": renamed(MERGE)}), {})
    assert [(pair.first, pair.second) for pair in pairs] == [("x", "y")]


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "x+=" * 9000, "(" * 9000, '"""\\' * 3000, "\\", "\ud800 = 1", "def f(:" * 2000, "1_" * 9000],
)  # fmt: skip
def test_no_text_takes_long(text):
    start = time.process_time()
    found = similar_pairs({"a": {"x": text}, "b": {"x": text}, "c": {}, "d": {"x": "x = 1"}}, {"x": [text[:10]]})
    assert time.process_time() - start < 3
    assert found == ()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["'", '"', "#", "\\", "\n", " ", "(", ")", ":", "=", "+=", "def ", "x", "1", "é", "'''"]))
)
def test_lines_are_lines_of_the_text(parts):
    code = "".join(parts)
    found = code_print(code)
    last = code[:MAX_CHARACTERS].count("\n") + 1
    for lines in (*found.steps.values(), *found.words.values(), *found.traits.values()):
        assert lines
        assert all(1 <= line <= last for line in lines)


def test_nobody_and_nothing_to_compare():
    assert similar_pairs({}, {}) == ()
    assert similar_pairs({"a": {}, "b": {"x": MERGE}}, {"x": [MERGE]}) == ()


def test_a_large_class_is_compared_in_seconds():
    codes = several_exercises(300, seed=70)
    start = time.process_time()
    pairs = similar_pairs(codes, {})
    assert time.process_time() - start < 20
    assert len(pairs) < 5
