"""`kernel-magic doctor`: what was found on this machine, and the command that brings what is missing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from kernel_magic.cli.findings import Findings, look
from kernel_magic.cli.output import print_json
from kernel_magic.core.verdict import Isolation, LanguageOffer
from kernel_magic.core.version import __version__
from kernel_magic.engine.download import megabytes
from kernel_magic.judge.languages import LANGUAGES
from kernel_magic.settings import Settings, add_settings_options, given_settings

_LABEL = 11
_SETTINGS = ("backend", "model", "bits", "base_url", "minimum_level")
"""What decides whether `solve` can work here."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Add `doctor` to the command line."""
    parser = subparsers.add_parser(
        "doctor",
        help="what was found: processor, memory, model, backends, isolation",
        description="Look at this machine and say whether `solve` can work here, and what to do where it cannot.",
        epilog="exit status: 0 `solve` can work; 1 something it needs is missing",
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_settings_options(parser, _SETTINGS)
    return parser


def run(args: argparse.Namespace) -> int:
    """Look, print, and give the exit status."""
    findings = look(Settings.read(given_settings(args)))
    if args.json:
        print_json(_as_json(findings))
    else:
        print("\n".join(_lines(findings)))
    return 1 if findings.missing else 0


def _as_json(findings: Findings) -> dict[str, Any]:
    machine, model = findings.hardware, findings.model
    return {
        "schema": "kernel-magic/doctor/1",
        "ready": not findings.missing,
        "version": __version__,
        "python": findings.python,
        "system": findings.system,
        "home": str(findings.home),
        "hardware": {
            "cpu": machine.cpu_name,
            "processors": machine.cpu_count,
            "features": list(machine.features),
            "memory_bytes": machine.total_memory_bytes,
            "free_memory_bytes": machine.free_memory_bytes,
            "cuda": [{"name": name, "memory_bytes": size} for name, size in machine.cuda],
        },
        "model": {
            "name": model.name,
            "chosen_by": model.chosen_by,
            "bits": model.bits,
            "path": str(model.path) if model.path else None,
            "present": model.path is not None,
        },
        "backends": [{**asdict(found), "importable": found.importable} for found in findings.backends],
        "isolation": asdict(findings.isolation) if findings.isolation else None,
        "languages": [asdict(offer) for offer in findings.languages],
        "jupyter": findings.jupyter,
        "missing": [asdict(missing) for missing in findings.missing],
    }


def _lines(findings: Findings) -> Iterator[str]:
    yield f"kernel_magic {__version__}, Python {findings.python}, {findings.system}"
    yield ""
    yield from _section("Machine", _machine(findings))
    yield from _section("Model", _model(findings))
    yield from _section("Backends", _backends(findings))
    yield from _section("Isolation", _isolation(findings.isolation))
    yield from _section("Languages", _languages(findings.languages))
    versions = ", ".join(f"{name} {version}" for name, version in findings.jupyter.items())
    yield from _section("Jupyter", [versions or "not installed in this environment"])
    yield ""
    if not findings.missing:
        yield "Everything that `kernel-magic solve` needs is here."
        return
    yield "Missing for `kernel-magic solve`:"
    for missing in findings.missing:
        yield f"  - {missing.what}"
        yield f"    {missing.fix}"


def _section(label: str, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{label if number == 0 else '':<{_LABEL}}{line}"


def _machine(findings: Findings) -> list[str]:
    machine = findings.hardware
    features = f" ({', '.join(machine.features)})" if machine.features else ""
    free, total = megabytes(machine.free_memory_bytes), megabytes(machine.total_memory_bytes)
    devices = [f"{name}, {megabytes(size)}" for name, size in machine.cuda] or ["no CUDA device"]
    return [f"{machine.cpu_name}, {machine.cpu_count} processors{features}", f"{free} of {total} memory free", *devices]


def _model(findings: Findings) -> list[str]:
    model = findings.model
    chosen = "chosen by auto" if model.chosen_by == "auto" else f"chosen by {model.chosen_by}"
    if model.path:
        return [f"{model.name}, {model.bits} bits ({chosen})", str(model.path)]
    return [
        f"{model.name} ({chosen})",
        "not usable, see below" if model.needs_weights else "no weights are needed here",
    ]


def _backends(findings: Findings) -> list[str]:
    lines = []
    for found in findings.backends:
        versions = ", ".join(f"{name} {version}" for name, version in found.versions.items())
        state = versions if found.importable else f"not installed: {', '.join(found.absent)}   {found.fix}"
        lines.append(f"{found.name:<13}{state}{'   <- used' if found.chosen else ''}")
    return lines


def _languages(offers: tuple[LanguageOffer, ...]) -> list[str]:
    lines = []
    for offer in offers:
        title = LANGUAGES[offer.language].title
        lines.append(f"{title:<8}{offer.detail if offer.offered else f'not offered: {offer.detail}'}")
    return lines or ["none, see below"]


def _isolation(isolation: Isolation | None) -> list[str]:
    if isolation is None:
        return ["none, see below"]
    lines = [f"level {isolation.level} of 3"]
    for layer in isolation.layers:
        mark = "in force" if layer.in_force else "missing "
        lines.append(f"{mark}  {layer.name}{f': {layer.detail}' if layer.detail else ''}")
    return lines
