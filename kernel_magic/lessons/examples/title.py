"""A short title for a task, out of its first sentence."""

from __future__ import annotations

import re
from keyword import kwlist

from kernel_magic.lessons.examples.names import names_in

MAX_TITLE_CHARACTERS = 70
_SUBJECT = re.compile(r"(?:it|the (?:program|function|result))[ \t]+(?:should |must |will )?", re.IGNORECASE)
_FALLBACK = "Your task"
_CALLED = re.compile(r"(?<![\w.])([A-Za-z_]\w{0,80})\(")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})")
_SKIPPED = re.compile(
    r"^[ \t]*(?:>>>|\.\.\.|assert\b|@|import\b|from\b[ \t]+\w+[ \t]+import\b|def\b|class\b|\||#!|%%|```|~~~|return\b|"
    r"(?:sample[ \t]+|example[ \t]*)?(?:input|output)s?\b|examples?\b[^a-z]*$)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^#{1,6}[ \t]*(?:description|instructions?|problem(?: statement)?|task|statement|exercise|"
    r"introduction|introductory)?[ \t]*$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\)[`*]*[ \t]*(?:->|=>|→|==|=)|(?:for example|for instance|e\.g\.|例如|示例).*$", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:please|could you|can you|help me(?: to)?|i want(?: you)? to|i need(?: you)? to|your task is to|"
    r"the task is to)[ \t,:]+",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^(?:write|implement|define|create|make|complete|code|develop|build|given|"
    r"design)(?:[ \t]+me)?[ \t]+(?:(?:a|an|the|some|this|simple|small|short|new|"
    r"recursive|efficient|python\s?3?)[ \t]+){0,5}(?:(?:function|program|method|code|script|class|def|"
    r"routine|procedure)s?\b)?[ \t]*"
    r"(?:in python[ \t]*)?(?:(?:called|named)[ \t]+)?",
    re.IGNORECASE,
)
_CALLEE = re.compile(
    r"^[`*]*[A-Za-z_]\w*[ \t]?\([^()]{0,200}(?:\([^()]{0,80}\)[^()]{0,80}){0,3}\)(?:[ \t]*->"
    r"[ \t]*[\w\[\], .|]{1,60})?[`*]*|^`[A-Za-z_]\w*`|^[`*]*\w*_\w+[`*]*"
)
_JOINT = re.compile(
    r"^[ \t]*(?:[:,\u2014\u2013-]|that|which|to|for|in order to|it|and|should|must|will|"
    r"takes?\b.{0,100}?\band)*[ \t]*(?:that |which |to |should |must |will |it )*",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\](?:\([^)\n]{0,300}\)|\[[^\]\n]{0,100}\])")
_SENTENCE = re.compile(r"(?<=[.!?])(?:\s|$)|(?<=[。!?])")
_VERBS = {
    "returns": "return", "computes": "compute", "merges": "merge", "finds": "find", "counts": "count",
    "prints": "print", "sorts": "sort", "checks": "check", "removes": "remove", "reverses": "reverse",
    "calculates": "calculate", "reads": "read", "converts": "convert", "gives": "give", "determines": "determine",
    "tells": "tell", "takes": "take", "sums": "sum", "adds": "add", "splits": "split", "generates": "generate",
    "implements": "implement", "shows": "show", "accepts": "accept", "displays": "display", "creates": "create",
    "builds": "build", "makes": "make", "simulates": "simulate", "solves": "solve", "validates": "validate",
    "outputs": "output", "swaps": "swap", "rotates": "rotate", "encodes": "encode", "decodes": "decode",
    "multiplies": "multiply", "divides": "divide", "filters": "filter", "groups": "group", "flattens": "flatten",
    "tests": "test", "decides": "decide", "produces": "produce", "yields": "yield", "lists": "list", "joins": "join",
}  # fmt: skip


def title_of(task_text: str) -> str:
    """A title of at most 70 characters, without examples and markup; else the function's name, else "Your task"."""
    text = task_text[:20_000].replace("\r\n", "\n").replace("\r", "\n")
    names = names_in(text)
    for sentence in _sentences(text):
        title = _shorten(_title(sentence))
        if sum(character.isalpha() for character in title) >= 3 and title not in names.declared:
            return title
    called = (match[1] for match in _CALLED.finditer(text) if names.is_callee(match[1]) and match[1] not in kwlist)
    return next(iter((*names.declared, *called)), _FALLBACK)[:MAX_TITLE_CHARACTERS]


def _sentences(text: str) -> list[str]:
    paragraph: list[str] = []
    fenced = False
    for line in text.split("\n"):
        stripped = re.sub(r"^[ \t]*(?:[rR]?\"\"\"|[rR]?''')", "", line).strip()
        if _FENCE.match(line):
            fenced = not fenced
        if (
            fenced
            or _SKIPPED.match(stripped)
            or _HEADING.match(stripped)
            or _EXAMPLE.search(stripped[:300]) is not None
        ):
            stripped = "" if fenced or paragraph or not _cut_example(stripped) else _cut_example(stripped)
        if stripped:
            paragraph.append(stripped)
        if (not stripped or stripped.startswith("#")) and paragraph:
            break
    if not paragraph:
        return []
    whole = " ".join(paragraph)[:2000]
    return [piece.strip() for piece in _SENTENCE.split(whole) if piece.strip()][:3]


def _cut_example(line: str) -> str:
    """What stands before an example in a line, or an empty text."""
    if _SKIPPED.match(line) or _HEADING.match(line):
        return ""
    match = re.search(
        r"(?<=[.:;!?。])[ \t]*[`*(]*(?:for example|for instance|e\.g\.|例如|示例|"
        r"[A-Za-z_]\w*\([^)]*\)[`*]*[ \t]*(?:->|=>|→|==|=))",
        line[:600],
        re.IGNORECASE,
    )
    return line[: match.start()].strip() if match is not None else ""


def _title(sentence: str) -> str:
    text = _LINK.sub(r"\1", sentence.lstrip("#>*- \t")).replace("**", "").strip()
    text = _POLITE.sub("", text)
    ordered = _ORDER.match(text)
    if ordered is not None and not text.lower().startswith("given"):
        text = text[ordered.end() :]
        text = text[match.end() :] if (match := _CALLEE.match(text)) is not None else text
        text = text[match.end() :] if (match := _JOINT.match(text)) is not None else text
        word, space, rest = text.partition(" ")
        text = _VERBS.get(word.lower(), word) + space + rest
    elif (match := _SUBJECT.match(text)) is not None:
        word, space, rest = text[match.end() :].partition(" ")
        text = _VERBS.get(word.lower(), word) + space + rest
    elif (match := _CALLEE.match(text)) is not None:
        text = text[match.end() :].lstrip(" :\u2014\u2013-,")
    text = " ".join(text.replace("`", "").replace("**", "").replace('"""', "").split()).strip(" .:;,\u2014\u2013-。")
    return text[:1].upper() + text[1:]


def _shorten(title: str) -> str:
    if len(title) <= MAX_TITLE_CHARACTERS:
        return title
    for mark in (": ", "; ", " \u2014 ", "。"):
        head = title[:MAX_TITLE_CHARACTERS].rpartition(mark)[0]
        if len(head) >= 25:
            return head.strip(" .:;,")
    head = title[: MAX_TITLE_CHARACTERS - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" .,:;(") + "…"
