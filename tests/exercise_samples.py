"""Five exercises of different kinds, an assignment of them, and a class of students: made by hand, nothing was run.

Shared by the tests of notebooks, grading, feedback and reports. `FAILED` says for every student which tests the
answers fail; everything else that they were asked passes.
"""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.exercise import (
    Exercise,
    ExerciseEvidence,
    ExerciseTest,
    Gate,
    MutationReport,
    Survivor,
    Variant,
)
from kernel_magic.core.gradebook import Assignment
from kernel_magic.core.problem import Call, CheckerSpec, Expression, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue

GATES = (
    Gate(name="reference", holds=True, ran=1, summary="The reference passes every test."),
    Gate(name="starter", holds=True, ran=1, summary="The starter fails 3 of 3 tests."),
    Gate(name="mutants", holds=True, ran=41, summary="40 of 41 mutants are refused; 1 behaves like the reference."),
)


def called(name: str, function: str, *args: PlainValue, value: PlainValue) -> TestCase:
    """The case `function(*args) == value`."""
    text = f"{function}({', '.join(map(repr, args))}) == {value!r}"
    return TestCase(name=name, given=Call(args=args), expected=Returns(value=value), text=text)


def expressed(name: str, expression: str, value: PlainValue, setup: str = "") -> TestCase:
    """The case `expression == value`, after `setup`."""
    given = Expression(expression=expression, setup=setup)
    return TestCase(name=name, given=given, expected=Returns(value=value), text=f"{expression} == {value!r}")


def checked(
    name: str, title: str, cases: tuple[TestCase, ...], *, visible: bool, points: float = 1.0, code: str = ""
) -> ExerciseTest:
    """A test. Where no code is given it asserts the texts of the cases."""
    code = code or "\n".join(f"assert {case.text}" for case in cases)
    return ExerciseTest(name=name, title=title, cases=cases, visible=visible, points=points, code=code)


VOWELS_REFERENCE = '''def count_vowels(text):
    """How many letters of `text` are vowels."""
    found = 0
    for letter in text.lower():
        if letter in "aeiou":
            found += 1
    return found
'''
VOWELS_SURVIVOR = Survivor(
    operator="constant", line=3, column=12, before="0", after="False",
    text=VOWELS_REFERENCE.replace("found = 0", "found = False"), equivalent=True, tried=400,
)  # fmt: skip
VOWELS = Exercise(
    item="count-vowels",
    unit="strings",
    title="Count the vowels",
    kind="function",
    level="intro",
    objectives=("go through a text letter by letter", "count with a variable"),
    statement="Write `count_vowels(text)`. It returns how many letters of `text` are vowels: a, e, i, o, u, small or "
    'capital.\n\n>>> count_vowels("Hello")\n2\n>>> count_vowels("rhythm")\n0',
    function="count_vowels",
    starter=Source(text='def count_vowels(text):\n    """How many letters of `text` are vowels."""\n    ...\n'),
    reference=Source(text=VOWELS_REFERENCE, entry_point="count_vowels"),
    tests=(
        checked(
            "small-letters", "small letters",
            (called("1", "count_vowels", "hello", value=2), called("2", "count_vowels", "", value=0)), visible=True,
        ),
        checked(
            "capital-letters", "capital letters count as well",
            (called("1", "count_vowels", "AEIOU", value=5), called("2", "count_vowels", "Otto", value=2)),
            visible=False, points=2.0,
        ),
        checked(
            "no-vowels", "a text without vowels",
            (called("1", "count_vowels", "xyz!? 123", value=0), called("2", "count_vowels", "BRRR", value=0)),
            visible=False,
        ),
    ),
    hints=(
        "Go through the text with a `for` loop. What do you have to remember while you go?",
        '`letter in "aeiou"` is true for a small vowel. What about a capital one?',
    ),
    notes="`str.count` in a loop over the vowels is fine as well. Watch for answers that forget the capital letters.",
    evidence=ExerciseEvidence(
        gates=GATES,
        mutation=MutationReport(
            mutants=41, killed=40, survivors=(VOWELS_SURVIVOR,), operators=(("constant", 9, 8), ("compare", 32, 32)),
            seconds=0.21,
        ),
        isolation="level 3", seconds=1.9,
    ),
)  # fmt: skip

AVERAGE_REFERENCE = '''def average(numbers):
    """The mean of the numbers; of no numbers at all there is none."""
    if not numbers:
        raise ValueError("no numbers")
    total = 0
    for number in numbers:
        total += number
    return total / len(numbers)
'''
AVERAGE_TOLERATED = TestCase(
    name="1", given=Call(args=([0.1, 0.2, 0.3],)), expected=Returns(value=0.2, tolerance=1e-9),
    text="abs(average([0.1, 0.2, 0.3]) - 0.2) < 1e-9",
)  # fmt: skip
AVERAGE_EMPTY = TestCase(
    name="1", given=Call(args=([],)), expected=Raises(exception="ValueError"), text="raises(ValueError): average([])"
)
AVERAGE = Exercise(
    item="fix-average",
    unit="lists",
    title="The average that is too large",
    kind="fix",
    level="core",
    objectives=("find a wrong line by comparing what is expected with what comes out",),
    statement="`average(numbers)` should return the mean of the numbers, and raise a `ValueError` where there are none."
    "\nOne line is wrong. Find it and repair it.\n\n>>> average([2, 4])\n3.0",
    function="average",
    starter=Source(text=AVERAGE_REFERENCE.replace("    total = 0\n", "    total = numbers[0]\n")),
    reference=Source(text=AVERAGE_REFERENCE, entry_point="average"),
    tests=(
        checked("two-numbers", "two numbers", (called("1", "average", [2, 4], value=3.0),), visible=True),
        checked("fractions", "numbers with fractions", (AVERAGE_TOLERATED,), visible=False),
        checked(
            "one-number", "a single number",
            (called("1", "average", [7], value=7.0), called("2", "average", [-3], value=-3.0)), visible=False,
            points=1.5,
        ),
        checked(
            "no-numbers", "no numbers: a ValueError", (AVERAGE_EMPTY,), visible=False, points=0.5,
            code="try:\n    average([])\nexcept ValueError:\n    pass\nelse:\n"
            '    raise AssertionError("average([]) raised nothing")',
        ),
    ),
    hints=("Which value does `total` have before the first number is added?",),
    notes="The first number is counted twice. Some students divide by one more instead: the single number finds them.",
    checker=CheckerSpec(name="floats", tolerance=1e-9),
    evidence=ExerciseEvidence(gates=GATES, isolation="level 3", seconds=1.1),
)  # fmt: skip

STACK_REFERENCE = '''class Stack:
    """Things on top of each other: the last one in is the first one out."""

    def __init__(self):
        self._things = []

    def push(self, thing):
        """Put a thing on top."""
        self._things.append(thing)

    def pop(self):
        """Take the thing on top away, and return it."""
        if not self._things:
            raise IndexError("the stack is empty")
        return self._things.pop()

    def size(self):
        """How many things there are."""
        return len(self._things)
'''
STACK_STARTER = '''class Stack:
    """Things on top of each other: the last one in is the first one out."""

    def __init__(self):
        ...

    def push(self, thing):
        """Put a thing on top."""

    def pop(self):
        """Take the thing on top away, and return it."""

    def size(self):
        """How many things there are."""
'''
_TWO_PUSHED = "stack = Stack()\nstack.push(1)\nstack.push(2)"
_POPPED_ONCE = f"{_TWO_PUSHED}\nstack.pop()"
STACK_EMPTY = TestCase(
    name="1", given=Expression(expression="Stack().pop()"), expected=Raises(exception="IndexError"),
    text="raises(IndexError): Stack().pop()",
)  # fmt: skip
STACK = Exercise(
    item="stack",
    unit="classes",
    title="A stack",
    kind="function",
    level="stretch",
    objectives=("keep state in an object", "raise an exception"),
    statement="Complete the class `Stack`. `pop` of an empty stack raises an `IndexError`.\n\n"
    '>>> stack = Stack()\n>>> stack.push("book")\n>>> stack.pop()\n\'book\'',
    function="Stack",
    starter=Source(text=STACK_STARTER),
    reference=Source(text=STACK_REFERENCE, entry_point="Stack"),
    tests=(
        checked(
            "one-thing", "what is pushed comes out again",
            (expressed("1", "stack.pop()", "book", 'stack = Stack()\nstack.push("book")'),), visible=True,
            code='stack = Stack()\nstack.push("book")\nassert stack.pop() == \'book\'',
        ),
        checked(
            "order", "the last one in is the first one out",
            (expressed("1", "stack.pop()", 2, _TWO_PUSHED), expressed("2", "stack.pop()", 1, _POPPED_ONCE)),
            visible=False, points=2.0,
            code=f"{_TWO_PUSHED}\nassert stack.pop() == 2\n{_TWO_PUSHED}\nstack.pop()\nassert stack.pop() == 1",
        ),
        checked(
            "size", "the size goes up and down",
            (expressed("1", "Stack().size()", 0), expressed("2", "stack.size()", 1, _POPPED_ONCE)),
            visible=False,
            code=f"assert Stack().size() == 0\n{_TWO_PUSHED}\nstack.pop()\nassert stack.size() == 1",
        ),
        checked(
            "empty", "an empty stack: an IndexError",
            (STACK_EMPTY,),
            visible=False,
            code="try:\n    Stack().pop()\nexcept IndexError:\n    pass\nelse:\n"
            '    raise AssertionError("Stack().pop() raised nothing")',
        ),
    ),
    hints=("A list remembers the order.", "`list.pop()` takes the last thing away."),
    notes="Discuss why `_things` begins with an underscore.",
    evidence=ExerciseEvidence(gates=GATES, isolation="level 3", seconds=2.4),
)  # fmt: skip

PUZZLE_PRELUDE = '''BLOCKS = {
    "A": "return total",
    "B": "total = 0",
    "C": "if number > 0:",
    "D": "def sum_positive(numbers):",
    "E": "total += number",
    "F": "for number in numbers:",
    "G": "if number >= len(numbers):",
}


def assembled(answer):
    """The function that the blocks named in the answer make, in its order and with its indentation."""
    lines = []
    for line in answer.splitlines():
        letter = line.strip()
        if letter:
            lines.append(line.replace(letter, BLOCKS[letter]))
    namespace = {}
    exec("\\n".join(lines), namespace)
    return namespace["sum_positive"]
'''
PUZZLE = Exercise(
    item="sum-positive-puzzle",
    unit="basics",
    title="Put the lines in order",
    kind="parsons",
    level="intro",
    objectives=("see which lines belong into a loop",),
    statement="The lines of `sum_positive(numbers)`, which adds up the positive numbers, are in disorder; one line "
    "does not belong there. Write the letters in the right order, one a line, indented as the lines have to be.\n\n"
    ">>> assembled(answer)([1, -2, 3])\n4",
    function="",
    given="# A  return total\n# B  total = 0\n# C  if number > 0:\n# D  def sum_positive(numbers):\n"
    "# E  total += number\n# F  for number in numbers:\n# G  if number >= len(numbers):\n",
    starter=Source(text='answer = """\nD\n"""\n'),
    reference=Source(text='answer = """\nD\n    B\n    F\n        C\n            E\n    A\n"""\n'),
    prelude=PUZZLE_PRELUDE,
    tests=(
        checked(
            "mixed", "positive and negative numbers", (expressed("1", "assembled(answer)([1, -2, 3])", 4),),
            visible=True,
        ),
        checked("no-numbers", "no numbers at all", (expressed("1", "assembled(answer)([])", 0),), visible=False),
        checked(
            "negative", "only negative numbers", (expressed("1", "assembled(answer)([-5, -1])", 0),), visible=False,
            points=2.0,
        ),
    ),
    hints=("What must happen before the loop, and what after it?",),
    notes="Block G is what students write who compare with the wrong thing.",
    evidence=ExerciseEvidence(gates=GATES, isolation="level 3", seconds=0.8),
)  # fmt: skip

PREDICT = Exercise(
    item="predict-loop",
    unit="basics",
    title="What does the loop return?",
    kind="predict",
    level="core",
    objectives=("follow a loop by hand",),
    statement="Read the program. Do not run it: what do the two calls return?\n\n"
    "1. `mystery([3, 1, 2])`\n2. `mystery([])`",
    function="",
    given="def mystery(numbers):\n    best = 10\n    for number in numbers:\n        if number < best:\n"
    "            best = number\n    return best\n",
    starter=Source(text="answer_1 = ...  # mystery([3, 1, 2])\nanswer_2 = ...  # mystery([])\n"),
    reference=Source(text="answer_1 = 1  # mystery([3, 1, 2])\nanswer_2 = 10  # mystery([])\n"),
    tests=(
        checked(
            "numbers", "both answers are whole numbers",
            (expressed("1", "isinstance(answer_1, int)", True), expressed("2", "isinstance(answer_2, int)", True)),
            visible=True, points=0.5,
            code="assert isinstance(answer_1, int)\nassert isinstance(answer_2, int)",
        ),
        checked("first", "mystery([3, 1, 2])", (expressed("1", "answer_1", 1),), visible=False, points=1.5),
        checked("second", "mystery([])", (expressed("1", "answer_2", 10),), visible=False),
    ),
    evidence=ExerciseEvidence(gates=GATES, isolation="level 3", seconds=0.4),
)  # fmt: skip

EXERCISES = (VOWELS, AVERAGE, STACK, PUZZLE, PREDICT)
STARTERS = {exercise.item: exercise.starter.text for exercise in EXERCISES}
RIGHT = {exercise.item: exercise.reference.text for exercise in EXERCISES}

PREDICT_VARIANT = replace(
    PREDICT,
    statement=PREDICT.statement.replace("[3, 1, 2]", "[7, 9, 8]"),
    starter=Source(text=PREDICT.starter.text.replace("[3, 1, 2]", "[7, 9, 8]")),
    reference=Source(text="answer_1 = 7  # mystery([7, 9, 8])\nanswer_2 = 10  # mystery([])\n"),
    tests=(
        PREDICT.tests[0],
        checked("first", "mystery([7, 9, 8])", (expressed("1", "answer_1", 7),), visible=False, points=1.5),
        PREDICT.tests[2],
    ),
    variant=Variant(number=1, seed=7, replaced={"[3, 1, 2]": "[7, 9, 8]"}),
)  # fmt: skip


def assignment(*exercises: Exercise, name: str = "week-1") -> Assignment:
    """An assignment of one version: of the given exercises, or of all five. Its digest is still empty."""
    return Assignment(name=name, title="Week 1: first loops", policy="hints", versions=(exercises or EXERCISES,))


def assignment_of_two_versions() -> Assignment:
    """An assignment of two exercises, the second of which comes in two variants."""
    versions = ((VOWELS, PREDICT), (VOWELS, PREDICT_VARIANT))
    return Assignment(name="week-2", title="Week 2", policy="off", versions=versions, seed=7)


_SMALL_LETTERS_ONLY = 'def count_vowels(text):\n    return sum(letter in "aeiou" for letter in text)\n'
_RAISING = "def count_vowels(text):\n    return text.vowels\n"
_NO_CHECK = "def average(numbers):\n    return sum(numbers) / len(numbers)\n"
_QUEUE = STACK_REFERENCE.replace("self._things.pop()", "self._things.pop(0)")
_NO_RAISE = STACK_REFERENCE.replace('            raise IndexError("the stack is empty")\n', "            return None\n")
_OTHER_RIGHT = {
    "count-vowels": 'def count_vowels(text):\n    return sum(text.upper().count(vowel) for vowel in "AEIOU")\n',
    "fix-average": AVERAGE_REFERENCE.replace("total = 0\n", "total = 0.0\n"),
    "stack": STACK_REFERENCE.replace("_things", "_pile"),
    "sum-positive-puzzle": RIGHT["sum-positive-puzzle"].replace("    ", "  "),
    "predict-loop": "answer_2 = 5 * 2\nanswer_1 = 1\n",
}

STUDENTS: dict[str, dict[str, str]] = {
    "anna": RIGHT,
    "bela": _OTHER_RIGHT,
    "chloe": STARTERS,
    "dan": {**RIGHT, "count-vowels": _SMALL_LETTERS_ONLY, "fix-average": _NO_CHECK, "stack": _QUEUE},
    "eva": {
        **RIGHT, "stack": _NO_RAISE, "predict-loop": "answer_1 = 3\nanswer_2 = 10\n",
        "sum-positive-puzzle": 'answer = """\nD\n    B\n    F\n        E\n    A\n"""\n',
    },
    "finn": {**RIGHT, "count-vowels": _RAISING, "predict-loop": 'answer_1 = "one"\nanswer_2 = "ten"\n'},
}  # fmt: skip
"""What each student wrote into the cell of each exercise. None of it is an attack."""

FAILED: dict[str, dict[str, frozenset[str]]] = {
    "anna": {},
    "bela": {},
    "chloe": {
        "count-vowels": frozenset({"small-letters", "capital-letters", "no-vowels"}),
        "fix-average": frozenset({"two-numbers", "fractions", "one-number"}),
        "stack": frozenset({"one-thing", "order", "size", "empty"}),
        "sum-positive-puzzle": frozenset({"mixed", "no-numbers", "negative"}),
        "predict-loop": frozenset({"numbers", "first", "second"}),
    },
    "dan": {
        "count-vowels": frozenset({"capital-letters"}),
        "fix-average": frozenset({"no-numbers"}),
        "stack": frozenset({"order"}),
    },
    "eva": {
        "stack": frozenset({"empty"}),
        "predict-loop": frozenset({"first"}),
        "sum-positive-puzzle": frozenset({"mixed", "negative"}),
    },
    "finn": {
        "count-vowels": frozenset({"small-letters", "capital-letters", "no-vowels"}),
        "predict-loop": frozenset({"numbers", "first", "second"}),
    },
}
"""Per student and exercise the names of the tests that fail; the others pass."""
