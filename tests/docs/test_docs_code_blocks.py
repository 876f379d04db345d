"""The code blocks of README.md and docs/ run, in the order a reader meets them, and say what the text shows.

Each file is one session in a folder of its own that holds a copy of docs/demo/. What the tags mean:

- `console`: lines with `$ ` are run by bash (`> ` continues them); lines below are the expected output, where `…`
  stands for anything. A command must end with status 0, unless the next one is `echo $?`.
- `python`: run in order, one namespace per file.
- `ipython`: one cell per block, one IPython per file; cells that a magic inserts are run as well.
- `json`: parses; a result is valid against its shipped schema, a contract is readable.
- `text`: shown only. There is no other tag and no way to leave a block out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from kernel_magic.judge.contract import contract_from_json

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^(?P<fence>```+)(?P<tag>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
TAGS = {"console", "python", "ipython", "json", "text"}
USES_MODEL = re.compile(
    r"kernel-magic (solve|check|explain|compare|exercise \S+\.md|model (path|verify|fetch))\b|%%coder(?!.*--help)"
)
ASKS_NO_MODEL = re.compile(r"scripted:|--backend openai|--no-model|--submissions-only|--no-fetch")
LIMIT_SECONDS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block."""

    tag: str
    body: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of a console block and what the text shows below it."""

    text: str
    expected: str


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(tag=match["tag"].strip(), body=match["body"], line=text.count("\n", 0, match.start()) + 1)
        for match in FENCE.finditer(text)
    ]


def commands_of(body: str) -> list[Command]:
    """The commands of a console block."""
    commands: list[list[str]] = []
    shown: list[list[str]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            commands.append([line[2:]])
            shown.append([])
        elif (line == ">" or line.startswith("> ")) and commands and not shown[-1]:
            commands[-1].append(line[2:])
        elif commands:
            shown[-1].append(line)
        else:
            raise ValueError(f"a console block begins with `$ `, not with {line!r}")
    texts = ["\n".join(parts) for parts in commands]
    return [Command(text=text, expected="\n".join(lines)) for text, lines in zip(texts, shown, strict=True)]


def matches(expected: str, got: str) -> bool:
    """Whether an output is the one shown; `…` stands for anything, blanks at line ends for nothing."""

    def tidy(text: str) -> str:
        return "\n".join(line.rstrip() for line in text.strip().splitlines())

    pattern = ".*?".join(re.escape(part) for part in tidy(expected).split("…"))
    return re.fullmatch(pattern, tidy(got), re.DOTALL) is not None


def needs_model(text: str) -> bool:
    """Whether a page runs anything that asks a real model."""
    lines = [line for block in blocks_of(text) if block.tag != "text" for line in block.body.splitlines()]
    return any(USES_MODEL.search(line) and not ASKS_NO_MODEL.search(line) for line in lines)


class Reader:
    """Somebody who types what a page says, in one folder."""

    def __init__(self, folder: Path, page: str) -> None:
        self.folder = folder
        self.page = page
        self.python: list[str] = []
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        unset = {"KERNEL_MAGIC_BACKEND", "KERNEL_MAGIC_CANDIDATES", "FORCE_COLOR"}
        self.environment = {name: value for name, value in os.environ.items() if name not in unset}
        self.environment |= {"PATH": path, "NO_COLOR": "1", "COLUMNS": "100", "KERNEL_MAGIC_MODEL": "0.5b"}
        self.environment |= {"PYTHONIOENCODING": "utf-8", "IPYTHONDIR": str(folder / ".ipython")}

    def type_commands(self, block: Block) -> None:
        """Run a console block and compare what is shown."""
        commands = commands_of(block.body)
        status = 0
        for number, command in enumerate(commands):
            done = self._run(["bash", "-c", f"(exit {status}); {command.text}"])
            status = done.returncode
            asked_for = number + 1 < len(commands) and commands[number + 1].text == "echo $?"
            where = f"{self.page}, block at line {block.line}: $ {command.text}\n"
            said = f"--- status {status}\n{done.stdout}\n--- standard error\n{done.stderr}"
            assert status == 0 or asked_for, where + said
            if command.expected.strip():
                assert matches(command.expected, done.stdout or done.stderr), (
                    f"{where}{said}\n--- shown\n{command.expected}"
                )

    def run_python(self, block: Block) -> None:
        """Run a Python block with what the earlier ones defined."""
        self.python.append(block.body)
        done = self._run([sys.executable, "-c", "\n".join(self.python)])
        assert done.returncode == 0, f"{self.page}, block at line {block.line}:\n{done.stdout}\n{done.stderr}"

    def run_cells(self, blocks: list[Block]) -> None:
        """Run all cells of the page in one IPython."""
        cells = json.dumps([block.body for block in blocks])
        done = self._run([sys.executable, str(ROOT / "tests" / "docs" / "run_cells.py")], cells)
        assert done.returncode == 0, f"{self.page}, its cells:\n{done.stdout}\n{done.stderr}"
        inserting = [block for block in blocks if re.match(r"%%coder( solve)?\s*$", block.body.partition("\n")[0])]
        assert f"inserted cells: {len(inserting)}" in done.stdout, f"{self.page}:\n{done.stdout}\n{done.stderr}"

    def _run(self, command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=self.folder, env=self.environment, input=given, capture_output=True,
                              text=True, encoding="utf-8", timeout=LIMIT_SECONDS)  # fmt: skip


def check_json(block: Block, page: str) -> None:
    """A JSON block parses; a result is what its schema says, a contract is one."""
    shown = json.loads(block.body)
    if isinstance(shown, dict) and "schema" in shown:
        product, kind, version = shown["schema"].split("/")
        assert product == "kernel-magic"
        schema = resources.files("kernel_magic.schemas").joinpath(f"{kind}.{version}.json").read_text("utf-8")
        jsonschema.validate(shown, json.loads(schema))
    elif isinstance(shown, dict) and "cases" in shown:
        assert contract_from_json(shown).cases, page


def parameter(path: Path):
    """A page as a parameter, with the marks it needs."""
    marks = [pytest.mark.model, pytest.mark.slow] if needs_model(path.read_text("utf-8")) else []
    return pytest.param(path, id=path.relative_to(ROOT).as_posix(), marks=marks)


@pytest.mark.timeout(LIMIT_SECONDS)
@pytest.mark.parametrize("path", [parameter(path) for path in FILES])
def test_what_the_page_says_is_what_happens(path, tmp_path):
    shutil.copytree(ROOT / "docs" / "demo", tmp_path / "docs" / "demo")
    page = path.relative_to(ROOT).as_posix()
    reader = Reader(tmp_path, page)
    blocks = blocks_of(path.read_text("utf-8"))
    cells = [block for block in blocks if block.tag == "ipython"]
    for block in blocks:
        assert block.tag in TAGS, f"{page}, line {block.line}: the tag {block.tag!r} is none of {sorted(TAGS)}"
        if block.tag == "console":
            reader.type_commands(block)
        elif block.tag == "python":
            reader.run_python(block)
        elif block.tag == "json":
            check_json(block, page)
        elif block.tag == "ipython" and block is cells[0]:
            reader.run_cells(cells)


def test_pages_are_found_and_some_need_the_model():
    assert len(FILES) >= 13
    assert any(needs_model(path.read_text("utf-8")) for path in FILES)


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("a\nb", "a  \nb\n", True),
        ("a … c", "a b c", True),
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a", "a b", False),
        ("a … c", "a b d", False),
        ("[1] (x)", "[1] (x)", True),
    ],
)
def test_shown_output_is_compared(expected, got, same):
    assert matches(expected, got) is same


def test_a_false_page_is_found(tmp_path):
    reader = Reader(tmp_path, "page")
    with pytest.raises(AssertionError):
        reader.type_commands(Block(tag="console", body="$ echo yes\nno\n", line=1))
    with pytest.raises(AssertionError):
        reader.type_commands(Block(tag="console", body="$ false\n", line=1))
    with pytest.raises(AssertionError):
        reader.run_python(Block(tag="python", body="assert 1 == 2\n", line=1))
    reader.type_commands(Block(tag="console", body="$ false\n$ echo $?\n1\n", line=1))
    reader.type_commands(Block(tag="console", body="$ cat <<'END'\n> a\n> END\na\n", line=1))
