"""What of a student's other cells comes with a solution, and what stays out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.core.notebook_code import parsed
from kernel_magic.grading.needed_code import CellCode, NeededCode, needed_code, statements_in
from kernel_magic.grading.statements import made_names, plain_python


def taken(*cells: str, solution: int = -1, known: frozenset[str] = frozenset(), without: str = "") -> NeededCode:
    """The code for the solution among some cells, the last one by default."""
    codes = [CellCode(place=place, text=text) for place, text in enumerate(cells)]
    own = codes[solution]
    return needed_code(own, statements_in(codes), known=known, without=frozenset([without]))


def test_a_solution_that_needs_nothing_stays_alone():
    code = taken("import math\nprint('hello')\nwhile True: pass", "def f(x):\n    total = x\n    return total")
    assert code.text == "def f(x):\n    total = x\n    return total"
    assert (code.outside, code.first_line, code.last_line) == ((), 1, 3)


def test_imports_functions_and_constants_come_with_what_they_need_in_the_order_of_the_notebook():
    code = taken(
        "import math, os\nLIMIT = 3\nunused = boom()",
        "def root(x):\n    return math.sqrt(x) + LIMIT\nprint(root(4))",
        "@decorated\ndef other():\n    pass",
        "def f(x):\n    return root(x)",
    )
    assert code.text == (
        "import math, os\nLIMIT = 3\ndef root(x):\n    return math.sqrt(x) + LIMIT\ndef f(x):\n    return root(x)"
    )
    assert code.outside == ("LIMIT", "math", "root")
    assert (code.first_line, code.last_line) == (5, 6)
    assert code.taken == ((1, 1, "import math, os"), (2, 2, "LIMIT = 3"), (3, 4, code.taken[2][2]))


def test_a_local_name_does_not_pull_in_a_global_one():
    solution = "def f(numbers):\n    total = 0\n    return [total for item in numbers]\nclass A:\n    item = 1"
    assert taken("total = slow()\nitem = open('gone')\nnumbers = []", solution).text == solution


@pytest.mark.parametrize(
    "change",
    [
        'table["x"] = 3', "table.update(y=1)", "table |= {1: 2}", "del table['x']", "fill(table)", "fill(into=table)",
        "for key in 'ab':\n    table[key] = 1", "if True:\n    table.clear()", "table['a'].append(1)",
        "a = table['q'] = 1",
        "with open('f') as file:\n    table[0] = file", "try:\n    table[1] = 1\nexcept KeyError:\n    pass",
    ],
)  # fmt: skip
def test_statements_that_change_a_needed_name_come_too(change):
    code = taken("def fill(into): into['f'] = 1", "table = {}", change, "def f(x):\n    return table[x]")
    assert code.text.endswith(f"table = {{}}\n{change}\ndef f(x):\n    return table[x]")


@pytest.mark.parametrize(
    "trial",
    ["print(table)", "table", "len(table)", "display(table)", "assert table", "other['x'] = table", "unknown(table)"],
)
def test_statements_that_only_show_a_name_stay_out(trial):
    code = taken("table = {}\nother = {}", trial, "def f(x):\n    return table[x]")
    assert code.text == "table = {}\nother = {}\ndef f(x):\n    return table[x]".replace("other = {}\n", "")


def test_of_a_name_made_anew_the_last_value_before_the_solution_counts():
    code = taken("n = slow()", "n = 2\nn += 1", "def f():\n    return n", "n = 9", solution=2)
    assert code.text == "n = 2\nn += 1\ndef f():\n    return n"
    assert taken("n = 1", "n = n + 1", "def f():\n    return n").text == "n = 1\nn = n + 1\ndef f():\n    return n"


def test_a_helper_below_the_solution_comes_below_it():
    code = taken("def f(x):\n    return helper(x)", "def helper(x):\n    return G", "G = 1\nf(2)", solution=0)
    assert code.text == "def f(x):\n    return helper(x)\ndef helper(x):\n    return G\nG = 1"
    assert (code.first_line, code.last_line) == (1, 2)


def test_what_the_solution_makes_itself_is_not_taken_from_elsewhere():
    code = taken("def f(x):\n    return 'old'\nK = 1", "K = 2\ndef f(x):\n    return f(x - 1) + K")
    assert code.text == "K = 2\ndef f(x):\n    return f(x - 1) + K"
    assert taken("K = 1", "K = K + 1").text == "K = 1\nK = K + 1"


def test_statements_on_one_line_come_together_and_once():
    assert taken("x = 1; y = 2", "def f():\n    return x + y").text == "x = 1; y = 2\ndef f():\n    return x + y"
    assert taken("x = 1; y = 2", "def f():\n    return y").text.startswith("x = 1; y = 2\n")


def test_star_imports_are_kept_where_a_name_is_found_nowhere_else():
    assert taken("from math import *", "def f(x):\n    return sqrt(x)").text.startswith("from math import *\n")
    assert "import" not in taken("from turtle import *", "def f(x):\n    return x").text


def test_known_names_are_not_looked_for_and_left_out_statements_stay_out():
    solution = "def f():\n    return helper()"
    assert taken("def helper(): pass", solution, known=frozenset({"helper"})).text == solution
    assert taken("import nowhere\nhelper = nowhere.x", solution, without="import nowhere").text == (
        f"helper = nowhere.x\n{solution}"
    )


def test_future_imports_stay_first():
    code = taken("K = 1", "from __future__ import annotations\ndef f(x: K):\n    return K")
    assert code.text == "from __future__ import annotations\nK = 1\n\ndef f(x: K):\n    return K"
    assert (code.head, code.first_line) == (1, 3)
    compile(code.text, "x", "exec")


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("%matplotlib inline\nx = 1\n!ls\n?len\nlen?\nx.y??", "\nx = 1\n\n\n\n"),
        ("%%time\nx = 1", "\nx = 1"),
        ("files = !ls\nt = %time f()", "\n"),
        ("for i in range(3):\n    %time f(i)", "for i in range(3):\n    pass"),
        ("%%bash\nx = 1", "\n"),
        ("%%writefile f.py\ndef f(): pass\n", "\n\n"),
        ("x = 7 \\\n% 4", "x = 7 \\\n% 4"),
        ('text = """\n%not a magic\n"""', 'text = """\n%not a magic\n"""'),
        ("", ""),
    ],
)
def test_ipythons_own_lines_are_blanked_and_the_others_keep_their_place(cell, plain):
    assert plain_python(cell) == plain


def test_code_that_is_no_python_is_given_as_it_is():
    code = taken("x = (", "def f(:\n    return x")
    assert code.text == "def f(:\n    return x"
    assert made_names("x = (") is None


def test_thousands_of_statements_are_no_problem():
    flood = "\n".join(f"x{number} = x{number - 1}" for number in range(1, 20_000))
    code = taken(f"x0 = 0\n{flood}", "def f():\n    return x4000")
    assert code.text.endswith("def f():\n    return x4000")
    assert code.text.count("\n") < 500


def test_long_lines_are_read_in_one_go():
    for line in (" " * 400_000 + "x", "a " * 200_000, "```" + " " * 400_000 + "x", "a" * 400_000 + "?"):
        assert taken(f"{line} (", "x = 1").text == "x = 1"
        assert plain_python(f"{line} (") == f"{line} ("


@given(cells=st.lists(st.text(alphabet="abfx=+.[]()'\n %!?#:,\tdefimportl1", max_size=60), min_size=1, max_size=4))
def test_no_cell_text_raises_and_the_solution_is_always_there(cells):
    code = taken(*cells)
    lines = code.text.split("\n")[code.first_line - 1 : code.last_line]
    assert "\n".join(lines) == plain_python(cells[-1]) or "from __future__" in cells[-1]
    if parsed(plain_python(cells[-1])) is not None:
        assert parsed(code.text) is not None
