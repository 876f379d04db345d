"""Links inside the documentation lead somewhere, and every page can be reached from the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FILES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")]
FILES += sorted(DOCS.rglob("*.md"))
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)|(?:src|srcset)=\"(?P<source>[^\"]+)\"")
BLOCK = re.compile(r"^```.*?^```[ ]*$", re.MULTILINE | re.DOTALL)


def targets(path: Path) -> list[str]:
    """What a page links to, outside of code."""
    text = BLOCK.sub("", path.read_text("utf-8"))
    return [match["target"] or match["source"] for match in LINK.finditer(text)]


def headings(path: Path) -> set[str]:
    """The anchors of a page."""
    lines = re.findall(r"^#+ (.+)$", BLOCK.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in lines}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_project_lead_somewhere(path):
    broken = []
    for target in targets(path):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in headings(there)):
            broken.append(target)
    assert not broken


def test_every_page_can_be_reached_from_the_index():
    seen: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        links = [(path.parent / target.partition("#")[0]).resolve() for target in targets(path) if ":" not in target]
        waiting += [link for link in links if link.suffix == ".md" and link.is_relative_to(DOCS) and link not in seen]
    assert seen == set(DOCS.rglob("*.md"))
