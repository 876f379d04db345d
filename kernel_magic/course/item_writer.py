"""A course item written out as its files: what was drafted becomes something a teacher can edit."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from kernel_magic.core.exercise import CourseItem
from kernel_magic.core.problem import Limits
from kernel_magic.course.item_page import FILE


def item_texts(item: CourseItem) -> Mapping[str, str]:
    """The item's files, by their names relative to its folder. Reading them gives the item again."""
    files = {FILE: _page(item), "reference.py": item.reference.text, "tests.py": item.tests}
    for number, named in enumerate(item.alternatives):
        files["alternative.py" if number == 0 else f"alternative-{number + 1}.py"] = named.source.text
    for named in item.distractors:
        files[f"distractors/{named.name}.py"] = named.source.text
    if item.starter is not None:
        files["starter.py"] = item.starter.text
    return {name: text.rstrip("\n") + "\n" for name, text in files.items()}


def _page(item: CourseItem) -> str:
    front = yaml.safe_dump(_front_matter(item), sort_keys=False, allow_unicode=True, default_flow_style=None, width=100)
    parts = [f"---\n{front}---\n{item.brief.strip()}"]
    if item.hints:
        listed = "\n".join(f"{number}. {' '.join(hint.split())}" for number, hint in enumerate(item.hints, 1))
        parts.append(f"## Hints\n\n{listed}")
    if item.notes:
        parts.append(f"## Teacher notes\n\n{item.notes.strip()}")
    return "\n\n".join(parts) + "\n"


def _front_matter(item: CourseItem) -> dict[str, object]:
    front: dict[str, object] = {"title": item.title, "kind": item.kind}
    front |= {"function": item.function} if item.function else {}
    front |= {"level": item.level, "objectives": list(item.objectives) or [item.title]}
    front |= {"points": item.points} if item.points is not None else {}
    if item.checker.name != "standard":
        front["checker"] = item.checker.name
    if item.checker.name == "floats":
        front["tolerance"] = item.checker.tolerance
    if (item.limits.cpu_s, item.limits.memory_mib) != (Limits().cpu_s, Limits().memory_mib):
        front["limits"] = {"cpu_s": item.limits.cpu_s, "memory_mib": item.limits.memory_mib}
    front |= {"files": True} if item.files else {}
    front |= {"blanks": list(item.blanks)} if item.blanks else {}
    front |= {"call": item.call} if item.call else {}
    if item.axes:
        front["variants"] = [[dict(choice) for choice in axis] for axis in item.axes]
    return front
