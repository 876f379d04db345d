"""Reading clauses about what a call comes to: what it returns, raises, prints."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace

from kernel_magic.core.values import literal_node
from kernel_magic.lessons.claims.atoms import Coded, code_tree
from kernel_magic.lessons.claims.places import function_named, line_number
from kernel_magic.lessons.claims.predicates import read_count, read_operand, read_test
from kernel_magic.lessons.claims.read_values import expression_subject, symbol_test
from kernel_magic.lessons.claims.statements import (
    THIS_FUNCTION,
    Amount,
    Operand,
    PrintSays,
    RaiseSays,
    ResultSays,
    Statement,
    Test,
    ValueSays,
    Where,
)

_WHO = (
    r"(?:(?:the (?:call|expression|function|method) )?(?P<call>[@$]\d+)"
    r"|(?P<this>(?:the|this) (?:function|call|method|program|code|run|script|expression|whole thing)|it))"
)
_FUNCTIONS = ("the function", "this function", "the method", "this method")
_RETURNS = r"(?:returns|gives|gives back|yields|evaluates to|produces|returned|outputs)"
_AN = r"(?:an? |the |any )?"
_ERROR = rf"{_AN}(?:(?P<error>@\d+)|(?P<any>error|exception))(?: (?:error|exception))?"
_RAISES = r"(?:raises|throws|ends with|ends in|fails with|crashes with|stops with|raised|is ended by|triggers|causes)"
_AT_LINE = r"(?: (?:on|in|at) line (?P<line>#\d+))?"
_IS_RAISED = r"(?:(?:is|was|gets) (?:ever )?(?:raised|thrown)|occurs|occurred|happens)"
_PRINTED = r"(?P<rest>(?:the (?:text|word|number|line|string|message|value) )?[#@$]\d+)"
_OUTPUT = r"the (?:whole |printed )?output(?: of the (?:program|run|call|function))?"
_REST = r"(?P<rest>.+)"
_RESULT = r"(?:the )?(?:result|return value|returned value|answer|final result)"

_Build = Callable[[re.Match[str], Coded, Where], "Statement | None"]


def _who(found: re.Match[str], coded: Coded) -> tuple[str, str] | None:
    """The call a clause is about, and the function; both empty for the run's own call."""
    mark = found.groupdict().get("call")
    if not mark:
        return "", ""
    if name := function_named(mark, coded):
        if mark.startswith("@"):
            return "", name
        return ast.unparse(coded.code(mark).tree or ast.Constant(value=None)), ""
    tree = coded.code(mark).tree
    return (ast.unparse(tree), "") if isinstance(tree, ast.Call | ast.Subscript | ast.Attribute) else None


def _result(*, negated: bool = False) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        who = _who(found, coded)
        rest = "none" if found["rest"] in ("nothing", "no value") else found["rest"]
        test = read_test(rest, coded)
        if who is None or test is None or test.operand.name:
            return None
        test = replace(test, negated=test.negated != negated)
        groups = found.groupdict()
        return ResultSays(test=test, call=who[0], function=who[1], line=line_number(groups.get("line"), coded))

    return build


def _call_is(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    tree = coded.code(found["call"]).tree
    if not isinstance(tree, ast.Call) or expression_subject(tree) is not None:
        return None
    groups = found.groupdict()
    if groups.get("symbol"):
        operand = read_operand(found["rest"], coded)
        test = symbol_test(found["symbol"], operand) if operand is not None else None
    else:
        test = read_test(found["rest"], coded)
    return ResultSays(test=test, call=ast.unparse(tree)) if test is not None and not test.operand.name else None


def _raises(*, negated: bool = False, caught: bool = False) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        groups = found.groupdict()
        who = _who(found, coded)
        if who is None:
            return None
        return RaiseSays(
            error=coded.name(groups["error"]).text if groups.get("error") else "",
            call=who[0],
            function=THIS_FUNCTION if groups.get("this") in _FUNCTIONS else who[1],
            line=line_number(groups.get("line"), coded),
            negated=negated,
            caught=caught,
            escapes=bool(groups.get("call")) or groups.get("this") not in (None, "it"),
        )

    return build


def _prints(kind: str = "text", *, negated: bool = False) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        who = _who(found, coded)
        operand = _printed(found.groupdict().get("rest") or "", coded)
        if who is None or who[1] or operand is None:
            return None
        says = PrintSays(kind="text", value=operand.value, call=who[0], negated=negated)
        return replace(says, kind=kind)  # type: ignore[arg-type]  # the table holds kinds only

    return build


def _printed(text: str, coded: Coded) -> Operand | None:
    text = re.sub(r"^(?:the (?:text|word|number|line|string|message|value) )", "", text)
    if re.fullmatch(r"@\d+", text):
        atom = coded.name(text)
        return Operand(value=atom.text) if atom.marked else None
    if re.fullmatch(r"\$\d+", text):
        return Operand(value=coded.code(text).text)
    return read_operand(text, coded)


def _printed_lines(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    who, amount = _who(found, coded), read_count(found["rest"], coded)
    if who is None or who[1] or amount is None:
        return None
    return PrintSays(kind="lines", amount=amount, call=who[0])


def _printed_nothing(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    who = _who(found, coded)
    if who is None or who[1]:
        return None
    return PrintSays(kind="lines", amount=Amount(low=0, high=0), call=who[0])


def _printed_something(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    return PrintSays(kind="lines", amount=Amount(low=1))


_NOT = r"(?:does not|did not|never|do not)"
_RAISE_NO = rf"(?:{_RAISES} no|{_NOT} (?:raise|raises|throw|throws|cause|end with|end in|fail with))"
_TABLE: tuple[tuple[str, _Build], ...] = (
    (rf"(?:{_WHO} )?{_RAISE_NO} {_ERROR}{_AT_LINE}", _raises(negated=True)),
    (rf"(?:{_WHO} )?{_RAISES} {_ERROR}{_AT_LINE}", _raises()),
    (rf"line (?P<line>#\d+) {_RAISES} {_ERROR}", _raises()),
    (rf"no {_ERROR} {_IS_RAISED}(?: by {_WHO})?{_AT_LINE}", _raises(negated=True)),
    (rf"{_ERROR} {_IS_RAISED}(?: by {_WHO})?{_AT_LINE}", _raises()),
    (rf"{_ERROR} (?:is|was) never (?:raised|thrown)", _raises(negated=True)),
    (rf"{_ERROR} (?:is|was) (?:not|never) (?:caught|handled)", _raises(negated=True, caught=True)),
    (rf"{_ERROR} (?:(?:is|was|gets) (?:raised|thrown) and )?(?:is |was )?(?:caught|handled)", _raises(caught=True)),
    (r"(?:nothing (?:is|was|gets) (?:printed|output)|there is no output)", _printed_nothing),
    (r"something (?:is|was|gets) printed", _printed_something),
    (rf"(?:{_WHO} )?(?:prints nothing|{_NOT} prints? anything)", _printed_nothing),
    (rf"(?:{_WHO} )?prints {_REST} lines?(?: of (?:output|text))?", _printed_lines),
    (rf"{_REST} lines? (?:of (?:output|text) )?(?:is|are|were|was|get|gets) printed", _printed_lines),
    (rf"(?:{_WHO} )?{_NOT} print {_REST}", _prints(negated=True)),
    (rf"(?:{_WHO} )?prints {_REST}", _prints()),
    (rf"{_OUTPUT} is not (?P<rest>.+)", _prints("all", negated=True)),
    (rf"{_OUTPUT} is (?P<rest>.+)", _prints("all")),
    (rf"{_OUTPUT} (?:has|consists of) (?P<rest>.+) lines?", _printed_lines),
    (r"the ~1 (?:line (?:printed|of (?:the )?output)|printed line|output line|output) is (?P<rest>.+)",
     _prints("first")),
    (r"the last (?:line (?:printed|of (?:the )?output)|printed line|output line|output) is (?P<rest>.+)",
     _prints("last")),
    (rf"{_PRINTED} (?:is|was|gets) never printed", _prints(negated=True)),
    (rf"{_PRINTED} (?:is|was|gets) not printed", _prints(negated=True)),
    (rf"{_PRINTED} (?:is|was|gets) printed", _prints()),
    (rf"(?:{_WHO} )?{_NOT} (?:return|give|yield|evaluate to|produce) {_REST}", _result(negated=True)),
    (rf"(?:{_WHO} )?{_RETURNS} {_REST}", _result()),
    (rf"line (?P<line>#\d+) {_RETURNS} {_REST}", _result()),
    (rf"{_RESULT}(?: (?:of|for) {_WHO})? (?:is|was|equals|==) {_REST}", _result()),
    (r"(?P<rest>[#@]\d+|true|false|none|an empty \w+|nothing) is (?:returned|the result)", _result()),
    (rf"(?P<call>\$\d+) (?P<symbol>==|=|!=|<=|>=|<|>|equals) {_REST}", _call_is),
    (rf"(?P<call>\$\d+) (?:is|was|equals|gives) {_REST}", _call_is),
)  # fmt: skip
_PATTERNS = [(re.compile(pattern), build) for pattern, build in _TABLE]


def read_outcome_clause(text: str, coded: Coded, where: Where) -> Statement | None:
    """A clause about what a call comes to; None where it is not read to its last word."""
    if where.kind != "anywhere" or where.function:
        return None
    for pattern, build in _PATTERNS:
        found = pattern.fullmatch(text)
        read = build(found, coded, where) if found else None
        if read is not None:
            return read
    return None


_OPERATORS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "==",
    ast.IsNot: "!=",
}  # fmt: skip


def read_comparison(text: str, coded: Coded, where: Where) -> Statement | None:
    """A piece of code that is a statement by itself: `x == 5`, `len(items) > 2`, `f(2) == 4`."""
    found = re.fullmatch(r"\$\d+", text)
    tree = coded.code(found[0]).tree if found else None
    compared = _compared(tree)
    if compared is None:
        return None
    left, test = compared
    subject = expression_subject(left)
    if subject is not None:
        return ValueSays(subject=subject, test=test, where=where)
    if isinstance(left, ast.Call) and where == Where() and not test.operand.name:
        return ResultSays(test=test, call=ast.unparse(left))
    return None


def read_condition(code: str) -> ValueSays | None:
    """What a comparison, written as code, says of a variable."""
    compared = _compared(code_tree(code))
    subject = expression_subject(compared[0]) if compared is not None else None
    return ValueSays(subject=subject, test=compared[1]) if subject is not None and compared is not None else None


def _compared(tree: ast.expr | None) -> tuple[ast.expr, Test] | None:
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return None
    symbol, right = _OPERATORS.get(type(tree.ops[0])), _operand(tree.comparators[0])
    return (tree.left, symbol_test(symbol, right)) if symbol is not None and right is not None else None


def _operand(tree: ast.expr) -> Operand | None:
    if isinstance(tree, ast.Name):
        return Operand(name=tree.id)
    try:
        return Operand(value=literal_node(tree))
    except (ValueError, RecursionError):
        return None
