"""How a model is asked, and which program comes out of a reply that goes on from an opening, or begins anew."""

from __future__ import annotations

import pytest

from kernel_magic.core.chat import Completion, Continuation, Prompt, SamplingParams
from kernel_magic.core.lesson import Task
from kernel_magic.lessons.drafting.missing_imports import with_missing_imports
from kernel_magic.lessons.drafting.readings import ask, opening, programs
from kernel_magic.lessons.examples.read import read_task

STUB = 'def area(r):\n    """Area of a circle.\n\n    >>> area(0)\n    0.0\n    """\n'
WORDS = "Write `area(r)`, the area of a circle.\n>>> area(0)\n0.0\n"
SAMPLING = SamplingParams(temperature=0.8, max_tokens=768)


def task(text: str) -> Task:
    return read_task(text, language="python")


def drafted(text: str, reply: str) -> str:
    asked = ask("solve", task(text), SAMPLING)
    completion = Completion(
        text=reply, model="m", finish="stop", prompt_tokens=1, completion_tokens=1, seconds=0.0
    )  # fmt: skip
    return programs([completion], asked, "area")[0]


def test_a_functions_head_is_gone_on_from():
    assert opening(task(STUB)) == f"```python\n{STUB}"
    prompt = ask("solve", task(STUB), SAMPLING).prompt
    assert isinstance(prompt, Prompt)
    assert prompt.messages[-1].role == "assistant"
    assert prompt.messages[-1].text == f"```python\n{STUB}"


def test_a_task_in_words_names_the_function():
    assert opening(task(WORDS)) == "```python\ndef area("


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
    assert in_words.prefix.endswith("def area(")
    assert "the area of a circle" in in_words.prefix


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        (STUB, "    return 3.14 * r * r\n"),
        (WORDS, "r):\n    return 3.14 * r * r\n"),
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
