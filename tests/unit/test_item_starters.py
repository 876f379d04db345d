"""What students start from where an item has no starter: heads and docstrings of the reference, nothing else."""

from __future__ import annotations

import ast

from kernel_magic.lessons.exercising.kinds.parts import starter_from


def test_a_decorated_first_method_is_decorated_once():
    starter = starter_from(
        "class Box:\n    @property\n    def size(self):\n        return 1\n\n"
        "    @staticmethod\n    def f():\n        return 2\n",
        "Box",
    )
    assert starter.count("@property") == 1
    assert starter.count("@staticmethod") == 1
    assert ast.parse(starter).body
    assert starter.startswith("class Box:\n\n    @property\n    def size(self):\n        # YOUR CODE HERE\n")


def test_comments_of_the_reference_do_not_reach_students():
    starter = starter_from(
        """\
# SECRET 1
import math  # SECRET 2


# SECRET 3
@tagged  # SECRET 4
# SECRET 5
def middle(
    items,  # SECRET 6
    text="# a text",
):  # SECRET 7
    # SECRET 8
    \'\'\'The # middle one.\'\'\'  # SECRET 9
    # SECRET 10
    return sorted(items)  # SECRET 11
""",
        "middle",
    )
    assert "SECRET" not in starter
    assert starter == (
        "import math\n\n\n@tagged\ndef middle(\n    items,\n    text=\"# a text\",\n):\n    '''The # middle one.'''\n"
        "    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    )


def test_comments_between_a_class_and_its_first_method_do_not_reach_students():
    starter = starter_from("class A:\n    # SECRET\n    def f(self):\n        # SECRET\n        return 1\n", "A")
    assert starter == ("class A:\n\n    def f(self):\n        # YOUR CODE HERE\n        raise NotImplementedError()\n")


def test_a_body_on_the_line_of_its_head_is_left_out():
    assert starter_from("def f(x): return x + 1  # SECRET\n", "f") == (
        "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    )
