"""How a model is asked, and which program comes out of a reply that goes on from an opening, or begins anew."""

from __future__ import annotations

import ast

import pytest

from kernel_magic.core.chat import Completion, Continuation, Prompt, SamplingParams
from kernel_magic.core.lesson import Task
from kernel_magic.lessons.drafting.function_heads import function_head
from kernel_magic.lessons.drafting.missing_imports import with_missing_imports
from kernel_magic.lessons.drafting.readings import ask, drawn, opening, programs
from kernel_magic.lessons.examples.read import read_task

STUB = 'def area(r):\n    """Area of a circle.\n\n    >>> area(0)\n    0.0\n    """\n'
WORDS = "Write `area(r)`, the area of a circle.\n>>> area(0)\n0.0\n"
SAMPLING = SamplingParams(temperature=0.8, max_tokens=768)


def task(text: str) -> Task:
    return read_task(text, language="python")


def said(reply: str) -> Completion:
    return Completion(text=reply, model="m", finish="stop", prompt_tokens=1, completion_tokens=1, seconds=0.0)


def drafted(text: str, reply: str) -> str:
    return programs([said(reply)], ask("solve", task(text), SAMPLING), "area")[0]


def test_a_functions_head_is_gone_on_from():
    assert opening(task(STUB)) == f"```python\n{STUB}"
    prompt = ask("solve", task(STUB), SAMPLING).prompt
    assert isinstance(prompt, Prompt)
    assert prompt.messages[-1].role == "assistant"
    assert prompt.messages[-1].text == f"```python\n{STUB}"


def test_a_task_in_words_becomes_a_head_with_the_task_as_its_docstring():
    assert function_head(task(WORDS)) == (
        'def area(r):\n    """Write `area(r)`, the area of a circle.\n    >>> area(0)\n    0.0\n    """'
    )
    assert opening(task(WORDS)) == f"```python\n{function_head(task(WORDS))}\n"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Write `add(a, b)`.\n>>> add(1, 2)\n3\n", "def add(a, b):"),
        ("Write `add(a: int, b: int = 0)`.\n>>> add(1)\n1\n", "def add(a: int, b: int = 0):"),
        ("Add numbers.\n>>> add(1, 2)\n3\n", "def add(n, n2):"),
        ("Count words.\n>>> count({'a': 1}, ['b'], 'c', True)\n3\n", "def count(mapping, items, text, flag):"),
        ("Write `add(a)`.\n>>> add(1, 2)\n3\n", "def add(n, n2):"),
        ("Write `add(1, 2)`, no: `add(x, y)`.\n>>> add(1, 2)\n3\n", "def add(x, y):"),
        ("Write `add(a, b)`.\n```text\n1 + 2 = 3\n```\n>>> add(1, 2)\n3\n", "def add(a, b):"),
    ],
)
def test_parameters_are_those_of_the_words_or_fit_the_examples(text, head):
    assert function_head(task(text)).partition("\n")[0] == head


@pytest.mark.parametrize(
    "text",
    [
        "Write `Stack`.\n>>> s = Stack()\n>>> s.push(1)\n>>> s.pop()\n1\n",
        "Add numbers.\n>>> add(1, 2)\n3\n>>> add(1)\n1\n",
        "Read a number and print it.\n\nInput:\n1\nOutput:\n1\n",
    ],
)
def test_where_the_head_is_not_known_none_is_made_up(text):
    assert function_head(task(text)) == ""


FENCED = """Write `double(text)`: each letter twice.

```text
ab -> aabb
```

  ~~~
  Spaces too.
  ~~~~

Say ```double``` once.

```python
>>> double("ab")
'aabb'
```
"""


def test_fences_of_the_task_do_not_end_the_fenced_reply_that_is_begun():
    head = function_head(task(FENCED))
    assert head.splitlines()[0] == "def double(text):"
    assert [part for part in ("```", "~~~") if part in head] == []
    assert [
        part for part in ("ab -> aabb", "Spaces too.", "Say `double` once.", ">>> double(") if part not in head
    ] == []
    asked = ask("solve", task(FENCED), SAMPLING)
    reply = said('    return "".join(letter * 2 for letter in text)\n```\n')
    assert programs([reply], asked, "double") == [
        'def double(text):\n    return "".join(letter * 2 for letter in text)\n'
    ]


def test_a_head_with_a_fenced_docstring_is_gone_on_from_without_the_fences():
    text = 'def f(x: int) -> int:\n    """Twice x.\n\n    ```\n    >>> f(2)\n    4\n    ```\n    """\n'
    assert opening(task(text)) == f"```python\n{text.replace('    ```' + chr(10), '')}"


def test_a_docstring_cannot_be_ended_by_the_task():
    hostile = 'Write `f(x)`. """\nimport os\nos.abort()\n\\\n>>> f(1)\n1\n'
    head = function_head(task(hostile))
    tree = ast.parse(f"{head}\n    return x\n")
    assert [type(node).__name__ for node in tree.body] == ["FunctionDef"]


def test_a_whole_program_is_asked_for_without_an_opening():
    program = task("Read a number and print it.\n\nInput:\n1\nOutput:\n1\n")
    prompt = ask("solve", program, SAMPLING).prompt
    assert opening(program) == ""
    assert isinstance(prompt, Prompt)
    assert [message.role for message in prompt.messages] == ["system", "user"]


def test_a_file_that_goes_on_has_no_chat():
    assert isinstance(ask("continue", task(STUB), SAMPLING).prompt, Continuation)
    in_words = ask("continue", task(WORDS), SAMPLING).prompt
    assert isinstance(in_words, Continuation)
    assert in_words.prefix == f"{function_head(task(WORDS))}\n"


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        (STUB, "    return 3.14 * r * r\n"),
        (WORDS, "    return 3.14 * r * r\n"),
        (STUB, "```python\ndef area(r):\n    return 3.14 * r * r\n```"),
        (WORDS, "def area(r):\n    return 3.14 * r * r\n"),
        (STUB, "    return 3.14 * r * r\n\nHere the area is\nreturned, of course."),
        (STUB, "    return 3.14 * r * r\n\n\ndef other(r):\n    return (r"),
    ],
)
def test_the_same_program_whether_a_reply_goes_on_or_begins_anew(text, reply):
    assert drafted(text, reply) == "def area(r):\n    return 3.14 * r * r\n"


@pytest.mark.parametrize(
    "reply", ["", "I cannot help with that.", "word " * 9000, "x = (\n" * 4000, "\0", "```java\n```"]
)
def test_a_reply_without_a_program_is_none(reply):
    assert drafted(WORDS, reply) == ""


def drawn_of(asked, *replies):
    """What is drawn where a model says these, and what it was asked for: seeds and numbers of replies."""
    left, calls = list(replies), []

    def complete(prompt, count):
        calls.append((prompt.sampling.seed, count))
        return [said(left.pop(0)) for _ in range(count)]

    return [reply.text for reply in drawn(asked, complete, 4)], calls


def test_replies_that_are_over_at_once_are_drawn_again_with_other_seeds():
    asked = ask("solve", task(STUB), SamplingParams(temperature=0.8, seed=100))
    texts, calls = drawn_of(asked, "    return 1", "```", "", "    return 2", "    return 3", " \n")
    assert texts == ["    return 1", "    return 3", " \n", "    return 2"]
    (first, four), (other, two) = calls
    assert (first, four, two) == (100, 4, 2)
    assert other not in range(first, first + 1000)


def test_a_reply_that_would_be_the_same_again_is_not_drawn_again():
    certain = ask("solve", task(STUB), SamplingParams(temperature=0.0, seed=100))
    assert drawn_of(certain, *["```"] * 4) == (["```"] * 4, [(100, 4)])
    program = ask("solve", task("Print the sum of two numbers."), SamplingParams(temperature=0.8, seed=100))
    assert drawn_of(program, *["```"] * 4) == (["```"] * 4, [(100, 4)])


def test_a_forgotten_import_is_added():
    assert drafted(STUB, "    return math.pi * r * r\n").startswith("import math\n\n\ndef area(r):\n")


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("def f(x):\n    return math.sqrt(x)\n", "import math"),
        ("def f(x: List[int]) -> Optional[int]:\n    return None\n", "from typing import List, Optional"),
        ("def f(x):\n    return Counter(x), gcd(1, 2)\n", "from collections import Counter\nfrom math import gcd"),
        ("from __future__ import annotations\ndef f(x):\n    return re.findall('a', x)\n", "import re"),
    ],
)
def test_names_of_the_standard_library_are_imported(text, added):
    made = with_missing_imports(text)
    assert added in made
    compile(made, "made", "exec")


@pytest.mark.parametrize(
    "text",
    [
        "import math\ndef f(x):\n    return math.sqrt(x)\n",
        "def f(math):\n    return math.sqrt(1)\n",
        "def gcd(a, b):\n    return a\ndef f(x):\n    return gcd(x, 1)\n",
        "from math import *\ndef f(x):\n    return sqrt(x)\n",
        "def f(x):\n    import math\n    return math.sqrt(x)\n",
        "def f(x):\n    return unknown(x)\n",
        "def f(x:\n",
    ],
)
def test_what_a_program_binds_itself_is_left_alone(text):
    assert with_missing_imports(text) == text
