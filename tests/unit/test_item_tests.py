"""`tests.py` of an item: every assertion becomes a case, and the code written from cases says the same as the judge."""

from __future__ import annotations

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.problem import Call, CheckerSpec, Expression, Raises, Returns, TestCase
from kernel_magic.lessons.exercising.item_tests import read_item_tests
from kernel_magic.lessons.exercising.kinds.parts import distinct_names, shared_out
from kernel_magic.lessons.exercising.test_code import test_code as written


def cases_of(text):
    (test,) = read_item_tests(f"# hidden: property\n{text}", "f")
    return test.cases


def outcome(code, program):
    """What a test cell does after a student's cell: nothing, or the exception's name."""
    names: dict[str, object] = {}
    exec(program, names)
    try:
        exec(code, names)
    except Exception as error:  # noqa: BLE001 - whatever a student's program raises
        return type(error).__name__
    return "passes"


def test_headers_say_what_is_visible_and_what_it_weighs():
    first, second = read_item_tests(
        "# visible: one\nassert f(1) == 1\n# hidden: two or more (2.5 points)\nassert f(2) == 2\n", "f"
    )
    assert (first.title, first.kind, first.weight) == ("one", "visible", 1.0)
    assert (second.title, second.kind, second.weight, second.line) == ("two or more", "hidden", 2.5, 3)


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("assert f(1, [2]) == 3", Call(args=(1, [2])), Returns(value=3)),
        ("assert 3 == f(1)", Call(args=(1,)), Returns(value=3)),
        ("assert f(n=2) is None", Call(kwargs={"n": 2}), Returns(value=None)),
        ("assert f(1)", Call(args=(1,)), Returns(value=True)),
        ("assert not f(1)", Call(args=(1,)), Returns(value=False)),
        ("assert sorted(f(1)) == [1]", Expression(expression="sorted(f(1))"), Returns(value=[1])),
        ("with raises(ValueError):\n    f(-1)", Call(args=(-1,)), Raises(exception="ValueError")),
    ],
)
def test_an_assertion_is_taken_apart(text, given, expected):
    (case,) = cases_of(text)
    assert (case.given, case.expected) == (given, expected)


def test_statements_of_a_test_happen_before_what_is_below_them_and_assertions_too():
    first, second = cases_of("s = f()\ns.push(1)\nassert s.pop() == 1\nassert s.size() == 0\n")
    assert first.given == Expression(expression="s.pop()", setup="s = f()\ns.push(1)")
    assert second.given == Expression(expression="s.size()", setup="s = f()\ns.push(1)\ns.pop()")


def test_assertions_without_statements_do_not_hang_together():
    first, second = cases_of("assert f([1]) == 1\nassert f([2]) == 2\n")
    assert (first.given, second.given) == (Call(args=([1],)), Call(args=([2],)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# hidden: x\nfor n in [1]:\n    assert f(n) == 1", "tests.py:2: This cannot be used in a test: a test holds"),
        ("# hidden: x\nassert f(1) < 3", "tests.py:2"),
        ("# hidden: x\nassert f(1) in [1, 2]", "tests.py:2"),
        ("# hidden: x\nassert (f(1) == 2) is True", "a comparison inside what is tested"),
        ("# hidden: x\nassert f(1) == g(2)", "one side must be a plain value"),
        ("# hidden: x\nwith raises(MyError):\n    f(1)", "is none of Python's own exceptions"),
        ("# hidden:\nassert f(1) == 1", "tests.py:1: The test has no name."),
        ("# hidden: x\nassert f(1) == 1\n# hidden: y\n", "The test 'y' has no assertion."),
        ("assert f(1) == 1", "tests.py:1: This assertion belongs to no test."),
        ("assert f(", "tests.py:1: This is not Python"),
        ("", "There are no tests."),
        ("# hidden: x (0 points)\nassert f(1) == 1", "tests.py:1: All tests weigh 0 points."),
        (
            "# hidden: x (0 points)\nassert f(1) == 1\n# hidden: y (99999 points)\nassert f(2) == 2",
            "tests.py:3: The test weighs more than 10000 points.",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(text, said):
    with pytest.raises(InputError) as caught:
        read_item_tests(text, "f")
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("comment", "meant"),
    [
        ("# hiden: the limit", "hidden"),
        ("# hidden others", "hidden"),
        ("# Hidden test: large ones", "hidden"),
        ("# hidden - large ones", "hidden"),
        ("# HIDEN: large ones", "hidden"),
        ("#hid: large ones", "hidden"),
        ("## hidden: large ones", "hidden"),
        ("# (hidden) large ones", "hidden"),
        ("  # hidden: large ones", "hidden"),
        ("# hidden\uff1a large ones", "hidden"),
        ("# secret: large ones", "hidden"),
        ("# vissible: large ones", "visible"),
        ("# public: large ones", "visible"),
        ("# test: large ones", "hidden"),
        ("# qestion: large ones", "question"),
    ],
)
def test_a_comment_that_is_nearly_a_header_is_an_error_and_joins_no_test(comment, meant):
    with pytest.raises(InputError) as caught:
        read_item_tests(f"# visible: x\nassert f(1) == 1\n{comment}\nassert f(9) == 9\n", "f")
    assert "tests.py:3: " in caught.value.message
    assert f"`# {meant}: the property`" in caught.value.message


@pytest.mark.parametrize(
    "comment",
    ["# note: floats", "# the hidden limit is 9", "# edge: nothing", "# results: all of them", "# set: {1}", "#", "# 3",
     "# invalid values", "# large ones", "# tested by hand", "# seconds: two", "# published values"],
)  # fmt: skip
def test_an_ordinary_comment_stays_one(comment):
    (test,) = read_item_tests(f"# visible: x\n{comment}\nassert f(1) == 1\nassert f(2) == 2  # hidden\n", "f")
    assert len(test.cases) == 2


def test_a_test_beside_others_may_weigh_nothing():
    tests = read_item_tests("# visible: x (0 points)\nassert f(1) == 1\n# hidden: y\nassert f(2) == 2\n", "f")
    assert [test.weight for test in tests] == [0.0, 1.0]


@pytest.mark.parametrize(
    ("points", "weights"),
    [(0.1, [1.0] * 16), (10.0, [1.0] * 3), (2.0, [1.0] * 3), (1.0, [0.0, 1.0, 2.0]), (0.333, [1.0, 1.0]),
     (7.0, [3.0, 2.5]), (100.0, [1.0] * 60), (0.01, [1.0, 0.0]), (1e-3, [1.0, 1.0]), (29.0, [1.0] * 7 + [0.0])],
)  # fmt: skip
def test_points_are_shared_out_whole_and_no_test_is_worth_less_than_nothing(points, weights):
    worth = shared_out(points, weights)
    assert sum(worth) == pytest.approx(points, abs=1e-9)
    assert min(worth) >= 0
    assert all(share == 0 for share, weight in zip(worth, weights, strict=True) if not weight)
    fair = [points * weight / sum(weights) for weight in weights]
    assert max(abs(share - exact) for share, exact in zip(worth, fair, strict=True)) < 0.02


@pytest.mark.parametrize(
    "titles",
    [
        ["a 3", "a", "a"],
        ["a", "a", "a 2", "a-2"],
        ["more inputs", "x"],
        ["!", "?", "test-2"],
        ["a", "a", "a-3", "a", "a 2"],
    ],
)
def test_every_test_has_a_name_of_its_own(titles):
    names = distinct_names(titles)
    assert len(set(names)) == len(titles)
    assert "more-inputs" not in names


def test_a_header_inside_a_text_is_no_header():
    (test,) = read_item_tests('# hidden: x\nassert f("""\n# visible: no\n""") == 1\n', "f")
    assert len(test.cases) == 1


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("assert f(2) == 4", "def f(n): return n * n", "def f(n): return n"),
        ("assert f(2) is None", "def f(n): return None", "def f(n): return 0"),
        ("assert f(2)", "def f(n): return True", "def f(n): return False"),
        ("assert not f(2)", "def f(n): return False", "def f(n): return True"),
        ("assert abs(f(2) - 1.41421) < 1e-3", "def f(n): return n ** 0.5", "def f(n): return 1.5"),
        ("with raises(ValueError):\n    f(0)", "def f(n): raise ValueError", "def f(n): raise KeyError"),
        ("with raises(ValueError):\n    f(0)", "def f(n): raise ValueError", "def f(n): return 1"),
        ("assert f() == [1.0, float('inf'), (2,)]", "def f(): return [1, float('inf'), (2,)]", "def f(): return 1"),
        ("s = []\nf(s)\nassert s == [1]\nf(s)\nassert s == [1, 1]".replace("s ==", "list(s) =="),
         "def f(s): s.append(1)", "def f(s): s[:] = [1]"),
    ],
)  # fmt: skip
def test_the_written_code_passes_right_programs_and_refuses_wrong_ones(text, right, wrong):
    code = written(cases_of(text), "f", CheckerSpec())
    assert outcome(code, right) == "passes"
    assert outcome(code, wrong) != "passes"


def test_the_written_code_of_other_checkers_compares_as_the_judge_does():
    near = [TestCase(name="1", given=Call(), expected=Returns(value=[0.1 + 0.2, {"a": 1.0}]))]
    code = written(near, "f", CheckerSpec(name="floats", tolerance=1e-9))
    assert outcome(code, "def f(): return [0.3, {'a': 1.0}]") == "passes"
    assert outcome(code, "def f(): return [0.31, {'a': 1.0}]") == "AssertionError"
    mixed = [TestCase(name="1", given=Call(), expected=Returns(value=[1, 2, 2]))]
    code = written(mixed, "f", CheckerSpec(name="unordered"))
    assert outcome(code, "def f(): return [2, 1, 2]") == "passes"
    assert outcome(code, "def f(): return [2, 1, 1]") == "AssertionError"


def test_statements_are_written_once():
    code = written(cases_of("s = f()\ns.append(1)\nassert len(s) == 1\nassert s.pop() == 1\n"), "f", CheckerSpec())
    assert code.count("s = f()") == 1
    assert outcome(code, "f = list") == "passes"
