"""The `checker` of a contract file: a name, options that fit the name, and the program where the name asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from kernel_magic.core.problem import CheckerName, CheckerSpec
from kernel_magic.core.source import Language, Source
from kernel_magic.judge.contract_fields import FieldReader

LANGUAGES: dict[str, Language] = {"python": "python", "cpp": "cpp", "java": "java"}

_NAMES: dict[str, CheckerName] = {
    "standard": "standard", "identical": "identical", "floats": "floats", "unordered": "unordered",
    "special": "special", "interactive": "interactive",
}  # fmt: skip
_FORMS: dict[str, Literal["icpc", "testlib"]] = {"icpc": "icpc", "testlib": "testlib"}
_FOR: dict[str, tuple[str, ...]] = {
    "tolerance": ("floats",), "absolute": ("floats",), "relative": ("floats",), "ignore_case": ("standard", "floats"),
    "program": ("special", "interactive"), "form": ("special", "interactive"), "arguments": ("special", "interactive"),
}  # fmt: skip
"""Which option means something to which checkers."""
_OLD_OPTION = "tolerance"
"""Contracts of the first form had it beside any name, and it meant nothing there: so it stays."""
_BY_SUFFIX = {".py": "python", ".cpp": "cpp", ".cc": "cpp", ".cxx": "cpp", ".java": "java"}
_MAX_BYTES = 1 << 20


def checker_of(reader: FieldReader, content: object, folder: Path | None) -> CheckerSpec:
    """The checker; a plain one beside problems.

    Args:
        reader: gets the problems.
        content: what the contract says.
        folder: where the contract lies, for files it names; None: it lies nowhere.
    """
    if not isinstance(content, dict):
        reader.problems.append('checker is no object such as {"name": "standard"}')
        return CheckerSpec()
    reader.unknown(content, {"name", *_FOR}, "checker")
    name = reader.choice(content, "name", _NAMES, "standard")
    for option, names in _FOR.items():
        if option in content and name not in names and option != _OLD_OPTION:
            reader.problems.append(f"checker: {option} means nothing to {name!r} (only to {', '.join(names)})")
    tolerance = reader.tolerance(content, "checker")
    absolute = reader.tolerance(content, "checker", "absolute")
    relative = reader.tolerance(content, "checker", "relative")
    if tolerance is not None and (absolute is not None or relative is not None):
        reader.problems.append("checker: give either tolerance, or absolute and relative")
    return CheckerSpec(
        name=name,
        tolerance=CheckerSpec().tolerance if tolerance is None else tolerance,
        absolute=absolute,
        relative=relative,
        ignore_case=reader.flag(content, "ignore_case"),
        program=_program(reader, content, name, folder),
        form=reader.choice(content, "form", _FORMS, "icpc"),
        arguments=_arguments(reader, content),
    )


def _arguments(reader: FieldReader, content: Mapping[str, object]) -> tuple[str, ...]:
    value = content.get("arguments", [])
    if isinstance(value, list) and all(isinstance(item, str) and "\0" not in item for item in value):
        return tuple(value)
    reader.problems.append("checker: arguments is no list of texts")
    return ()


def _program(
    reader: FieldReader, content: Mapping[str, object], name: CheckerName, folder: Path | None
) -> Source | None:
    program = content.get("program")
    if name not in _FOR["program"]:
        return None
    if not isinstance(program, dict):
        said = "has no program" if program is None else "has a program that is no object"
        example = '"program": {"file": "check.py"}'
        reader.problems.append(f"checker: {name!r} {said}: give one, such as {example}")
        return None
    where = "checker's program"
    reader.unknown(program, {"language", "source", "file"}, where)
    given = [field for field in ("source", "file") if field in program]
    if len(given) != 1:
        reader.problems.append(f"{where}: give either its source or its file")
        return None
    file = reader.text(program, "file", where)
    text = reader.text(program, "source", where) if given == ["source"] else _content(reader, file, where, folder)
    default = _BY_SUFFIX.get(Path(file).suffix.lower(), "python")
    return Source(text=text, language=reader.choice(program, "language", LANGUAGES, default))


def _content(reader: FieldReader, file: str, where: str, folder: Path | None) -> str:
    if folder is None:
        reader.problems.append(f"{where}: {file[:80]!r} cannot be looked for: this contract is in no folder")
        return ""
    if not file or Path(file).is_absolute() or "\0" in file:
        reader.problems.append(f"{where}: file is {file[:80]!r}, not a path relative to the contract")
        return ""
    path = folder / file
    try:
        if path.stat().st_size > _MAX_BYTES:
            reader.problems.append(f"{where}: {path} is larger than {_MAX_BYTES >> 20} MiB")
            return ""
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reader.problems.append(f"{where}: {path} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        reader.problems.append(f"{where}: {path} is not UTF-8 text")
    return ""
