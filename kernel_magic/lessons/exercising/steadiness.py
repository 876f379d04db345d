"""Whether what a program does is the same in every run of Python, so that a question about it has one answer.

Runs tell of the order of sets, of hashes, of random numbers and of addresses: each further run is in a new interpreter
(`Judge.renew`), where these are others. What is the same in every run of the judge and not on a student's machine is
found by its name: clocks and dates, the folder, the environment, the name of the module, what is typed in.

Not known: what depends on how threads take turns, on the version of Python, or on the machine in some other way; and a
set of two texts has the same order in two interpreters every other time, so it is missed once in a thousand questions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kernel_magic.lessons.parse import syntax_tree

_FEW, _MANY = 2, 10
"""Further interpreters that a program is run in; many where it has sets."""
_SETS = {"set", "frozenset", "hash", "keys", "items", "union", "intersection", "difference", "symmetric_difference"}
_MODULES = {"platform", "secrets", "socket", "getpass", "tempfile", "locale", "uuid", "glob"}
"""Modules that are about the machine, the moment, or chance."""
_CLOCK = {
    "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time",
    "process_time_ns", "thread_time", "localtime", "gmtime", "ctime", "asctime", "strftime", "tzname", "timezone",
}  # fmt: skip
_OF_OS = {
    "getcwd", "environ", "getenv", "getpid", "getppid", "getlogin", "getuid", "uname", "urandom", "listdir", "scandir",
    "walk", "cpu_count", "name", "stat", "path.abspath", "path.realpath", "path.expanduser", "path.exists",
}  # fmt: skip
_OF_SYS = {"argv", "version", "version_info", "platform", "path", "executable", "modules", "getsizeof", "stdin"}
_OTHERS = {
    "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today",
    "random.SystemRandom", "pathlib.Path.cwd", "pathlib.Path.home", "threading.get_ident", "calendar.timegm",
}  # fmt: skip
_NAMES = {"__name__", "__file__", "input", "__module__"}
_MODULE_OF_JUDGE = "submission."
"""What classes are shown with in the judge: elsewhere it is `__main__.`."""
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def runs_needed(program: str) -> int:
    """In how many further interpreters a program has to do the same."""
    tree = syntax_tree(program)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, (ast.Set, ast.SetComp)) or _SETS & set(_words(node)):
            return _MANY
    return _FEW


def shows_the_judge(text: str, program: str) -> bool:
    """Whether an answer holds what only a run in the judge shows."""
    return _MODULE_OF_JUDGE in text and _MODULE_OF_JUDGE not in program


def unsteady_name(program: str, asked: str) -> str:
    """What a question uses, itself or in the program, that is not the same in every run; empty where nothing is known.

    Args:
        program: what the question is about.
        asked: the question's code, with what is run before it.
    """
    trees = [tree for tree in map(syntax_tree, (program, asked)) if tree is not None]
    known = _imported(trees)
    for node in _used(trees):
        found = _dotted(node, known)
        if found and _is_unsteady(found):
            return found
    return ""


def _words(node: ast.AST) -> Iterator[str]:
    """The name that a node is or ends with."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr


def _used(trees: list[ast.Module]) -> Iterator[ast.AST]:
    """Every node of what is asked, of the program's own statements, and of the definitions that these lead to."""
    definitions = {node.name: node for tree in trees for node in tree.body if isinstance(node, _DEFINITIONS)}
    waiting: list[ast.AST] = [node for tree in trees for node in tree.body if not isinstance(node, _DEFINITIONS)]
    waiting = [node for node in waiting if not _is_guard(node)]
    while waiting:
        for node in ast.walk(waiting.pop()):
            yield node
            for word in _words(node):
                if word in definitions:
                    waiting.append(definitions.pop(word))


def _is_guard(node: ast.AST) -> bool:
    """`if __name__ == "__main__":`, which no question is about."""
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
        case _:
            return False


def _imported(trees: list[ast.Module]) -> dict[str, str]:
    """What imported names stand for, written in full."""
    found: dict[str, str] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                found[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _dotted(node: ast.AST, imported: dict[str, str]) -> str:
    """The full name that a node stands for; empty where it is no name, or one of the program's own."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, node.id if node.id in _NAMES else "")
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value, imported)
        return f"{before}.{node.attr}" if before else node.attr if node.attr == "__module__" else ""
    return ""


def _is_unsteady(name: str) -> bool:
    top, _, rest = name.partition(".")
    within = {"time": _CLOCK, "os": _OF_OS, "sys": _OF_SYS}.get(top, set())
    return name in _NAMES or name in _OTHERS or rest in within or (bool(rest) and top in _MODULES)
