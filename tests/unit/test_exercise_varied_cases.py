"""Cases with other values keep the lines of the tests and stay inside what the tests show."""

from __future__ import annotations

import ast

from kernel_magic.core.problem import Call, Expression, TestCase
from kernel_magic.lessons.exercising.varied_cases import varied_cases


def case(expression: str, setup: str = "") -> TestCase:
    return TestCase(name="a", given=Expression(expression=expression, setup=setup), expected=None)


def test_only_values_are_exchanged_and_only_for_others_of_their_type():
    made = varied_cases([case("box.count('a')", "box = Box([1, -2], size=5)\nbox.put('b', 3)")], seed=0, count=50)
    assert len(made) == 50
    assert len({made_case.given for made_case in made}) == 50
    for each in made:
        assert isinstance(each.given, Expression)
        lines = each.given.setup.split("\n")
        assert [line.split("(")[0] for line in lines] == ["box = Box", "box.put"]
        assert each.given.expression.startswith("box.count('")
        numbers = ast.literal_eval(lines[0].removeprefix("box = Box(").split("]")[0] + "]")
        assert all(-2 <= number <= 5 for number in numbers)
        assert each.text == "; ".join([*lines, each.given.expression])


def test_the_same_seed_gives_the_same_cases_and_none_is_given():
    given = [case("f(g(1), 4)"), case("f(g(2), 4)")]
    first, second = (varied_cases(given, seed=3, count=20) for _ in range(2))
    assert first == second
    assert not {each.given for each in first} & {each.given for each in given}


def test_nothing_is_made_where_no_value_stands():
    plain = TestCase(name="b", given=Call(args=(1,)), expected=None)
    assert varied_cases([case("len(s)", "s = Stack()"), plain, case("(")], seed=0, count=9) == ()
