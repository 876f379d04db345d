"""The looks: contrast, scope, headings, and a document without its style sheet."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from kernel_magic.render.check import check_document
from kernel_magic.render.html import to_html, to_page
from kernel_magic.render.lesson import lesson_document
from kernel_magic.render.style import DARK, LIGHT, STYLE

ON_BACKGROUND = ("ink", "soft", "ok", "part", "no", "accent")
IN_CODE = ("ink", "k", "s", "m", "c", "f", "b", "o")
HOSTS = {
    "own light": (LIGHT, LIGHT["bg"], LIGHT["panel"]),
    "own dark": (DARK, DARK["bg"], DARK["panel"]),
    "JupyterLab light": (LIGHT, "#ffffff", "#f5f5f5"),
    "JupyterLab dark": (DARK, "#111111", "#212121"),
    "VS Code light": (LIGHT, "#ffffff", "#f1f1f1"),
    "VS Code dark": (DARK, "#1e1e1e", "#161616"),
}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_in_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("host", HOSTS)
def test_every_colour_can_be_read(host):
    palette, background, panel = HOSTS[host]
    pairs = [(palette[name], background) for name in ON_BACKGROUND] + [(palette[name], panel) for name in IN_CODE]
    pairs += [(palette[name], palette[f"{name}bg"]) for name in ("ok", "part", "no", "accent")]
    pairs += [(palette[name], palette["partbg"]) for name in IN_CODE] + [(palette["ink"], palette["accentbg"])]
    low = [(front, back) for front, back in pairs if contrast(front, back) < 4.5]
    assert low == []


def test_both_palettes_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys()
    used = set(re.findall(r"var\(--([a-z]+)\)", STYLE))
    assert used <= {name for name in LIGHT if len(name) > 1}


def test_nothing_outside_the_document_is_styled():
    flat = re.sub(r"@(media|container)[^{]*\{((?:[^{}]*\{[^{}]*\})*)\}", r"\2", STYLE)
    selectors = [part.strip() for group in re.findall(r"([^{}]+)\{", flat) for part in re.split(r",(?![^(]*\))", group)]
    assert len(selectors) > 60
    for selector in selectors:
        assert re.search(r"(^|\s)\.km(:not\(#k\)|$)", selector), selector
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert "<" not in STYLE


def test_the_hosts_mark_decides_before_the_media_query():
    media = STYLE.index("@media (prefers-color-scheme:dark)")
    assert STYLE.index("[data-jp-theme-light=true] .km") > media
    assert STYLE.index("[data-jp-theme-light=false] .km") > media
    inside = STYLE[media : STYLE.index("}}", media)]
    assert "--bg:" not in inside, "the media query may set fallbacks only"
    assert "--jp-" not in inside


class Headings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.labels: list[str] = []

    def handle_starttag(self, tag, attrs):
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "article":
            self.labels.append(dict(attrs)["aria-label"] or "")


def test_headings_follow_one_another_and_the_article_has_a_name(samples):
    for html, first in ((to_html, 2), (to_page, 1)):
        parser = Headings()
        parser.feed(html(lesson_document(samples.verified_lesson())))
        assert parser.levels == [first, first + 1, first + 1, first + 1]
        assert parser.labels == ["Lesson: Merge two sorted lists"]


def test_status_is_said_in_words_and_by_a_symbol_not_by_colour_alone(samples):
    assert '<strong class="badge ok">✓ verified</strong>' in to_html(lesson_document(samples.verified_lesson()))
    assert '<strong class="badge no">✗ unverified</strong>' in to_html(lesson_document(samples.unverified_lesson()))
    assert "✗ WA" in to_html(check_document(samples.check_result()))


GITHUB_TAGS = {
    "h1", "h2", "h3", "h4", "p", "div", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "pre",
    "code", "strong", "em", "span", "details", "summary", "br",
}  # fmt: skip


class Sanitiser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.kept += [f"<{tag}>"] if tag in GITHUB_TAGS else []

    def handle_endtag(self, tag):
        self.kept += [f"</{tag}>"] if tag in GITHUB_TAGS else []

    def handle_data(self, data):
        self.kept.append(data)


def sanitised(html: str) -> str:
    parser = Sanitiser()
    parser.feed(html)
    parser.close()
    return "".join(parser.kept)


def test_a_sanitised_document_still_reads(samples):
    """GitHub and untrusted notebooks keep the structure and drop `<style>`, classes and unknown tags."""
    html = to_html(lesson_document(samples.verified_lesson())).partition("</style>")[2]
    plain = sanitised(html)
    for wanted in (
        "<h2>Merge two sorted lists</h2>",
        "<strong>✓ verified</strong> <span>your 2 examples · 40 generated inputs",
        "<h3><span>1</span> Keep one finger on each list</h3>",
        "<th>round</th><th>i</th>",
        "<details><summary>What was tried and failed (1)</summary>",
    ):
        assert wanted in plain
    codes = [re.sub(r"<[^>]+>", "", code) for code in re.findall(r"<pre><code>(.*?)</code></pre>", plain, re.DOTALL)]
    assert codes[0].startswith(" 1  def merge(a, b):\n 2      i = j = 0\n"), "line numbers can be told from code"
    assert codes[1] == "def merge(a, b):\n    i = j = 0\n    out = []"


def test_a_page_forbids_everything_from_outside(samples):
    page = to_page(lesson_document(samples.verified_lesson()))
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"" in page
    assert '<meta charset="utf-8">' in page
    assert not re.search(r"(src|href)=", page)
