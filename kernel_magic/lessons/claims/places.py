"""Reading which moments a clause speaks of: "after the loop", "in the second round", "on line 4", "at the end"."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from kernel_magic.lessons.claims.atoms import Coded
from kernel_magic.lessons.claims.statements import EVERY, LAST, NONE, LoopRef, Where

ROUND = r"(?:round|iteration|pass|cycle|repetition|turn|time (?:through|round|around)|trip through)"
LOOP = (
    r"(?:the |this |its |that )?(?:(?P<nest>outer|inner|outermost|innermost|main|nested) )?"
    r"(?:(?P<order>~\d+|last) )?(?:(?P<loop_kind>for|while)[ -]?)?loop"
    r"(?: (?:on|in|at|of|(?:that )?(?:starts|starting|begins|beginning) (?:on|in|at)) line (?P<loop_line>#\d+))?"
    r"(?: over (?P<over>@\d+))?"
)
_NTH = r"(?P<nth>~\d+|last|final|each|every)"
_ROUNDS = (
    rf"(?:(?:the |its )?{_NTH} {ROUND}|(?:the )?{ROUND} (?:number )?(?P<round>#\d+)|(?P<rounds>#\d+) {ROUND}e?s)"
    rf"(?: (?:of|in|through|over) {LOOP})?"
)
_OVER = r"(?: (?:has |is |have |are )?(?:ended|ends|finishes|finished|over|done|completes?|completed|terminates|exits))"
_LINE = (
    r"(?:(?:the program|the code|python|it|the run|execution|control) (?:reaches|gets to|comes to|arrives at) )?"
    r"(?:line (?P<line>#\d+)|(?P<this>this line))"
    r"(?: (?:runs|is executed|is run|executes|is reached|has run|ran|was executed|has been executed))?"
    r"(?:,? (?:for )?(?:the )?(?P<nth>~\d+|last|final) time)?"
)
_WHOLE = r"(?: of (?:the |this )?(?:function|program|run|call|code|execution|method|script|whole run))?"


def loop_ref(found: re.Match[str], coded: Coded) -> LoopRef:
    """The loop that a match of `LOOP` names."""
    groups = found.groupdict()
    nest, kind, order = groups.get("nest"), groups.get("loop_kind"), groups.get("order")
    return LoopRef(
        nest="inner" if nest in ("inner", "innermost", "nested") else "outer" if nest else "",
        order=_ordinal(order) if order else 0,
        kind="for" if kind == "for" else "while" if kind == "while" else "",
        line=line_number(groups.get("loop_line"), coded),
        over=coded.name(groups["over"]).text if groups.get("over") else "",
    )


def integer(mark: str | None, coded: Coded) -> int:
    """The number a mark stands for; `NONE` where it can be no line, round or count."""
    if mark is None:
        return 0
    value = coded.value(mark)
    return value if type(value) is int and 0 <= value < 1 << 31 else NONE


def line_number(mark: str | None, coded: Coded) -> int:
    """The line a mark stands for; 0 where there is no mark."""
    return (integer(mark, coded) or NONE) if mark is not None else 0


def function_named(mark: str, coded: Coded) -> str:
    """The function that `f` or `f()` names; empty where it is something else."""
    if mark.startswith("@"):
        return coded.name(mark).text
    tree = coded.code(mark).tree
    if isinstance(tree, ast.Call) and not tree.args and not tree.keywords:
        function = tree.func
        return (
            function.id
            if isinstance(function, ast.Name)
            else function.attr
            if isinstance(function, ast.Attribute)
            else ""
        )
    return ""


def _ordinal(text: str) -> int:
    if text in ("last", "final"):
        return LAST
    return EVERY if text in ("each", "every") else int(text[1:]) or NONE


def _round(found: re.Match[str], coded: Coded) -> int:
    nth = found["nth"]
    return _ordinal(nth) if nth else integer(found["round"] or found["rounds"], coded) or NONE


_Build = Callable[[re.Match[str], Coded], Where]


def _looped(kind: str) -> _Build:
    return lambda found, coded: replace(_KINDS[kind], loop=loop_ref(found, coded))


def _rounded(kind: str) -> _Build:
    return lambda found, coded: replace(_KINDS[kind], loop=loop_ref(found, coded), number=_round(found, coded))


def _lined(kind: str) -> _Build:
    def build(found: re.Match[str], coded: Coded) -> Where:
        if found["this"]:
            return _KINDS[kind.replace("line", "here").replace("at_", "")]
        number = _ordinal(found["nth"]) if found["nth"] else EVERY
        return replace(_KINDS[kind], line=line_number(found["line"], coded), number=number)

    return build


def _plain(kind: str) -> _Build:
    return lambda found, coded: _KINDS[kind]


def _function(found: re.Match[str], coded: Coded) -> Where:
    return Where(function=function_named(found["function"], coded) or "?")


_KINDS: dict[str, Where] = {
    "end": Where(kind="end"),
    "start": Where(kind="start"),
    "before_loop": Where(kind="before_loop"),
    "at_loop": Where(kind="at_loop"),
    "in_loop": Where(kind="in_loop"),
    "after_loop": Where(kind="after_loop"),
    "after_round": Where(kind="after_round"),
    "in_round": Where(kind="in_round"),
    "before_round": Where(kind="before_round"),
    "before_line": Where(kind="before_line"),
    "at_line": Where(kind="at_line"),
    "after_line": Where(kind="after_line"),
    "here": Where(kind="here"),
    "before_here": Where(kind="before_here"),
    "after_here": Where(kind="after_here"),
}
_PLACES: tuple[tuple[str, _Build], ...] = (
    (rf"(?:after|following) {LOOP}{_OVER}?", _looped("after_loop")),
    (rf"(?:once|when|by the time|as soon as) {LOOP}{_OVER}", _looped("after_loop")),
    (rf"(?:at|by) the end of {LOOP}", _looped("after_loop")),
    (rf"before {LOOP}(?: (?:starts|begins|runs|is entered))?", _looped("before_loop")),
    (rf"(?:when {LOOP} (?:starts|begins|is entered))", _looped("at_loop")),
    (rf"at the (?:start|beginning) of {LOOP}", _looped("at_loop")),
    (rf"(?:in|during|inside|within|throughout) {LOOP}", _looped("in_loop")),
    (rf"(?:after|at the end of|by the end of|following|once) {_ROUNDS}{_OVER}?", _rounded("after_round")),
    (rf"(?:in|during|on|for|at|within) {_ROUNDS}", _rounded("in_round")),
    (rf"(?:before|at the (?:start|beginning) of) {_ROUNDS}(?: (?:starts|begins))?", _rounded("before_round")),
    (rf"(?:just |right )?before {_LINE}", _lined("before_line")),
    (
        r"(?:the )?(?P<nth>~\d+|last|final) time (?:that )?(?:line (?P<line>#\d+)|(?P<this>this line))"
        r" (?:runs|is executed|is run|executes|is reached)",
        _lined("at_line"),
    ),
    (rf"(?:just |right )?after {_LINE}", _lined("after_line")),
    (rf"(?:on|at|in|when|every time|each time|whenever) {_LINE}", _lined("at_line")),
    (rf"(?:right )?at the (?:very )?end{_WHOLE}", _plain("end")),
    (rf"(?:in the end|finally|at last|by the end{_WHOLE}|at return|on return)", _plain("end")),
    (
        r"(?:when|once|just before|before) (?:the |this )?(?:function|program|call|run|method|script|it|execution)"
        r" (?:ends|returns|finishes|is done|is over|stops)",
        _plain("end"),
    ),
    (rf"at the (?:very )?(?:start|beginning){_WHOLE}", _plain("start")),
    (r"(?:at ~1|initially|in the beginning|to begin with|to start with|at the outset)", _plain("start")),
    (r"(?:here|at this point|in this (?:step|block|part)|in these lines)", _plain("here")),
    (r"after (?:this (?:step|block|part)|these lines)", _plain("after_here")),
    (r"before (?:this (?:step|block|part)|these lines)", _plain("before_here")),
    (r"(?:in|inside|within) (?:the )?(?:function |method )?(?P<function>@\d+|\$\d+)", _function),
)
_ANYWHERE = Where()
_PREFIX = [(re.compile(rf"(?:{pattern}),? (?P<rest>.+)"), build) for pattern, build in _PLACES]
_SUFFIX = [(re.compile(rf"(?P<rest>.+?),? (?:{pattern})"), build) for pattern, build in _PLACES]


def with_places(text: str, coded: Coded, where: Where = _ANYWHERE, depth: int = 0) -> Iterator[tuple[str, Where]]:
    """The clause without the places at its ends, and what they are; fewer places first."""
    yield text, where
    if depth == 2:
        return
    for patterns in (_PREFIX, _SUFFIX):
        for pattern, build in patterns:
            found = pattern.fullmatch(text)
            joined = _joined(where, build(found, coded)) if found else None
            if found and joined is not None:
                yield from with_places(found["rest"], coded, joined, depth + 1)


def _joined(first: Where, second: Where) -> Where | None:
    """Both at once: a function, and a place in it. Two places of one kind say more than is read here."""
    if first.kind != "anywhere" and second.kind != "anywhere":
        return None
    if first.function and second.function:
        return None
    function = first.function or second.function
    return replace(second if first.kind == "anywhere" else first, function=function)
