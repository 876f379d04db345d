"""Questions of `predict` and `explain` have the same answer in every run, or are not asked. The judge is real."""

from __future__ import annotations

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.problem import Contract
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.course.items import load_item
from kernel_magic.lessons.exercise import exercises_of
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work

PAGE = "---\ntitle: t\nkind: {kind}\nobjectives: [read]\n{more}---\nRead the program.\n\n## Hints\n\n1. Slowly.\n"
STEADY = "# question: What does five() return?\nfive()\n"


@pytest.fixture
def ask(tmp_path, judge):
    """Makes the exercise of a program and questions."""
    work = Work(
        backend=None, judge=judge, options=SolveOptions(), on_progress=lambda progress: None, cancelled=lambda: False
    )

    def made(program, tests, *, kind="predict", more=""):
        folder = tmp_path / "units" / "unit" / "item"
        folder.mkdir(parents=True)
        (folder / "item.md").write_text(PAGE.format(kind=kind, more=more))
        (folder / "reference.py").write_text(program)
        (folder / "tests.py").write_text(tests)
        (exercise,) = exercises_of(load_item(folder), 1, work)
        return exercise

    return made


def problems_of(exercise):
    return [line for gate in exercise.evidence.gates if not gate.holds for line in gate.lines]


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("def f():\n    return list(set('hello, you'))", "in one run and"),
        ("def f():\n    return ','.join({'first', 'second', 'third', 'fourth'})", "in one run and"),
        ("def f():\n    return hash('abc')", "in one run and"),
        ("import random\n\ndef f():\n    return random.randint(1, 10**6)", "in one run and"),
        ("import datetime\n\ndef f():\n    return datetime.date.today().year", "it uses `datetime.date.today`"),
        ("from datetime import datetime as D\n\ndef f():\n    return D.now().year", "it uses `datetime.datetime.now`"),
        (
            "import time as t\n\ndef g():\n    return int(t.time()) // 9999999\n\ndef f():\n    return g()",
            "`time.time`",
        ),
        ("from os import getcwd\n\ndef f():\n    return getcwd()", "it uses `os.getcwd`"),
        ("def f():\n    return __name__", "it uses `__name__`"),
        ("def f():\n    return input()", "it uses `input`"),
        ("class C:\n    pass\n\ndef f():\n    return str(C)", "the module of the judge"),
    ],
)
def test_a_question_whose_answer_is_another_one_in_another_run_is_refused(ask, program, said):
    exercise = ask(f"{program}\n\n\ndef five():\n    return 5\n", f"# question: What?\nf()\n{STEADY}")
    assert not exercise.evidence.released
    (problem,) = problems_of(exercise)
    assert problem.startswith("What?: ")
    assert said in problem


def test_a_value_that_equals_nothing_is_not_asked_for(ask):
    exercise = ask(
        "def f():\n    return [float('nan')]\n\ndef five():\n    return 5\n", f"# question: What?\nf()\n{STEADY}"
    )
    (problem,) = problems_of(exercise)
    assert problem.startswith("What?: nan equals nothing")


def test_where_no_question_is_left_it_is_said_why(ask):
    with pytest.raises(InputError, match=r"What\?: it uses `os\.environ`"):
        ask("import os\n\ndef f():\n    return len(os.environ)\n", "# question: What?\nf()\n")


def test_what_only_looks_unsteady_is_asked(ask):
    program = """\
import random
import time

def f():
    random.seed(4)
    time.sleep(0)
    found = {3, 1, 2}
    return sorted({"b", "a"}), found, random.randint(1, 9) < 10, f.__name__

def unused():
    return time.time()

if __name__ == "__main__":
    print(unused())
"""
    exercise = ask(program, "# question: What does f() return?\nf()\n# question: And sorted?\nsorted(f()[1])\n")
    assert exercise.evidence.released, problems_of(exercise)
    assert "answer_1 = (['a', 'b'], {1, 2, 3}, True, 'f')" in exercise.reference.text


def test_what_one_question_leaves_behind_is_not_there_for_the_next(ask):
    program = "count = 0\n\ndef tick():\n    global count\n    count += 1\n    return count\n"
    exercise = ask(program, "# question: First?\ntick()\n# question: Second?\ntick()\n")
    assert exercise.evidence.released, problems_of(exercise)
    assert "answer_2 = 1" in exercise.reference.text


def test_the_recorded_run_of_a_call_is_the_same_in_every_interpreter(ask):
    program = """\
def last(word):
    found = ""
    for letter in set(word):
        found = letter
    return found

def five():
    return 5
"""
    exercise = ask(program, STEADY, kind="explain", more='call: last("hello, you")\n')
    assert problems_of(exercise) == ['last("hello, you"): its run is another one in another interpreter']


SHOUT = "def shout(word):\n    print(word.upper())\n    return len(word)\n"


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        ('What is printed by shout("hey")?', "'HEY'"),
        ("What does it print?", "'HEY'"),
        ("What appears on the screen?", "'HEY'"),
        ('What does shout("hey") return?', "3"),
        ("Which value comes out?", "3"),
    ],
)
def test_a_question_about_what_is_printed_is_not_answered_with_what_is_returned(ask, title, answer):
    exercise = ask(SHOUT, f'# question: {title}\nshout("hey")\n')
    assert exercise.evidence.released, problems_of(exercise)
    assert f"answer_1 = {answer}\n" in exercise.reference.text


def test_where_a_call_prints_and_returns_a_question_says_what_it_asks_for(ask):
    exercise = ask(f"{SHOUT}\ndef five():\n    return 5\n", f'# question: What happens?\nshout("hey")\n{STEADY}')
    assert problems_of(exercise) == [
        "What happens?: the call prints and returns: say in the question which of the two it asks for, `printed` or"
        " `return`"
    ]


def test_a_call_that_only_prints_returns_none(ask):
    exercise = ask("def f():\n    print(1)\n", "# question: What does f() return?\nf()\n# question: What?\nf()\n")
    assert exercise.evidence.released, problems_of(exercise)
    assert "answer_1 = None\n" in exercise.reference.text
    assert "answer_2 = '1'\n" in exercise.reference.text


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("' *\\n***'", True),
        ('"""\n *  \n***\n"""', True),
        ("'*\\n***'", False),
        ("' * ***'", False),
        ("' *\\n\\n***'", False),
    ],
)
def test_lines_and_the_spaces_before_them_count_in_printed_text(ask, judge, answer, right):
    exercise = ask("def f():\n    print(' *')\n    print('***')\n", "# question: What is printed?\nf()\n")
    contract = Contract(cases=exercise.tests[0].cases)
    report = judge.judge(Source(text=f"answer_1 = {answer}\n"), contract)
    assert (report.verdict is Verdict.AC) is right


def test_what_the_author_asks_is_not_asked_again(ask):
    program = "def total(n):\n    found = 0\n    for i in range(n):\n        found += i\n    return found\n"
    own = "# question: What does total( 5 ) give back?\ntotal(5)\n"
    exercise = ask(program, own, kind="explain", more="call: total(5)\n")
    assert exercise.evidence.released, problems_of(exercise)
    titles = [test.title for test in exercise.tests]
    assert len(titles) > 1
    assert not any("return?" in title for title in titles)
