"""A folder of `course_material/units/` becomes a `CourseItem`, or every reason why it does not.

Runs nothing: whether the reference passes the tests is asked by `lessons.exercise`. The form is described in
`docs/reference/course-item.md`.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem, ExerciseKind, NamedSource
from kernel_magic.core.source import Source
from kernel_magic.core.whole_words import whole
from kernel_magic.course import item_page
from kernel_magic.course.findings import Findings, did_you_mean, place_of
from kernel_magic.course.item_page import ItemPage, read_item_page
from kernel_magic.course.package_files import LARGEST_PROGRAM, PackageFiles

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 60
_FILES = {item_page.FILE, "reference.py", "alternative.py", "tests.py", "starter.py"}
_ALTERNATIVE = re.compile(r"alternative(?:-(?P<name>[a-z0-9-]+))?\.py")
_FOLDERS = {"distractors"}
_WITHOUT_FUNCTION: tuple[ExerciseKind, ...] = ("predict", "explain")
_NEEDS_SECOND: tuple[ExerciseKind, ...] = ("function", "fix", "blanks", "tests")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReading:
    """What reading an item's folder came to."""

    item: CourseItem | None
    """None where there are errors."""
    errors: tuple[str, ...]
    """Each with file and line, and what to do."""
    warnings: tuple[str, ...]


def load_item(folder: Path | str) -> CourseItem:
    """The item of a folder.

    Raises:
        InputError: there is no such folder, or the item is broken; names every error.
    """
    reading = read_item(folder)
    if reading.item is None:
        raise broken(str(folder), reading.errors)
    return reading.item


def broken(what: str, errors: Sequence[str]) -> InputError:
    """The error that lists all errors of an item or a course."""
    title = f"{what} has {len(errors)} error{'s' if len(errors) > 1 else ''}:"
    hint = "The form of an item is described in docs/reference/course-item.md."
    return InputError("\n".join([title, *(f"  {error}" for error in errors)]), hint)


def read_item(folder: Path | str) -> ItemReading:
    """Read an item with everything that is wrong with it.

    Raises:
        InputError: there is no such folder.
    """
    findings = Findings()
    files = PackageFiles.below(Path(folder), findings, "course item")
    page = _page(files)
    sources = _Sources(files)
    reference, tests = sources.program("reference.py"), sources.program("tests.py")
    _remarks(files)
    item = None
    if page is not None and reference is not None and tests is not None:
        item = CourseItem(
            slug=files.root.name,
            unit=files.root.parent.name,
            title=page.title,
            kind=page.kind,
            level=page.level,
            objectives=page.objectives,
            brief=page.statement,
            function=_function(page, reference, findings),
            reference=Source(text=reference),
            alternatives=sources.alternatives(),
            starter=_source(sources.program("starter.py", required=False)),
            tests=tests,
            hints=page.hints,
            notes=page.notes,
            distractors=sources.distractors(),
            points=page.points,
            checker=page.checker,
            limits=page.limits,
            files=page.files,
            blanks=page.blanks,
            call=page.call,
            axes=page.axes,
            path=str(folder),
        )
        _agreeing(item, findings)
    errors = tuple(findings.errors)
    return ItemReading(item=None if errors else item, errors=errors, warnings=tuple(findings.warnings))


def _page(files: PackageFiles) -> ItemPage | None:
    findings, slug = files.findings, files.root.name
    if not SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        message = f"The folder's name {slug[:60]!r} is no slug."
        findings.error(".", message, f"Use small letters, digits and hyphens, {_LONGEST_SLUG} at most.")
    if item_page.FILE not in files.sizes:
        near = [path for path in files.sizes if path.endswith(".md") and "/" not in path]
        hint = f"Rename {near[0]!r}." if near else "Add it; docs/reference/course-item.md shows one."
        findings.error(item_page.FILE, "The file is missing.", hint)
        return None
    text = files.text(item_page.FILE, most=LARGEST_PROGRAM)
    return None if text is None else read_item_page(item_page.FILE, text, findings)


@dataclass(slots=True)
class _Sources:
    """The Python files of an item."""

    files: PackageFiles

    def program(self, path: str, *, required: bool = True) -> str | None:
        """The text of a file that is Python; None where there is none or it is not, which is noted."""
        findings = self.files.findings
        if path not in self.files.sizes:
            if required:
                findings.error(path, "The file is missing.", "Add it.")
            return None
        text = self.files.text(path, most=LARGEST_PROGRAM)
        if text is None:
            return None
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(text)
        except SyntaxError as error:
            findings.error(place_of(path, error.lineno), f"This is not Python: {error.msg}.", "Correct that place.")
            return None
        except (ValueError, RecursionError, MemoryError) as error:
            findings.error(place_of(path), f"This cannot be read as Python: {error}.", "Simplify it.")
            return None
        if required and not text.strip():
            findings.error(place_of(path, 1), "The file is empty.", "Write it.")
        return text

    def alternatives(self) -> tuple[NamedSource, ...]:
        """Further right solutions; the one without a name of its own comes first."""
        found = {path: match["name"] or "" for path in self.files.sizes if (match := _ALTERNATIVE.fullmatch(path))}
        return self._named(
            {path: name or "alternative" for path, name in sorted(found.items(), key=lambda pair: pair[1])}
        )

    def distractors(self) -> tuple[NamedSource, ...]:
        """Wrong solutions."""
        found = [path for path in self.files.in_folder("distractors") if path.endswith(".py")]
        return self._named({path: path.removeprefix("distractors/").removesuffix(".py") for path in found})

    def _named(self, names: dict[str, str]) -> tuple[NamedSource, ...]:
        texts = {name: self.program(path) for path, name in names.items()}
        return tuple(
            NamedSource(name=name, source=Source(text=text), about=_first_comment(text))
            for name, text in texts.items()
            if text is not None
        )


def _first_comment(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return first.lstrip("#").strip() if first.startswith("#") else ""


def _source(text: str | None) -> Source | None:
    return None if text is None else Source(text=text)


def _function(page: ItemPage, reference: str, findings: Findings) -> str:
    """The function or class that the tests are about."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    defined = [node.name for node in ast.parse(reference).body if isinstance(node, kinds)]
    if page.function:
        if page.function not in defined and page.kind not in _WITHOUT_FUNCTION:
            hint = did_you_mean(page.function, defined) or f"It defines {', '.join(defined) or 'nothing'}."
            findings.error(place_of("reference.py"), f"It defines no {page.function!r}.", hint)
        return page.function
    if len(defined) == 1 or page.kind in _WITHOUT_FUNCTION:
        return defined[0] if len(defined) == 1 else ""
    message = f"It defines {len(defined)} functions and classes; nothing says which one is meant."
    findings.error(place_of("reference.py"), message, "Write `function: NAME` into the front matter of item.md.")
    return ""


def _agreeing(item: CourseItem, findings: Findings) -> None:
    """What the kind needs of the files."""
    if item.kind in _NEEDS_SECOND and not item.alternatives:
        findings.error("alternative.py", "There is no second solution.", "Add one that was written independently.")
    for blank in item.blanks:
        count = item.reference.text.count(blank)
        if count != 1:
            message = f"The blank {blank[:40]!r} occurs {count} times in reference.py; it must occur once."
            findings.error(item_page.FILE, message, "Give more of the text around it, or another one.")
    _apart(item, findings)
    if item.blanks and item.kind != "blanks":
        findings.error(item_page.FILE, "Blanks are for items of kind `blanks`.", "Leave them out.")
    if item.kind == "tests" and not item.distractors:
        findings.warning(
            "distractors", "There are no wrong solutions that students' tests have to refuse.", "Add some."
        )
    for named in item.distractors:
        if not named.about:
            place = place_of(f"distractors/{named.name}.py", 1)
            findings.warning(place, "Nothing says which mistake it makes.", "Begin with a comment that does.")
    _replaced_somewhere(item, findings)


def _apart(item: CourseItem, findings: Findings) -> None:
    """Blanks are at least two, and none reaches into another."""
    if len(item.blanks) == 1:
        findings.error(item_page.FILE, "There is one blank, and at least two are needed.", "Add another one.")
    text = item.reference.text
    spans = sorted((text.find(blank), text.find(blank) + len(blank), blank) for blank in item.blanks if blank in text)
    for (_, end, one), (start, _, other) in pairwise(spans):
        if start < end:
            message = f"The blanks {one[:40]!r} and {other[:40]!r} overlap in reference.py."
            findings.error(item_page.FILE, message, "Leave one of them out.")


def _replaced_somewhere(item: CourseItem, findings: Findings) -> None:
    """A text that stands nowhere is a misprint; so are one that is replaced by itself, and a choice made twice."""
    programs = [item.reference, *(named.source for named in (*item.alternatives, *item.distractors))]
    programs += [item.starter] if item.starter is not None else []
    texts = [item.title, item.brief, item.tests, item.notes, item.call, *item.hints, *(each.text for each in programs)]
    everything = "\n".join(texts)
    for axis in item.axes:
        for old in dict.fromkeys(old for choice in axis for old in choice):
            if re.search(whole(old), everything) is None:
                part = " but as a part of something longer" if old in everything else ""
                message = f"The variants replace {old[:40]!r}, which stands nowhere in the item{part}."
                findings.error(item_page.FILE, message, "Write the text exactly as it stands there.")
        for old in (old for choice in axis for old, new in choice.items() if old == new):
            message = f"The variants replace {old[:40]!r} by itself."
            findings.error(item_page.FILE, message, "Leave it out, or write what stands in its place.")
        if any(choice in axis[:place] for place, choice in enumerate(axis)):
            message = "An axis of the variants has a choice twice."
            findings.error(item_page.FILE, message, "Leave one of them out: the variants would be the same.")


def _remarks(files: PackageFiles) -> None:
    known = _FILES | _FOLDERS
    for path in files.sizes:
        top, _, below = path.partition("/")
        if below and top in _FOLDERS and below.endswith(".py") and "/" not in below:
            continue
        if not below and (path in _FILES or _ALTERNATIVE.fullmatch(path)):
            continue
        files.findings.warning(place_of(path), "The file is unknown and was not used.", did_you_mean(top, known))
