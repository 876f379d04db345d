"""Pages in a real browser: drawn in light and dark, wide and narrow; nothing sticks out, no text runs as a script."""

from __future__ import annotations

import re
import struct
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from kernel_magic.render.comparison import comparison_document
from kernel_magic.render.document import Document
from kernel_magic.render.explanation import explanation_document
from kernel_magic.render.html import to_page
from kernel_magic.render.lesson import lesson_document
from kernel_magic.render.style import DARK as DARK_COLOURS
from kernel_magic.render.style import LIGHT as LIGHT_COLOURS

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"


def browse(chromium: str, folder: Path, page: str, *options: str) -> str:
    source = folder / "page.html"
    source.write_text(page, encoding="utf-8")
    command = [chromium, *QUIET, f"--user-data-dir={folder / 'profile'}", *options, source.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout


def pixels(png: Path) -> tuple[int, int, list[bytes]]:
    """Width, bytes a pixel, and the rows of an 8-bit PNG, unfiltered."""
    data = png.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, width, depth = 8, b"", 0, 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _, bits, colour = struct.unpack(">IIBB", body[:10])
            assert bits == 8
            depth = {2: 3, 6: 4}[colour]
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    raw, rows, last = zlib.decompress(packed), [], bytes(width * depth)
    for start in range(0, len(raw), width * depth + 1):
        last = unfiltered(raw[start], raw[start + 1 : start + 1 + width * depth], last, depth)
        rows.append(last)
    return width, depth, rows


def unfiltered(kind: int, line: bytes, above: bytes, depth: int) -> bytes:
    out = bytearray(line)
    for at in range(len(out)):
        left = out[at - depth] if at >= depth else 0
        corner = above[at - depth] if at >= depth else 0
        up = above[at]
        guess = left + up - corner
        near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        out[at] = (out[at] + (0, left, up, (left + up) // 2, near)[kind]) & 255
    return bytes(out)


def colours(png: Path) -> dict[bytes, int]:
    _, depth, rows = pixels(png)
    found: dict[bytes, int] = {}
    for row in rows[::4]:
        for at in range(0, len(row), depth):
            colour = row[at : at + 3]
            found[colour] = found.get(colour, 0) + 1
    return found


def shot(chromium: str, folder: Path, page: str, *options: str, size: str = "700,900") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    png = folder / "page.png"
    browse(chromium, folder, page, f"--screenshot={png}", f"--window-size={size}", *options)
    assert png.is_file(), "Chromium wrote no screenshot"
    return png


@pytest.fixture(params=["verified_lesson", "unverified_lesson"])
def document(request, samples) -> Document:
    return lesson_document(getattr(samples, request.param)())


def test_a_page_is_drawn_and_follows_light_and_dark(chromium, tmp_path, document):
    page = to_page(document)
    light = colours(shot(chromium, tmp_path / "light", page))
    dark = colours(shot(chromium, tmp_path / "dark", page, DARK))
    assert len(light) > 50, "a blank page"
    assert len(dark) > 50, "a blank page"
    assert light.get(b"\xff\xff\xff", 0) > sum(light.values()) / 4
    assert max(dark, key=lambda colour: dark[colour]) in (b"\x16\x19\x1d", b"\x0e\x10\x13")
    assert dark.get(b"\xff\xff\xff", 0) < sum(dark.values()) / 100


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_notebooks_theme_counts_more_than_the_systems(chromium, tmp_path, samples, theme):
    """JupyterLab marks its page and does not set `prefers-color-scheme`."""
    page = to_page(lesson_document(samples.verified_lesson()))
    marked = page.replace("<body>", f'<body data-jp-theme-light="{str(theme == "light").lower()}">')
    found = colours(shot(chromium, tmp_path, marked, *([DARK] if theme == "light" else [])))
    card = {"light": b"\xff\xff\xff", "dark": b"\x16\x19\x1d"}
    assert found.get(card[theme], 0) > sum(found.values()) / 4


def sticking_out(chromium, folder, document, width: int, *, measure: str = "''", before: str = "''") -> str:
    """What is wider than the card, whether the page scrolls sideways, and a further measure."""
    # The page's own policy forbids scripts; it is taken out here so that one can measure.
    html = to_page(document).replace("<meta http-equiv=", "<meta data-was=")
    script = (
        f"<script>{before}; const card = document.querySelector('.km');"
        "const edge = card.getBoundingClientRect().right + 0.5;"
        "const inside = e => e.closest('pre, .wide') && !e.matches('pre, .wide');"
        "const out = [...card.querySelectorAll('*')].filter(e => !inside(e) && e.getBoundingClientRect().right > edge);"
        "document.title = 'out:' + out.map(e => e.tagName).join() + ' wide:' + (document.documentElement.scrollWidth"
        f" > document.documentElement.clientWidth) + ' measure:' + {measure};</script>"
    )
    page = html.replace("</body>", f"{script}</body>")
    dom = browse(chromium, folder, page, "--dump-dom", f"--window-size={width},900")
    title = re.search(r"<title>([^<]*)</title>", dom)
    assert title is not None
    return title[1]


@pytest.mark.parametrize("width", [420, 1200])
def test_nothing_sticks_out(chromium, tmp_path, samples, width):
    columns = "getComputedStyle(card.querySelector('.step')).gridTemplateColumns.split(' ').length"
    found = sticking_out(chromium, tmp_path, lesson_document(samples.verified_lesson()), width, measure=columns)
    assert found == f"out: wide:false measure:{1 if width == 420 else 2}"


@pytest.mark.parametrize("width", [420, 1200])
def test_nothing_of_a_comparison_sticks_out_and_its_curves_are_drawn(chromium, tmp_path, compared, width):
    document = comparison_document(compared.comparison())
    drawn = "(card.querySelector('.draw svg path').getBoundingClientRect().height > 100)"
    assert sticking_out(chromium, tmp_path, document, width, measure=drawn) == "out: wide:false measure:true"


@pytest.mark.parametrize("width", [420, 1200])
@pytest.mark.parametrize("name", ["verified", "partly_verified", "raising", "unverified"])
def test_nothing_of_an_explanation_sticks_out(chromium, tmp_path, explained, name, width):
    document = explanation_document(getattr(explained, f"{name}_explanation")())
    opened = "(document.querySelectorAll('details').forEach((each) => { each.open = true; }), '')"
    assert sticking_out(chromium, tmp_path, document, width, before=opened) == "out: wide:false measure:"


@pytest.mark.parametrize("options", [(), (DARK,)])
def test_the_curves_have_the_colours_of_the_theme(chromium, tmp_path, compared, options):
    page = to_page(comparison_document(compared.comparison()))
    found = colours(shot(chromium, tmp_path, page, *options, size="1100,900"))
    palette = colours_of_curves(DARK_COLOURS if options else LIGHT_COLOURS)
    assert [colour.hex() for colour in palette if colour not in found] == []


def colours_of_curves(theme: dict[str, str]) -> list[bytes]:
    return [bytes.fromhex(theme[f"s{at}"][1:]) for at in range(1, 5)]


def test_hostile_text_runs_no_script(chromium, tmp_path, samples):
    attack = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    lesson = replace(samples.verified_lesson(), title=attack, idea=attack)
    page = to_page(lesson_document(lesson)).replace("<meta http-equiv=", "<meta data-was=")
    dom = browse(chromium, tmp_path, page, "--dump-dom")
    assert "<title>owned" not in dom
    assert "&lt;script&gt;" in dom
