"""What a program is made of, read off its text without running it: its operations, its loops, its lines.

Python is read as a syntax tree, C++ and Java as tokens. A shape says how a program is written, never whether it is
right or fast.
"""

from __future__ import annotations

import ast
import hashlib
import io
import re
import tokenize
from collections import Counter
from dataclasses import dataclass, field

from kernel_magic.core.source import Source
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.witnesses.normal_form import fingerprint
from kernel_magic.lessons.witnesses.plain_structure import plain_structure

_C_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_C_TOKEN = re.compile(
    r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|[A-Za-z_]\w*|\d[\w.]*|<<=|>>=|->|\+\+|--|&&|\|\||[-+*/%<>=!&|^]=|\S'
)
_C_PLAIN = frozenset({"{", "}", "(", ")", ";", ",", "#", "std", ":", "const", "final", "static", "public", "private"})
_C_LIBRARY = frozenset({
    "sort", "stable_sort", "map", "set", "unordered_map", "unordered_set", "multiset", "multimap", "priority_queue",
    "queue", "deque", "stack", "vector", "string", "lower_bound", "upper_bound", "binary_search", "gcd", "min", "max",
    "swap", "reverse", "accumulate", "next_permutation", "Arrays", "Collections", "HashMap", "HashSet", "TreeMap",
    "TreeSet", "ArrayDeque", "PriorityQueue", "ArrayList", "LinkedList", "StringBuilder", "Scanner", "BufferedReader",
    "for", "while", "if", "else", "do", "switch", "return", "break", "continue", "long", "int", "double", "bool",
    "boolean", "char", "auto", "class", "struct",
})  # fmt: skip
_COUNTED = (
    ast.operator, ast.cmpop, ast.boolop, ast.unaryop, ast.stmt, ast.Subscript, ast.Constant, ast.Name, ast.Attribute,
)  # fmt: skip
_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a program is written."""

    fingerprint: str
    """Equal for programs that differ in names, layout and small matters only."""
    operations: Counter[str] = field(default_factory=Counter)
    """How often each kind of operation stands in it; `for@2` is a loop in a loop."""
    calls: frozenset[str] = frozenset()
    """Names of what it calls, methods by their own name."""
    depth: int = 0
    """How deep its loops lie in each other, comprehensions included."""
    recursive: bool = False
    """A function that calls itself by name."""
    table: bool = False
    """In a loop it puts a value, made from other places of a list or dictionary, into one."""


def shape_of(source: Source) -> Shape:
    """The shape of a program in any of the judge's languages. Never raises, whatever the text."""
    if source.language != "python":
        return _token_shape(source.text)
    tree = syntax_tree(source.text)
    mark = fingerprint(source.text)
    if tree is None:
        return Shape(fingerprint=mark)
    try:
        reader = _Reader()
        reader.visit(tree)
        plain = _Counted()
        plain.visit(plain_structure(tree))
    except RecursionError:
        return Shape(fingerprint=mark)
    return Shape(
        fingerprint=mark,
        operations=plain.operations,
        calls=frozenset(reader.calls),
        depth=plain.deepest,
        recursive=reader.recursive,
        table=reader.table,
    )


def code_lines(source: Source) -> int:
    """Lines of code: without blank ones and comments."""
    text = source.text
    if source.language != "python":
        return sum(bool(line.strip()) for line in _C_COMMENT.sub("", text).splitlines())
    comments: set[int] = set()
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in text.splitlines())
    code: set[int] = set()
    for token in tokens:
        rows = range(token.start[0], token.end[0] + 1)
        if token.type == tokenize.COMMENT:
            comments.update(rows)
        elif token.type not in {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}:
            code.update(rows)
    return len(code)


class _Counted(ast.NodeVisitor):
    """Counts operations of a tree in plain form, loops with how deep they lie."""

    def __init__(self) -> None:
        self.operations: Counter[str] = Counter()
        self.deepest = 0
        self._depth = 0

    def generic_visit(self, node: ast.AST) -> None:
        name = type(node).__name__
        loop = isinstance(node, _LOOPS)
        comprehension = isinstance(node, _COMPREHENSIONS)
        if loop or comprehension:
            self._depth += len(node.generators) if isinstance(node, _COMPREHENSIONS) else 1
            self.deepest = max(self.deepest, self._depth)
            self.operations[f"{name}@{self._depth}"] += 1
        elif isinstance(node, ast.Call):
            self.operations[f"call {_called(node) or '?'}"] += 1
        elif isinstance(node, _COUNTED):
            self.operations[name] += 1
        super().generic_visit(node)
        if loop or comprehension:
            self._depth -= len(node.generators) if isinstance(node, _COMPREHENSIONS) else 1


class _Reader(ast.NodeVisitor):
    """Notices calls, recursion and tables, in the tree as it was written."""

    def __init__(self) -> None:
        self.calls: set[str] = set()
        self.recursive = False
        self.table = False
        self._within: list[str] = []
        self._loops = 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.calls.update(
            name for item in node.decorator_list for inner in ast.walk(item) if (name := _own_name(inner))
        )
        self._within.append(node.name)
        self.generic_visit(node)
        self._within.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node)
        if name:
            self.calls.add(name)
            self.recursive |= name in self._within
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        stores = [item for item in node.targets if isinstance(item, ast.Subscript)]
        reads = any(isinstance(item, ast.Subscript) for item in ast.walk(node.value))
        self.table |= bool(self._loops and stores and reads)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        reads = any(isinstance(item, ast.Subscript) for item in ast.walk(node.value))
        self.table |= bool(self._loops and isinstance(node.target, ast.Subscript) and reads)
        self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> None:
        loop = isinstance(node, _LOOPS)
        self._loops += loop
        super().generic_visit(node)
        self._loops -= loop


def _called(node: ast.Call) -> str:
    return _own_name(node.func)


def _own_name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _token_shape(text: str) -> Shape:
    """Tokens without comments; the program's own names by order of appearance, library names as they are."""
    tokens = _C_TOKEN.findall(_C_COMMENT.sub(" ", text))
    names: dict[str, str] = {}
    form = [names.setdefault(token, f"v{len(names)}") if _is_own(token) else token for token in tokens]
    operations = Counter("name" if _is_own(token) else token for token in tokens if token not in _C_PLAIN)
    return Shape(
        fingerprint=hashlib.sha256("\0".join(form).encode("utf-8", "surrogatepass")).hexdigest(),
        operations=operations,
        calls=frozenset(token for token in tokens if token in _C_LIBRARY),
        depth=_brace_depth(tokens),
    )


def _is_own(token: str) -> bool:
    return (token[0].isalpha() or token[0] == "_") and token not in _C_LIBRARY and token not in _C_PLAIN


def _brace_depth(tokens: list[str]) -> int:
    """How many loops lie in each other, by braces: loops without braces count where they stand in one with them."""
    open_loops: list[bool] = []
    pending = deepest = 0
    for mark in tokens:
        if mark in {"for", "while"}:
            pending += 1
            deepest = max(deepest, sum(open_loops) + pending)
        elif mark == "{":
            open_loops.append(pending > 0)
            pending = max(0, pending - 1)
        elif mark == "}" and open_loops:
            open_loops.pop()
            pending = 0
    return deepest
