"""Plain values: what an argument, an expected value and an observed value can be. Nothing here runs foreign code.

Three forms. *Plain*: Python objects of exact built-in types. *JSON*: what contract files and results hold, with
`$tuple`, `$set`, `$frozenset`, `$bytes`, `$float`, `$complex`, `$dict` tags for what JSON lacks. *Text*: a Python
literal, read with `literal` (a closed grammar over `ast`, never `eval`) and written with `repr`.
"""

from __future__ import annotations

import ast
import base64
import binascii
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias, Union

PlainValue: TypeAlias = Union[
    bool, int, float, complex, str, bytes,
    list["PlainValue"], tuple["PlainValue", ...], set["PlainValue"], frozenset["PlainValue"],
    dict["PlainValue", "PlainValue"], None,
]  # fmt: skip
JsonValue: TypeAlias = Union[bool, int, float, str, Sequence["JsonValue"], Mapping[str, "JsonValue"], None]

_MAX_DEPTH = 200


def to_json(value: PlainValue) -> JsonValue:
    """The JSON form of a plain value.

    Raises:
        ValueError: the value is not plain (an object of some class), or nested more than 200 deep.
    """
    return _to_json(value, 0)


def _to_json(value: PlainValue, depth: int) -> JsonValue:
    if depth > _MAX_DEPTH:
        raise ValueError(f"nested more than {_MAX_DEPTH} deep")
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value  # type: ignore[return-value]  # exact types checked on this line
    if isinstance(value, float) and kind is float:
        return value if math.isfinite(value) else {"$float": _float_name(value)}
    if isinstance(value, complex) and kind is complex:
        return {"$complex": [_to_json(value.real, depth), _to_json(value.imag, depth)]}
    if isinstance(value, bytes) and kind is bytes:
        return {"$bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, (list, tuple)) and kind in (list, tuple):
        items = [_to_json(item, depth + 1) for item in value]
        return items if kind is list else {"$tuple": items}
    if isinstance(value, (set, frozenset)) and kind in (set, frozenset):
        tag = "$frozenset" if kind is frozenset else "$set"
        # In the order of their JSON: a set in a set would be written in an order that changes from run to run.
        parts = sorted((_to_json(item, depth + 1) for item in value), key=repr)
        return {tag: parts}
    if isinstance(value, dict) and kind is dict:
        return _dict_to_json(value, depth)
    raise ValueError(f"{kind.__name__} is not a plain value")


def _dict_to_json(value: dict[PlainValue, PlainValue], depth: int) -> JsonValue:
    if all(type(key) is str and not key.startswith("$") for key in value):
        return {str(key): _to_json(item, depth + 1) for key, item in value.items()}
    pairs = [[_to_json(key, depth + 1), _to_json(item, depth + 1)] for key, item in value.items()]
    return {"$dict": pairs}


def _float_name(value: float) -> str:
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def from_json(value: JsonValue) -> PlainValue:
    """The plain value of a JSON form.

    Raises:
        ValueError: an unknown `$` tag, or a tag whose content does not fit it.
    """
    if isinstance(value, Mapping):
        return _from_mapping(value)
    if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
        return value
    return [from_json(item) for item in value]


def _from_mapping(value: Mapping[str, JsonValue]) -> PlainValue:
    tags = [key for key in value if key.startswith("$")]
    if not tags:
        return {key: from_json(item) for key, item in value.items()}
    if len(value) != 1:
        raise ValueError(f"a tagged value has one key, this one has {sorted(value)}")
    tag, content = tags[0], value[tags[0]]
    if tag == "$float" and content in ("nan", "inf", "-inf"):
        return float(str(content))
    if tag == "$bytes" and isinstance(content, str):
        try:
            return base64.b64decode(content, validate=True)
        except binascii.Error as error:
            raise ValueError(f"$bytes is not base64: {error}") from error
    if isinstance(content, Sequence) and not isinstance(content, str):
        return _from_tagged_items(tag, content)
    raise ValueError(f"unknown or malformed tag {tag!r}")


def _from_tagged_items(tag: str, content: Sequence[JsonValue]) -> PlainValue:
    items = [from_json(item) for item in content]
    try:
        if tag == "$tuple":
            return tuple(items)
        if tag == "$set":
            return set(items)
        if tag == "$frozenset":
            return frozenset(items)
        if tag == "$dict":
            return {pair[0]: pair[1] for pair in items if _is_pair(pair)}  # type: ignore[index]  # _is_pair saw to it
    except TypeError as error:
        raise ValueError(f"{tag} holds something that cannot be hashed: {error}") from error
    if tag == "$complex" and len(items) == 2 and all(type(i) in (int, float) for i in items):
        return complex(items[0], items[1])  # type: ignore[arg-type]  # types checked on the line above
    raise ValueError(f"unknown or malformed tag {tag!r}")


def _is_pair(item: PlainValue) -> bool:
    if isinstance(item, list) and len(item) == 2:
        return True
    raise ValueError("$dict holds [key, value] pairs")


_CONSTRUCTORS = {"set": set, "frozenset": frozenset, "tuple": tuple, "list": list, "dict": dict}


def literal(text: str) -> PlainValue:
    """The plain value of a Python literal, `repr`'s own forms included: `set()`, `inf`, `-nan`, `float('inf')`.

    Raises:
        ValueError: the text is no literal (a name, a call, an operator other than a sign).
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"not a Python value: {text.strip()[:60]!r}") from error
    try:
        return literal_node(tree.body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def literal_node(node: ast.expr) -> PlainValue:  # noqa: C901 - one flat table of node forms
    """As `literal`, for a parsed expression."""
    match node:
        case ast.Constant(value=value) if value is not Ellipsis:
            return value
        case ast.List(elts=elts):
            return [literal_node(item) for item in elts]
        case ast.Tuple(elts=elts):
            return tuple(literal_node(item) for item in elts)
        case ast.Set(elts=elts):
            return _hashed(set, [literal_node(item) for item in elts])
        case ast.Dict(keys=keys, values=values) if all(keys):
            pairs = [(literal_node(k), literal_node(v)) for k, v in zip(keys, values, strict=True) if k]
            return _hashed(dict, pairs)  # type: ignore[arg-type]  # pairs are tuples of plain values
        case ast.Name(id="inf" | "nan" as name):
            return float(name)
        case ast.Attribute(value=ast.Name(id="math" | "np" | "numpy"), attr="inf" | "nan" as name):
            return float(name)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            return _signed(sign, literal_node(operand))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=ast.Constant(value=complex() as right)):
            return _complex(literal_node(left), op, right)
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=str() as name)], keywords=[]):
            return float(name)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _CONSTRUCTORS and len(args) < 2:
            return _constructed(name, [literal_node(item) for item in args])
    raise ValueError(f"not a plain value: {ast.unparse(node)[:60]}")


def _signed(sign: ast.unaryop, value: PlainValue) -> PlainValue:
    if isinstance(value, bool) or not isinstance(value, (int, float, complex)):
        raise ValueError(f"a sign before {value!r}")
    return -value if isinstance(sign, ast.USub) else value


def _complex(left: PlainValue, op: ast.operator, right: complex) -> PlainValue:
    if isinstance(left, bool) or not isinstance(left, (int, float)):
        raise ValueError("only a complex number may hold an operator")
    return left + right if isinstance(op, ast.Add) else left - right


def _hashed(build: type[set[PlainValue]] | type[dict[PlainValue, PlainValue]], items: list[PlainValue]) -> PlainValue:
    try:
        return build(items)  # type: ignore[arg-type]  # the caller gives pairs where build is dict
    except TypeError as error:
        raise ValueError(str(error)) from error


def _constructed(name: str, args: list[PlainValue]) -> PlainValue:
    try:
        result: PlainValue = _CONSTRUCTORS[name](*args)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}(…): {error}") from error
    return result
