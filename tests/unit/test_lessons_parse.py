"""Completion → program: what is taken, what is left out, and what is no program at all."""

import pytest

from kernel_magic.lessons.parse import MAX_PROGRAM_CHARACTERS, program_in

CODE = "def f(x: int) -> int:\n    return x + 1\n"


@pytest.mark.parametrize(
    "completion",
    [
        f"```python\n{CODE}```",
        f"Sure! Here it is:\n\n```python\n{CODE}```\nHope that helps.",
        f"```\n{CODE}```",
        f"~~~py\n{CODE}~~~",
        f"```python\n{CODE}",
        CODE,
        f"The answer:\n{CODE}",
        f"```python\n{CODE.replace(chr(10), chr(13) + chr(10))}```",
        f"```bash\npip install x\n```\n```python\n{CODE}```",
        f"```python\nx = 1\n```\n```python\n{CODE}```",
    ],
)
def test_the_program_is_found_in_every_wrapping(completion):
    assert program_in(completion, "f") == CODE


@pytest.mark.parametrize(
    "completion",
    [
        "",
        "   \n",
        "I am sorry, that is no programming task.",
        "```java\nclass A {}\n```",
        "```\n\n```",
        "<script>alert(1)</script>",
    ],
)
def test_prose_is_no_program(completion):
    assert program_in(completion, "f") is None


def test_endless_repetition_is_no_program():
    assert program_in("```python\n" + "x = 1\n" * MAX_PROGRAM_CHARACTERS, None) is None


def test_examples_of_use_and_comments_are_taken_off_but_what_the_function_needs_stays():
    completion = '''```python
import math
LIMIT = 10
table = [0] * LIMIT
for i in range(LIMIT):
    table[i] = i * i

def f(x):
    """Add one.

    >>> f(1)
    2
    """
    # add one
    return f"{x}#" if x else "# {"  # f-string {x}

result = f(3)
print(result)
assert f(1) == 2
if __name__ == "__main__":
    print(f(4))
```'''
    assert program_in(completion, "f") == (
        "import math\nLIMIT = 10\ntable = [0] * LIMIT\nfor i in range(LIMIT):\n    table[i] = i * i\n\n"
        'def f(x):\n    return f"{x}#" if x else "# {"\n'
    )


def test_a_program_that_reads_input_keeps_its_calls():
    program = "n = int(input())\nprint(n * 2)\n"
    assert program_in(f"```python\n{program}```", None) == program


def test_a_docstring_that_is_the_whole_body_stays():
    code = 'def f():\n    """Nothing to do."""\n'
    assert program_in(f"```python\n{code}```", "f") == code


MAIN = "import sys\nLIMIT = 9\n\n\ndef main():\n    print(min(int(sys.stdin.read()), LIMIT))\n"


def test_a_program_that_never_calls_its_main_gets_the_call():
    assert program_in(f"```python\n{MAIN}```", None) == f"{MAIN}\n\nmain()\n"


@pytest.mark.parametrize(
    "program",
    [
        MAIN + "\n\nmain()\n",
        MAIN + '\n\nif __name__ == "__main__":\n    main()\n',
        MAIN + "\n\nprint(1)\n",
        MAIN.replace("main()", "main(words)"),
        MAIN.replace("main()", "solve()"),
        "def main(:\n    pass\n",
    ],
    ids=["called", "guarded", "does something", "wants an argument", "another name", "no Python"],
)
def test_a_program_that_needs_no_call_of_main_stays_as_it_is(program):
    assert program_in(f"```python\n{program}```", None) == program


def test_where_a_function_is_wanted_no_main_is_called():
    program = "def f(x):\n    return x\n\n\ndef main():\n    print(f(1))\n"
    assert program_in(f"```python\n{program}```", "f") == program
