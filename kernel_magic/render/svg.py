"""Makes of matplotlib's SVG a small element for a page: no ids, no scripts, no addresses, colours by the page's names.

Only what is listed here comes through: paths, texts, and a few properties. Two figures on one page have nothing that
could collide.
"""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree

INK, SOFT, LINE = "#010101", "#020202", "#030303"
SERIES = ("#040404", "#050505", "#060606", "#070707", "#080808", "#090909")
"""Stand-ins for colours: `tidied` puts the page's colours in their places."""

_NAMES = {INK: "ink", SOFT: "soft", LINE: "line"} | {name: f"s{at}" for at, name in enumerate(SERIES, 1)}
ALONE = {
    "ink": "#757d87", "soft": "#7a828c", "line": "#8a929c55", "s1": "#3a82da", "s2": "#c96f1e", "s3": "#2b9069",
    "s4": "#ab63c4", "s5": "#8c8529", "s6": "#258da2",
}  # fmt: skip
"""Colours of a drawing that stands alone, as an image: they can be seen on white and on black alike."""

_KEPT = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
    "stroke-opacity", "fill-opacity", "text-anchor",
)  # fmt: skip
_VALUE = re.compile(r"[a-z]+|#[0-9a-f]{6}|-?[0-9.]+(?:[ ,]+-?[0-9.]+)*")
_PATH = re.compile(r"[MLCQZz0-9.eE\s-]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")
_MOVED = re.compile(r"translate\((-?[0-9.]+)[ ,]+(-?[0-9.]+)\)")
_FONT = re.compile(r"font(?:-size)?:\s*([0-9.]+)(?:px)?")
_BOX = re.compile(r"0 0 [0-9.]+ [0-9.]+")
_SPACE = re.compile(r"\s+")


def tidied(svg: str) -> str:
    """The drawing as one `svg` element without anything that is not listed here."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - matplotlib's own text, in which names are escaped
    box = root.get("viewBox", "")
    if _BOX.fullmatch(box) is None:
        raise ValueError(f"matplotlib's SVG has an odd viewBox: {box!r}")
    shapes = {f"#{each.get('id')}": each for each in root.iter() if each.get("id") and _kind(each) == "path"}
    in_defs = {id(each) for defs in root.iter() if _kind(defs) == "defs" for each in defs.iter()}
    parts = [part for each in root.iter() if id(each) not in in_defs and (part := _element(each, shapes))]
    return f'<svg viewBox="{box}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def standalone(drawing: str) -> str:
    """A drawing as an image file, in colours of its own: an image cannot ask the page for its colours."""
    box = drawing.partition('viewBox="')[2].partition('"')[0]
    _, _, width, height = box.split()
    coloured = re.sub(r"var\(--([a-z0-9]+)\)", lambda match: ALONE[match[1]], drawing)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
    return coloured.replace("<svg ", head, 1)


def _kind(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _element(element: ElementTree.Element, shapes: dict[str, ElementTree.Element]) -> str:
    match _kind(element):
        case "path":
            return _path(element.get("d", ""), _style(element.get("style", "")))
        case "use":
            shape = shapes.get(element.get("{http://www.w3.org/1999/xlink}href", ""))
            if shape is None:
                return ""
            style = _style(f"{shape.get('style', '')};{element.get('style', '')}")
            return _path(shape.get("d", ""), style, float(element.get("x", "0")), float(element.get("y", "0")))
        case "text":
            return _text(element)
        case _:
            return ""


def _path(steps: str, style: str, right: float = 0.0, down: float = 0.0) -> str:
    """A path; moved by writing other numbers, so that no transformation is left."""
    if _PATH.fullmatch(steps) is None or ("fill:none;" in style and "stroke:" not in style):
        return ""
    moved = iter((right, down) * len(steps))
    written = _NUMBER.sub(lambda match: _number(float(match.group()) + next(moved)), steps)
    return f'<path d="{_SPACE.sub(" ", written).strip()}" style="{style}"/>'


def _text(element: ElementTree.Element) -> str:
    moved = _MOVED.search(element.get("transform", ""))
    x, y = (moved[1], moved[2]) if moved else (element.get("x", "0"), element.get("y", "0"))
    style = element.get("style", "")
    font = _FONT.search(style)
    shown = escape("".join(element.itertext()).strip())
    if not shown:
        return ""
    looks = f"font-size:{_number(float(font[1]) if font else 10.0)}px;{_style(style)}"
    return f'<text x="{_number(float(x))}" y="{_number(float(y))}" style="{looks}">{shown}</text>'


def _style(style: str) -> str:
    found: dict[str, str] = {}
    for pair in style.split(";"):
        name, _, value = (part.strip() for part in pair.partition(":"))
        if name in _KEPT and _VALUE.fullmatch(value):
            found[name] = f"var(--{_NAMES[value]})" if value in _NAMES else value
    return "".join(f"{name}:{value};" for name, value in found.items())


def _number(value: float) -> str:
    """To a tenth: nobody sees more, and versions of matplotlib differ in less."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
