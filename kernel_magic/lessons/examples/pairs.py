"""Examples written as `Input:` and `Output:`, inline, on lines of their own, or as headings over blocks."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kernel_magic.core.problem import Call, Expected, Prints, Returns
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.examples.arrows import raised_or_none
from kernel_magic.lessons.examples.expressions import (
    display,
    in_python,
    parse_expression,
    plain_value,
    subject_of,
    value_of,
)
from kernel_magic.lessons.examples.found import Found, Reading, Subject, UnusableError, shortened
from kernel_magic.lessons.examples.names import Names
from kernel_magic.lessons.examples.outcome import outcome_text

_LABEL = re.compile(
    r"^[ \t>]{0,40}(?:[-*+•][ \t]+)?(?P<mark>[#*_`=<]{0,6}(?:strong>|b>)?)[ \t]{0,12}(?P<sample>(?:sample|example|"
    r"examples|test|for example,?|样例|示例)[ \t]{0,12}\d{0,3}[ \t]{0,12}[:.]?[ \t]{0,12})?"
    r"(?P<kind>inputs?|outputs?|expected[ \t]+(?:outputs?|results?)|expected|输入|输出)(?P<kind2>样例|示例)?"
    r"[ \t]{0,12}(?:#?\d{1,3}|\(\d{1,3}\)|[A-C])?[ \t]{0,12}[#*_`]{0,4}[ \t]{0,12}(?P<colon>[:\uff1a=]|"
    r"->)?[ \t]{0,12}(?:</?(?:strong|b)>)?[*_]{0,3}[ \t]{0,12}(?P<rest>.*)$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"[,;.|)]?[ \t]{0,12}(?:->|=>|→|-+)?[ \t]{0,12}[*_`]{0,3}\b(?:expected[ \t]+)?output[*_`]{0,3}"
    r"[ \t]{0,12}[:\uff1a=][*_`]{0,3}",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"^[ \t>]{0,40}[#*_`<]{0,6}(?:strong>)?[ \t]{0,12}(?:explanation|note|notes|constraints?|example|examples|"
    r"sample|limits?|hints?|follow[- ]up|解释|说明|提示|"
    r"示例|样例)[ \t]{0,12}(?:#?\d{1,3})?[ \t]{0,12}(?:[:\uff1a*_#]|</|$)|^#{1,6}[ \t]",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^[ \t]{0,12}(`{3,}|~{3,})")
_EXAMPLE = re.compile(
    r"^[ \t>]{0,40}[#*_`<]{0,6}(?:strong>)?[ \t]{0,12}(?:examples?|samples?|for example|示例|样例|例)[^.]{0,20}$",
    re.IGNORECASE,
)
_FURNITURE = frozenset({"save_alt", "content_copy", "Copied!"})
_DESCRIBING = re.compile(
    r"\b(?:integers?|numbers?|lists?|strings?|arrays?|contains?|containing|lines?|given|first|single|each|"
    r"separated|positive|consists?|"
    r"values?|files?|denot\w+|print|return|output|input|representing|the result|words?)\b|整数|一行|表示|包含",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-Za-z_]\w*[ \t]*=[^=]")
SOLUTION = "solution"


@dataclass(slots=True, kw_only=True)
class _Block:
    """The text under one label."""

    kind: str
    line: int
    last: int
    sample: bool
    """It stands under a heading like "Example"."""
    labelled: bool = False
    """Its own label says "sample"."""
    fenced: bool = False
    inline: bool = False
    """Its text begins on the line of the label."""
    unclear: bool = False
    """Nobody can tell where its text ends."""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return textwrap.dedent("\n".join(self.lines)).strip("\n").rstrip()


def read_pairs(lines: Sequence[str], names: Names, function: str | None, reading: Reading) -> None:
    """Collect every pair of an input and an output."""
    blocks = _blocks(lines, reading)
    previous: _Block | None = None
    for block in blocks:
        if block.kind == "output" and previous is not None and previous.kind == "input":
            _read_pair(previous, block, names, function, reading)
            previous = None
            continue
        _refuse_single(previous, reading)
        previous = block if block.kind == "input" else None
    _refuse_single(previous, reading)


def _refuse_single(block: _Block | None, reading: Reading) -> None:
    if block is not None and block.sample and block.text and not _describes(block.text):
        reading.refuse(block.line, f"Input: {block.text}", "no output belongs to it")


def _blocks(lines: Sequence[str], reading: Reading) -> list[_Block]:
    found: list[_Block] = []
    index, sample = 0, False
    while index < len(lines):
        match = _label(lines, index, reading)
        if match is None:
            if _EXAMPLE.match(lines[index]):
                sample = True
            elif lines[index].startswith("#"):
                sample = False
            index += 1
            continue
        kind = "input" if match["kind"].lower().startswith(("input", "输入")) else "output"
        labelled = bool(match["sample"] or match["kind2"])
        block = _Block(kind=kind, line=index + 1, last=index + 1, sample=sample or labelled, labelled=labelled)
        index = _fill(lines, index, match, block, found)
    return found


def _label(lines: Sequence[str], index: int, reading: Reading) -> re.Match[str] | None:
    if index + 1 in reading.taken or len(lines[index]) > 4000:
        return None
    match = _LABEL.match(lines[index])
    if match is None:
        return None
    rest = match["rest"].strip(" *_`#")
    if match["colon"] or not rest:
        return match
    return None


def _fill(lines: Sequence[str], index: int, match: re.Match[str], block: _Block, found: list[_Block]) -> int:
    found.append(block)
    rest = _unmarked(match["rest"])
    inline = _INLINE.search(rest) if block.kind == "input" else None
    if inline is not None:
        block.lines = [_unmarked(rest[: inline.start()])]
        found.append(replace(block, kind="output", lines=[_unmarked(rest[inline.end() :])]))
        return index + 1
    if rest:
        block.lines, block.inline = [rest], True
    return _follow(lines, index + 1, block)


def _follow(lines: Sequence[str], index: int, block: _Block) -> int:
    """Take the lines under a label: a fenced block, or what stands there up to a blank line or the next label."""
    inside = ""
    while index < len(lines):
        line = lines[index]
        fence = _FENCE.match(line)
        if inside:
            if fence is not None and fence[1].startswith(inside):
                block.last = index + 1
                return index + 1
        elif fence is not None:
            if any(item.strip() for item in block.lines):
                return index
            inside, block.fenced, block.lines = fence[1], True, []
            index += 1
            continue
        elif line.strip() in _FURNITURE:
            index += 1
            continue
        elif _ends(line, block):
            block.unclear = block.sample and block.kind == "output" and _goes_on(lines, index)
            return index
        if inside or line.strip() or block.lines:
            block.lines.append(line)
            block.last = index + 1
        index += 1
    return index


def _ends(line: str, block: _Block) -> bool:
    """Whether a line outside a fence ends the block: a label, a heading, a blank line (not in a sample input).

    A sentence below `Output: 6` does not belong to the output either.
    """
    if not line.strip():
        return bool(block.lines) and (block.kind == "output" or not block.sample)
    if block.inline and block.kind == "output" and _is_sentence(line.strip()[:300]) and _is_value(block.text):
        return True
    return _is_label(line) or _STOP.match(line[:200]) is not None


def _goes_on(lines: Sequence[str], index: int) -> bool:
    """Whether what follows a blank line under a sample output may well belong to it: neither sentence nor heading."""
    line = next((item.strip() for item in lines[index : index + 20] if item.strip()), "")[:300]
    if not line or _is_label(line) or _STOP.match(line) or _FENCE.match(line) or _EXAMPLE.match(line):
        return False
    return not _is_sentence(line) and not re.search(r"[\u4e00-\u9fff]{4}|^>>>|^assert\b|\) *(?:->|=>|==|→)", line)


def _is_sentence(line: str) -> bool:
    words = re.findall(r"[A-Za-z]{2,}", line)
    return len(words) > 1 and (line[0].isupper() or line[-1] in ".:!?" or line[0] in "-*#>(")


def _is_label(line: str) -> bool:
    match = _LABEL.match(line[:4000])
    return match is not None and bool(match["colon"] or not match["rest"].strip(" *_`#"))


def _unmarked(text: str) -> str:
    stripped = re.sub(r"</?(?:strong|b|code|pre)>", "", text).strip()
    if len(stripped) > 1 and stripped[0] == "`" and stripped[-1] == "`":
        stripped = stripped.strip("`")
    return stripped


def _describes(text: str) -> bool:
    """Whether the text tells what an input looks like instead of giving one."""
    if _is_value(text):
        return False
    found = _DESCRIBING.findall(text)
    return len(found) >= 2 or (len(found) == 1 and not any(c.isdigit() for c in text) and len(text.split()) > 2)


def _is_value(text: str) -> bool:
    try:
        value_of(text)
    except UnusableError:
        return False
    return True


def _read_pair(given: _Block, wanted: _Block, names: Names, function: str | None, reading: Reading) -> None:
    if reading.is_full(given.line, f"Input: {given.text}"):
        return
    described = [_describes(given.text), _describes(wanted.text)]
    if not (given.labelled or given.fenced) and (all(described) if given.sample else any(described)):
        return
    if not wanted.text and not (wanted.sample or wanted.fenced):
        return
    reading.taken.update([*range(given.line, given.last + 1), *range(wanted.line, wanted.last + 1)])
    quoted = f"Input: {given.text} Output: {wanted.text}"
    if not wanted.text:
        reading.refuse(given.line, quoted, "the output is empty")
        return
    if wanted.unclear:
        reading.refuse(given.line, quoted, "it is not clear where the output ends; put it between lines of ```")
        return
    try:
        if _is_call(given, wanted, names, function):
            reading.found.append(call_found(given.line, given.text, wanted.text, names, function or SOLUTION))
        else:
            reading.found.append(program_found(given.line, given.text, wanted.text))
    except UnusableError as error:
        reading.refuse(given.line, quoted, error.reason)


def _is_call(given: _Block, wanted: _Block, names: Names, function: str | None) -> bool:
    """Whether a pair is one of a function's arguments and result, not of a program's input and output."""
    if names.stdin:
        return False
    if function is not None:
        return function in names.declared or not (given.labelled and "\n" in given.text)
    if _NAMED.match(given.text) is not None:
        return True
    return not names.program and names.returns and given.text[:1] in "[({'\"" and _is_value(wanted.text)


def program_found(line: int, given: str, wanted: str) -> Found:
    """A program's example."""
    expected = Prints(text=wanted + "\n")
    text = f"input {shortened(repr(given), 200)} {outcome_text(expected)}"
    return Found(line=line, text=text, expected=expected, stdin=given + "\n" if given else "")


def call_found(line: int, given: str, wanted: str, names: Names, function: str) -> Found:
    """A function's example.

    Raises:
        UnusableError: the input is neither arguments nor a call.
    """
    subject = _subject(given, names, function)
    expected = _outcome(wanted, names)
    return Found(line=line, text=f"{display(subject)} {outcome_text(expected)}", expected=expected, subject=subject)


def _subject(given: str, names: Names, function: str) -> Subject:
    node = parse_expression(given.strip("` "))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and names.is_callee(node.func.id):
        return subject_of(node, given.strip("` "), names)
    args = arguments_in(given)
    source = f"{function}({', '.join(repr(item) for item in args)})"
    return Subject(source=source, written=source, callee=function, call=Call(args=args))


def arguments_in(given: str) -> tuple[PlainValue, ...]:
    """The arguments an input stands for: `nums = [1], k = 2`, `[1], 2`, one value a line, or a bare text."""
    flat = given.strip().rstrip(",;")
    if not flat:
        return ()
    joined = ", ".join(line.strip().rstrip(",;") for line in flat.split("\n") if line.strip())
    for text in dict.fromkeys((flat, joined)):
        values = _arguments(text)
        if values is not None:
            return values
    if "\n" in flat or _NAMED.match(flat) or flat[0] in "[({\"'":
        raise UnusableError("the input is not a list of plain Python values")
    return (flat,)


def _arguments(text: str) -> tuple[PlainValue, ...] | None:
    try:
        return (value_of(text),) if not text.startswith("(") and "," not in text else _listed(text)
    except UnusableError:
        return _listed(text)


def _listed(text: str) -> tuple[PlainValue, ...] | None:
    node = parse_expression(f"_({text}\n)")
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "_":
        return None
    if not all(keyword.arg for keyword in node.keywords):
        return None
    try:
        return tuple(
            plain_value(in_python(item)) for item in [*node.args, *(keyword.value for keyword in node.keywords)]
        )
    except UnusableError:
        return None


def _outcome(wanted: str, names: Names) -> Expected:
    raised = raised_or_none(wanted)
    if raised is not None:
        return raised
    if names.prints:
        return Prints(text=wanted + "\n")
    text = wanted.strip("` ")
    match = re.match(r"[A-Za-z_]\w*[ \t]*=(?!=)[ \t]*", text)
    if match is not None and _is_value(text[match.end() :]):
        text = text[match.end() :]
    if _is_value(text):
        return Returns(value=value_of(text))
    if (parse_expression(text) is None or text.isidentifier()) and text[0] not in "[({\"'" and "\n" not in text:
        return Returns(value=text)
    raise UnusableError("the output is not a plain Python value")
