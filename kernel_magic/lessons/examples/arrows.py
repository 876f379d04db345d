"""Examples written in a line of text: `f(1) -> 2`, `f(1) == 2`, `f(1)  # 2`, "`f(1)` should return `2`"."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.problem import Expected, Prints, Raises, Returns
from kernel_magic.lessons.examples.comparison import claims_in, is_claim
from kernel_magic.lessons.examples.expressions import called_names, display, is_plain, parse_expression, subject_of
from kernel_magic.lessons.examples.found import Found, Reading, Subject, UnusableError
from kernel_magic.lessons.examples.names import BUILTINS, Names
from kernel_magic.lessons.examples.outcome import outcome_of, outcome_text, raises_in
from kernel_magic.lessons.examples.scan import bracket_end, value_end

_START = re.compile(r"(?<![\w.'\"])[A-Za-z_][\w.]*\(")
_SUFFIX = re.compile(r"\.[A-Za-z_]\w*\(|\.[A-Za-z_]\w*(?![\w(])|\[")
_GAP = r"[`*]{0,4}[ \t]{0,20}[,(]?[ \t]{0,4}"
_SYMBOL = re.compile(
    r"[`*]{0,4}[ \t]{0,80}[`*]{0,4}(?P<sign>-{1,3}>|={1,2}>|"
    r"={1,3}(?!=)|[→⟶⇒↦⟹⟼\u2794\u2799-\u27a1]\ufe0f?|#+|//|"
    r"[:\uff1a](?=[ \t]))[ \t]{0,80}"
    r"(?P<word>(?:->|=>|→|(?:it )?(?:should )?(?:expected(?: output| result)?|output|result|returns?|"
    r"prints?|gives|outputs?|evaluates to|raises?|throws?|is|输出|返回|打印)\b)?)[ \t:]{0,20}",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    _GAP + r"(?:(?:which|it|that|→)[ \t]+)?(?:(?:should|must|will|would|shall|has to|needs to|is expected to)[ \t]+)?"
    r"(?P<sign>(?P<word>returns?|gives?|yields?|produces?|evaluates?[ \t]+to|equals?|"
    r"be[ \t]+equal[ \t]+to|is[ \t]+equal[ \t]+to|"
    r"results?[ \t]+in|outputs?|prints?|raises?|throws?|becomes?|is|are|be)\b|"
    r"(?:应该|应当|应|将|会)?(?:返回|输出|打印|得到|等于|结果为|结果是|抛出|为|是))[ \t:\uff1a]{0,20}"
    r"(?:the[ \t]+(?:value|list|"
    r"string|number|tuple)[ \t]+)?",
    re.IGNORECASE,
)
_OUTPUT = re.compile(r"expected|output", re.IGNORECASE)
_PRINTED = re.compile(r"prints?|打印", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:[-+*/%<>=!&|^~@]|\b(?:def|class|lambda|return|if|elif|while|not|in|or|unless|when|why|does|"
    r"instead of|rather than|wrong|assert|print|"
    r"raise|yield|await|import|from))[ \t`]*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^[ \t>]*(?:(?:[-*+•\u2013][ \t]+|\(?\d{1,3}[.):][ \t]+|\(?[a-z][.)][ \t]+)?[`*_]{0,4}[ \t]*)(?:>>>[ \t]?)?"
    r"(?:(?:examples?|e\.g\.|eg|for (?:example|instance)|"
    r"ex|示例|例如|例子|例)[ \t]*\d{0,3}[ \t]*[:.,\uff1a\uff0c]?[ \t]*)?"
    r"[`*_]{0,4}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:[\s,;`*(\uff08\uff0c\uff1b\uff1a、。|]|\band\b|\bwhile\b|"
    r"\bwhereas\b|\bbut\b|\be\.g\.|\bthen\b|\bor\b$|和|而|[-•][ \t])+$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[`*\"\u201d\u2019)\]]{0,4}[ \t]*(?:$|[.;:!。\uff1b\uff0c\uff01、]?[`*)]*$|\(|#|//|\u2014|"
    r"\u2013|-{1,2}[ \t]|\uff08|→[ \t]*[A-Za-z]|"
    r"[.;。\uff1b\uff0c][ \t`*]*(?=[A-Za-z(\u4e00-\u9fff])(?!or\b)|,[ \t]*(?=[A-Za-z(])(?!or\b|inf\b|nan\b|None\b|"
    r"True\b|False\b)|"
    r"(?:because|since|as|so|by|for|when|if|where|which|note|with|not|i\.e|e\.g|and|but|while|whereas|due|"
    r"after|in)\b|因为|由于)",
    re.IGNORECASE,
)
_TYPES = re.compile(
    r"(?:int|float|str|bool|list|dict|set|tuple|bytes|object|any|optional|iterator|generator|iterable|"
    r"string|number|integer|boolean|void|type|"
    r"union|callable|sequence|self|array)\b",
    re.IGNORECASE,
)
_MAX_STARTS = 400
_MAX_FAILURES = 5
_STRONG = re.compile(r"-+>|=+>|==|[→⟶⇒↦⟹⟼\u2794\u2799-\u27a1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """A call, the sign after it, and where the right side begins."""

    start: int
    end: int
    sign: str
    printed: bool
    exact: bool
    """Text without quotation marks may be meant as it stands: behind an arrow or `Output:`, not behind "prints"."""
    right: int


def read_arrows(lines: Sequence[str], names: Names, reading: Reading) -> None:
    """Collect every example that stands in one line."""
    for number, line in enumerate(lines, 1):
        if number in reading.taken or "(" not in line:
            continue
        if reading.full:
            return
        before = len(reading.found) + len(reading.unread)
        _read_line(number, line, names, reading)
        if len(reading.found) + len(reading.unread) > before:
            reading.taken.add(number)


def _read_line(number: int, line: str, names: Names, reading: Reading) -> None:
    matches = list(_matches(line))
    for index, match in enumerate(matches):
        end = matches[index + 1].start if index + 1 < len(matches) else len(line)
        right = line[match.right : end]
        if index + 1 < len(matches):
            right = right[:-60] + _BETWEEN.sub("", right[-60:])
        _read_match(number, line, match, right, names, reading)


def _matches(line: str) -> list[_Match]:
    found: list[_Match] = []
    position, failures = 0, 0
    for _ in range(_MAX_STARTS):
        start = _START.search(line, position)
        if start is None or failures > _MAX_FAILURES:
            break
        end = _call_end(line, start.end() - 1)
        if end is None:
            failures += 1
            position = start.end()
            continue
        position = end
        begin = _begin(line, start.start(), found[-1].right if found else 0)
        sign = _SYMBOL.match(line, end) or _SPOKEN.match(line, end)
        if begin is None or sign is None:
            continue
        printed = _PRINTED.fullmatch(sign["word"] or sign["sign"]) is not None
        exact = _STRONG.match(sign["sign"]) is not None or _OUTPUT.match(sign["word"] or "") is not None
        found.append(_Match(start=begin, end=end, sign=sign["sign"], printed=printed, exact=exact, right=sign.end()))
        position = sign.end()
    return found


def _call_end(line: str, opening: int) -> int | None:
    end = bracket_end(line, opening)
    while end is not None:
        suffix = _SUFFIX.match(line, end)
        if suffix is None:
            return end
        end = suffix.end() if suffix[0][-1] not in "([" else bracket_end(line, suffix.end() - 1)
    return None


def _begin(line: str, start: int, left: int) -> int | None:
    """Where the expression begins that ends in this call; None where it is a part of something else."""
    head = _HEAD.match(line)
    first = max(left, head.end() if head else 0)
    if start <= first or _BEFORE.search(line, max(0, start - 40), start) is None:
        return start
    expression = line[first:start]
    if left == 0 and len(expression) < 400 and parse_expression(expression + "_") is not None:
        return first
    return None


def _read_match(number: int, line: str, match: _Match, right: str, names: Names, reading: Reading) -> None:
    if reading.full:
        return
    source = line[match.start : match.end]
    node = parse_expression(source)
    if node is None or not called_names(node, names) or _is_signature(node, right):
        return
    strong = _STRONG.match(match.sign) is not None
    if not strong and names.declared and not set(called_names(node, names)) & set(names.declared):
        return
    try:
        subject = subject_of(node, source, names)
    except UnusableError:
        return
    try:
        expected, written = _right_side(right, match, node, names)
        read = _claimed(node, expected, subject, names) if is_claim(node) else [(subject, expected, written)]
    except UnusableError as error:
        if strong and _all_plain(node) and right.strip(" `*."):
            reading.refuse(number, line[match.start :], error.reason)
        return
    if reading.is_full(number, source):
        return
    for item, outcome, words in read:
        text = f"{display(item)} {outcome_text(outcome, words)}"
        weak = match.sign == "=" and not names.declared
        reading.found.append(
            Found(line=number, column=match.start, text=text, expected=outcome, subject=item, weak=weak)
        )


def _claimed(
    node: ast.expr, expected: Expected, subject: Subject, names: Names
) -> list[tuple[Subject, Expected, str | None]]:
    if not isinstance(expected, Returns) or not isinstance(expected.value, bool):
        raise UnusableError("the result of a comparison must be True or False")
    claims = claims_in(node, truth=expected.value)
    return [(subject_of(item, ast.unparse(item), names), outcome, None) for item, outcome in claims]


def _is_signature(node: ast.expr, right: str) -> bool:
    """`f(int) -> str`, `size() -> int`, `run(times=3) -> None` describe a function, they are no examples."""
    if not isinstance(node, ast.Call):
        return False
    wanted = right.strip(" `*.:;,")
    if _TYPES.match(wanted) is not None and not wanted.lower().startswith(
        ("set(", "list(", "dict(", "tuple(", "float(")
    ):
        return True
    if wanted.startswith("None") and not node.args:
        return True
    return bool(node.args) and all(_is_type(argument) for argument in node.args)


def _is_type(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            return name in BUILTINS or name[:1].isupper()
        case ast.Subscript(value=value):
            return _is_type(value)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_type(left) and (_is_type(right) or isinstance(right, ast.Constant))
        case _:
            pass
    return False


def _all_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and bool(node.args) and all(is_plain(argument) for argument in node.args)


def _right_side(right: str, match: _Match, node: ast.expr, names: Names) -> tuple[Expected, str | None]:
    """The expected outcome, and the words it was written in.

    Raises:
        UnusableError: it holds neither a value nor an exception, or goes on as something else.
    """
    printed = match.printed or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print")
    text = _bare(right)
    for candidate in (text, _first_clause(text)):
        raised = raises_in(candidate)
        if raised is not None:
            return raised, None
    prints = printed or names.prints
    whole = text.rstrip(".;,。\uff1b\uff0c").rstrip("`* ") if not text.endswith("...") else text
    try:
        return outcome_of(whole, prints=prints), _words(whole)
    except UnusableError:
        pass
    end = value_end(text)
    if end is not None and not _is_word(text[:end]) and _TAIL.match(text, end) and text[end:].strip()[:1] != "?":
        expected = outcome_of(text[:end], prints=prints)
        return expected, _words(text[:end])
    ticked = re.fullmatch(r"`[^`]+`[.;,]?", right.strip()) is not None
    shown = text.rstrip(".;,").strip("`* ") if ticked else text.strip("`* ")
    if printed and (match.exact or ticked) and shown:
        return Prints(text=shown + "\n"), None
    raise UnusableError("the expected value is not a plain Python value (text needs quotation marks)")


def _words(text: str) -> str | None:
    return text if "\n" not in text else None


def _is_word(text: str) -> bool:
    return text.replace(".", "").isidentifier() and text.lower() not in {"true", "false", "none", "null", "inf", "nan"}


def _bare(right: str) -> str:
    text = right.strip()
    text = re.sub(r"^[`*]{1,4}", "", text)
    return re.sub(r"[ \t`*]{1,8}$", "", text)


def _first_clause(text: str) -> str:
    return re.split(
        r"[`*]?(?: because | since | as | if | when | for | \(|[.;](?: |$)|[。\uff0c\uff1b\uff08]|, | # )",
        text,
        maxsplit=1,
    )[0]


def raised_or_none(text: str) -> Raises | None:
    """An exception named in a cell or a label's text."""
    return raises_in(_first_clause(_bare(text)))
