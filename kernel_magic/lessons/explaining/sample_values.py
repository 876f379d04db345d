"""Values to try a function with where nobody gave a call.

They are told from annotations, from what the function does with an argument, and from the argument's name. All are
Python expressions as text; whether a call with them works, a run must show.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from kernel_magic.lessons.explaining.code_shape import Function

_NUMBERS = ("5", "3", "12")
_TEXTS = ("'hello'", "'level'", "'Ada Lovelace'")
_LISTS = ("[3, 1, 4, 1, 5]", "[2, 7, 9]", "[1, 2, 3]")
_WORDS = ("['pear', 'fig', 'apple']", "['b', 'a']", "['x', 'y', 'x']")
_DICTS = ("{'a': 1, 'b': 2}", "{'x': 5, 'y': 3}", "{'k': 0}")
_SETS = ("{1, 2, 3}", "{4, 5}", "{7}")
_GRIDS = ("[[1, 2], [3, 4]]", "[[1, 2, 3], [4, 5, 6]]", "[[7]]")
_FLOATS = ("2.5", "4.0", "0.5")
_FLAGS = ("True", "False", "True")
_FUNCTIONS = ("lambda x: x + 1", "abs", "len")
_PAIRS = ("[(1, 'a'), (2, 'b')]", "[(3, 4), (1, 2)]", "[(1, 2)]")
_ANYTHING = (_NUMBERS, _LISTS, _TEXTS)

_BY_ANNOTATION: Mapping[str, tuple[str, ...]] = {
    "int": _NUMBERS, "float": _FLOATS, "str": _TEXTS, "bool": _FLAGS, "bytes": ("b'abc'", "b''", "b'xyz'"),
    "list": _LISTS, "list[int]": _LISTS, "list[float]": ("[2.5, 1.0, 4.0]", "[0.5]", "[3.0, 1.5]"),
    "list[str]": _WORDS, "list[list[int]]": _GRIDS, "dict": _DICTS, "dict[str, int]": _DICTS, "set": _SETS,
    "set[int]": _SETS, "tuple": ("(1, 2, 3)", "(4, 5)", "(0,)"), "tuple[int, int]": ("(3, 4)", "(1, 2)", "(5, 0)"),
    "Callable": _FUNCTIONS, "Sequence": _LISTS, "Sequence[int]": _LISTS, "Iterable": _LISTS, "Iterable[int]": _LISTS,
    "Sequence[str]": _WORDS, "Iterable[str]": _WORDS, "Mapping[str, int]": _DICTS, "Any": _NUMBERS, "object": _NUMBERS,
}  # fmt: skip


def _table(rows: Mapping[tuple[str, ...], str]) -> Mapping[str, tuple[str, ...]]:
    return {word: values for values, words in rows.items() for word in words.split()}


_BY_METHOD = _table({
    _TEXTS: "capitalize casefold encode endswith find isalpha isdigit islower isupper join lower lstrip replace rstrip "
            "split splitlines startswith strip swapcase title upper",
    _LISTS: "append extend insert sort reverse",
    _DICTS: "items keys values get setdefault",
    _SETS: "add union intersection difference issubset discard",
})  # fmt: skip
_BY_NAME = _table({
    _NUMBERS: "n k m i j x y z a b c num number count size length limit start stop end low high left right target year "
              "age base exponent exp amount step depth height width first second value",
    _LISTS: "items nums numbers values xs ys lst list_ l arr array seq data scores prices heights sequence collection "
            "elements digits",
    _TEXTS: "s t text word string str_ sentence line name char letter phrase title message password prefix suffix "
            "owner user author city color colour label",
    _WORDS: "words names strings lines strs texts tokens",
    _GRIDS: "matrix grid board table rows image",
    _DICTS: "d dict_ mapping counts counter graph lookup dictionary inventory",
    _FUNCTIONS: "f func fn function predicate callback key transform op",
    _FLAGS: "flag verbose strict inclusive",
    _FLOATS: "price rate ratio weight radius temperature celsius percent",
    _PAIRS: "pairs edges points",
})  # fmt: skip


def argument_rows(node: Function, *, method: bool = False) -> tuple[str, ...]:
    """Argument lists to try, likely ones first; one empty list where nothing is needed.

    Optional arguments are left out. `method`: the first argument is the object itself.
    """
    needed = _needed(node)[1:] if method else _needed(node)
    named = [
        argument
        for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        if default is None
    ]
    if not needed and not named:
        return ("",)
    choices = [values_for(argument, node) for argument in (*needed, *named)]
    width = max(len(alternatives) for alternatives in choices)
    rows: dict[str, None] = {}
    for turn in range(3):
        for way in range(width):
            chosen = [alternatives[min(way, len(alternatives) - 1)] for alternatives in choices]
            words = [values[(turn + (place if way else 0)) % len(values)] for place, values in enumerate(chosen)]
            words = _distinct(words, chosen)
            plain = words[: len(needed)]
            keyed = [f"{argument.arg}={word}" for argument, word in zip(named, words[len(needed) :], strict=True)]
            rows.setdefault(", ".join([*plain, *keyed]))
    return tuple(rows)


def field_rows(node: ast.ClassDef) -> tuple[str, ...]:
    """Argument lists for a class without `__init__`: of a dataclass its fields without a default."""
    if not any("dataclass" in ast.unparse(each) for each in node.decorator_list):
        return ("",)
    fields = [
        ast.arg(arg=each.target.id, annotation=each.annotation)
        for each in node.body
        if isinstance(each, ast.AnnAssign) and each.value is None and isinstance(each.target, ast.Name)
    ]
    arguments = ast.arguments(posonlyargs=[], args=fields, kwonlyargs=[], kw_defaults=[], defaults=[])
    made = ast.FunctionDef(name=node.name, args=arguments, body=[ast.Pass()], decorator_list=[], returns=None)
    return argument_rows(made)


def _needed(node: Function) -> list[ast.arg]:
    arguments = [*node.args.posonlyargs, *node.args.args]
    return arguments[: len(arguments) - len(node.args.defaults)]


def _distinct(words: list[str], chosen: list[tuple[str, ...]]) -> list[str]:
    """Two arguments of the same kind get different values: equal ones show little."""
    seen: set[str] = set()
    distinct: list[str] = []
    for word, values in zip(words, chosen, strict=True):
        distinct.append(next((value for value in (word, *values) if value not in seen), word))
        seen.add(distinct[-1])
    return distinct


def values_for(argument: ast.arg, node: Function) -> tuple[tuple[str, ...], ...]:
    """Kinds of values for one argument, likely ones first, each with a few values."""
    if argument.annotation is not None:
        written = ast.unparse(argument.annotation).replace("List[", "list[").replace("Dict[", "dict[").strip("'\"")
        written = written.removeprefix("typing.").removesuffix(" | None").replace("Optional[", "").rstrip()
        known = _BY_ANNOTATION.get(written) or _BY_ANNOTATION.get(written.partition("[")[0])
        if known:
            return (known,)
    used = _by_use(argument.arg, node)
    by_name = _BY_NAME.get(argument.arg.lower().rstrip("0123456789_"))
    # What can be looped over or counted may be anything: there the name says more.
    weak = [kind for kind in used if kind is _LISTS]
    told = [kind for kind in used if kind is not _LISTS] + ([by_name] if by_name else [])
    if by_name is _NUMBERS and weak:
        told.remove(_NUMBERS)
    return tuple(dict.fromkeys([*told, *weak, *_ANYTHING]))


def _by_use(name: str, node: Function) -> list[tuple[str, ...]]:
    """Kinds of values that fit what the function does with an argument."""
    found: list[tuple[str, ...]] = []
    for each in ast.walk(node):
        kinds = _told_by(each, name)
        if kinds and kinds not in found:
            found.append(kinds)
    # A grid is a list too, and a text can be looped over: what says more counts first.
    order = (_GRIDS, _DICTS, _SETS, _TEXTS, _FUNCTIONS, _WORDS, _LISTS, _NUMBERS)
    return sorted(found, key=lambda kind: order.index(kind) if kind in order else len(order))


def _told_by(node: ast.AST, name: str) -> tuple[str, ...]:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)) if owner == name:
            return _BY_METHOD.get(method, ())
        case ast.Call(func=ast.Name(id=function)) if function == name:
            return _FUNCTIONS
        case ast.Call(func=ast.Name(id="range"), args=arguments) if _named(arguments, name):
            return _NUMBERS
        case ast.Call(func=ast.Name(id="len" | "sum" | "max" | "min" | "sorted" | "enumerate"), args=arguments):
            return _LISTS if len(arguments) == 1 and _named(arguments, name) else ()
        case ast.Subscript(value=ast.Subscript(value=ast.Name(id=owner))) if owner == name:
            return _GRIDS
        case ast.Subscript(value=ast.Name(id=owner)) if owner == name:
            return _LISTS
        case ast.For(iter=ast.Name(id=owner)) | ast.comprehension(iter=ast.Name(id=owner)) if owner == name:
            return _LISTS
        case ast.BinOp(left=left, right=right):
            return _by_operands(left, right, name)
        case ast.Compare(left=ast.Name(id=owner), comparators=[ast.Constant(value=value)]) if owner == name:
            return _NUMBERS if isinstance(value, int) else _TEXTS if isinstance(value, str) else ()
        case _:
            return ()


def _named(nodes: list[ast.expr], name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in nodes)


def _by_operands(left: ast.expr, right: ast.expr, name: str) -> tuple[str, ...]:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, ast.Name) and one.id == name and isinstance(other, ast.Constant):
            return _TEXTS if isinstance(other.value, str) else _NUMBERS
    return ()
