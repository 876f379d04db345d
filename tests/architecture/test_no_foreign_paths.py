"""Nothing of the machine a file was written on gets into the project: no paths, no package hosts, no large files."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_BYTES = 1024 * 1024

# One letter of each stands in brackets, so that this file does not find itself.
PATHS = (
    r"/wor[k]/",
    r"/far[m]/",
    r"/hom[e]/(?!user\b|learner\b|student\b)[a-z][a-z0-9_-]*/",
    r"/User[s]/[A-Za-z]",
    r"/roo[t]/\.(?!ssh\b)",
    r"/op[t]/(?:pypi|wheels)",
    r"[A-Z]:\\User[s]\\",
)
HOSTS = (
    r"pypi\.or[g]",
    r"pythonhosted\.or[g]",
    r"npmjs\.(?:or[g]|co[m])",
    r"deb\.debian\.or[g]",
    r"conda\.anaconda\.or[g]",
    r"download\.pytorch\.or[g]",
)
FOREIGN = re.compile("|".join(PATHS + HOSTS))


@cache
def project_files() -> tuple[Path, ...]:
    """Every file git tracks or would track."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: which files belong to the project is not known")
    paths = (ROOT / name.decode() for name in listed.split(b"\0") if name)
    return tuple(sorted(path for path in paths if path.is_file() and not path.is_symlink()))


def foreign_lines(text: str) -> list[str]:
    """The lines that hold a machine's path or a package host, with their numbers."""
    return [
        f"{number}: {line.strip()[:120]}" for number, line in enumerate(text.splitlines(), 1) if FOREIGN.search(line)
    ]


def test_no_file_knows_the_machine_it_was_written_on():
    found = []
    for path in project_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            lines = foreign_lines(content.decode("utf-8", "replace"))
            found += [f"{path.relative_to(ROOT)}:{line}" for line in lines]
    assert len(project_files()) > 20
    assert not found, "\n".join(found)


def test_no_file_is_large():
    large = [f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes" for path in project_files()
             if path.stat().st_size > MAX_BYTES]  # fmt: skip
    assert not large, "\n".join(large)


@pytest.mark.parametrize(
    "cut", ["open('/ho|me/anna/x.py')", "see py|pi.org/project/x", "C:\\Us|ers\\Anna", "/wo|rk/main/.venv"]
)
def test_the_search_finds_such_lines(cut):
    line = cut.replace("|", "")
    assert foreign_lines("first\n" + line) == [f"2: {line}"]


@pytest.mark.parametrize(
    "line", ["/usr/bin/python3", "~/.cache/kernel-magic", "/home/user/", "homework/task.py", "/etc/passwd"]
)
def test_the_search_leaves_ordinary_lines_alone(line):
    assert foreign_lines(line) == []
