"""Mutation operators on operators, constants, names and conditions: the small slips of a hand that writes expressions.

Each function gives the edits of one node. What another operator makes already is left out where it is seen at once;
what still comes out twice is taken away by `mutation.mutants`, which looks at the whole program.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import pairwise

from kernel_magic.judge.mutation_edits import Edit, SourceText, Splice, in_brackets

Operator = Callable[[ast.AST, SourceText], Iterator[Edit]]

_TOKENS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_RANKS: dict[str, int] = {
    "|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6, "@": 6, "**": 8,
}  # fmt: skip
_ARITHMETIC: dict[str, tuple[str, ...]] = {
    "+": ("-", "*"), "-": ("+",), "*": ("+", "//"), "/": ("*",), "//": ("*",), "%": ("//", "*"), "**": ("*", "+"),
    "|": ("&",), "&": ("|",), "^": ("|", "&"), "<<": (">>",), ">>": ("<<",),
}  # fmt: skip
_DIVISION = {"/": "//", "//": "/"}
_BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_COMPARISON: dict[str, tuple[str, ...]] = {
    "<": (">",), "<=": (">=",), ">": ("<",), ">=": ("<=",), "==": ("<=", ">="), "!=": ("<", ">"),
}  # fmt: skip
COMPLEMENTS: dict[str, str] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
    "is": "is not", "is not": "is", "in": "not in", "not in": "in",
}  # fmt: skip
_NOT_COMMUTATIVE = ("-", "/", "//", "%", "**")
_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "min": ("max",), "max": ("min",), "any": ("all",), "all": ("any",), "sum": ("len",), "floor": ("ceil",),
    "ceil": ("floor",), "nlargest": ("nsmallest",), "nsmallest": ("nlargest",), "bisect_left": ("bisect_right",),
    "bisect_right": ("bisect_left",), "bisect": ("bisect_left",), "combinations": ("permutations",),
    "permutations": ("combinations",), "combinations_with_replacement": ("combinations",), "gcd": ("lcm",),
    "zip_longest": ("zip",), "search": ("match",), "match": ("search",), "fullmatch": ("match",),
    "lower": ("upper",), "upper": ("lower",), "strip": ("lstrip", "rstrip"), "lstrip": ("rstrip",),
    "rstrip": ("lstrip",), "startswith": ("endswith",), "endswith": ("startswith",), "find": ("rfind",),
    "rfind": ("find",), "index": ("rindex",), "append": ("extend",), "extend": ("append",), "keys": ("values",),
    "values": ("keys",), "union": ("intersection",), "intersection": ("union",), "issubset": ("issuperset",),
    "issuperset": ("issubset",), "popleft": ("pop",), "appendleft": ("append",), "isdigit": ("isalnum", "isalpha"),
    "isalpha": ("isalnum", "isupper"), "isalnum": ("isalpha",), "isupper": ("islower",), "islower": ("isupper",),
    "title": ("capitalize",), "capitalize": ("title",), "ljust": ("rjust",), "rjust": ("ljust",),
    "symmetric_difference": ("difference",), "difference": ("symmetric_difference",), "partition": ("rpartition",),
}  # fmt: skip
_METHODS_ONLY = frozenset(_FUNCTIONS) - {
    "min", "max", "any", "all", "sum", "floor", "ceil", "nlargest", "nsmallest", "bisect_left", "bisect_right",
    "bisect", "combinations", "permutations", "combinations_with_replacement", "gcd", "zip_longest",
}  # fmt: skip
_DROPPED = frozenset({"abs", "round", "int", "reversed", "set", "sorted"})
_DROPPED_METHODS = frozenset({"lower", "upper", "strip", "casefold", "title", "capitalize"})
_SYMMETRIC = frozenset({"min", "max", "gcd", "lcm", "print", "zip"})
_LARGEST = 10**9


def sign_of(node: ast.AST) -> str:
    """How an operator node is written."""
    return _TOKENS[type(node)]


def comparisons(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """`<` to `<=` is a boundary, every other replacement of a comparison a comparison."""
    if not isinstance(node, ast.Compare):
        return
    for (left, right), op in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
        sign, gap = sign_of(op), (source.end(left), source.start(right))
        if sign in _BOUNDARY:
            yield source.swapped("boundary", node, gap, (sign, _BOUNDARY[sign]))
        others = _COMPARISON.get(sign, ())
        if sign in ("==", "!=") and any(isinstance(side, ast.Constant) and _is_text(side) for side in (left, right)):
            others = ()
        for other in (COMPLEMENTS[sign], *others):
            yield source.swapped("comparison", node, gap, (sign, other))


def _is_text(node: ast.Constant) -> bool:
    return node.value is None or isinstance(node.value, (str, bytes, bool))


def arithmetic(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """Another arithmetic operator; whole for true division and the reverse; operands of a subtraction swapped."""
    if isinstance(node, ast.AugAssign):
        sign, gap = sign_of(node.op), (source.end(node.target), source.start(node.value))
        for name, other in _others(sign):
            yield source.swapped(name, node, gap, (f"{sign}=", f"{other}="))
    if not isinstance(node, ast.BinOp) or isinstance(node.left, (ast.JoinedStr, ast.List, ast.Tuple)):
        return
    if isinstance(node.left, ast.Constant) and isinstance(node.left.value, (str, bytes)):
        return
    sign, gap = sign_of(node.op), (source.end(node.left), source.start(node.right))
    for name, other in _others(sign):
        rank = _RANKS[other]
        around = source.text(*gap).strip()
        operands = [node.left] if _binds(node.left) < rank and not around.startswith(")") else []
        operands += [node.right] if _binds(node.right) <= rank and not around.endswith("(") else []
        edit = source.swapped(name, node, gap, (sign, other))
        yield in_brackets(edit, source, whole=rank < _RANKS[sign], operands=tuple(operands))
    if sign in _NOT_COMMUTATIVE:
        yield _exchanged("operand_swap", node, (node.left, node.right), source)


def _others(sign: str) -> Iterator[tuple[str, str]]:
    if sign in _DIVISION:
        yield "division", _DIVISION[sign]
    for other in _ARITHMETIC.get(sign, ()):
        yield "arithmetic", other


def _binds(node: ast.expr) -> int:
    """How strongly an operand holds together; what is no binary operation has brackets of its own or needs none."""
    return _RANKS[sign_of(node.op)] if isinstance(node, ast.BinOp) else 99


def _exchanged(operator: str, node: ast.expr, pair: tuple[ast.expr, ast.expr], source: SourceText) -> Edit:
    splices = tuple(
        Splice(source.start(a), source.end(a), f"({source.of(b)})" if _loose(b) else source.of(b))
        for a, b in (pair, pair[::-1])
    )
    return Edit(operator, source.start(node), source.end(node), splices)


def _loose(node: ast.expr) -> bool:
    return isinstance(node, (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.NamedExpr))


def constants(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """One more, one less; truth values turned; texts emptied; an infinity that becomes 0."""
    if isinstance(node, ast.JoinedStr):
        yield source.replaced("text", node, "''")
    if isinstance(node, ast.Call) and source.of(node).lower() in ("float('inf')", 'float("inf")', "float('-inf')"):
        yield source.replaced("initial_value", node, "0")
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield source.replaced("truth_value", node, str(not value))
    elif isinstance(value, int) and value < _LARGEST:
        yield source.replaced("off_by_one", node, str(value + 1))
        yield source.replaced("off_by_one", node, str(value - 1))
    elif isinstance(value, float):
        yield source.replaced("off_by_one", node, repr(value + 1))
    elif isinstance(value, str):
        yield source.replaced("text", node, "''" if value else "'x'")
    elif isinstance(value, bytes) and value:
        yield source.replaced("text", node, "b''")


def connectors(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """`and` for `or` and the reverse; a `not` removed."""
    if isinstance(node, ast.BoolOp):
        tokens = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            yield source.swapped("connector", node, (source.end(left), source.start(right)), tokens)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        start, end = source.start(node), source.end(node)
        length, name = (3, "remove_not") if isinstance(node.op, ast.Not) else (1, "remove_minus")
        if length == 3 or not isinstance(node.operand, ast.Constant):
            yield Edit(name, start, end, (Splice(start, start + length, " " * (length == 3)),))


def conditions(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """A condition negated, or always true; of a conditional expression also always false."""
    tests: list[ast.expr] = []
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        tests = [node.test]
    elif isinstance(node, ast.comprehension):
        tests = node.ifs
    for test in tests:
        yield from negated("negate_condition", test, source)
        if not isinstance(node, ast.While):
            yield source.replaced("condition_true", test, "True")
        if isinstance(node, ast.IfExp):
            yield source.replaced("condition_false", test, "False")


def negated(operator: str, test: ast.expr, source: SourceText) -> Iterator[Edit]:
    """A truth value turned: the opposite comparison, or `not`; nothing for what begins with `not` already."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        sign, gap = sign_of(test.ops[0]), (source.end(test.left), source.start(test.comparators[0]))
        yield source.swapped(operator, test, gap, (sign, COMPLEMENTS[sign]))
    elif not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
        start, end = source.start(test), source.end(test)
        yield Edit(operator, start, end, (Splice(start, start, "not ("), Splice(end, end, ")")))


def names(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """A function or method for its relative: `min` for `max`, `lstrip` for `strip`, `startswith` for `endswith`."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in _METHODS_ONLY:
        for other in _FUNCTIONS.get(node.id, ()):
            yield source.replaced("function_swap", node, other)
    if isinstance(node, ast.Attribute):
        end = source.end(node)
        for other in _FUNCTIONS.get(node.attr, ()):
            splice = Splice(end - len(node.attr.encode()), end, other)
            yield Edit("method_swap", source.start(node), end, (splice,))


def dropped_calls(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """A call left out, its argument or object kept: `abs`, `set`, `sorted`, `.lower()`."""
    if not isinstance(node, ast.Call):
        return
    name, method = _called(node)
    if name in _DROPPED and node.args and not isinstance(node.args[0], ast.Starred):
        kept = source.of(node.args[0])
        yield source.replaced(f"drop_{name}", node, f"list({kept})" if name in ("set", "sorted") else f"({kept})")
        if name == "set":
            yield source.replaced("drop_set", node, f"({kept})")
    if method in _DROPPED_METHODS and isinstance(node.func, ast.Attribute):
        gap = source.token(source.end(node.func.value), source.end(node.func), ".")
        splice = Splice(gap[0], source.end(node), "")
        yield Edit("drop_method", source.start(node), source.end(node), (splice,))


def arguments(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """Sorted the other way, a key or a default dropped, two arguments swapped."""
    if not isinstance(node, ast.Call):
        return
    name, method = _called(node)
    if name == "sorted" or method == "sort":
        yield from _other_order(node, source)
    for keyword in node.keywords:
        if keyword.arg in ("key", "default") and (name in ("sorted", "min", "max") or method == "sort"):
            others = [item for item in node.keywords if item is not keyword]
            yield source.replaced("drop_argument", node, _call(node, node.args, others, source))
    if name not in _SYMMETRIC and not any(isinstance(item, ast.Starred) for item in node.args):
        for first, second in pairwise(node.args):
            if not isinstance(first, ast.GeneratorExp):
                yield _exchanged("argument_swap", node, (first, second), source)


def _called(node: ast.Call) -> tuple[str, str]:
    """The name of the function, or of the method, that is called."""
    called = node.func
    return called.id if isinstance(called, ast.Name) else "", called.attr if isinstance(called, ast.Attribute) else ""


def _other_order(node: ast.Call, source: SourceText) -> Iterator[Edit]:
    if not any(keyword.arg in ("reverse", None) for keyword in node.keywords):
        reverse = ast.keyword(arg="reverse", value=ast.Constant(value=True))
        yield source.replaced("sort_order", node, _call(node, node.args, [*node.keywords, reverse], source))


def _call(node: ast.Call, args: list[ast.expr], keywords: list[ast.keyword], source: SourceText) -> str:
    """The call with these arguments. What was not in the text before must be a constant."""
    parts = [source.of(item) for item in args]
    for keyword in keywords:
        new = isinstance(keyword.value, ast.Constant) and not hasattr(keyword.value, "lineno")
        value = ast.unparse(keyword.value) if new else source.of(keyword.value)
        parts.append(f"{keyword.arg}={value}" if keyword.arg else f"**{value}")
    return f"{source.of(node.func)}({', '.join(parts)})"


EXPRESSIONS: tuple[Operator, ...] = (
    comparisons, arithmetic, constants, connectors, conditions, names, dropped_calls, arguments,
)  # fmt: skip
