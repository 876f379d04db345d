"""Hostile text in any field of a result stays text, in every output."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from itertools import cycle

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kernel_magic.core.comparison import Comparison
from kernel_magic.core.errors import KernelMagicError
from kernel_magic.core.explanation import Explanation
from kernel_magic.core.growth import Growth
from kernel_magic.core.lesson import CheckResult, Lesson
from kernel_magic.render.check import check_document
from kernel_magic.render.comparison import comparison_document
from kernel_magic.render.comparison_notebook import comparison_notebook
from kernel_magic.render.document import (
    Ask,
    Callout,
    Code,
    Details,
    Document,
    Facts,
    Footer,
    Prose,
    Section,
    Steps,
    Table,
    mono,
    plain,
    text,
)
from kernel_magic.render.error import error_document
from kernel_magic.render.explanation import explanation_document
from kernel_magic.render.html import to_html, to_page
from kernel_magic.render.lesson import lesson_document
from kernel_magic.render.markdown import to_markdown
from kernel_magic.render.notebook import lesson_notebook
from kernel_magic.render.report import report_document
from kernel_magic.render.text import to_text

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</pre></code></article><style>*{display:none}</style>",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>",
    "[ref]: javascript:alert(1)\n\n[ref]",
    "````\n```\n</details>\n<h1>verified</h1>\n# verified\n",
    "a | b || c \\| d `x|y` \\",
    "\n\n---\n\n## ✓ verified\n\n| a |\n|---|\n| b |\n",
    "\x1b[2J\x1b]0;title\x07\x9b31m\x00\x08\x7f",
    "\u202egnp.exe\u2066\u2069\u200b\ufeff\u2028<b>",
    "\ud800 lone \udfff surrogates",
    "{check} {0} {{}} %s $x^2$ &lt;b&gt; &#60;b&#62; @everyone www.evil.example http://evil.example x@evil.example",
    "`` ` ``` `",
    "1. one\n2. two\n   - three\n\n    code\n> quote\n***",
    "",
)
HOSTILE = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(alphabet=st.characters(codec=None), max_size=40),
    st.text(alphabet="`*_[]()<>|\\#-+.!&~$:\n\"'= ab1@/", max_size=60),
    st.tuples(st.sampled_from(ATTACKS), st.sampled_from(ATTACKS)).map("".join),
)
KEPT = {
    "event",
    "kind",
    "status",
    "verdict",
    "outcome",
    "language",
    "reason",
    "checker",
    "origin",
    "runner_up",
    "memory_model",
}
TAGS = {
    "article", "div", "h1", "h2", "h3", "p", "span", "strong", "em", "code", "pre", "mark", "ul", "ol", "li",
    "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption",
}  # fmt: skip
DRAWN = {"svg", "path", "text"}
"""What a drawing consists of; its attributes are numbers and our own colours."""
ATTRIBUTES = {"class", "aria-label", "scope", "role"}
LOOKS = re.compile(r"(?:[a-z-]+:(?:var\(--[a-z0-9]+\)|[a-z]+|[0-9., ]+(?:px)?);)*")
CLASSES = {
    "km", "v", "text", "panels", "draw",
    "ln", "head", "badge", "ok", "part", "no", "ran", "idea", "call", "step", "n", "say", "show", "seen", "wide",
    "facts", "pad", "ask", "foot", "num", "ck", "cs", "cm", "cc", "cf", "cb", "co",
}  # fmt: skip


def hostile(value, texts):
    """The same value with every free text replaced by the next one of `texts`."""
    if isinstance(value, str):
        return next(texts)
    if is_dataclass(value) and not isinstance(value, type):
        kept = KEPT | ({"model"} if isinstance(value, Growth) else set())
        changed = {
            field.name: hostile(getattr(value, field.name), texts) for field in fields(value) if field.name not in kept
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(hostile(item, texts) for item in value)
    if isinstance(value, dict):
        return {hostile(name, texts): hostile(item, texts) for name, item in value.items()}
    return value


@st.composite
def hostile_results(draw, samples, compared, explained):
    makers = [samples.verified_lesson, samples.partly_verified_lesson, samples.unverified_lesson, samples.check_result]
    makers += [compared.comparison, compared.samples_only, compared.nothing_right]
    makers += [explained.verified_explanation, explained.partly_verified_explanation, explained.raising_explanation]
    makers += [explained.unverified_explanation]
    result = draw(st.sampled_from(makers))()
    return hostile(result, cycle(draw(st.lists(HOSTILE, min_size=1, max_size=7))))


def documents(result: Lesson | CheckResult | Comparison | Explanation):
    if isinstance(result, Explanation):
        return [explanation_document(result)]
    if isinstance(result, Lesson):
        return [lesson_document(result)]
    if isinstance(result, Comparison):
        return [comparison_document(result)]
    return [check_document(result), report_document(result.report, result.source)]


class Strict(HTMLParser):
    """Fails on anything that a document may not hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in DRAWN:
            self.handle_drawn(tag, dict(attrs))
            return
        assert tag in TAGS, f"tag {tag!r}"
        for name, value in attrs:
            assert name in ATTRIBUTES, f"attribute {name!r}"
            assert name != "class" or set(value.split()) <= CLASSES, f"class {value!r}"
            assert name != "scope" or value in ("row", "col")
        self.open.append(tag)

    def handle_drawn(self, tag, attributes):
        allowed = {"svg": "viewbox aria-hidden focusable", "path": "d style", "text": "x y style"}[tag].split()
        assert set(attributes) <= set(allowed)
        assert ("svg" in self.open) is (tag != "svg")
        assert LOOKS.fullmatch(attributes.get("style", ""))
        assert re.fullmatch(r"[MLCQz0-9. -]*", attributes.get("d", ""))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        pytest.fail("a comment")

    def handle_decl(self, decl):
        pytest.fail("a declaration")

    def unknown_decl(self, data):
        pytest.fail("a declaration")

    def handle_pi(self, data):
        pytest.fail("an instruction")


def parsed(html: str) -> Strict:
    style, end, rest = html.partition("</style>\n")
    assert style.startswith("<style>.km{")
    assert end
    parser = Strict()
    parser.feed(rest)
    parser.close()
    assert parser.open == []
    return parser


BAD_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
COMMON = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@COMMON
@given(data=st.data())
def test_html_holds_no_foreign_markup(samples, compared, explained, data):
    for document in documents(data.draw(hostile_results(samples, compared, explained))):
        html = to_html(document)
        parsed(html)
        assert not BAD_CHARACTERS.search(html)
        html.encode("utf-8")
        page = to_page(document)
        assert page.count("<script") == 0
        assert page.count("<body>") == page.count("</html>") == 1


@COMMON
@given(data=st.data())
def test_markdown_holds_no_foreign_syntax(samples, compared, explained, data):
    for document in documents(data.draw(hostile_results(samples, compared, explained))):
        markdown = to_markdown(document)
        assert not BAD_CHARACTERS.search(markdown)
        markdown.encode("utf-8")
        steps = sum(len(block.items) for block in document.blocks if isinstance(block, Steps))
        sections = sum(isinstance(block, Section) and block.title != "" for block in document.blocks)
        check_markdown(markdown, headings=1 + steps + sections)


def check_markdown(markdown: str, *, headings: int) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)
    for token in tokens:
        assert token.type not in ("hr", "code_block", "reference"), token.type
        if token.type == "heading_open":
            headings -= 1
            assert token.markup.startswith("#"), "a heading of a text"
        if token.type == "html_block":
            assert re.fullmatch(r"<details>\n<summary>[^<>]*</summary>\n?|</details>\n?", token.content), token.content
        for child in token.children or []:
            assert child.type not in ("link_open", "image", "s_open"), child.type
            if child.type == "html_inline":
                assert child.content in ("<code>", "</code>"), child.content
    assert headings == 0, "headings of a text"


@COMMON
@given(data=st.data())
def test_text_cannot_move_the_cursor(samples, compared, explained, data):
    for document in documents(data.draw(hostile_results(samples, compared, explained))):
        shown = to_text(document, width=60)
        assert not BAD_CHARACTERS.search(shown)
        shown.encode("utf-8")
        coloured = to_text(document, width=60, color=True)
        assert not BAD_CHARACTERS.search(re.sub(r"\x1b\[[0-9;]*m", "", coloured))


@COMMON
@given(data=st.data())
def test_notebook_of_a_hostile_result_is_valid(samples, compared, explained, data):
    result = data.draw(hostile_results(samples, compared, explained))
    if isinstance(result, Comparison):
        nbformat.validate(comparison_notebook(result))
    if isinstance(result, Lesson):
        notebook = lesson_notebook(result)
        nbformat.validate(notebook)
        if result.status == "unverified":
            assert {cell.cell_type for cell in notebook.cells} == {"markdown"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_errors_are_escaped(attack):
    document = error_document(KernelMagicError(attack, attack))
    parsed(to_html(document))
    check_markdown(to_markdown(document), headings=1)
    assert not BAD_CHARACTERS.search(to_text(document))


def test_a_megabyte_of_text_is_bounded_everywhere(samples):
    lesson = samples.verified_lesson()
    huge = "<b>*`x`* " * 120_000
    step = replace(lesson.steps[0], title=huge, prose=huge, code=huge)
    big = replace(lesson, title=huge, idea=huge, steps=(step,), dropped=(huge,) * 1000, attempts=lesson.attempts * 500)
    document = lesson_document(big)
    assert len(to_html(document)) < 1_500_000
    assert len(to_markdown(document)) < 1_500_000
    assert len(to_text(document)) < 1_500_000
    assert "characters, the first" in to_text(document)
    parsed(to_html(document))


def test_what_is_taken_out_leaves_a_mark(samples):
    lesson = replace(samples.verified_lesson(), title="a\x1b[31mb\u202ec\ud800d")
    assert "a␛[31mb⟨U+202E⟩c\ufffdd" in to_text(lesson_document(lesson))


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_block_is_escaped_wherever_it_stands(attack):
    inner = (Details(summary=attack, blocks=(Code(source=attack, language=None), text(mono(attack), attack))),)
    ask = Ask(question=attack, choices=(attack, attack), answer=1)
    table = Table(header=(attack,), rows=((mono(attack), plain(attack)),))
    blocks = (*inner, ask, table, Facts(pairs=((attack, mono(attack)),)), Footer(items=(attack,)))
    document = Document(title=attack, blocks=(*blocks, Callout(tone="no", blocks=blocks)))
    parsed(to_html(document))
    assert not BAD_CHARACTERS.search(to_text(document))
    shown = "\n".join(line.removeprefix("> ") for line in to_markdown(document).split("\n"))
    for folded in re.findall(r"<summary>(.*?)</summary>", shown, re.DOTALL):
        assert "<" not in folded
        assert "\n" not in folded


@pytest.mark.parametrize(
    ("prose", "shown"),
    [
        ("see [this](http://evil.example)", "see [this](http://evil.example)"),
        ("![x](y.png) <b>bold</b> &amp;", "![x](y.png) <b>bold</b> &amp;"),
        ("# verified", "# verified"),
        ("verified\n========", "verified ========"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b | |---|---| | 1 | 2 |"),
        ("> quoted", "> quoted"),
        ("a *b* **c** `d*e*`", "a b c d*e*"),
    ],
)
def test_of_a_models_markdown_only_the_harmless_part_is_read(prose, shown):
    document = Document(title="t", blocks=(Prose(markdown=prose),))
    assert "".join(parsed(to_html(document)).text).strip() == shown
    assert to_text(document).strip().replace("`", "") == shown
    check_markdown(to_markdown(document), headings=0)
