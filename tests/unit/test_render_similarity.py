"""The similarity report as a teacher reads it: careful words, figures, and both codes with their marked lines."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kernel_magic.core.gradebook import SimilarPair
from kernel_magic.render.document import Code, Document, SideBySide
from kernel_magic.render.html import to_html, to_page
from kernel_magic.render.markdown import to_markdown
from kernel_magic.render.similarity import line_ranges, similarity_document
from kernel_magic.render.style import STYLE
from kernel_magic.render.text import to_text

ANNA = "def f(a):\n    # double it\n    wurst = a + a\n    return wurst\n"
BEN = "# mine\ndef f(a):\n    # double it\n    wurst = a + a\n    return wurst\n"
CODES = {"anna": {"double": ANNA}, "ben": {"double": BEN}, "carl": {"double": "def f(x):\n    return 2 * x\n"}}
PAIR = SimilarPair(
    first="anna",
    second="ben",
    item="double",
    shared=0.875,
    fingerprints=14,
    unusual=9,
    first_lines=(2, 3, 4),
    second_lines=(3, 4, 5),
    basis="words",
    strength=1.84,
    traits=(("comment", "double it"), ("name", "wurst"), ("name", "a")),
)
ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</code></pre></article><style>*{display:none}</style>",
    "```\n# heading\n[click](javascript:alert(1))",
    "\x1b[2J\u202e\ud800",
)
ALLOWED = set("article h1 h2 h3 p div span strong em ul li table thead tbody tr th td pre code mark".split())  # noqa: SIM905


def document(*pairs, codes=None):
    return similarity_document(pairs, CODES if codes is None else codes, title="Week 3", items={"double": "Double it"})


def without_style(html):
    return html.partition("</style>")[2]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.mark.parametrize("write", [to_html, to_markdown, to_text])
def test_it_says_what_the_figures_mean_and_what_they_do_not(write):
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>|\*\*", "", write(document(PAIR))))
    for wanted in ("A reason to look, not a proof.", "who wrote it first", "Chance still happens", "for teachers only"):
        assert wanted in shown
    for accusing in ("plagiar", "cheat", "guilty", "copied from"):
        assert accusing not in shown.casefold()


def test_the_table_has_the_figures_of_each_pair():
    shown = without_style(to_html(document(PAIR, replace(PAIR, second="carl", strength=1.0, basis="steps"))))
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", shown)[1:]]
    assert rows == [
        ["<strong>anna, ben</strong>", "Double it", "1.8", "88%", "14", "9", "steps and names"],
        ["<strong>anna, carl</strong>", "Double it", "1.0", "88%", "14", "9", "steps"],
    ]
    assert "◐ 2 pairs to look at" in shown
    assert "3 students · 1 exercise · 3 pairs compared in each" in shown


def test_no_pair_is_good_news_and_still_explained():
    shown = to_text(document())
    assert "✓ no pair stands out" in shown
    assert "Not seen" in shown
    assert "Pairs, the strongest first" not in shown


def test_both_codes_stand_side_by_side_with_the_shared_lines_marked():
    shown = without_style(to_html(document(PAIR)))
    left, right = re.findall(r"<div><p>(.*?)</p><pre><code>(.*?)</code></pre></div>", shown, re.DOTALL)
    assert (left[0], right[0]) == ("anna (alike: lines 2–4)", "ben (alike: lines 3–5)")
    for side, code, wanted in ((left, ANNA, (2, 3, 4)), (right, BEN, (3, 4, 5))):
        lines = side[1].split("\n")
        assert [number for number, line in enumerate(lines, 1) if line.startswith("<mark>")] == list(wanted)
        plain = [re.sub(r"^\d+  ", "", re.sub(r"<[^>]+>", "", line)) for line in lines]
        assert plain == code.rstrip().split("\n")


def test_in_a_terminal_one_stands_below_the_other_with_arrows():
    lines = to_text(document(PAIR)).split("\n")
    first, second = lines.index("  anna (alike: lines 2–4)"), lines.index("  ben (alike: lines 3–5)")
    assert lines[first + 1 : second] == [
        "    1  def f(a):",
        "  → 2      # double it",
        "  → 3      wurst = a + a",
        "  → 4      return wurst",
        "",
    ]
    assert lines[second + 1] == "    1  # mine"


def test_in_markdown_marked_lines_have_arrows():
    assert "```text\n  def f(a):\n→     # double it\n→     wurst = a + a\n→     return wurst\n```" in to_markdown(
        document(PAIR)
    )


def test_two_columns_become_one_where_there_is_no_room():
    rule = ".km:not(#k) .sides{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr)"
    assert rule in STYLE
    narrow = STYLE[STYLE.index("@container") : STYLE.index("@media print")]
    assert ".km:not(#k) .sides{grid-template-columns:minmax(0,1fr)" in narrow


def test_what_both_wrote_is_told_by_kind():
    shown = to_text(document(PAIR))
    assert "• comments: “double it”" in shown
    assert "• names: `wurst`, `a`" in shown
    bare = to_text(document(replace(PAIR, traits=(), basis="steps")))
    assert "both may have followed the same book" in re.sub(r"\s+", " ", bare)
    assert "This exercise alone says too little" in to_text(document(replace(PAIR, basis="several", strength=0.5)))


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_codes_and_traits_are_hostile_text(attack):
    pair = replace(PAIR, first=attack, item=attack, traits=(("comment", attack), ("name", attack), ("text", attack)))
    codes = {attack: {attack: attack}, "ben": {attack: f"{attack}\n{attack}"}}
    shown = similarity_document([pair], codes, title=attack, items={attack: attack})
    for html in (without_style(to_html(shown)), without_style(to_page(shown)).partition("</head>")[2]):
        parser = Tags()
        parser.feed(html)
        assert parser.tags <= ALLOWED | {"body"}
        assert parser.attributes <= {"class", "scope", "aria-label"}
    assert "\x1b" not in to_text(shown)
    fences = [line for line in to_markdown(shown).split("\n") if line.startswith("```")]
    assert len(fences) == 4
    assert not [line for line in to_markdown(shown).split("\n") if line.startswith("# ")]


def test_a_side_without_marks_or_without_code_is_shown_as_such():
    shown = to_text(document(replace(PAIR, first_lines=(), second="nobody")))
    assert "anna (no line is marked)" in shown
    assert "nobody (alike: lines 3–5)" in shown


def test_very_many_pairs_and_very_long_codes_are_bounded():
    codes = {f"s{number}": {"double": "x = 1\n" * 20_000} for number in range(600)}
    pairs = [replace(PAIR, first=f"s{number}", second=f"s{number + 1}") for number in range(500)]
    shown = document(*pairs, codes=codes)
    assert len(to_html(shown)) < 10_000_000
    text = to_text(shown)
    assert "… and 300 more pairs" in text
    assert text.count("(the rest is not shown)") == 80
    assert "The codes of the other 460 pairs are not shown." in text


def test_side_by_side_is_a_block_like_any_other():
    code = Code(source="a = 1", marked=(1,))
    inside = Document(title="t", blocks=(SideBySide(sides=(("one", code), ("two", code))),))
    assert '<div class="sides"><div><p>one</p>' in to_html(inside)
    assert to_text(inside) == "one\n→ a = 1\n\ntwo\n→ a = 1\n"


@pytest.mark.parametrize(
    ("lines", "shown"), [((), ""), ((4,), "4"), ((1, 2, 3), "1–3"), ((9, 1, 3, 4, 3), "1, 3–4, 9"), ((1, 2), "1–2")]
)
def test_lines_in_words(lines, shown):
    assert line_ranges(lines) == shown
