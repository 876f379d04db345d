"""Imports that a draft forgot: `math.sqrt` without `import math`, `List` without `from typing import List`.

A model that goes on from a function's head has no place left for imports. What is added is decided by names alone, from
a closed list of the standard library; whether the program is right then is for the judge to say.
"""

from __future__ import annotations

import ast
import builtins

from kernel_magic.lessons.parse import bound_names, syntax_tree

_MODULES = frozenset({
    "bisect", "calendar", "cmath", "collections", "copy", "datetime", "decimal", "fractions", "functools", "heapq",
    "itertools", "json", "math", "operator", "random", "re", "statistics", "string", "sys", "time", "typing",
})  # fmt: skip
_MEMBERS: dict[str, str] = {
    **dict.fromkeys(("Counter", "OrderedDict", "defaultdict", "deque", "namedtuple"), "collections"),
    **dict.fromkeys((
        "Any", "Callable", "Deque", "Dict", "FrozenSet", "Generator", "Iterable", "Iterator", "List", "Mapping",
        "Optional", "Sequence", "Set", "Tuple", "TypeVar", "Union",
    ), "typing"),
    **dict.fromkeys((
        "accumulate", "chain", "combinations", "combinations_with_replacement", "count", "cycle", "groupby", "islice",
        "permutations", "product", "zip_longest",
    ), "itertools"),
    **dict.fromkeys(("cmp_to_key", "lru_cache", "partial", "reduce"), "functools"),
    **dict.fromkeys(("ceil", "comb", "factorial", "floor", "gcd", "isqrt", "pi", "sqrt"), "math"),
    **dict.fromkeys(("heapify", "heappop", "heappush", "nlargest", "nsmallest"), "heapq"),
    **dict.fromkeys(("bisect_left", "bisect_right", "insort"), "bisect"),
    "Fraction": "fractions",
    "Decimal": "decimal",
    "itemgetter": "operator",
}  # fmt: skip
"""Names that mean one thing to everybody who reads Python, and the module they come from."""


def with_missing_imports(text: str) -> str:
    """The program with an import for each name of the standard library that it uses and binds nowhere.

    A program that needs none, or does not parse, comes back as it is.
    """
    tree = syntax_tree(text)
    if tree is None or _has_star(tree):
        return text
    missing = sorted(_used(tree) - bound_names(tree) - _imported(tree) - set(dir(builtins)))
    lines = [f"import {name}" for name in missing if name in _MODULES]
    members: dict[str, list[str]] = {}
    for name in missing:
        if name in _MEMBERS and name not in _MODULES:
            members.setdefault(_MEMBERS[name], []).append(name)
    lines += [f"from {module} import {', '.join(names)}" for module, names in sorted(members.items())]
    if not lines:
        return text
    head, body = _split_future(text, tree)
    return f"{head}{chr(10).join(lines)}\n\n\n{body.lstrip(chr(10))}"


def _used(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _imported(tree: ast.Module) -> set[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    return {(alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names}


def _has_star(tree: ast.Module) -> bool:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return any(alias.name == "*" for node in imports for alias in node.names)


def _split_future(text: str, tree: ast.Module) -> tuple[str, str]:
    """What must stand before every other import, and the rest."""
    last = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            last = node.end_lineno or node.lineno
    lines = text.split("\n")
    return "".join(f"{line}\n" for line in lines[:last]), "\n".join(lines[last:])
