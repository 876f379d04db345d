"""A folder in the ICPC/Kattis problem package form becomes a `Problem`, or every reason why it does not.

Reads the legacy form and that of 2023-07. Runs nothing: whether validators, answers and submissions agree with each
other is `problem check`'s question. A broken package gives as much of the problem as could be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kernel_magic.core.contest import Problem
from kernel_magic.core.errors import InputError
from kernel_magic.core.problem import timed
from kernel_magic.core.source import Source
from kernel_magic.course.findings import Findings, did_you_mean, place_of
from kernel_magic.course.package_checker import read_checker
from kernel_magic.course.package_data import read_data
from kernel_magic.course.package_files import LARGEST_TEXT, PackageFiles
from kernel_magic.course.package_programs import read_generators, read_submissions, read_validators
from kernel_magic.course.problem_yaml import FILE, ProblemSettings, read_problem_yaml, words_of
from kernel_magic.course.yaml_text import read_yaml

_STATEMENTS = ("statement", "problem_statement")
_INPUT_VALIDATORS = ("input_validators", "input_format_validators")
_OUTPUT_VALIDATORS = ("output_validators", "output_validator")
_FOLDERS = {
    "data", "submissions", "generators", "attachments", "solution", "include", "answer_validators", "static_validator",
    *_STATEMENTS, *_INPUT_VALIDATORS, *_OUTPUT_VALIDATORS,
}  # fmt: skip
_UNSOLVED = ("submissions: ", "submissions/accepted: ")
"""How errors begin that say that nothing is there which solves the problem."""
_GROUP_FILES = ("/testdata.yaml", "/test_group.yaml")
_GROUP_FLAGS = ("output_validator_flags", "output_validator_args")
_STATEMENT = re.compile(r"(?P<folder>[a-z_]+)/problem(\.(?P<language>[a-z]{2,3}(-[A-Z]{2})?))?\.(?P<kind>md|tex)")
_TEX_NAME = re.compile(r"\\problemname\{(?P<name>[^{}]+)\}")
_MD_NAME = re.compile(r"^# +(?P<name>.+)$", re.MULTILINE)
_TIME = re.compile(r"^\s*(?:timelimit\s*=\s*)?['\"]?(?P<seconds>\d+(\.\d+)?)['\"]?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageReading:
    """What reading a folder came to."""

    problem: Problem
    """All that could be read; complete where there are no errors."""
    errors: tuple[str, ...]
    """Each with file and line, and what to do."""
    warnings: tuple[str, ...]


def load_problem(folder: Path | str) -> Problem:
    """The problem of a package.

    Raises:
        InputError: there is no such folder, or the package is broken; names every error.
    """
    reading = read_package(folder)
    return _sound(reading.problem, reading.errors, folder)


def load_to_solve(folder: Path | str) -> Problem:
    """As `load_problem`, for who brings programs: a package without an accepted submission will do.

    Raises:
        InputError: there is no such folder, or something else is wrong with the package.
    """
    reading = read_package(folder)
    return _sound(reading.problem, [error for error in reading.errors if not error.startswith(_UNSOLVED)], folder)


def _sound(problem: Problem, errors: Sequence[str], folder: Path | str) -> Problem:
    if errors:
        title = f"The package {problem.slug!r} has {len(errors)} error{'s' if len(errors) > 1 else ''}:"
        hint = f"`kernel-magic problem check {folder}` checks it again."
        raise InputError("\n".join([title, *(f"  {error}" for error in errors)]), hint)
    return problem


def read_package(folder: Path | str) -> PackageReading:
    """Read a package with everything that is wrong with it.

    Raises:
        InputError: there is no such folder.
    """
    findings = Findings()
    files = PackageFiles.below(Path(folder), findings)
    settings = _settings(files)
    statement, title = _statement(files, settings)
    validators = _input_validators(files)
    program, where = _output_validator(files)
    checker = read_checker(settings, program, where, findings)
    slug = files.root.name
    problem = Problem(
        slug=slug,
        title=title or slug,
        statement=statement,
        limits=settings.limits,
        time_multiplier=settings.time_multiplier,
        cases=read_data(files, interactive=settings.interactive),
        checker=checker,
        input_validators=tuple(source for _, source in validators),
        input_validator_paths=tuple(path for path, _ in validators),
        output_validator_path=where if checker.program is not None else "",
        generators=read_generators(files),
        submissions=read_submissions(files),
        level=settings.level,
        topics=settings.topics,
    )
    _remarks(files, settings)
    return PackageReading(problem=problem, errors=tuple(findings.errors), warnings=tuple(findings.warnings))


def _settings(files: PackageFiles) -> ProblemSettings:
    settings = None
    if FILE in files.sizes:
        text = files.text(FILE, most=LARGEST_TEXT >> 4)
        settings = read_problem_yaml(text, files.findings) if text is not None else None
    else:
        near = [path for path in files.sizes if "/" not in path and did_you_mean(path, [FILE])]
        hint = f"Rename {near[0]!r} to {FILE!r}." if near else "Add it; the least it holds is `name: The title`."
        files.findings.error(FILE, "The file is missing.", hint)
    settings = settings or ProblemSettings(custom=None)
    if settings.time_multiplier is not None:
        for path in (".timelimit", "domjudge-problem.ini"):
            found = _TIME.search(files.text(path) or "") if path in files.sizes else None
            if found is not None and 0 < float(found["seconds"]) <= 600:
                limits = timed(settings.limits, float(found["seconds"]))
                settings = replace(settings, limits=limits, time_multiplier=None)
                break
    return _with_flags_of_data(files, settings)


def _with_flags_of_data(files: PackageFiles, settings: ProblemSettings) -> ProblemSettings:
    """The validator's flags may also stand beside the data, for all of it; flags of one group are not known here."""
    for path in (path for path in files.below_folder("data") if path.endswith(_GROUP_FILES)):
        text = files.text(path, most=LARGEST_TEXT >> 4)
        read = read_yaml(path, text, files.findings) if text is not None else None
        if read is None:
            continue
        key = next((key for key in _GROUP_FLAGS if key in read[0].entries), "")
        flags = words_of(read[0], key, files.findings) if key else ()
        if not flags or flags == settings.flags:
            continue
        place = read[0].place(key)
        if not settings.flags and path.rpartition("/")[0] in ("data", "data/secret"):
            settings = replace(settings, flags=flags, flags_place=place)
        else:
            message = "Flags of one group of test data were not used: one set holds for all of it."
            files.findings.warning(place, message, f"Write them into {FILE}.")
    return settings


def _statement(files: PackageFiles, settings: ProblemSettings) -> tuple[str, str]:
    """The statement and the title."""
    found = [
        (match, path)
        for folder in _STATEMENTS
        for path in files.in_folder(folder)
        if (match := _STATEMENT.fullmatch(path))
    ]
    if not found:
        others = [path for folder in _STATEMENTS for path in files.in_folder(folder)]
        message = "The package has no statement that can be shown."
        hint = f"Name it statement/problem.en.md (here is {others[0]})." if others else "Add statement/problem.en.md."
        files.findings.error("statement/problem.en.md", message, hint)
        return "", settings.title
    # English first, then no language, then the others by name; Markdown before LaTeX
    rank = {"en": 0, None: 1}
    found.sort(key=lambda item: (rank.get(item[0]["language"], 2), item[1].endswith(".tex"), item[1]))
    path = found[0][1]
    same = [other for match, other in found[1:] if match["language"] == found[0][0]["language"]]
    if same:
        files.findings.warning(place_of(same[0]), f"There is a second statement; {path} is shown.", "Leave one out.")
    text = files.text(path) or ""
    if path in files.sizes and not text.strip() and files.sizes[path] <= LARGEST_TEXT:
        files.findings.error(place_of(path, 1), "The statement is empty.", "Write it.")
    return text, settings.title or _title(text, files.findings, legacy=settings.legacy)


def _title(statement: str, findings: Findings, *, legacy: bool) -> str:
    found = _TEX_NAME.search(statement) or _MD_NAME.search(statement)
    message = "The problem has no name." if found is None else "The name stands in the statement only."
    note = findings.warning if legacy or found is not None else findings.error
    note(place_of(FILE, 1), message, "Write `name: The title`.")
    return " ".join(found["name"].split()) if found else ""


def _input_validators(files: PackageFiles) -> list[tuple[str, Source]]:
    found = read_validators(files, _INPUT_VALIDATORS, "input validator")
    if not found and not any(folder in files.folders for folder in _INPUT_VALIDATORS):
        message = "The package has no input validator: nothing says which inputs are allowed."
        files.findings.warning("input_validators", message, "Add input_validators/validate.py; it exits with 42 or 43.")
    return [(path, source) for path, source in found if source is not None]


def _output_validator(files: PackageFiles) -> tuple[Source | None, str]:
    found = read_validators(files, _OUTPUT_VALIDATORS, "output validator")
    if len(found) > 1:
        names = ", ".join(path for path, _ in found)
        files.findings.error(place_of(found[1][0]), f"There are several output validators ({names}).", "Leave one.")
    return (found[0][1], found[0][0]) if found else (None, "")


def _remarks(files: PackageFiles, settings: ProblemSettings) -> None:
    for path in files.folders_in(""):
        if path not in _FOLDERS and not path.startswith("."):
            files.findings.warning(
                place_of(path), "The folder is unknown and was not used.", did_you_mean(path, _FOLDERS)
            )
    if settings.time_multiplier is not None and FILE in files.sizes:
        message = "No time limit is stated: `problem check` takes one from the accepted submissions, others take 2 s."
        files.findings.warning(place_of(FILE, 1), message, "Write `limits: {time_limit: 1}`.")
