"""The package can be imported on Windows: what only Unix has is asked for where it is used, outside the sandbox."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "kernel_magic"
UNIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}


def unix_only_imports(path):
    """(line, module) of what is imported when the module is; what stands under an `if` or in a function is not."""
    for node in ast.parse(path.read_text("utf-8")).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            if name.partition(".")[0] in UNIX_ONLY:
                yield node.lineno, name


def test_nothing_outside_the_sandbox_imports_what_only_unix_has():
    files = [path for path in PACKAGE.rglob("*.py") if "inside" not in path.parts]
    assert len(files) > 300
    found = {str(path.relative_to(PACKAGE)): list(unix_only_imports(path)) for path in files}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_an_import_that_only_unix_has_is_seen():
    assert list(unix_only_imports(PACKAGE / "judge" / "inside" / "limits.py")) != []
