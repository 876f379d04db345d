"""`problem check`: sound packages are, and every way in which one can disagree with itself is found."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from kernel_magic.cli.main import main
from kernel_magic.core.errors import Cancelled
from kernel_magic.core.serial_problem import problem_check_json
from kernel_magic.core.verdict import LanguageOffer, Verdict
from kernel_magic.course.problem_package import read_package
from kernel_magic.lessons.problem_check import check_problem

PACKAGES = Path(__file__).resolve().parents[1] / "data" / "problem_packages"


@pytest.fixture
def package(tmp_path):
    """A copy of a sound package, without the submission that takes long."""
    folder = shutil.copytree(PACKAGES / "smallest-pair", tmp_path / "smallest-pair")
    shutil.rmtree(folder / "submissions/time_limit_exceeded")
    return folder


@pytest.fixture
def special(tmp_path):
    """A copy of a sound package whose answers a program checks."""
    return shutil.copytree(PACKAGES / "two-parts", tmp_path / "two-parts")


def put(folder: Path, path: str, text: str) -> None:
    """Write a file of a package."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def checked(folder: Path, judge, **more):
    """The check of a package; its JSON form is valid."""
    reading = read_package(folder)
    check = check_problem(reading.problem, judge, errors=reading.errors, warnings=reading.warnings, **more)
    schema = resources.files("kernel_magic.schemas").joinpath("problem-check.1.json").read_text("utf-8")
    jsonschema.validate(problem_check_json(check), json.loads(schema))
    return check


def rows(check):
    """Path to verdict and whether it is the promised one."""
    return {
        item.submission.path.removeprefix("submissions/"): (item.report.verdict if item.report else None, item.ok)
        for item in check.submissions
    }


def test_a_sound_package_is_sound(judge):
    check = checked(PACKAGES / "smallest-pair", judge)
    assert check.sound
    assert (check.errors, check.warnings) == ((), ())
    assert rows(check) == {
        "accepted/pairs.py": (Verdict.AC, True),
        "accepted/sorting.py": (Verdict.AC, True),
        "wrong_answer/neighbours.py": (Verdict.WA, True),
        "time_limit_exceeded/triples.py": (Verdict.TLE, True),
        "run_time_error/list_of_counts.py": (Verdict.RTE, True),
    }


def test_a_package_with_its_own_checker_and_no_time_limit_is_sound(special, judge):
    check = checked(special, judge)
    assert check.sound
    assert all(ok for _, ok in rows(check).values())
    assert any("the time limit is taken to be 1 s" in warning for warning in check.warnings)


@pytest.mark.parametrize(
    ("path", "folder", "verdict"),
    [
        ("wrong_answer/neighbours.py", "accepted", Verdict.WA),
        ("run_time_error/list_of_counts.py", "wrong_answer", Verdict.RTE),
        ("accepted/pairs.py", "time_limit_exceeded", Verdict.AC),
        ("accepted/pairs.py", "run_time_error", Verdict.AC),
    ],
)
def test_a_submission_in_the_wrong_folder_is_found(package, judge, path, folder, verdict):
    name = f"{folder}/moved.py"
    put(package, f"submissions/{name}", (package / "submissions" / path).read_text("utf-8"))
    check = checked(package, judge)
    assert not check.sound
    assert check.errors == ()
    assert [path for path, (_, ok) in rows(check).items() if not ok] == [name]
    assert rows(check)[name] == (verdict, False)
    note = next(item.note for item in check.submissions if not item.ok)
    assert "expected" in note


def test_a_wrong_answer_of_the_judges_is_found(package, judge):
    put(package, "data/secret/01-two.ans", "998\n")
    check = checked(package, judge)
    assert not check.sound
    assert rows(check)["accepted/sorting.py"] == (Verdict.WA, False)
    note = next(item.note for item in check.submissions if item.submission.name == "sorting.py")
    assert "secret/01-two" in note


def test_running_out_of_memory_is_a_run_time_error(package, judge):
    put(package, "submissions/run_time_error/hungry.py", "x = bytearray(1 << 40)\n")
    assert rows(checked(package, judge))["run_time_error/hungry.py"] == (Verdict.MLE, True)


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (
            "data/secret/odd.in",
            "3\n1 2\n",
            "data/secret/odd.in: The input validator input_validators/validate.py refuses",
        ),
        (
            "input_validators/second.py",
            "import sys\nsys.exit(43)\n",
            "data/sample/1.in: The input validator input_validators/second.py refuses",
        ),
        ("input_validators/second.py", "import sys\nsys.exit(0)\n", "input_validators/second.py: Input validator"),
        ("input_validators/second.py", "1 // 0\n", "input_validators/second.py: Input validator"),
        ("input_validators/second.py", "import sys\nsys.exit(42\n", "input_validators/second.py: Input validator"),
        (
            "generators/stress.py",
            "import random\ndef make(n, seed):\n    return f'2\\n{random.randint(0, 999999)} 1\\n'\n",
            "generators/stress.py: make(2, 0) gave two different inputs",
        ),
        (
            "generators/stress.py",
            "def make(n, seed):\n    return 1 // 0\n",
            "generators/stress.py: The generator failed",
        ),
        (
            "generators/scale.py",
            "def make(n, seed):\n    return '1\\n5\\n'\n",
            "generators/scale.py: The input validator refuses",
        ),
    ],
)
def test_parts_that_disagree_are_named(package, judge, path, text, said):
    put(package, path, text)
    put(package, "data/secret/odd.ans", "1\n")
    if not (package / "data/secret/odd.in").exists():
        (package / "data/secret/odd.ans").unlink()
    check = checked(package, judge)
    assert not check.sound
    assert any(said in error for error in check.errors), check.errors


VALIDATOR = "import sys\nn = int(open(sys.argv[1]).read())\ntokens = sys.stdin.read().split()\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys\nsys.exit(43)\n", "data/sample/1.ans: The output validator rejects the judges' own answer"),
        (VALIDATOR + "sys.exit(42 if sum(map(int, tokens)) in (0, n) else 43)\n", "accepts an empty output"),
        (VALIDATOR + "sys.exit(42 if tokens else 43)\n", "accepts nonsense"),
        (
            VALIDATOR + "a, b = map(int, tokens)\nsys.exit(42 if a + b == n else 43)\n",
            "does not work on an empty output",
        ),
        (
            VALIDATOR + "sys.exit(43) if not tokens else 0\nsys.exit(42 if sum(map(int, tokens)) == n else 43)\n",
            "does not work on the output",
        ),
        (VALIDATOR + "sys.exit(0)\n", "does not work on the judges' answer"),
    ],
)
def test_an_output_validator_that_is_wrong_is_found(special, judge, code, said):
    put(special, "output_validators/validate.py", code)
    check = checked(special, judge)
    assert not check.sound
    assert any(said in error for error in check.errors), check.errors


def test_a_package_that_cannot_be_read_is_not_run(package, judge):
    (package / "data/secret/01-two.ans").unlink()
    check = checked(package, judge)
    assert not check.sound
    assert len(check.errors) == 1
    assert set(rows(check).values()) == {(None, False)}


class Lacking:
    """A judge without C++."""

    def __init__(self, judge):
        self._judge = judge

    def __getattr__(self, name):
        return getattr(self._judge, name)

    def languages(self):
        return (
            LanguageOffer(language="python", offered=True),
            LanguageOffer(language="cpp", offered=False, detail="no C++ compiler was found"),
        )


def test_a_language_that_is_not_installed_is_said_and_blames_nobody(package, judge):
    put(package, "submissions/accepted/fast.cpp", "int main() {}\n")
    put(package, "input_validators/second.cpp", "int main() { return 42; }\n")
    check = checked(package, Lacking(judge))
    assert check.sound
    assert rows(check)["accepted/fast.cpp"] == (None, True)
    assert rows(check)["accepted/sorting.py"] == (Verdict.AC, True)
    assert problem_check_json(check)["unjudged"] == ["submissions/accepted/fast.cpp"]
    assert any("second.cpp: The input validator was not run: no C++ compiler" in warning for warning in check.warnings)


def test_without_one_accepted_submission_that_can_be_judged_nothing_is_sound(package, judge):
    for name in ("pairs", "sorting"):
        (package / f"submissions/accepted/{name}.py").unlink()
    put(package, "submissions/accepted/fast.cpp", "int main() {}\n")
    check = checked(package, Lacking(judge))
    assert not check.sound
    assert any("No accepted submission could be judged here" in error for error in check.errors)


def test_a_submission_near_the_limit_is_a_warning(package, judge):
    class Slow(Lacking):
        def judge(self, source, contract, /, *, cancelled=None):
            report = self._judge.judge(source, contract, cancelled=cancelled)
            return replace(report, cases=tuple(replace(case, cpu_s=0.9) for case in report.cases))

    check = checked(package, Slow(judge))
    assert check.sound
    assert any("accepted/sorting.py: It needs 0.90 s of 1 s" in warning for warning in check.warnings)


def test_a_submission_that_is_too_slow_once_is_asked_again(package, judge):
    class Busy(Lacking):
        late = True

        def judge(self, source, contract, /, *, cancelled=None):
            report = self._judge.judge(source, contract, cancelled=cancelled)
            if self.late and len(report.cases) > 3:
                self.late = False
                return replace(report, verdict=Verdict.TLE)
            return report

    assert checked(package, Busy(judge)).sound


def test_checking_stops_when_cancelled(package, judge):
    told: list[object] = []
    with pytest.raises(Cancelled):
        checked(package, judge, on_progress=told.append, cancelled=lambda: len(told) > 1)
    assert checked(package, judge).sound


def test_the_command_line_says_it_in_text_and_json(package, capsys):
    assert main(["problem", "check", "--json", str(package)]) == 0
    written = capsys.readouterr()
    document = json.loads(written.out)
    assert (document["schema"], document["problem"], document["sound"]) == (
        "kernel-magic/problem-check/1", "smallest-pair", True,
    )  # fmt: skip
    assert {row["expected"] for row in document["submissions"]} == {"AC", "WA", "RTE"}
    assert "judge: smallest-pair" in written.err
    put(package, "submissions/accepted/wrong.py", "print(1)\n")
    assert main(["problem", "check", "--quiet", str(package), str(PACKAGES / "two-parts")]) == 1
    written = capsys.readouterr()
    assert "not sound: 1 submission with another verdict than expected" in written.out
    assert "FAIL  accepted/wrong.py" in written.out
    assert written.out.rstrip().endswith("\nsound")
    assert written.err == ""


def test_the_command_line_cannot_check_what_is_not_there(package, tmp_path, capsys):
    assert main(["problem", "check", str(tmp_path / "nothing")]) == 2
    assert main(["problem", "check", "--json", str(package), str(package)]) == 2
    assert json.loads(capsys.readouterr().out)["schema"] == "kernel-magic/error/1"
    (package / "problem.yaml").write_text("name: [\n")
    assert main(["problem", "check", "--json", str(package)]) == 1
    document = json.loads(capsys.readouterr().out)
    assert not document["sound"]
    assert document["errors"][0].startswith("problem.yaml:2: This is not YAML")
