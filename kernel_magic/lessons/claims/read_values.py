"""Reading clauses about variables: what they hold, within which bounds, how they move."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace

from kernel_magic.core.values import PlainValue, literal_node
from kernel_magic.lessons.claims.atoms import Coded
from kernel_magic.lessons.claims.places import LOOP, ROUND, integer, loop_ref
from kernel_magic.lessons.claims.predicates import ITEMS, read_count, read_operand, read_test, size_test
from kernel_magic.lessons.claims.statements import (
    Attribute,
    CourseSays,
    ExtremeSays,
    Mode,
    Operand,
    Statement,
    Subject,
    Test,
    ValueSays,
    Where,
)

_THING = (
    r"(?:variable|loop variable|counter|accumulator|list|string|dictionary|dict|set|tuple|number|parameter|argument)"
)
_NAMED = (
    rf"(?:the )?(?:(?:current |resulting )?(?:value|content|contents) (?:of|in|stored in) )?(?:the )?"
    rf"(?:{_THING} (?:called |named )?)?(?P<subject>[@$]\d+)(?: {_THING})?"
)
_NAMED_SUBJECT = re.compile(_NAMED)
_SUBJECT = (
    rf"(?P<whole>{_NAMED}|(?:the )?(?:length|size|number of {ITEMS}) (?:of|in) {_NAMED.replace('subject', 'sized')}"
    + (rf"|the (?P<nth>~\d+|last) (?:{ITEMS}) (?:of|in) {_NAMED.replace('subject', 'indexed')})")
)
_IS = r"(?:is|was|are|were|will be|has been)"
_BECOMES = (
    r"(?:becomes|become|gets|is set to|is assigned|is assigned to|reaches|turns into|is updated to|is changed to"
    r"|changes to|takes the value|takes on the value|is given the value)"
)
_STARTS = (
    r"(?:starts|begins|starts out|starts off|is initialized|is initialised|is initially|is first|is at ~1)"
    r"(?: (?:at|as|with|from|to|out at|out as|off at|off as))?(?: the value)?"
)
_ENDS = (
    r"(?:ends|ends up|finishes|stops|is finally|finally is|is in the end)"
    r"(?: (?:at|as|with|being|up as|up at|up with|up being))?"
)
_STAYS = r"(?:stays|remains|keeps being|is kept)"
_HAS = r"(?:has|had|contains|holds|stores|consists of|includes)"
_GOES = (
    r"(?:goes|runs|counts|ranges|moves|increases|rises|grows|falls|decreases|drops|changes|shrinks|steps)"
    r"(?: up| down)? from ([#@]\d+) (?:up to|down to|to|through) ([#@]\d+)"
)
_EACH = rf"(?:each|every|in each|in every|per|with each|with every|after each|after every|on each) {ROUND}"
_EACH_OF = rf"{_EACH}(?: (?:of|in) {LOOP})?"
_LIST = r"((?:#\d+(?:, and |, | and ))*#\d+)(?: in (?:this|that) order)?"
_SIDES = {"largest": True, "biggest": True, "highest": True, "maximum": True, "greatest": True, "max": True}
_SMALL = ("smallest", "lowest", "minimum", "least", "min")
_EXTREME = "|".join([*_SIDES, *_SMALL])
_EVER = r"(?: (?:it )?(?:ever )?(?:has|takes|takes on|reaches))?"
_SYMBOLS = r"(==|=|!=|<=|>=|<|>|equals)"

_Build = Callable[[re.Match[str], Coded, Where], "Statement | None"]


def _subject(found: re.Match[str], coded: Coded) -> Subject | None:
    groups = found.groupdict()
    mark = groups.get("subject") or groups.get("sized") or groups.get("indexed") or ""
    subject = named_subject(mark, coded)
    if subject is None:
        return None
    if groups.get("sized"):
        return replace(subject, aspect="size") if subject.aspect == "value" else None
    if groups.get("nth"):
        place = -1 if groups["nth"] == "last" else int(groups["nth"][1:]) - 1
        return replace(subject, path=(*subject.path, place)) if place >= -1 else None
    return subject


def named_subject(mark: str, coded: Coded) -> Subject | None:
    """What a name, `len(x)` or `x[0][1]` speaks of."""
    if mark.startswith("@"):
        return Subject(name=coded.name(mark).text)
    return expression_subject(coded.code(mark).tree)


def expression_subject(tree: ast.expr | None) -> Subject | None:
    """The variable, part of one or size of one that an expression is; None where it is more than that."""
    if isinstance(tree, ast.Name):
        return Subject(name=tree.id)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "len" and len(tree.args) == 1:
        inner = expression_subject(tree.args[0])
        return replace(inner, aspect="size") if inner is not None and inner.aspect == "value" else None
    if isinstance(tree, ast.Attribute):
        inner = expression_subject(tree.value)
        part = Attribute(tree.attr)
        return replace(inner, path=(*inner.path, part)) if inner is not None and inner.aspect == "value" else None
    if isinstance(tree, ast.Subscript):
        inner = expression_subject(tree.value)
        try:
            place: PlainValue = literal_node(tree.slice)
        except (ValueError, RecursionError):
            return None
        return replace(inner, path=(*inner.path, place)) if inner is not None and inner.aspect == "value" else None
    return None


def _says(mode: Mode, *, negated: bool = False) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        subject, test = _subject(found, coded), read_test(found["rest"], coded)
        if subject is None or test is None:
            return None
        loose = mode in ("first", "last") and " with" in (found.groupdict().get("verb") or "")
        test = replace(test, loose=loose)
        return ValueSays(subject=subject, test=_turned(test, negated=negated), mode=mode, where=where)

    return build


def _bounded(op: str, mode: Mode) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        subject, operand = _subject(found, coded), read_operand(found["rest"], coded)
        if subject is None or operand is None:
            return None
        test = Test(op=op, operand=operand)  # type: ignore[arg-type]  # the table holds operators only
        return ValueSays(subject=subject, test=test, mode=mode, where=where)

    return build


def _turned(test: Test, *, negated: bool) -> Test:
    return replace(test, negated=test.negated != negated)


def _symbol(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    subject, operand = _subject(found, coded), read_operand(found["rest"], coded)
    if subject is None or operand is None:
        return None
    return ValueSays(subject=subject, test=symbol_test(found["symbol"], operand), where=where)


def symbol_test(symbol: str, operand: Operand) -> Test:
    """The property that a comparison sign and what stands behind it are."""
    if symbol in ("==", "=", "equals", "!="):
        return Test(op="==", operand=operand, negated=symbol == "!=")
    return Test(op=symbol, operand=operand)  # type: ignore[arg-type]  # the pattern lets operators through only


def _has(mode: Mode, *, negated: bool = False) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        subject, test = _subject(found, coded), _had(found["rest"], coded)
        if subject is None or test is None:
            return None
        return ValueSays(subject=subject, test=_turned(test, negated=negated), mode=mode, where=where)

    return build


_LENGTH = re.compile(r"(?:a |the )?(?:length|size)(?: of)? (.+)|(.+?) " + ITEMS)
_VALUE = re.compile(r"(?:a |the )?value(?: of)? (.+)")
_PART = re.compile(rf"(?:the )?(?:{ITEMS} |key |value )?([#@]\d+)")


def _had(text: str, coded: Coded) -> Test | None:
    if value := _VALUE.fullmatch(text):
        return read_test(value[1], coded)
    if length := _LENGTH.fullmatch(text):
        amount = read_count(length[1] or length[2], coded)
        if amount is not None:
            return size_test(amount)
    if text in ("nothing", "no value"):
        return Test(op="size", low=0, high=0)
    part = _PART.fullmatch(text)
    operand = read_operand(part[1], coded) if part else None
    return Test(op="contains", operand=operand) if operand is not None else None


def _extreme(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    subject, test = _subject(found, coded), read_test(found["rest"], coded)
    if subject is None or test is None:
        return None
    return ExtremeSays(subject=subject, largest=found["side"] in _SIDES, test=test, where=where)


def _type_of(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    subject, test = _subject(found, coded), read_test(f"of type {found['rest']}", coded)
    if subject is None or test is None:
        return None
    return ValueSays(subject=subject, test=test, where=where)


def _course(kind: str) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        subject = _subject(found, coded)
        marks = re.findall(r"#\d+", found["rest"])
        values = tuple(coded.value(mark) for mark in marks)
        if subject is None or "@" in found["rest"]:
            return None
        if kind == "takes" and len(values) == 1 and isinstance(values[0], list | tuple):
            values = tuple(values[0])
        return CourseSays(subject=subject, kind=kind, values=values, where=where)  # type: ignore[arg-type]  # from a table

    return build


def _of_loop(where: Where, found: re.Match[str], coded: Coded) -> Where:
    """Rounds are those of the loop that is named behind them."""
    return replace(where, loop=loop_ref(found, coded)) if where == Where() else where


def _adds(sign: int) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        subject, step = _subject(found, coded), integer(found["rest"], coded)
        if subject is None or step < 0:
            return None
        return CourseSays(subject=subject, kind="adds", values=(sign * step,), where=_of_loop(where, found, coded))

    return build


def _times(factor: float) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        subject = _subject(found, coded)
        if subject is None:
            return None
        return CourseSays(subject=subject, kind="times", values=(factor,), where=_of_loop(where, found, coded))

    return build


def _constant(*, negated: bool) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        subject = _subject(found, coded)
        return CourseSays(subject=subject, kind="constant", negated=negated, where=where) if subject else None

    return build


_REST = r"(?P<rest>.+)"
_TAKES = r"(?:takes|takes on|goes through|runs through|assumes)"
_RISES = (
    r"(?:(?:only|always) (?:grows|increases|goes up|rises)|never (?:decreases|shrinks|gets smaller|goes down|falls))"
)
_FALLS = (
    r"(?:(?:only|always) (?:shrinks|decreases|goes down|falls)"
    r"|never (?:increases|grows|gets larger|gets bigger|goes up|rises))"
)
_UP = r"(?:grows|increases|goes up|rises|is increased|is incremented|increments|moves up)"
_DOWN = r"(?:shrinks|decreases|goes down|falls|is decreased|is decremented|decrements|drops)"
_TABLE: tuple[tuple[str, _Build], ...] = (
    (rf"{_SUBJECT} (?:never changes|does not change|(?:stays|remains) (?:the same|constant|unchanged)|is constant"
     r"|is (?:never|not) (?:changed|modified)|is unchanged|keeps its value)",
     _constant(negated=False)),
    (rf"{_SUBJECT} changes", _constant(negated=True)),
    (rf"{_SUBJECT} (?P<rest>{_GOES})", _course("goes")),
    (rf"{_SUBJECT} {_TAKES} (?:the |on the )?values (?P<rest>{_LIST})",
     _course("takes")),
    (rf"{_SUBJECT} {_TAKES} (?:the |on the )?(?:values )?(?P<rest>(?:from )?#\d+ (?:to|through) #\d+)",
     _course("goes")),
    (rf"{_SUBJECT} {_TAKES} (?P<rest>#\d+)(?: different| distinct)? values", _course("distinct")),
    (rf"{_SUBJECT} {_RISES}(?P<rest>)", _course("rises")),
    (rf"{_SUBJECT} {_FALLS}(?P<rest>)", _course("falls")),
    (rf"{_SUBJECT} {_UP} by (?P<rest>#\d+) {_EACH_OF}", _adds(1)),
    (rf"{_SUBJECT} {_DOWN} by (?P<rest>#\d+) {_EACH_OF}", _adds(-1)),
    (rf"{_SUBJECT} (?:doubles|is doubled) {_EACH_OF}", _times(2)),
    (rf"{_SUBJECT} (?:triples|is tripled) {_EACH_OF}", _times(3)),
    (rf"{_SUBJECT} (?:halves|is halved) {_EACH_OF}", _times(0.5)),
    (rf"the (?P<side>{_EXTREME}) value (?:of|that) {_SUBJECT}{_EVER} {_IS} {_REST}", _extreme),
    (rf"the (?:final|last) value (?:of|in) {_SUBJECT} {_IS} {_REST}", _says("last")),
    (rf"the (?:initial|~1|starting) value (?:of|in) {_SUBJECT} {_IS} {_REST}", _says("first")),
    (rf"(?:the )?type of {_SUBJECT} {_IS} (?:a |an )?{_REST}", _type_of),
    (rf"{_SUBJECT} (?:never exceeds|does not exceed|never goes above|never rises above|never gets above) {_REST}",
     _bounded("<=", "always")),
    (rf"{_SUBJECT} (?:never (?:drops|falls|goes|gets) below|does not (?:drop|fall|go) below) {_REST}",
     _bounded(">=", "always")),
    (rf"{_SUBJECT} (?:exceeds|goes above|rises above|gets above) {_REST}", _bounded(">", "sometime")),
    (rf"{_SUBJECT} (?:drops below|falls below|goes below|gets below) {_REST}", _bounded("<", "sometime")),
    (rf"{_SUBJECT} (?:{_IS} never|never {_IS}|never {_BECOMES}|does not (?:ever )?become|is not ever) {_REST}",
     _says("never")),
    (rf"{_SUBJECT} (?:{_IS} not always|not always {_IS}) {_REST}", _says("sometimes_not")),
    (rf"{_SUBJECT} (?:{_IS} always|always {_IS}|{_STAYS}|always {_STAYS}|is always kept) {_REST}", _says("always")),
    (rf"{_SUBJECT} (?:(?:at some point|at one point|eventually) )?{_BECOMES} {_REST}", _says("sometime")),
    (rf"{_SUBJECT} (?:is|was) (?:at some point|at one point|once) {_REST}", _says("sometime")),
    (rf"{_SUBJECT} (?P<verb>{_STARTS}) {_REST}", _says("first")),
    (rf"{_SUBJECT} (?P<verb>{_ENDS}) {_REST}", _says("last")),
    (rf"{_SUBJECT} (?P<symbol>{_SYMBOLS}) {_REST}", _symbol),
    (rf"{_SUBJECT} (?:does not equal|is not equal to) {_REST}", _says("state", negated=True)),
    (rf"{_SUBJECT} {_IS} {_REST}", _says("state")),
    (rf"{_SUBJECT} (?:never {_HAS}|{_HAS} never) {_REST}", _has("never")),
    (rf"{_SUBJECT} always {_HAS} {_REST}", _has("always")),
    (rf"{_SUBJECT} (?:does not (?:have|contain|hold|include)) {_REST}", _has("state", negated=True)),
    (rf"{_SUBJECT} {_HAS} {_REST}", _has("state")),
)  # fmt: skip
_PATTERNS = [(re.compile(pattern), build) for pattern, build in _TABLE]
_ALWAYS = re.compile(
    r"(.+?),? (?:throughout|at all times|the whole time|all the time|all along|at every moment|at every step)"
    r"(?: the (?:whole )?(?:run|function|program))?"
)


_SOMETIME = re.compile(r"at (?:some|one) (?:point|time|moment),? (.+)|(.+?),? at (?:some|one) (?:point|time|moment)")


def read_value_clause(text: str, coded: Coded, where: Where) -> Statement | None:
    """A clause about a variable, without its place; None where it is not read to its last word."""
    throughout, sometime = _ALWAYS.fullmatch(text), _SOMETIME.fullmatch(text)
    text = throughout[1] if throughout else (sometime[1] or sometime[2]) if sometime else text
    mode: Mode = "always" if throughout else "sometime" if sometime else "state"
    for pattern, build in _PATTERNS:
        found = pattern.fullmatch(text)
        read = build(found, coded, where) if found else None
        if read is None:
            continue
        if mode == "state":
            return read
        return replace(read, mode=mode) if isinstance(read, ValueSays) and read.mode == "state" else None
    return None
