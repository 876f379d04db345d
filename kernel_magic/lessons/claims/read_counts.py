"""Reading clauses about how often something happens: lines, rounds of loops, conditions, calls, depth of recursion."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace

from kernel_magic.core.values import PlainValue, literal_node
from kernel_magic.lessons.claims.atoms import Coded
from kernel_magic.lessons.claims.places import LOOP, ROUND, function_named, line_number, loop_ref
from kernel_magic.lessons.claims.predicates import read_count, read_times
from kernel_magic.lessons.claims.statements import (
    THIS_FUNCTION,
    Amount,
    CallSays,
    ConditionSays,
    DepthSays,
    LineSays,
    LoopSays,
    Statement,
    Where,
)

_NEVER = Amount(low=0, high=0)
_TIMES = r"(?: (?P<times>.+))?"
_LINE = r"(?:line (?P<line>#\d+)|this line)"
_RUNS = r"(?:runs|is executed|is run|executes|gets executed|is reached|is hit|is visited|was executed|ran|was reached)"
_RUN = r"(?:run|execute|get executed|get reached)"
_RUNNED = r"(?:executed|run|reached|hit|visited|entered)"
_BODY = rf"(?:(?:(?:the )?body of )?{LOOP}(?: body)?|the body)"
_ITERATES = (
    r"(?:runs|iterates|repeats|executes|is executed|is run|goes around|goes round|loops|ran|iterated|is repeated"
    r"|runs for|runs through|is entered|is gone through)"
)
_MAKES = r"(?:has|makes|does|performs|goes through|runs for|takes|completes|needs|executes|had|made|runs through|runs)"
_FUNCTION = r"(?:(?:the )?(?:function |method )?(?P<function>[@$]\d+)|(?P<this>the function|the method|it))"
_CALLED = (
    r"(?:is called|gets called|is invoked|was called|is executed|is run|runs|is computed|is evaluated|is calculated)"
)
_AT_LINE = r"(?: (?:on|in|at|of) line (?P<line>#\d+))?"
_TESTED = rf"(?:the )?(?:condition|test|check)(?: of the (?:if|while|loop))?(?: (?P<code>\$\d+))?{_AT_LINE}"
_CODE_TESTED = rf"(?P<code>\$\d+){_AT_LINE}"
_BRANCH = rf"the (?P<branch>if|else)(?:[ -](?:branch|block|body|part|clause|case)){_AT_LINE}"
_HOLDS = r"(?:is|was|evaluates to|comes out|comes out as|turns out(?: to be)?|becomes)"
_OUTCOME = r"(?P<outcome>true|false|#\d+|met|not met|satisfied|not satisfied|fulfilled|not fulfilled|not true)"
_EACH_TIME = re.compile(
    rf"(.+?),? (?:each time|every time|per (?:outer )?{ROUND}|(?:in|for|during) (?:each|every) (?:outer )?{ROUND}"
    rf"|(?:in|for|during) (?:each|every) {ROUND} of the outer loop)"
)
_IN_TOTAL = re.compile(r"(?:in total,? )?(.+?),? (?:in total|altogether|overall|in all)")

_Build = Callable[[re.Match[str], Coded, Where], "Statement | None"]


def _line(amount: Amount | None = None) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        times = amount or read_times(found.groupdict().get("times") or "", coded)
        if times is None:
            return None
        return LineSays(line=line_number(found["line"], coded), amount=times, function=where.function)

    return build


def _loop(amount: Amount | None = None) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        groups = found.groupdict()
        times = amount or _loop_amount(groups, coded)
        return LoopSays(loop=loop_ref(found, coded), amount=times) if times is not None else None

    return build


def _loop_amount(groups: dict[str, str | None], coded: Coded) -> Amount | None:
    if groups.get("rounds"):
        return read_count(groups["rounds"] or "", coded)
    times = groups.get("times")
    return read_times(times, coded) if times else None


_OUTCOMES = {
    "true": True, "met": True, "satisfied": True, "fulfilled": True,
    "false": False, "not met": False, "not satisfied": False, "not fulfilled": False, "not true": False,
}  # fmt: skip


def _condition(how: str) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        groups = found.groupdict()
        word = groups.get("outcome") or "true"
        outcome = coded.value(word) if word[0] == "#" else _OUTCOMES[word]
        amount = _NEVER if how == "never" else read_times(groups["times"] or "", coded) if groups.get("times") else None
        if not isinstance(outcome, bool) or (groups.get("times") and amount is None):
            return None
        code = coded.code(groups["code"] or "").tree if groups.get("code") else None
        line = line_number(groups.get("line"), coded)
        return ConditionSays(outcome=outcome, amount=amount, line=line, code=ast.unparse(code) if code else "")

    return build


def _branch(amount: Amount | None = None) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        times = amount or read_times(found.groupdict().get("times") or "", coded)
        if times is None:
            return None
        line = line_number(found.groupdict().get("line"), coded)
        return ConditionSays(outcome=found["branch"] == "if", amount=times, line=line, branch=True)

    return build


def _calls(amount: Amount | None = None) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        groups = found.groupdict()
        times = amount or read_times(groups.get("times") or "", coded)
        if times is None or (groups["this"] and groups["this"] != "the function"):
            return None
        mark = groups["function"]
        if not mark:
            return CallSays(function="", amount=times)
        name = function_named(mark, coded)
        return CallSays(function=name, amount=times) if name else _call_with(mark, times, coded)

    return build


def _call_with(mark: str, amount: Amount, coded: Coded) -> Statement | None:
    tree = coded.code(mark).tree
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name) or tree.keywords:
        return None
    args = literal_args(tree)
    return CallSays(function=tree.func.id, amount=amount, args=args) if args is not None else None


def literal_args(tree: ast.Call) -> tuple[PlainValue, ...] | None:
    """The arguments of a call where all of them are written out."""
    try:
        return tuple(literal_node(arg) for arg in tree.args)
    except (ValueError, RecursionError):
        return None


def _self_calls(amount: Amount | None = None) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        groups = found.groupdict()
        if groups.get("count"):
            times = read_count(groups["count"] or "", coded)
        else:
            times = amount or read_times(groups.get("times") or "", coded)
        name = function_named(groups["function"], coded) if groups.get("function") else ""
        if times is None or (groups.get("function") and not name):
            return None
        return CallSays(function=name, amount=times, by=name or THIS_FUNCTION)

    return build


def _other_calls(amount: Amount | None = None) -> _Build:
    def build(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
        times = amount or read_times(found.groupdict().get("times") or "", coded)
        name = function_named(found["function"], coded) if found["function"] else ""
        other = function_named(found["other"], coded)
        return CallSays(function=other, amount=times, by=name) if times is not None and name and other else None

    return build


def _depth(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    amount = read_count(found["count"], coded)
    return DepthSays(function=where.function, amount=amount) if amount is not None else None


def _counted_calls(found: re.Match[str], coded: Coded, where: Where) -> Statement | None:
    amount, name = read_count(found["count"], coded), function_named(found["function"], coded)
    if amount is None or not name:
        return None
    return CallSays(function=name, amount=amount, by=name if found["recursive"] else "")


_TABLE: tuple[tuple[str, _Build], ...] = (
    (rf"{_LINE} (?:is never|never gets|was never) {_RUNNED}", _line(_NEVER)),
    (rf"{_LINE} never {_RUNS}", _line(_NEVER)),
    (rf"{_LINE} (?:is not|was not) {_RUNNED}(?: at all)?", _line(_NEVER)),
    (rf"{_LINE} does not {_RUN}(?: at all)?", _line(_NEVER)),
    (rf"{_LINE} {_RUNS}{_TIMES}", _line()),
    (rf"{_BODY} (?:never {_ITERATES}|is (?:never|not) {_RUNNED}|does not {_RUN}|has no {ROUND}s?)(?: at all)?",
     _loop(_NEVER)),
    (rf"{_BODY} {_MAKES} (?P<rounds>.+?) {ROUND}(?:e?s)?", _loop()),
    (rf"{_BODY} {_ITERATES} (?P<times>.+)", _loop()),
    (rf"there (?:is|are|were|was) (?P<rounds>.+?) {ROUND}(?:e?s)?(?: (?:of|in) {LOOP})?", _loop()),
    (rf"{_TESTED} (?:is never|was never|never {_HOLDS}|never) {_OUTCOME}", _condition("never")),
    (rf"{_CODE_TESTED} (?:is never|was never|never {_HOLDS}|never) {_OUTCOME}", _condition("never")),
    (rf"{_TESTED} (?:{_HOLDS} )?(?:always )?{_OUTCOME}{_TIMES}", _condition("times")),
    (rf"{_CODE_TESTED} {_HOLDS} (?:always )?{_OUTCOME}{_TIMES}", _condition("times")),
    (rf"{_TESTED} never holds", _condition("never")),
    (rf"{_CODE_TESTED} never holds", _condition("never")),
    (rf"{_TESTED} (?:holds|always holds){_TIMES}", _condition("times")),
    (rf"{_CODE_TESTED} (?:holds|always holds){_TIMES}", _condition("times")),
    (rf"{_BRANCH} (?:is (?:never|not) (?:taken|executed|run|entered|reached)|never runs)", _branch(_NEVER)),
    (rf"{_BRANCH} (?:is taken|is entered|{_RUNS}){_TIMES}", _branch()),
    (rf"{_FUNCTION} (?:never calls|does not call) itself", _self_calls(_NEVER)),
    (rf"{_FUNCTION} calls itself(?: recursively)?{_TIMES}", _self_calls()),
    (rf"{_FUNCTION} makes (?P<count>.+?) recursive calls?(?: to itself)?", _self_calls()),
    (r"there (?:is|are|were|was) (?P<count>.+?) (?P<recursive>recursive )?calls? (?:of|to) (?P<function>[@$]\d+)",
     _counted_calls),
    (rf"{_FUNCTION} (?:never calls|does not call) (?P<other>[@$]\d+)", _other_calls(_NEVER)),
    (rf"{_FUNCTION} calls (?P<other>[@$]\d+){_TIMES}", _other_calls()),
    (rf"{_FUNCTION} (?:is never|is not|never gets|was never) (?:called|invoked|executed|computed|used)(?: at all)?",
     _calls(_NEVER)),
    (rf"{_FUNCTION} {_CALLED}{_TIMES}", _calls()),
    (r"the recursion (?:goes|is|reaches|runs|gets) (?P<count>.+?)(?: levels?| calls?)? deep", _depth),
    (r"the (?:depth of the recursion|recursion depth) is (?P<count>.+)", _depth),
    (r"the recursion reaches (?:a )?depth (?:of )?(?P<count>.+)", _depth),
)  # fmt: skip
_PATTERNS = [(re.compile(pattern), build) for pattern, build in _TABLE]


def read_count_clause(text: str, coded: Coded, where: Where) -> Statement | None:
    """A clause about how often something happens; None where it is not read to its last word."""
    if where.kind != "anywhere":
        return None
    total, each = _IN_TOTAL.fullmatch(text), _EACH_TIME.fullmatch(text)
    for plain, of in ((total[1] if total else "", "total"), (each[1] if each else "", "each"), (text, "")):
        for pattern, build in _PATTERNS:
            found = pattern.fullmatch(plain)
            read = build(found, coded, where) if found else None
            if read is not None and (not of or isinstance(read, LoopSays | CallSays | LineSays)):
                return replace(read, of=of) if isinstance(read, LoopSays) else read if of != "each" else None  # type: ignore[arg-type]  # the three words above
    return None
