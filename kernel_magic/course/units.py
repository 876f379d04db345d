"""The units of `course_material/`: which items there are, in which order, and which ones a list of names means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem
from kernel_magic.course import item_page
from kernel_magic.course.findings import Findings, did_you_mean
from kernel_magic.course.front_matter import read_front_matter
from kernel_magic.course.items import broken, read_item
from kernel_magic.course.package_files import LARGEST_PROGRAM

UNITS = "units"
UNIT_FILE = "unit.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit and the folders of its items."""

    slug: str
    title: str
    order: float
    items: tuple[Path, ...]


def units_of(course: Path | str) -> tuple[Unit, ...]:
    """The units of a course in their order.

    Args:
        course: the folder `course_material`, or its folder `units`.

    Raises:
        InputError: there is no such folder, it has no units, a unit's front matter is broken, two items share a slug.
    """
    root = Path(course)
    root = root / UNITS if (root / UNITS).is_dir() else root
    if not root.is_dir():
        raise InputError(f"{str(course)!r} is no folder.", "Give the folder of a course, course_material say.")
    findings = Findings()
    found = [_unit(folder, findings) for folder in sorted(root.iterdir()) if folder.is_dir() and _items(folder)]
    if not found:
        hint = f"Items are folders with an {item_page.FILE} in {UNITS}/UNIT/ITEM/."
        raise InputError(f"There are no items below {str(course)!r}.", hint)
    units = tuple(sorted(found, key=lambda unit: (unit.order, unit.slug)))
    _distinct(units, findings)
    if findings.errors:
        raise broken(f"The course {str(course)!r}", findings.errors)
    return units


def chosen_items(course: Path | str, names: Sequence[str]) -> tuple[CourseItem, ...]:
    """The items of these names in this order; `all` alone means all, in the order of the course.

    Raises:
        InputError: there is no item of a name, one is named twice, or one is broken; everything wrong is named.
    """
    folders = {folder.name: folder for unit in units_of(course) for folder in unit.items}
    wanted = list(folders) if list(names) == ["all"] else list(names)
    errors = [
        f"There is no item {name[:60]!r}. {did_you_mean(name, folders)}".rstrip()
        for name in wanted
        if name not in folders
    ]
    errors += [f"The item {name!r} is named twice." for name in sorted({n for n in wanted if wanted.count(n) > 1})]
    if not wanted:
        errors.append("No item is named.")
    items: list[CourseItem] = []
    for name in wanted if not errors else ():
        reading = read_item(folders[name])
        errors += [f"{folders[name].parent.name}/{name}/{error}" for error in reading.errors]
        if reading.item is not None:
            items.append(reading.item)
    if errors:
        raise broken(f"The choice of items of {str(course)!r}", errors)
    return tuple(items)


def _items(folder: Path) -> list[Path]:
    return [item for item in sorted(folder.iterdir()) if item.is_dir() and (item / item_page.FILE).is_file()]


def _unit(folder: Path, findings: Findings) -> Unit:
    page = folder / UNIT_FILE
    title, order = folder.name.replace("-", " ").capitalize(), 1000.0
    if page.is_file() and page.stat().st_size <= LARGEST_PROGRAM:
        lines = page.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff").splitlines()
        front = read_front_matter(f"{folder.name}/{UNIT_FILE}", lines, findings)
        if front is not None:
            top = front[1][0]
            stated, number = top.get("title"), top.get("order")
            title = stated if isinstance(stated, str) and stated.strip() else title
            if isinstance(number, (int, float)) and not isinstance(number, bool):
                order = float(number)
            elif "order" in top.entries:
                findings.error(top.place("order"), "The order is no number.", "Write `order: 3`.")
    return Unit(slug=folder.name, title=title, order=order, items=tuple(_items(folder)))


def _distinct(units: Sequence[Unit], findings: Findings) -> None:
    first: dict[str, str] = {}
    for unit in units:
        for folder in unit.items:
            here = f"{unit.slug}/{folder.name}"
            if folder.name in first:
                message = f"The slug {folder.name!r} is taken by {first[folder.name]}."
                findings.error(here, message, "Rename one of the two folders.")
            first.setdefault(folder.name, here)
