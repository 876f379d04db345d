"""Mutants are small, sound, distinct and stand in the text as it was written; each operator makes what it says."""

from __future__ import annotations

import ast
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel_magic.core.errors import InputError
from kernel_magic.judge.mutation import MAX_CHARACTERS, Mutant, mutants


def changes(text: str, operator: str) -> set[tuple[str, str]]:
    """What one operator does to a text, as pairs of before and after."""
    return {(mutant.before, mutant.after) for mutant in mutants(text) if mutant.operator == operator}


@pytest.mark.parametrize(
    ("operator", "text", "before", "after"),
    [
        ("boundary", "x = a < b", "a < b", "a <= b"),
        ("boundary", "x = a >= b", "a >= b", "a > b"),
        ("comparison", "x = a == b", "a == b", "a != b"),
        ("comparison", "x = a not in b", "a not in b", "a in b"),
        ("comparison", "x = a is  not b", "a is  not b", "a is b"),
        ("comparison", "x = a < b < c", "a < b < c", "a < b > c"),
        ("arithmetic", "x = a + b", "a + b", "a - b"),
        ("arithmetic", "x += 2", "x += 2", "x -= 2"),
        ("arithmetic", "x = a * b * (c - d)", "a * b * (c - d)", "(a * b + (c - d))"),
        ("arithmetic", "x = a - b * c", "b * c", "(b + c)"),
        ("arithmetic", "x = a + b % c - d", "a + b % c", "a * (b % c)"),
        ("arithmetic", "x = (a  # - or + b\n - b)", "a  # - or + b\n - b", "a  # - or + b\n + b"),
        ("division", "x = a / b", "a / b", "a // b"),
        ("division", "x //= b", "x //= b", "x /= b"),
        ("operand_swap", "x = a + b - c", "a + b - c", "c - (a + b)"),
        ("off_by_one", "x = 7", "7", "8"),
        ("off_by_one", "x = 0x10", "0x10", "15"),
        ("off_by_one", "x = 0.5", "0.5", "1.5"),
        ("truth_value", "x = True", "True", "False"),
        ("text", "x = 'ab' 'c'", "'ab' 'c'", "''"),
        ("text", "x = f'{a + 1}!'", "f'{a + 1}!'", "''"),
        ("text", "x = ''", "''", "'x'"),
        ("connector", "x = a and b or c", "a and b or c", "a and b and c"),
        ("remove_not", "x = not(a or b)", "not(a or b)", "(a or b)"),
        ("remove_minus", "x = -a", "-a", "a"),
        ("negate_condition", "if a and b:\n    f()\nelse:\n    g()", "a and b", "not (a and b)"),
        ("negate_condition", "while a:\n    f()", "a", "not (a)"),
        ("condition_true", "x = [a for a in b if c(a)]", "c(a)", "True"),
        ("condition_false", "x = a if c else b", "c", "False"),
        ("function_swap", "x = max(a, b)", "max", "min"),
        ("function_swap", "x = any(a)", "any", "all"),
        ("method_swap", "x = 'é'.strip()", "'é'.strip", "'é'.lstrip"),
        ("method_swap", "x = a.startswith(b)", "a.startswith", "a.endswith"),
        ("drop_method", "x = (a + b).lower() == c", "(a + b).lower()", "(a + b)"),
        ("drop_abs", "x = abs(a - b) * c", "abs(a - b)", "(a - b)"),
        ("drop_set", "x = len(set(a))", "set(a)", "(a)"),
        ("drop_sorted", "x = sorted(a, key=len)", "sorted(a, key=len)", "list(a)"),
        ("drop_sorted", "x = sorted(i for i in a)", "sorted(i for i in a)", "list((i for i in a))"),
        ("sort_order", "a.sort()", "a.sort()", "a.sort(reverse=True)"),
        ("drop_argument", "x = max(a, key=len)", "max(a, key=len)", "max(a)"),
        ("argument_swap", "x = f(a, b - 1)", "f(a, b - 1)", "f((b - 1), a)"),
        ("range_bound", "x = range(n)", "range(n)", "range(n + 1)"),
        ("range_bound", "x = range(n)", "range(n)", "range(1, n)"),
        ("range_bound", "x = range(2, n)", "range(2, n)", "range(n)"),
        ("drop_step", "x = range(0, n, 2)", "range(0, n, 2)", "range(0, n)"),
        ("drop_step", "x = a[::-1]", "a[::-1]", "a"),
        ("slice_bound", "x = a[:b]", "a[:b]", "a[1:b]"),
        ("slice_bound", "x = a[i:]", "a[i:]", "a[i + 1:]"),
        ("slice_bound", "x = a[i:]", "a[i:]", "a[i:-1]"),
        ("index_shift", "x = a[i]", "a[i]", "a[i - 1]"),
        ("initial_value", "best = a[0]", "a[0]", "0"),
        ("delete_statement", "a.append(b)", "a.append(b)", "pass"),
        ("drop_branch", "if a:\n    f()\nelif b:\n    g()\nelse:\n    h()", "h()", "pass"),
        ("drop_branch", "if a:\n    f()\nelif b:\n    g()\nelse:\n    h()", "g()", "pass"),
        ("return_value", "def f():\n    return a", "return a", "return None"),
        ("return_value", "def f():\n    return a and b", "a and b", "not (a and b)"),
        ("return_value", "def f():\n    return [a]", "return [a]", "return []"),
        ("return_value", "def f():\n    return a + 1", "a + 1", "-(a + 1)"),
        ("return_value", "def f():\n    return a, b", "a, b", "b, a"),
        ("loop_end", "for i in a:\n    break", "break", "continue"),
        ("loop_end", "for i in a:\n    continue", "continue", "break"),
        ("wrong_variable", "def f(a, b):\n    return a", "a", "b"),
        ("wrong_variable", "for_ = 1\ndef f(s):\n    for i in s:\n        for j in s:\n            g(i)", "i", "j"),
    ],
)
def test_each_operator_makes_its_mistake(operator: str, text: str, before: str, after: str) -> None:
    assert (before, after) in changes(text, operator)


def test_an_early_return_stands_at_the_end_of_the_loop() -> None:
    text = "def f(xs):\n    total = 0\n    for x in xs:\n        if x:\n            total += x\n    return total\n"
    (early,) = [mutant for mutant in mutants(text) if mutant.operator == "early_return"]
    assert early.text == text.replace("total += x\n", "total += x\n        return total\n")


WRITTEN = '''# coding: as it is
import os  # kept

@cache(3)
def größe(wörter: list[1] = [2],\tn: int = 4) -> "5":
    """Doc 6."""
\t
    ergebnis = (  # eins
        "é" + wörter[0]   # zwei
        + f"{n + 1}"
    ); n -= 7

    return ergebnis
'''


def test_all_else_of_the_text_stays_as_it_was() -> None:
    found = list(mutants(WRITTEN))
    assert found
    for mutant in found:
        assert mutant.text.count("\n") == WRITTEN.count("\n")
        assert mutant.before in WRITTEN
        line, column = WRITTEN.split("\n")[mutant.line - 1], mutant.column
        kept = sum(map(len, WRITTEN.splitlines(keepends=True)[: mutant.line - 1])) + column - 1
        assert mutant.text[:kept] == WRITTEN[:kept]
        assert 1 <= column <= len(line) + 1
        assert "# coding: as it is\nimport os  # kept\n\n@cache(3)\n" in mutant.text
        assert ": list[1]" in mutant.text
        assert '"""Doc 6."""' in mutant.text
    assert {(m.line, m.column) for m in found if m.before == "wörter[0]" or m.before == "0"} >= {(9, 22)}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_and_tabs_do_not_move_the_place(ending: str) -> None:
    text = ending.join(["def f(ä):", "\tif ä:", "\t\treturn 'ß' < ä", "\treturn 1", ""])
    boundary = next(mutant for mutant in mutants(text) if mutant.operator == "boundary")
    assert boundary.text == text.replace("<", "<=")
    assert (boundary.line, boundary.column) == (3, 14)


def test_what_is_read_by_others_is_left_alone() -> None:
    text = 'import a1\n"""5"""\n@d(1)\nclass A(B[2]):\n    """6"""\n    x: int[3]\n    def f(self, y: 4) -> 7: ...\n'
    assert list(mutants(text)) == []
    guarded = "if __name__ == '__main__':\n    f(1)\n"
    assert {mutant.line for mutant in mutants(guarded)} == {2}


def test_only_the_named_function_is_changed() -> None:
    text = "def f():\n    return 1\ndef g():\n    return 2\n"
    assert {mutant.line for mutant in mutants(text, function="g")} == {4}
    assert {mutant.line for mutant in mutants(text)} == {2, 4}
    with pytest.raises(InputError, match="no function 'h'"):
        mutants(text, function="h")


def assert_sound(text: str, found: list[Mutant]) -> None:
    forms = [ast.dump(ast.parse(mutant.text)) for mutant in found]
    assert len(set(forms)) == len(forms)
    assert ast.dump(ast.parse(text)) not in forms


PROGRAM = """
def f(xs, k=2):
    best, seen = xs[0], {}
    for i, x in enumerate(sorted(set(xs))[1:]):
        if not x == best or (x - 1) * k % 3 >= len(xs) and -x != 0:
            seen[x] = seen.get(x, 0) + 1; best = max(best, abs(x))
        elif i > k:
            continue
        else:
            break
    while best < 10: best += 1
    return [y for y in xs if y in seen] if best else {"a": (1, -1)}
"""


def test_mutants_are_distinct_in_order_and_the_same_again() -> None:
    found = list(mutants(PROGRAM))
    assert len(found) > 90
    assert_sound(PROGRAM, found)
    assert [(m.line, m.column) for m in found] == sorted((m.line, m.column) for m in found)
    assert list(mutants(PROGRAM)) == found


def test_what_only_looks_different_is_no_second_mutant() -> None:
    negated = [m.text for m in mutants("x = [a for a in s if a != 1]") if "!=" not in m.text and "1" in m.text]
    assert sum("==" in text or "not (" in text for text in negated) == 1
    assert not any(mutant.after == "-0" for mutant in mutants("x = 0"))
    assert not any(
        m.operator == "drop_branch" for m in mutants("if a:\n    f()\nelse:\n    pass\n") if m.before == "pass"
    )


names = st.sampled_from(["a", "b", "c"])
values = st.recursive(
    names | st.integers(0, 12).map(str) | st.sampled_from(["'é'", "[a, 2]", "a[b]", "b[1:]"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "-", "*", "//", "%", "**", "<", "==", "and", "or", "in"]), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        )
        | st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "&", "<<"]), inner).map(" ".join)
        | inner.map(lambda item: f"(not {item})")
        | st.tuples(inner, inner).map(lambda pair: f"max({pair[0]},  # c\n   {pair[1]})")
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(values)
def test_any_expression_gives_sound_mutants(expression: str) -> None:
    text = f"def f(a, b, c):\n    return ({expression})\n"
    found = list(mutants(text))
    assert_sound(text, found)
    for mutant in found:
        compile(mutant.text, "m", "exec")
        if mutant.operator in ("arithmetic", "boundary", "comparison", "connector", "division"):
            assert differing(ast.parse(text), ast.parse(mutant.text)) == 1, mutant


def differing(a: ast.AST, b: ast.AST) -> int:
    """How many nodes of two trees are of different types, both walked as one; nested connectors count as one."""
    if type(a) is not type(b):
        return 1
    left, right = list(ast.iter_child_nodes(a)), list(ast.iter_child_nodes(b))
    if len(left) != len(right) or (isinstance(a, ast.BoolOp) and a != b):
        return int(ast.dump(a) != ast.dump(b))
    return sum(differing(x, y) for x, y in zip(left, right, strict=True))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def f(:\n    pass", "line 1"),
        ("x = 1\n  y = 2", "line 2"),
        ("x = '\0'", "null byte"),
        ("x = '\ud800'", "surrogate"),
        ("x = " + "(" * 300 + ")" * 300, "no Python|too deep"),
        ("x = " + "-" * 50_000 + "1", "too deep|no Python"),
        ("x = " + "1 + " * 24_000 + "1", "too deep"),
        ("x = 1\n" * MAX_CHARACTERS, "at most 100,000"),
    ],
)
def test_a_hostile_text_is_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        mutants(text)


def test_a_long_text_gives_its_first_mutants_at_once() -> None:
    text = "x = [\n" + "    1,\n" * 10_000 + "]\n"
    first = list(islice(mutants(text), 3))
    assert [mutant.line for mutant in first] == [1, 2, 2]


def test_empty_programs_have_none() -> None:
    assert list(mutants("")) == []
    assert list(mutants("# nothing\n")) == []
    assert list(mutants('"""Only words."""\n')) == []
