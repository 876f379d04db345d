"""`compare` with the real 0.5B model on a small problem: whatever it writes, what is called right is right."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kernel_magic.core.problem import Contract, Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.judge.local import LocalJudge

TEXT = """Read a whole number n and then n whole numbers. Print how many of them are larger than zero.
n is at least 1.

Sample Input
4
3 -1 0 7
Sample Output
2

Sample Input
2
-5 -6
Sample Output
0

Sample Input
1
8
Sample Output
1
"""
OWN = "input()\nprint(sum(int(word) > 0 for word in input().split()))\n"
HIDDEN = (("3\n0 0 0\n", "0\n"), ("6\n1 2 3 4 5 6\n", "6\n"), ("2\n-1 1000000\n", "1\n"))


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_is_called_right_is_right(tmp_path):
    problem, own = tmp_path / "problem.txt", tmp_path / "mine.py"
    problem.write_text(TEXT, encoding="utf-8")
    own.write_text(OWN, encoding="utf-8")
    command = [
        sys.executable, "-m", "kernel_magic", "compare", str(problem), "--submission", str(own), "--json", "--quiet",
        "--model", "0.5b", "--ideas", "2", "--candidates", "2", "--rounds", "0", "--max-tokens", "200",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=580)
    found = json.loads(done.stdout)
    assert done.returncode == (0 if found["ranking"] else 1), done.stderr
    assert found["provenance"]["candidates"] == 4
    assert "mine.py" in {row["name"] for row in found["rows"]} | {x for row in found["rows"] for x in row["merged"]}
    programs = {row["name"]: row["code"] for row in found["rows"]}
    cases = tuple(
        TestCase(name=given, given=Stdin(text=given), expected=Prints(text=expected)) for given, expected in HIDDEN
    )
    with LocalJudge() as judge:
        for name in found["ranking"]:
            report = judge.judge(Source(text=programs[name]), Contract(cases=cases))
            assert report.accepted, f"{name}: {report.first_failure}\n{programs[name]}"
