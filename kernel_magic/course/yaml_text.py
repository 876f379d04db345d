"""YAML with line numbers, read within bounds: plain values only, every key once, nothing deep and nothing endless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from kernel_magic.course.findings import Findings, place_of

_MOST_DEPTH = 6
_MOST_NODES = 2_000

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value and the line of its key."""

    value: Plain
    line: int


@dataclass(slots=True)
class Mapping:
    """The keys of a mapping, with their lines."""

    path: str
    entries: dict[str, Entry]
    line: int = 1

    def get(self, key: str) -> Plain:
        """A value; None where there is none."""
        return self.entries[key].value if key in self.entries else None

    def place(self, key: str = "") -> str:
        """Where a key stands; the mapping's own place for a key that is missing."""
        return place_of(self.path, self.entries[key].line if key in self.entries else self.line)

    def inner(self, key: str, inner: dict[str, Mapping]) -> Mapping:
        """The mapping below a key, empty where there is none."""
        return inner.get(key) or Mapping(self.path, {}, self.line)


class _TooMuchError(ValueError):
    """More nodes or levels than any package needs."""


def read_yaml(path: str, text: str, findings: Findings) -> tuple[Mapping, dict[str, Mapping]] | None:
    """The top mapping of a YAML file, and the mappings right below it by key; None where it is none (noted)."""
    try:
        loader = yaml.SafeLoader(text)
        try:
            top = loader.get_single_node()
            return _mappings(path, top, loader, findings)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        findings.error(place_of(path, line), f"This is not YAML: {error.problem or error}.", "Correct that place.")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        findings.error(place_of(path, line), f"This is not YAML: {error.reason}.", "Correct that place.")
    except (yaml.YAMLError, _TooMuchError, RecursionError, ValueError) as error:
        cause = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        findings.error(place_of(path, 1), f"This YAML cannot be read: {cause}.", "Simplify it.")
    return None


def _mappings(
    path: str, top: yaml.Node | None, loader: yaml.SafeLoader, findings: Findings
) -> tuple[Mapping, dict[str, Mapping]] | None:
    if top is None:
        return Mapping(path, {}), {}
    if not isinstance(top, yaml.MappingNode):
        findings.error(place_of(path, top.start_mark.line + 1), "This is no list of `key: value` lines.", "Write some.")
        return None
    reader = _Reader(loader, findings, path)
    mapping = Mapping(path, {})
    inner: dict[str, Mapping] = {}
    for key, node, line in reader.pairs(top):
        if isinstance(node, yaml.MappingNode):
            entries = {name: Entry(value=reader.plain(item, 2), line=at) for name, item, at in reader.pairs(node)}
            inner[key] = Mapping(path, entries, line)
            mapping.entries[key] = Entry(value={name: entry.value for name, entry in entries.items()}, line=line)
        else:
            mapping.entries[key] = Entry(value=reader.plain(node, 1), line=line)
    return mapping, inner


@dataclass(slots=True)
class _Reader:
    loader: yaml.SafeLoader
    findings: Findings
    path: str
    nodes: int = 0

    def pairs(self, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, int]]:
        """Key, value and line; a key that comes again is an error and left out."""
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            line = key_node.start_mark.line + 1
            key = str(self.plain(key_node, _MOST_DEPTH - 1))
            if key in seen:
                message = f"{key!r} stands here a second time (first in line {seen[key]})."
                self.findings.error(place_of(self.path, line), message, "Leave one out.")
                continue
            seen[key] = line
            yield key, value, line

    def plain(self, node: yaml.Node, depth: int) -> Plain:
        """The value of a node."""
        self.nodes += 1
        if self.nodes > _MOST_NODES or depth > _MOST_DEPTH:
            raise _TooMuchError("it is too large or nested too deeply")
        if isinstance(node, yaml.ScalarNode):
            value = self.loader.construct_object(node)
            return value if isinstance(value, (str, int, float, bool)) or value is None else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, depth + 1) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return {key: self.plain(value, depth + 1) for key, value, _ in self.pairs(node)}
        raise _TooMuchError("it holds something unknown")
