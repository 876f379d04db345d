"""Completion → program text. What comes out is still only a draft."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings

_FENCE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n]*\n(.*?)(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_CODE_START = re.compile(
    r"^(def |class |import |from \w+ import |@|[a-zA-Z_]\w* *=|print\(|for |while |if )", re.MULTILINE
)
_PYTHON_NAMES = frozenset({"", "python", "python3", "py", "ipython", "ipython3", "pycon"})
_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
_GONE = "\0"
MAX_PROGRAM_CHARACTERS = 20_000
"""A longer draft is taken for endless repetition and not run."""


def program_in(completion: str, function: str | None) -> str | None:
    """The program a completion holds, or None: prose only, nothing, far too much, or no `function` defined.

    Of several fenced blocks the longest that parses counts. Examples of use
    that a model likes to add after its functions (calls, prints, asserts at module level) are taken off.
    """
    blocks = [
        match[3]
        for match in _FENCE.finditer(completion + "\n")
        if match[2].lower() in _PYTHON_NAMES and match[3].strip()
    ]
    if not blocks and "```" not in completion:
        start = _CODE_START.search(completion)
        blocks = [completion[start.start() :]] if start else []
    candidates = [block.expandtabs(4).replace("\r\n", "\n").strip("\n") + "\n" for block in blocks]
    candidates = [block for block in candidates if len(block) <= MAX_PROGRAM_CHARACTERS]
    candidates = [block for block in candidates if function is None or _defines(block, function)]
    if not candidates:
        return None
    best = max(candidates, key=lambda block: (syntax_tree(block) is not None, len(block)))
    program = without_comments(without_usage(best, function))
    return program if function is not None else _with_call(program)


def code_blocks(text: str) -> list[str]:
    """What stands in the code fences of a Markdown text, whatever language they name."""
    return [match[3] for match in _FENCE.finditer(text + "\n")]


def syntax_tree(text: str) -> ast.Module | None:
    """The parsed program, or None where it does not parse. Never raises, whatever the text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def bound_names(tree: ast.AST) -> set[str]:
    """The names a program gives to things of its own, in whatever scope; imported ones are not among them."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                names.add(name)
            case _:
                pass
    return names


def _with_call(program: str) -> str:
    """A whole program that only defines things, `main()` among them, does nothing: small models forget the call."""
    tree = syntax_tree(program)
    if tree is None or not all(isinstance(node, _DEFINITIONS) for node in tree.body):
        return program
    mains = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main"]
    wanted = mains[-1].args if mains else None
    if wanted is None or len(wanted.posonlyargs + wanted.args) > len(wanted.defaults):
        return program
    return f"{program.rstrip()}\n\n\nmain()\n"


def _defines(text: str, function: str) -> bool:
    name = re.escape(function)
    return re.search(rf"^[ \t]*(?:(?:async )?(?:def|class) +{name}\b|{name} *=)", text, re.MULTILINE) is not None


def without_usage(text: str, function: str | None) -> str:
    """The program without docstrings, and, where a function is asked for, without its own examples of use.

    Lines are taken out whole, so what stays is the text the model wrote. A program that does not parse stays as is.
    """
    tree = syntax_tree(text)
    if tree is None:
        return text
    usage = [node for node in tree.body if function and _defines(text, function) and _is_usage(node, function)]
    dropped = _lines_of(usage) - _lines_of([node for node in tree.body if node not in usage])
    for scope in ast.walk(tree):
        if isinstance(scope, (ast.FunctionDef, ast.ClassDef, ast.Module)) and len(scope.body) > 1:
            first = scope.body[0]
            if isinstance(first, ast.Expr) and _is_text(first.value):
                dropped |= _lines_of([first]) - _lines_of(scope.body[1:])
    kept = [line for number, line in enumerate(text.split("\n"), 1) if number not in dropped]
    result = _tidy(kept)
    return result if syntax_tree(result) is not None else text


def without_comments(text: str) -> str:
    """The program without its comments: they are a model's words that nothing has checked.

    The tokens of the program stay as they are. A program that does not tokenize stays as it is.
    """
    result = _tidy(comments_cut_out(text).split("\n"))
    return result if syntax_tree(result) is not None else text


def comments_cut_out(text: str) -> str:
    """The program without its comments and the lines that hold nothing else; all other lines stay as they are."""
    lines = text.split("\n")
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return text
    for token in tokens:
        if token.type == tokenize.COMMENT:
            row, column = token.start[0] - 1, token.start[1]
            lines[row] = lines[row][:column].rstrip() or _GONE
    return "\n".join(line for line in lines if line != _GONE)


def _is_usage(node: ast.stmt, function: str) -> bool:
    """Whether a statement at module level only tries the function out."""
    if isinstance(node, ast.If):
        return "__name__" in ast.unparse(node.test)
    if isinstance(node, ast.Assert) or (isinstance(node, ast.Expr) and _is_text(node.value)):
        return True
    if not isinstance(node, (ast.Expr, ast.Assign, ast.For, ast.While, ast.With, ast.Try)):
        return False
    return any(isinstance(item, ast.Name) and item.id in (function, "print") for item in ast.walk(node))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _lines_of(nodes: list[ast.stmt]) -> set[int]:
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _tidy(lines: list[str]) -> str:
    """Without comment lines at the end, outer blank lines, and runs of more than two blank lines."""
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    text = "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"
    return re.sub(r"\n{4,}", "\n\n\n", text)
