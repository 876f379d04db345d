"""The test data of a package: `data/sample` and `data/secret`, an input and its answer each, in groups by subfolder."""

from __future__ import annotations

from typing import Literal

from kernel_magic.core.problem import Prints, Stdin, TestCase
from kernel_magic.course.findings import did_you_mean, place_of
from kernel_magic.course.package_files import LARGEST_DATA, PackageFiles

_FOLDERS: dict[str, Literal["sample", "secret"]] = {"sample": "sample", "secret": "secret"}
_OTHER_FOLDERS = {"invalid_input", "invalid_inputs", "invalid_output", "invalid_answers", "valid_output", "bonus"}
_BESIDE = (
    ".hint", ".desc", ".png", ".jpg", ".jpeg", ".svg", ".interaction", ".yaml", ".out", ".in.statement",
    ".ans.statement", ".in.download", ".ans.download", ".md", ".txt",
)  # fmt: skip
"""What may lie beside a case and takes no part in judging."""


def read_data(files: PackageFiles, *, interactive: bool) -> tuple[TestCase, ...]:
    """All cases, samples first, each in the order of their names. What is wrong is noted."""
    findings = files.findings
    if "data" not in files.folders:
        near = [path for path in files.folders_in("") if did_you_mean(path, ["data"])]
        hint = f"Rename {near[0]!r} to 'data'." if near else "Add data/sample and data/secret."
        findings.error("data", "The package has no test data.", hint)
        return ()
    for path in files.folders_in("data"):
        name = path.removeprefix("data/")
        if name in _OTHER_FOLDERS:
            findings.warning(place_of(path), "The folder is not used here.")
        elif name not in _FOLDERS:
            message = "The folder is unknown; its files were not used."
            findings.warning(place_of(path), message, did_you_mean(name, _FOLDERS))
    for path in files.in_folder("data"):
        if path.endswith((".in", ".ans")):
            findings.error(place_of(path), "Test data lies in no group.", "Move it to data/sample or data/secret.")
    reader = _Reader(files, interactive=interactive)
    cases = [case for folder in _FOLDERS for case in reader.folder(folder)]
    reader.remarks(cases)
    return tuple(cases)


class _Reader:
    """Reads the two folders, and keeps what is said about many files in one warning."""

    def __init__(self, files: PackageFiles, *, interactive: bool) -> None:
        self._files = files
        self._findings = files.findings
        self._interactive = interactive
        self._windows: list[str] = []

    def folder(self, name: str) -> list[TestCase]:
        """The cases of `sample` or `secret`."""
        folder = f"data/{name}"
        found = self._files.below_folder(folder)
        inputs = [path for path in found if path.endswith(".in")]
        if not inputs:
            self._empty(name, known=folder in self._files.folders)
        self._empty_groups(folder, found)
        self._stray(found)
        cases = []
        for path in sorted(inputs, key=lambda path: path.removesuffix(".in").split("/")):
            case = self._case(path, _FOLDERS[name])
            if case is not None:
                cases.append(case)
        return cases

    def _empty(self, name: str, *, known: bool) -> None:
        what = "is empty: it has no .in file" if known else "is missing"
        if name == "secret":
            self._findings.error("data/secret", f"The folder {what}.", "Add inputs (.in) with their answers (.ans).")
        else:
            self._findings.warning("data/sample", f"The folder {what}.", "A reader of the statement needs samples.")

    def _empty_groups(self, folder: str, found: list[str]) -> None:
        empty = [
            group
            for group in sorted(self._files.folders)
            if group.startswith(f"{folder}/") and not any(path.startswith(f"{group}/") for path in found)
        ]
        for group in empty:
            if group.rpartition("/")[0] not in empty:
                self._findings.warning(place_of(group), "The folder is empty.", "Remove it, or add its test data.")

    def _stray(self, found: list[str]) -> None:
        present = set(found)
        lower: dict[str, str] = {}
        for path in found:
            other = lower.setdefault(path.lower(), path)
            if other != path:
                message = f"The name differs from {other.rpartition('/')[2]!r} by capital letters only."
                self._findings.warning(place_of(path), message, "On some systems the two are one file: rename one.")
            if path.endswith(".ans") and path.removesuffix(".ans") + ".in" not in present:
                self._findings.error(
                    place_of(path), "The answer has no input beside it.", f"Add {_beside(path, '.in')}."
                )
            elif path.endswith((".args", ".files")):
                self._findings.warning(place_of(path), "Arguments and files of a case are not supported.")
            elif not path.endswith((".in", ".ans", *_BESIDE)):
                hint = "Inputs end in .in, answers in .ans."
                self._findings.warning(place_of(path), "The file is no test data and was not used.", hint)

    def _case(self, path: str, origin: Literal["sample", "secret"]) -> TestCase | None:
        text = self._text(path)
        answer_path = path.removesuffix(".in") + ".ans"
        answer: str | None = ""
        if answer_path in self._files.sizes:
            answer = self._text(answer_path)
        elif not self._interactive:
            self._findings.error(place_of(path), "The input has no answer beside it.", f"Add {_beside(path, '.ans')}.")
            answer = None
        if text is None or answer is None:
            return None
        if not text.strip():
            self._findings.warning(place_of(path), "The input is empty.")
        name = path.removeprefix("data/").removesuffix(".in")
        return TestCase(name=name, given=Stdin(text=text), expected=Prints(text=answer), origin=origin)

    def _text(self, path: str) -> str | None:
        text = self._files.text(path, most=LARGEST_DATA)
        if text is not None and "\r\n" in text:
            self._windows.append(path)
        return text

    def remarks(self, cases: list[TestCase]) -> None:
        """What is to be said about many cases together."""
        if self._windows:
            count, first = len(self._windows), self._windows[0]
            message = f"Lines end as on Windows in {count} file{'s' if count > 1 else ''} of test data, here first."
            hint = "They reach the programs as they are; save them with plain line ends."
            self._findings.warning(place_of(first, 1), message, hint)
        seen: dict[str, str] = {}
        for case in cases:
            if isinstance(case.given, Stdin) and case.origin == "secret":
                other = seen.setdefault(case.given.text, case.name)
                if other != case.name:
                    message = f"The input is the same as that of {other}."
                    self._findings.warning(place_of(f"data/{case.name}.in"), message, "Leave one out.")


def _beside(path: str, suffix: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0] + suffix
