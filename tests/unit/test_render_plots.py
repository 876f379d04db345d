"""Growth curves: drawn from what was measured, in the page's colours, the same each time, hostile names escaped."""

from __future__ import annotations

import builtins
import itertools
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kernel_magic.core.growth import Growth, GrowthSample
from kernel_magic.render.curves import growth_curves
from kernel_magic.render.document import Curve, Document
from kernel_magic.render.html import to_html
from kernel_magic.render.plots import INSTALL, _spread, growth_drawing
from kernel_magic.render.style import DARK, LIGHT
from kernel_magic.render.svg import ALONE, SERIES, standalone, tidied

GOLDEN = Path(__file__).parents[1] / "golden" / "comparison.svg"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

pytest.importorskip("matplotlib", reason="the extra `plots` is not installed")


def curves(compared) -> tuple[Curve, ...]:
    rows = [row for row in compared.comparison().rows if row.growth is not None]
    return tuple(Curve(name=row.submission.name, growth=row.growth) for row in rows)


def test_a_drawing_is_as_reviewed(compared):
    """To a unit and a half: versions of matplotlib differ in less. The words and the order are the same."""
    drawn = growth_drawing(curves(compared)).replace("><", ">\n<") + "\n"
    if os.environ.get("KERNEL_MAGIC_UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(drawn, encoding="utf-8", newline="\n")
    wanted = GOLDEN.read_text(encoding="utf-8")
    assert NUMBER.sub("0", drawn) == NUMBER.sub("0", wanted)
    pairs = zip(NUMBER.findall(drawn), NUMBER.findall(wanted), strict=True)
    assert [pair for pair in pairs if abs(float(pair[0]) - float(pair[1])) > 1.5] == []


def test_the_same_measurements_give_the_same_drawing(compared):
    assert growth_drawing(curves(compared)) == growth_drawing(curves(compared))


def test_two_drawings_on_a_page_share_nothing(compared):
    drawn = growth_drawing(curves(compared))
    for word in ("id=", "url(", "href", "<use", "<style", "class=", "http"):
        assert word not in drawn


def test_every_curve_has_its_own_colour_dots_and_dashes(compared):
    drawn = growth_drawing(curves(compared))
    assert {f"var(--s{at})" for at in range(1, 5)} <= set(re.findall(r"var\(--s\d\)", drawn))
    paths = [(each.get("d", ""), each.get("style", "")) for each in ElementTree.fromstring(drawn).iter("path")]
    looks = set()
    for at in range(1, 5):
        colour = f"var(--s{at})"
        lines = [style for _, style in paths if f"stroke:{colour}" in style]
        (shape, *_) = [re.sub(r"[-\d. ]+", "", steps) for steps, style in paths if f"fill:{colour}" in style]
        dashes = re.search(r"stroke-dasharray:([^;]*)", lines[0])
        looks.add((shape, dashes[1] if dashes else ""))
    assert len({shape for shape, _ in looks}) >= 3
    assert len({dashes for _, dashes in looks}) == 4


def test_every_curve_is_named_with_its_growth(compared):
    texts = re.findall(r">([^<>]+)</text>", growth_drawing(curves(compared)))
    for words in ("pointers.cpp", "n log n or n (not decided)", "hash set (model)", "every_pair.py", "n²"):
        assert words in texts
    assert {"1 ms", "0.1 s", "10³", "10⁵"} <= set(texts)


def test_a_growth_that_is_not_decided_gets_no_fitted_line_and_no_estimate(compared):
    decided = Curve(name="a", growth=compared.growth("n^2", 1e-8, sizes=4))
    other = Curve(name="b", growth=compared.growth("n", 1e-8))
    undecided = replace(decided, growth=replace(decided.growth, decided=False))
    with_estimate, without = growth_drawing((decided, other)), growth_drawing((undecided, other))
    dots = re.compile(r"stroke-dasharray:1\.?\d*,3\.?\d*;")
    assert dots.search(with_estimate)
    assert not dots.search(without)
    assert "(not decided)" in without


ATTACKS = (
    "<script>alert(1)</script>", "$x^2$ \\frac", "a & b \" '", "]]><svg onload=alert(1)>", "\x00\x1b[31m\ud800\uffff",
    "\u202eevil\u2066", "名前 🎉", "x" * 5000, "",
)  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_name_is_text_and_no_more(compared, name):
    drawn = growth_drawing((Curve(name=name, growth=compared.growth("n", 1e-7)),))
    root = ElementTree.fromstring(drawn)
    assert {each.tag for each in root.iter()} == {"svg", "path", "text"}
    assert {key for each in root.iter("text") for key in each.attrib} == {"x", "y", "style"}
    assert len(drawn) < 40_000
    if name.startswith("$"):
        assert "$x^2$ \\frac" in "".join(root.itertext())


def test_only_what_is_listed_comes_through():
    evil = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
        '<script>alert(1)</script><style>*{fill:red}</style><image xlink:href="http://evil.example/x.png"/>'
        '<a href="javascript:alert(1)"><path d="M 0 0 L 1 1" style="stroke: red; fill: url(#a)" onclick="a()"/></a>'
        '<path d="M 0 0 url(x)" style="stroke: #040404"/><foreignObject><text>kept</text></foreignObject></svg>'
    )
    assert tidied(evil) == (
        '<svg viewBox="0 0 9 9" aria-hidden="true" focusable="false"><path d="M 0 0 L 1 1" style="stroke:red;"/>'
        '<text x="0" y="0" style="font-size:10px;">kept</text></svg>'
    )


@pytest.mark.parametrize(
    "samples",
    [
        (),
        ((0, 0.1),),
        ((100, 0.0), (200, 0.0)),
    ],
)
def test_what_cannot_be_drawn_is_not_drawn(samples):
    measured = tuple(GrowthSample(size=size, cpu_s=cpu, peak_mib=0.0, repeats=1) for size, cpu in samples)
    growth = Growth(model=None, runner_up=None, decided=False, samples=measured)
    assert growth_drawing((Curve(name="a", growth=growth),)) == ""


@pytest.mark.parametrize(
    "samples", [((100, 0.1),), ((5, 1e-6), (8, 90.0)), ((1, 1e-4), (2, 1e-4)), ((1, 3e-9), (10**9, 5e4))]
)
def test_odd_measurements_are_drawn_with_readable_axes(samples):
    measured = tuple(GrowthSample(size=size, cpu_s=cpu, peak_mib=0.0, repeats=1) for size, cpu in samples)
    drawn = growth_drawing(
        (Curve(name="a", growth=Growth(model=None, runner_up=None, decided=False, samples=measured)),)
    )
    texts = re.findall(r">([^<>]+)</text>", drawn)
    assert any(re.fullmatch(r"[\d.,]+ (s|ms|μs)", word) for word in texts)
    assert sum(bool(re.fullmatch(r"10[⁰¹²³⁴⁵⁶⁷⁸⁹]|[\d,]+", word)) for word in texts) >= 1
    assert len(texts) < 40


def test_names_do_not_lie_over_each_other():
    places = _spread([50.0, 51.0, 52.0, 200.0, 230.0], 27.0, 234.0)
    assert all(high - low >= 27 - 1e-9 for low, high in itertools.pairwise(places))
    assert max(places) <= 234.0
    assert places[0] == 50.0
    assert _spread([], 27.0, 234.0) == []


def test_alone_it_needs_no_page(compared):
    image = standalone(growth_drawing(curves(compared)))
    ElementTree.fromstring(image)
    assert "var(" not in image
    assert 'xmlns="http://www.w3.org/2000/svg"' in image
    assert 'width="720"' in image


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_curves_can_be_seen_on_every_ground():
    """3 to 1, as WCAG asks of graphics; of an image that stands alone on white and on black alike."""
    for at in range(1, len(SERIES) + 1):
        assert contrast(LIGHT[f"s{at}"], "#ffffff") >= 4.5
        assert contrast(DARK[f"s{at}"], "#1e1e1e") >= 4.5
        assert min(contrast(ALONE[f"s{at}"], ground) for ground in ("#ffffff", "#111111")) >= 3
    assert min(contrast(ALONE[name], ground) for name in ("ink", "soft") for ground in ("#ffffff", "#111111")) >= 3.7


def test_without_matplotlib_the_measurements_are_open_and_it_says_what_to_install(compared, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    block = growth_curves([(curve.name, curve.growth) for curve in curves(compared)])
    assert block is not None
    monkeypatch.setattr(builtins, "__import__", without)
    html = to_html(Document(title="a", blocks=(block,)))
    assert "<svg" not in html
    assert INSTALL.replace("'", "&#x27;") in html
    assert "<details>" not in html
    assert "131,072" in html


def test_a_single_dot_is_no_curve(compared):
    one = compared.growth("n", 1e-7, sizes=1)
    assert growth_curves([("a", one), ("b", replace(one, samples=()))]) is None
    assert growth_curves([("a", one), ("b", compared.growth("n", 1e-7, sizes=2))]) is not None
    assert growth_curves([]) is None


def test_the_users_own_matplotlib_is_left_alone(compared):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    mpl.rcParams["lines.linewidth"] = 7.0
    try:
        thick = growth_drawing(curves(compared))
        assert mpl.rcParams["lines.linewidth"] == 7.0
    finally:
        mpl.rcParams.update(before)
    assert thick == growth_drawing(curves(compared))


def test_neither_pyplot_nor_a_backend_is_loaded_or_chosen():
    code = (
        "import sys\nfrom kernel_magic.core.growth import Growth, GrowthSample\n"
        "from kernel_magic.render.document import Curve\nfrom kernel_magic.render.plots import growth_drawing\n"
        "assert 'matplotlib' not in sys.modules\n"
        "samples = tuple(GrowthSample(size=n, cpu_s=n * 1e-6, peak_mib=0, repeats=1) for n in (10, 100))\n"
        "growth = Growth(model='n', runner_up=None, decided=True, samples=samples, coefficient=1e-6)\n"
        "assert growth_drawing((Curve(name='a', growth=growth),)).startswith('<svg')\n"
        "print('matplotlib.pyplot' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "False"
