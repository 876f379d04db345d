"""The programs of a package: validators, submissions, generators. Only read: nothing here runs or compiles any."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from kernel_magic.core.contest import Generator, Submission
from kernel_magic.core.source import Language, Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.course.findings import Findings, did_you_mean, place_of
from kernel_magic.course.package_files import LARGEST_PROGRAM, PackageFiles

LANGUAGES: dict[str, Language] = {
    ".py": "python", ".py3": "python",
    ".cpp": "cpp", ".cc": "cpp", ".cxx": "cpp", ".c++": "cpp", ".C": "cpp",
    ".java": "java",
}  # fmt: skip
_OTHER_LANGUAGES = {
    ".c": "C", ".kt": "Kotlin", ".rs": "Rust", ".go": "Go", ".cs": "C#", ".hs": "Haskell", ".js": "JavaScript",
    ".ts": "TypeScript", ".rb": "Ruby", ".pl": "Perl", ".ml": "OCaml", ".pas": "Pascal", ".py2": "Python 2",
    ".d": "D", ".swift": "Swift", ".scala": "Scala", ".m": "Objective-C", ".lua": "Lua", ".sh": "shell",
}  # fmt: skip
_HEADERS = (".h", ".hpp", ".hh", ".hxx", ".inc", ".ipp")

EXPECTED: dict[str, frozenset[Verdict]] = {
    "accepted": frozenset({Verdict.AC}),
    "wrong_answer": frozenset({Verdict.WA}),
    "time_limit_exceeded": frozenset({Verdict.TLE}),
    "run_time_error": frozenset({Verdict.RTE}),
    "runtime_error": frozenset({Verdict.RTE}),
    "memory_limit_exceeded": frozenset({Verdict.MLE}),
    "output_limit_exceeded": frozenset({Verdict.OLE}),
    "compiler_error": frozenset({Verdict.CE}),
    "rejected": frozenset({Verdict.WA, Verdict.TLE, Verdict.RTE, Verdict.MLE, Verdict.OLE}),
    "brute_force": frozenset({Verdict.WA, Verdict.TLE, Verdict.RTE, Verdict.MLE, Verdict.OLE}),
    "mixed": frozenset(),
}
"""The folders below `submissions/` and the verdicts they promise."""
_WORDS = {
    "AC": Verdict.AC, "ACCEPTED": Verdict.AC, "CORRECT": Verdict.AC,
    "WA": Verdict.WA, "WRONG_ANSWER": Verdict.WA, "NO_OUTPUT": Verdict.WA,
    "TLE": Verdict.TLE, "TIMELIMIT": Verdict.TLE, "TIME_LIMIT_EXCEEDED": Verdict.TLE,
    "RTE": Verdict.RTE, "RUN_ERROR": Verdict.RTE, "RUNTIME_ERROR": Verdict.RTE, "RUN_TIME_ERROR": Verdict.RTE,
    "MLE": Verdict.MLE, "MEMORY_LIMIT": Verdict.MLE, "MEMORY_LIMIT_EXCEEDED": Verdict.MLE,
    "OLE": Verdict.OLE, "OUTPUT_LIMIT": Verdict.OLE, "OUTPUT_LIMIT_EXCEEDED": Verdict.OLE,
    "CE": Verdict.CE, "COMPILER_ERROR": Verdict.CE, "COMPILE_ERROR": Verdict.CE,
}  # fmt: skip
_ANNOTATION = re.compile(r"@EXPECTED_RESULTS@:(?P<words>[^\n\r*]*)")


def extension(path: str) -> str:
    """The end of a file's name, with its dot."""
    name = path.rpartition("/")[2]
    return name[name.rfind(".") :] if "." in name[1:] else ""


def is_program(path: str) -> bool:
    """Whether a file is a program of a language that is judged here."""
    return extension(path) in LANGUAGES


def read_program(files: PackageFiles, path: str, beside: list[str]) -> Source | None:
    """One program with the files beside it; None where one cannot be read, which is noted."""
    text = files.text(path, most=LARGEST_PROGRAM)
    if text is None:
        return None
    if not text.strip():
        files.findings.error(place_of(path, 1), "The program is empty.", "Write it, or remove the file.")
        return None
    further = []
    for other in beside:
        content = files.text(other, most=LARGEST_PROGRAM)
        if content is None:
            return None
        further.append((other.rpartition("/")[2], content))
    return Source(text=text.removeprefix("\ufeff"), language=LANGUAGES[extension(path)], files=tuple(further))


def program_of_folder(files: PackageFiles, folder: str, what: str) -> tuple[str, Source | None]:
    """The one program of a folder and its path; an empty path where there is none or several (noted)."""
    inside = files.in_folder(folder)
    programs = [path for path in inside if is_program(path)]
    beside = [path for path in inside if extension(path) in _HEADERS]
    java = [path for path in programs if extension(path) == ".java"]
    if java and java == programs and len(java) > 1:
        main = next((path for path in java if path.endswith("/Main.java")), java[0])
        beside, programs = [path for path in java if path != main], [main]
    if len(programs) == 1:
        return programs[0], read_program(files, programs[0], beside)
    place = place_of(folder)
    if programs:
        names = ", ".join(path.rpartition("/")[2] for path in programs[:5])
        files.findings.error(
            place, f"The folder holds several programs ({names}).", f"Leave one {what} and its headers."
        )
    elif any(path.endswith(("/build", "/run")) for path in inside):
        files.findings.error(
            place, "Programs with scripts for building or running are not supported.", f"Give the {what} alone."
        )
    else:
        files.findings.error(
            place, f"The folder holds no {what} in Python, C++ or Java.", "Add one, or remove the folder."
        )
    return "", None


def read_validators(files: PackageFiles, folders: tuple[str, ...], what: str) -> list[tuple[str, Source | None]]:
    """Every validator below some folders: a file each, or a folder each; C++ headers belong to the program beside."""
    found: list[tuple[str, Source | None]] = []
    for folder in folders:
        if folder not in files.folders:
            continue
        inside = files.in_folder(folder)
        programs = [path for path in inside if is_program(path)]
        headers = [path for path in inside if extension(path) in _HEADERS]
        inner = [path for path in files.folders_in(folder) if files.below_folder(path)]
        found += [(path, read_program(files, path, headers if extension(path) != ".py" else [])) for path in programs]
        found += [program_of_folder(files, path, what) for path in inner]
        for path in inside:
            if not is_program(path) and path not in headers:
                _unused(files.findings, path, what)
        if not programs and not inner and not inside:
            files.findings.error(place_of(folder), "The folder is empty.", f"Add the {what}, or remove the folder.")
    return found


def _unused(findings: Findings, path: str, what: str) -> None:
    name = path.rpartition("/")[2]
    other = _OTHER_LANGUAGES.get(extension(path))
    if other:
        findings.error(place_of(path), f"A {what} in {other} cannot be run here.", "Write it in Python, C++ or Java.")
    elif name.endswith((".md", ".txt", ".viva", ".ctd")):
        findings.warning(place_of(path), f"The file was not used as a {what}.")
    else:
        findings.warning(place_of(path), f"The file is no program and was not used as a {what}.")


def read_submissions(files: PackageFiles) -> tuple[Submission, ...]:
    """All submissions, accepted ones first."""
    if "submissions" not in files.folders:
        files.findings.error(
            "submissions", "The package has no submissions.", "Add submissions/accepted with a solution."
        )
        return ()
    known = [f"submissions/{name}" for name in EXPECTED]
    for path in files.folders_in("submissions"):
        if path not in known:
            name = path.removeprefix("submissions/")
            hint = did_you_mean(name, EXPECTED) or f"Known are {', '.join(list(EXPECTED)[:4])}."
            files.findings.warning(place_of(path), "The folder is unknown; its programs were not used.", hint)
    for path in files.in_folder("submissions"):
        message = "The file lies in no folder that says what verdict it should get; it was not used."
        files.findings.warning(place_of(path), message, "Move it to submissions/accepted, say.")
    found = [item for folder in known if folder in files.folders for item in _of_folder(files, folder)]
    if not any(item.path.startswith("submissions/accepted/") for item in found):
        message = "The package has no accepted submission that can be judged here."
        files.findings.error("submissions/accepted", message, "Add a solution in Python, C++ or Java.")
    return _distinct(found)


def _of_folder(files: PackageFiles, folder: str) -> list[Submission]:
    found = []
    inside = files.in_folder(folder)
    if not files.below_folder(folder):
        files.findings.warning(place_of(folder), "The folder is empty.", "Add a submission, or remove it.")
    for path in inside:
        if is_program(path):
            found += _submission(files, folder, path, read_program(files, path, []))
        else:
            language = _OTHER_LANGUAGES.get(extension(path))
            message = f"{language} is not judged here: it was left out." if language else "The file is no program."
            files.findings.warning(place_of(path), message)
    for inner in files.folders_in(folder):
        programs = [path for path in files.in_folder(inner) if is_program(path)]
        languages = {LANGUAGES[extension(path)] for path in programs}
        if len(programs) == 1 or (languages == {"java"}):
            path, source = program_of_folder(files, inner, "submission")
            found += _submission(files, folder, path, source)
        else:
            message = "A submission of several files was left out."
            files.findings.warning(
                place_of(inner), message, "One program with its headers, or Java classes, are judged."
            )
    return found


def _submission(files: PackageFiles, folder: str, path: str, source: Source | None) -> list[Submission]:
    if source is None:
        return []
    expected = EXPECTED[folder.rpartition("/")[2]] | _annotated(source.text, path, files.findings)
    if not expected:
        message = "The folder `mixed` promises nothing by itself."
        files.findings.error(place_of(path, 1), message, "Add a comment `@EXPECTED_RESULTS@: WRONG_ANSWER, ...`.")
    name = path.removeprefix(f"{folder}/")
    return [Submission(name=name, source=source, origin="folder", expected=expected, path=path)]


def _annotated(text: str, path: str, findings: Findings) -> frozenset[Verdict]:
    """The verdicts that a comment in the program allows besides."""
    found = _ANNOTATION.search(text)
    if found is None:
        return frozenset()
    verdicts = set()
    line = text.count("\n", 0, found.start()) + 1
    for word in filter(None, (part.strip() for part in found["words"].split(","))):
        verdict = _WORDS.get(word.upper().replace("-", "_").replace(" ", "_"))
        if verdict is None:
            hint = did_you_mean(word, [known.lower() for known in _WORDS])
            findings.warning(place_of(path, line), f"The expected result {word[:40]!r} is unknown.", hint)
        else:
            verdicts.add(verdict)
    return frozenset(verdicts)


def _distinct(found: list[Submission]) -> tuple[Submission, ...]:
    """Names that come twice get their folder in front."""
    names = [item.name for item in found]
    return tuple(
        item if names.count(item.name) == 1 else replace(item, name=item.path.removeprefix("submissions/"))
        for item in found
    )


def read_generators(files: PackageFiles) -> tuple[Generator, ...]:
    """`generators/scale.py` and `generators/stress.py`, where there are any."""
    found = []
    for purpose in ("scale", "stress"):
        path = f"generators/{purpose}.py"
        if path not in files.sizes:
            continue
        source = read_program(files, path, [])
        if source is not None and _defines_make(source.text, path, files.findings):
            kind = "scale" if purpose == "scale" else "stress"
            found.append(Generator(name=purpose, source=replace(source, entry_point="make"), purpose=kind))  # type: ignore[arg-type]
    return tuple(found)


def _defines_make(text: str, path: str, findings: Findings) -> bool:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        message = getattr(error, "msg", None) or str(error)
        findings.error(place_of(path, line), f"The generator is no Python: {message}.", "Correct that place.")
        return False
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    bound = {name.id for node in tree.body for name in ast.walk(node) if isinstance(name, ast.Name)}
    imported = {
        name.asname or name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names
    }
    if "make" not in names | bound | imported:
        hint = did_you_mean("make", names) or "Define `make(n, seed)`; it returns an input of size n as text."
        findings.error(place_of(path, 1), "The generator defines no function `make`.", hint)
        return False
    return True
