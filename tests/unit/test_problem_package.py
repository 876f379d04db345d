"""Problem packages: both forms are read, every fault is named with file and line, hostile folders do no harm."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.problem import CheckerSpec, Prints, Stdin
from kernel_magic.core.verdict import Verdict
from kernel_magic.course import package_files
from kernel_magic.course.problem_package import load_problem, read_package

PACKAGES = Path(__file__).resolve().parents[1] / "data" / "problem_packages"


@pytest.fixture
def package(tmp_path):
    """A copy of a good package (form of 2023-07) that a test may break."""
    return shutil.copytree(PACKAGES / "smallest-pair", tmp_path / "smallest-pair")


@pytest.fixture
def legacy(tmp_path):
    """A copy of a good package in the legacy form."""
    return shutil.copytree(PACKAGES / "two-parts", tmp_path / "two-parts")


def put(folder: Path, path: str, text: str | bytes) -> None:
    """Write a file of a package."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode() if isinstance(text, str) else text)


def with_yaml(folder: Path, text: str) -> Path:
    """The package with another problem.yaml."""
    put(folder, "problem.yaml", text)
    return folder


def test_a_package_of_2023_07_is_read(package):
    reading = read_package(package)
    problem = reading.problem
    assert (reading.errors, reading.warnings) == ((), ())
    assert (problem.slug, problem.title, problem.level, problem.topics) == (
        "smallest-pair", "Smallest difference", "easy", ("sorting",),
    )  # fmt: skip
    assert (problem.limits.cpu_s, problem.limits.memory_mib) == (1.0, 128)
    assert problem.checker == CheckerSpec(ignore_case=True)
    assert [case.name for case in problem.cases] == [
        "sample/1", "sample/2", "secret/01-two", "secret/02-far-apart", "secret/03-large-values", "secret/large/01",
    ]  # fmt: skip
    assert [case.origin for case in problem.cases] == ["sample"] * 2 + ["secret"] * 4
    assert problem.cases[0].given == Stdin(text="4\n10 3 7 20\n")
    assert problem.cases[0].expected == Prints(text="3\n")
    assert {item.path.split("/")[1]: item.expected for item in problem.submissions} == {
        "accepted": {Verdict.AC},
        "wrong_answer": {Verdict.WA},
        "time_limit_exceeded": {Verdict.TLE},
        "run_time_error": {Verdict.RTE},
    }
    assert [generator.purpose for generator in problem.generators] == ["scale", "stress"]
    assert len(problem.input_validators) == 1
    assert problem.statement.startswith("# Smallest difference")


def test_a_legacy_package_is_read(legacy):
    problem = load_problem(legacy)
    assert (problem.title, problem.level, problem.topics) == ("Two parts", "medium", ("math",))
    assert problem.checker.name == "special"
    assert problem.checker.arguments == ("nonempty",)
    assert problem.checker.program is not None
    assert problem.time_multiplier == 5
    assert problem.statement.startswith("\\problemname")


@pytest.mark.parametrize(
    ("flags", "checker"),
    [
        ("", CheckerSpec(ignore_case=True)),
        ("case_sensitive", CheckerSpec()),
        ("case_sensitive space_change_sensitive", CheckerSpec(name="identical")),
        (
            "float_tolerance 1e-6",
            CheckerSpec(name="floats", tolerance=1e-6, absolute=1e-6, relative=1e-6, ignore_case=True),
        ),
        (
            "float_absolute_tolerance 1e-4",
            CheckerSpec(name="floats", tolerance=0, absolute=1e-4, relative=None, ignore_case=True),
        ),
        (
            "case_sensitive float_relative_tolerance 0.5",
            CheckerSpec(name="floats", tolerance=0, absolute=None, relative=0.5),
        ),
    ],
)
@pytest.mark.parametrize("key", ["validator_flags", "output_validator_flags"])
def test_flags_of_the_default_validator_become_a_checker(package, key, flags, checker):
    reading = read_package(with_yaml(package, f"name: X\n{key}: {flags}\nlimits: {{time_limit: 1}}\n"))
    assert reading.errors == ()
    assert reading.problem.checker == checker


def test_flags_may_stand_beside_the_data(package):
    put(package, "data/testdata.yaml", "output_validator_flags: float_tolerance 1e-3\n")
    assert read_package(package).problem.checker.absolute == 1e-3


def test_an_interactor_is_one(legacy):
    with_yaml(legacy, "name: X\nvalidation: custom interactive\n")
    (legacy / "data/secret/1.ans").unlink()  # interactive problems often have none
    reading = read_package(legacy)
    assert reading.errors == ()
    assert reading.problem.checker.name == "interactive"
    with_yaml(legacy, "problem_format_version: 2023-07\nname: X\ntype: interactive\nlimits: {time_limit: 2}\n")
    assert read_package(legacy).problem.checker.name == "interactive"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: X\nlimits: {time_limit: fast}\n", "problem.yaml:2: The limit 'time_limit' is 'fast'"),
        ("name: X\nlimits: {time_limit: 0}\n", "problem.yaml:2: The limit 'time_limit' is '0'"),
        ("name: X\nlimits:\n  memory: -3\n", "problem.yaml:3: The limit 'memory' is '-3'"),
        ("name: X\nlimits: [1]\n", "problem.yaml:2: The limits are no"),
        ("name: X\n\nvalidation: custom\n", "problem.yaml:3: A program is to decide, but the package has no output"),
        ("name: X\ntype: scoring\n", "problem.yaml:2: Problems of type 'scoring' cannot be judged"),
        ("name: X\ntype: interactiv\n", "The type 'interactiv' is unknown. Did you mean 'interactive'?"),
        ("name: X\nvalidation: custom score\n", "problem.yaml:2: Problems with scores"),
        ("name: X\nvalidation: costum\n", "problem.yaml:2: The validation 'costum' is unknown. Did you mean 'custom'?"),
        ("name: X\ntype: interactive\nvalidation: default\n", "problem.yaml:3: `validation: default` contradicts"),
        ("name: X\nvalidator_flags: float_tolerance\n", "problem.yaml:2: 'float_tolerance' needs a number"),
        ("name: X\nvalidator_flags: float_tolerance nan\n", "problem.yaml:2: 'float_tolerance' needs a number"),
        ("name: X\nvalidator_flags: case_sensitiv\n", "Did you mean 'case_sensitive'?"),
        ("name: X\nvalidator_flags: {a: b}\n", "problem.yaml:2: 'validator_flags' is no text"),
        ("name: ''\n", "problem.yaml:1: The name is empty"),
        ("name: X\nproblem_format_version: 1999\n", "problem.yaml:2: The version '1999'"),
        ("name: X\nname: Y\n", "problem.yaml:2: 'name' stands here a second time (first in line 1)"),
        ("name: X\n  limits: [\n", "problem.yaml:2: This is not YAML"),
        ("name: 'X\n", "This is not YAML"),
        ("- name\n", "problem.yaml:1: This is no list of `key: value` lines"),
        ("name: \x00\n", "This is not YAML"),
        ("name: X\nlimits: " + "[" * 5000, "This YAML cannot be read"),
        ("name: X\nlimits: " + "{a: " * 50 + "1" + "}" * 50, "This YAML cannot be read"),
        ("a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
         "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\n", "This YAML cannot be read"),
        ("name: !!python/object/apply:os.system [id]\n", "problem.yaml:1: The name is empty, or no text"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_problem_yaml_is_named_with_its_line(package, text, said):
    errors = "\n".join(read_package(with_yaml(package, text)).errors)
    assert said in errors


def test_unknown_keys_are_warnings_with_the_nearest_known_one(package):
    reading = read_package(with_yaml(package, "name: X\nlimts: {time_limit: 1}\nlimits: {time_limt: 1}\n"))
    warnings = "\n".join(reading.warnings)
    assert "problem.yaml:2: 'limts' is unknown and was not used. Did you mean 'limits'?" in warnings
    assert "problem.yaml:3: The limit 'time_limt' is unknown. Did you mean 'time_limit'?" in warnings


def test_an_output_validator_beside_default_validation_is_a_contradiction(legacy):
    errors = read_package(with_yaml(legacy, "name: X\n\nvalidation: default\n")).errors
    assert len(errors) == 1
    assert errors[0].startswith("problem.yaml:3: The output validator output_validators/validate.py contradicts")


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("problem.yaml", "problem.yaml: The file is missing."),
        ("statement", "statement/problem.en.md: The package has no statement"),
        ("data", "data: The package has no test data."),
        ("data/secret", "data/secret: The folder is missing."),
        ("data/secret/01-two.ans", "data/secret/01-two.in: The input has no answer beside it. Add 01-two.ans."),
        ("data/secret/01-two.in", "data/secret/01-two.ans: The answer has no input beside it. Add 01-two.in."),
        ("submissions", "submissions: The package has no submissions."),
        ("submissions/accepted", "submissions/accepted: The package has no accepted submission"),
    ],
)
def test_a_missing_part_is_named(package, gone, said):
    path = package / gone
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    assert any(error.startswith(said) for error in read_package(package).errors)


def test_every_error_is_collected(package):
    with_yaml(package, "name: X\nlimits: {time_limit: no, memory: no}\nvalidation: custom\n")
    (package / "data/secret/01-two.ans").unlink()
    put(package, "submissions/accepted/empty.py", "")
    put(package, "generators/scale.py", "def mk(n, seed):\n    return ''\n")
    put(package, "generators/stress.py", "\ndef make(n, seed:\n")
    errors = read_package(package).errors
    assert [error.partition(": ")[0] for error in errors] == [
        "problem.yaml:2", "problem.yaml:2", "problem.yaml:3", "data/secret/01-two.in", "generators/scale.py:1",
        "generators/stress.py:2", "submissions/accepted/empty.py:1",
    ]  # fmt: skip
    with pytest.raises(InputError, match="has 7 errors"):
        load_problem(package)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("data/sampel/1.in", "data/sampel: The folder is unknown; its files were not used. Did you mean 'sample'?"),
        ("submision/a.py", "submision: The folder is unknown and was not used. Did you mean 'submissions'?"),
        ("submissions/acepted/a.py", "Did you mean 'accepted'?"),
        ("submissions/accepted/a.rs", "submissions/accepted/a.rs: Rust is not judged here"),
        ("submissions/accepted/notes.txt", "submissions/accepted/notes.txt: The file is no program."),
        ("submissions/loose.py", "submissions/loose.py: The file lies in no folder"),
        ("data/secret/x.inn", "data/secret/x.inn: The file is no test data"),
        ("input_validators/README.md", "input_validators/README.md: The file was not used"),
        ("statement/problem.en.tex", "statement/problem.en.tex: There is a second statement"),
    ],
)
def test_what_is_unknown_is_a_warning(package, path, said):
    put(package, path, "print(1)\n")
    reading = read_package(package)
    assert reading.errors == ()
    assert any(said in warning for warning in reading.warnings)


def test_windows_line_ends_are_kept_and_said(package):
    put(package, "data/secret/01-two.in", b"2\r\n1 1000\r\n")
    reading = read_package(package)
    assert any("Lines end as on Windows in 1 file" in warning for warning in reading.warnings)
    assert Stdin(text="2\r\n1 1000\r\n") in [case.given for case in reading.problem.cases]


def test_the_same_input_twice_is_a_warning(package):
    put(package, "data/secret/twin.in", (package / "data/secret/01-two.in").read_bytes())
    put(package, "data/secret/twin.ans", "999\n")
    assert any("twin.in: The input is the same as that of" in warning for warning in read_package(package).warnings)


def test_text_that_is_not_utf8_is_named_with_its_line(package):
    put(package, "data/secret/01-two.in", b"2\n1 \xff\n")
    put(package, "submissions/accepted/latin.py", b"# gr\xfc\xdfe\nprint(1)\n")
    errors = read_package(package).errors
    assert any(error.startswith("data/secret/01-two.in:2: The file is not UTF-8") for error in errors)
    assert any(error.startswith("submissions/accepted/latin.py:1: The file is not UTF-8") for error in errors)


def test_annotations_widen_what_is_expected(package):
    text = "# @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT, run_time_error\nprint(1)\n"
    put(package, "submissions/wrong_answer/noted.py", text)
    put(package, "submissions/wrong_answer/typo.py", "\n# @EXPECTED_RESULTS@: WRONG_ANSER\nprint(1)\n")
    reading = read_package(package)
    noted = next(item for item in reading.problem.submissions if item.name == "noted.py")
    assert noted.expected == {Verdict.WA, Verdict.TLE, Verdict.RTE}
    assert any("wrong_answer/typo.py:2: The expected result 'WRONG_ANSER'" in warning for warning in reading.warnings)


def test_submissions_of_one_name_are_told_apart(package):
    put(package, "submissions/wrong_answer/sorting.py", "print(1)\n")
    names = [item.name for item in read_package(package).problem.submissions]
    assert {"accepted/sorting.py", "wrong_answer/sorting.py"} < set(names)
    assert len(set(names)) == len(names)


def test_folders_with_one_program_and_headers_are_read(package):
    put(package, "submissions/accepted/split/main.cpp", '#include "a.h"\nint main(){}\n')
    put(package, "submissions/accepted/split/a.h", "int a;\n")
    put(package, "submissions/accepted/java/Main.java", "class Main {}\n")
    put(package, "submissions/accepted/java/Other.java", "class Other {}\n")
    put(package, "submissions/accepted/two/a.py", "import b\n")
    put(package, "submissions/accepted/two/b.py", "\n")
    reading = read_package(package)
    files = {item.path: item.source.files for item in reading.problem.submissions}
    assert files["submissions/accepted/split/main.cpp"] == (("a.h", "int a;\n"),)
    assert files["submissions/accepted/java/Main.java"] == (("Other.java", "class Other {}\n"),)
    assert any("accepted/two: A submission of several files was left out" in warning for warning in reading.warnings)


def test_a_validator_may_be_a_folder_with_headers(legacy):
    shutil.rmtree(legacy / "output_validators")
    put(legacy, "output_validators/check/check.cc", '#include "testlib.h"\nint main(){}\n')
    put(legacy, "output_validators/check/testlib.h", "// long\n")
    program = load_problem(legacy).checker.program
    assert program is not None
    assert (program.language, program.files) == ("cpp", (("testlib.h", "// long\n"),))
    put(legacy, "output_validators/other.py", "\n1\n")
    assert any("several output validators" in error for error in read_package(legacy).errors)


def test_a_missing_folder_is_bad_input(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_package(tmp_path / "nothing")
    put(tmp_path, "file", "")
    with pytest.raises(InputError, match="is no folder"):
        read_package(tmp_path / "file")


def test_an_empty_folder_is_a_package_without_anything(tmp_path):
    errors = "\n".join(read_package(tmp_path).errors)
    for part in ("problem.yaml", "statement", "data", "submissions"):
        assert f"{part}" in errors


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_links_that_lead_out_and_pipes_are_never_read(package, tmp_path):
    put(tmp_path, "outside.txt", "a secret of the host\n")
    (package / "data/secret/out.in").symlink_to(tmp_path / "outside.txt")
    (package / "data/secret/up").symlink_to(tmp_path)
    (package / "data/secret/loop.in").symlink_to(package / "data/secret/loop.in")
    (package / "submissions/accepted/all").symlink_to(package / "data")
    (package / "submissions/accepted/same.py").symlink_to(package / "submissions/accepted/sorting.py")
    os.mkfifo(package / "data/secret/pipe.in")
    reading = read_package(package)
    errors = "\n".join(reading.errors)
    assert "data/secret/out.in: The link leads out of the package." in errors
    assert "data/secret/up: The link leads out of the package." in errors
    assert "data/secret/loop.in: It cannot be looked at" in errors
    assert "submissions/accepted/all: The link leads to a folder." in errors
    assert "data/secret/pipe.in: It is neither a file nor a folder." in errors
    assert "a secret" not in str(reading)
    assert "same.py" in [item.name for item in reading.problem.submissions]


def test_problem_yaml_that_leads_out_is_not_read(package, tmp_path):
    put(tmp_path, "outside.yaml", "name: a secret of the host\n")
    (package / "problem.yaml").unlink()
    (package / "problem.yaml").symlink_to(tmp_path / "outside.yaml")
    reading = read_package(package)
    assert "a secret" not in str(reading)
    assert any("problem.yaml: The link leads out" in error for error in reading.errors)


def test_files_that_are_too_large_are_named_and_not_read(package):
    for path in ("data/secret/big.in", "submissions/accepted/big.py", "problem.yaml"):
        with (package / path).open("wb") as file:
            file.truncate(100 << 20)
    put(package, "data/secret/big.ans", "1\n")
    errors = read_package(package).errors
    for path in ("data/secret/big.in", "submissions/accepted/big.py", "problem.yaml"):
        assert any(error.startswith(f"{path}: The file has 100.0 MiB") for error in errors)


def test_too_many_files_are_said_once(package, monkeypatch):
    monkeypatch.setattr(package_files, "MOST_FILES", 200)
    for number in range(300):
        put(package, f"attachments/{number}.txt", "")
    errors = read_package(package).errors
    assert [error for error in errors if "more than 200 files" in error] == [
        ".: The package has more than 200 files. Is it one package?"
    ]


def test_deep_folders_end(package):
    put(package, "attachments/" + "d/" * 400 + "x.txt", "")
    errors = read_package(package).errors
    assert any("Folders lie more than" in error for error in errors)


def test_names_with_control_characters_are_shown_harmlessly(package):
    put(package, "data/secret/a\x1b[31m\nb.in", "2\n1 1\n")
    errors = read_package(package).errors
    assert any("\\x1b[31m\\nb.in" in error for error in errors)
    assert not any("\x1b" in error or "\n" in error for error in errors)


def test_thousands_of_like_errors_are_cut(package):
    for number in range(200):
        put(package, f"data/secret/{number}.xyz", "")
    warnings = read_package(package).warnings
    assert len(warnings) < 100
    assert any("and more like these" in warning for warning in warnings)
