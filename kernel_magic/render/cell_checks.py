"""The few lines of Python that run a learner's examples in the learner's own notebook, one helper per kind of example.

A helper appears in a cell only where an example needs it: somebody reads that cell. They import inside themselves, so
that they cannot hide a name of the solution.
"""

from __future__ import annotations

RUN = "    got = eval(example, dict(globals()))\n"
RUN_WITH_SETUP = "    names = dict(globals())\n    exec(setup, names)\n    got = eval(example, names)\n"

CHECK = '''def {check}(example, expected{setup}):
    """Run an example here and compare."""
{run}    assert got == expected, f"{{example}}: expected {{expected!r}}, got {{got!r}}"
    print(f"✓ {{example}} == {{expected!r}}")
'''

CHECK_IDENTICAL = '''def {check}_identical(example, expected{setup}):
    """Run an example here; value and type must be the same."""
{run}    same = got == expected and type(got) is type(expected)
    assert same, f"{{example}}: expected {{expected!r}}, got {{got!r}}"
    print(f"✓ {{example}} is {{expected!r}}")
'''

CHECK_ANY_ORDER = '''def {check}_any_order(example, expected{setup}):
    """Run an example here; the order of the items does not count."""
{run}    left = list(got)
    for item in expected:
        assert item in left, f"{{example}}: expected {{expected!r}} in any order, got {{got!r}}"
        left.remove(item)
    assert not left, f"{{example}}: expected {{expected!r}} in any order, got {{got!r}}"
    print(f"✓ {{example}} == {{expected!r}} in any order")
'''

CLOSE = '''def {check}_same(got, expected, tolerance):
    """Whether two values are equal, their numbers up to the tolerance."""
    from math import isclose, isnan

    if isinstance(expected, (list, tuple)):
        same = type(got) is type(expected) and len(got) == len(expected)
        return same and all({check}_same(a, b, tolerance) for a, b in zip(got, expected))
    if isinstance(expected, dict):
        same = isinstance(got, dict) and got.keys() == expected.keys()
        return same and all({check}_same(got[key], expected[key], tolerance) for key in expected)
    if isinstance(expected, (int, float)) and isinstance(got, (int, float)):
        return isclose(got, expected, rel_tol=tolerance, abs_tol=tolerance) or (isnan(got) and isnan(expected))
    return got == expected
'''

CHECK_CLOSE = '''def {check}_close(example, expected, tolerance{setup}):
    """Run an example here and compare, numbers up to the tolerance."""
{run}    assert {check}_same(got, expected, tolerance), f"{{example}}: expected {{expected!r}}, got {{got!r}}"
    print(f"✓ {{example}} == {{expected!r}} (within {{tolerance}})")
'''

CHECK_RAISES = '''def {check}_raises(example, expected{setup}):
    """Run an example here; it must raise this exception."""
    try:
{run_deeper}    except BaseException as error:
        names = [kind.__name__ for kind in type(error).__mro__]
        assert expected in names, f"{{example}}: expected {{expected}}, got {{type(error).__name__}}: {{error}}"
    else:
        raise AssertionError(f"{{example}}: expected {{expected}}, got {{got!r}}")
    print(f"✓ {{example}} raises {{expected}}")
'''

CHECK_PRINTS = '''def {check}_prints(example, expected{setup}):
    """Run an example here and compare what it prints."""
    import contextlib
    import io

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
{run_deeper}    got = printed.getvalue()
    assert {same_text}, f"{{example}}: expected {{expected!r}}, printed {{got!r}}"
    print(f"✓ {{example}} prints {{expected!r}}")
'''

CHECK_PROGRAM = '''def {check}_program(stdin, expected):
    """Run the program in a process of its own, with this text as its standard input, and compare what it prints."""
    import subprocess
    import sys

    command = [sys.executable, "-X", "utf8", "-c", {program}]
    done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", timeout=60)
    got = done.stdout
    assert done.returncode == 0, f"input {{stdin!r}}: the program failed\\n{{done.stderr}}"
    assert {same_text}, f"input {{stdin!r}}: expected {{expected!r}}, got {{got!r}}"
    print(f"✓ input {{stdin!r}} gives {{expected!r}}")
'''

WORDS = '''def {check}_words(text):
    """The words of a text, numbers as numbers."""
    def read(word):
        try:
            return float(word)
        except ValueError:
            return word

    return [read(word) for word in text.split()]
'''

SAME_TEXT = {
    "standard": "got.split() == expected.split()",
    "identical": "got == expected",
    "unordered": "sorted(line.split() for line in got.splitlines() if line.strip()) == "
    "sorted(line.split() for line in expected.splitlines() if line.strip())",
    "floats": "{check}_same({check}_words(got), {check}_words(expected), {tolerance!r})",
}
