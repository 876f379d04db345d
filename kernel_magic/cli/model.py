"""`kernel-magic model list|fetch|path|verify [NAME]`: the models on this machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kernel_magic.cli.output import print_error, print_json
from kernel_magic.cli.progress_bar import ProgressBar
from kernel_magic.core.errors import ExtraMissingError, ModelMissingError, WeightsError
from kernel_magic.engine import catalog, hardware, registry, weights
from kernel_magic.engine.catalog import HubId, ModelEntry
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.download import megabytes
from kernel_magic.settings import Settings

_SCHEMA = "kernel-magic/model/1"
_LIST_SCHEMA = "kernel-magic/models/1"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Add `model` to the command line."""
    parser = subparsers.add_parser(
        "model",
        help="the models on this machine: list, fetch, path, verify",
        description="Which models there are, getting one, where it lies, and whether it is whole.",
        epilog="exit status: 0 it holds; 1 it does not (verify: damaged; path: not fetched); 2 it could not be done",
    )
    # Options stand before or after the action, so each action gets them and the family does not.
    actions = parser.add_subparsers(dest="model_action", metavar="ACTION", required=True)
    for name, (_, about) in _ACTIONS.items():
        action = actions.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        if name != "list":
            action.add_argument(
                "name",
                nargs="?",
                metavar="NAME",
                help="0.5b, 1.5b, 7b, …, a full name, or owner/name of a hub (default: the model of the settings)",
            )
            action.add_argument(
                "--bits", type=int, choices=catalog.BITS, default=None, help="bits per weight (default: the settings')"
            )
        action.add_argument("--json", action="store_true", help="one JSON document on standard output")
    return parser


def run(args: argparse.Namespace) -> int:
    """Do it; gives the exit status."""
    do, _ = _ACTIONS[args.model_action]
    return do(args, Settings.load(bits=getattr(args, "bits", None)))


def auto_model(settings: Settings) -> str:
    """The model that `auto` means with these settings: what the backend they choose would load."""
    wish = BackendChoice(backend=settings.backend, model="auto", home=settings.home, base_url=settings.base_url)
    try:
        chosen = registry.resolve_choice(wish).model
    except ExtraMissingError:
        chosen = "auto"
    if chosen != "auto":
        return chosen
    # No backend is installed yet, or one that needs no weights of ours: what the processor could run.
    return hardware.choose_model(replace(hardware.detect(), cuda=()))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command is about. `entry` is None for a file or folder of the person's own, `spec`."""

    spec: str
    entry: ModelEntry | None
    home: Path
    bits: int


def _wanted(args: argparse.Namespace, settings: Settings) -> _Wanted:
    spec = args.name or settings.model
    spec = auto_model(settings) if spec == "auto" else spec
    source = catalog.resolve(spec)
    if isinstance(source, HubId):
        source = catalog.entry_of_hub(source)
    entry = source if isinstance(source, ModelEntry) else None
    return _Wanted(spec, entry, settings.home, settings.bits)


def _list(args: argparse.Namespace, settings: Settings) -> int:
    chosen = auto_model(settings)
    rows = [_row(entry, settings.home, is_auto=entry.name == chosen) for entry in catalog.entries()]
    if args.json:
        print_json({"schema": _LIST_SCHEMA, "home": str(settings.home), "auto": chosen, "models": rows})
        return 0
    print(f"{'name':<30} {'short':<6} {'to fetch':>9}  {'on this machine':<30}  licence")
    for row in rows:
        here = ", ".join(f"{f['bits']} bits {megabytes(f['size'])}" for f in row["files"] if f["present"]) or "-"
        mark = "  <- auto" if row["auto"] else ""
        print(f"{row['name']:<30} {row['alias']:<6} {megabytes(row['size']):>9}  {here:<30}  {row['licence']}{mark}")
    print(f"\nThey are kept in {settings.home / 'models'}. `auto` marks what this machine would use by itself.")
    return 0


def _row(entry: ModelEntry, home: Path, *, is_auto: bool) -> dict[str, Any]:
    files = []
    for bits in (8, 4) if entry.has_gguf else (16,):
        asked = 4 if bits == 4 else 8
        path = weights.weights_path(entry, home=home, bits=asked)
        present = weights.is_present(entry, home=home, bits=asked)
        size = path.stat().st_size if present and path.is_file() else entry.size
        files.append({"bits": bits, "path": str(path), "present": present, "size": size})
    return {
        "name": entry.name, "alias": entry.alias, "parameters": entry.parameters, "licence": entry.licence,
        "context_tokens": entry.context_tokens, "size": entry.size, "files": files, "auto": is_auto,
    }  # fmt: skip


def _fetch(args: argparse.Namespace, settings: Settings) -> int:
    wanted = _wanted(args, settings)
    with ProgressBar(sys.stderr) as bar:
        if wanted.entry is None:
            path = weights.ensure(wanted.spec, home=wanted.home, allow_fetch=False)
        else:
            path = weights.fetch(wanted.entry, home=wanted.home, bits=wanted.bits, on_progress=bar)
    return _show(args, wanted, path, str(path))


def _path(args: argparse.Namespace, settings: Settings) -> int:
    wanted = _wanted(args, settings)
    if wanted.entry is None:
        path, present = Path(wanted.spec).expanduser(), True
    else:
        path = weights.weights_path(wanted.entry, home=wanted.home, bits=wanted.bits)
        present = weights.is_present(wanted.entry, home=wanted.home, bits=wanted.bits)
    _show(args, wanted, path, str(path), present=present)
    if wanted.entry is not None and not present:
        print_error(weights.missing(wanted.entry, bits=wanted.bits), as_json=False)
    return 0 if present else 1


def _verify(args: argparse.Namespace, settings: Settings) -> int:
    wanted = _wanted(args, settings)
    try:
        if wanted.entry is None:
            path = weights.ensure(wanted.spec, home=wanted.home, allow_fetch=False)
            return _show(args, wanted, path, f"{path}: a whole model, but no hash is known for it.", holds=True)
        with ProgressBar(sys.stderr) as bar:
            found = weights.verify(wanted.entry, home=wanted.home, bits=wanted.bits, on_progress=bar)
    except ModelMissingError:
        raise
    except WeightsError as error:
        _show(args, wanted, None, "", holds=False, error=error.message, hint=error.hint)
        print_error(error, as_json=False)
        return 1
    text = (
        f"{found.path}: {found.size:,} bytes, whole and unaltered (hash known from: {found.hash_from}; {found.origin})."
    )
    return _show(
        args, wanted, found.path, text, holds=True, size=found.size, sha256=found.sha256, origin=found.origin,
        hash_from=found.hash_from,
    )  # fmt: skip


def _show(args: argparse.Namespace, wanted: _Wanted, path: Path | None, text: str, **more: Any) -> int:
    if args.json:
        name = wanted.entry.name if wanted.entry else wanted.spec
        content = {"schema": _SCHEMA, "name": name, "bits": wanted.bits, "path": str(path) if path else None, **more}
        print_json(content)
    elif text:
        print(text)
    return 0


_Action = Callable[[argparse.Namespace, Settings], int]
_ACTIONS: dict[str, tuple[_Action, str]] = {
    "list": (_list, "list the models, and which are on this machine"),
    "fetch": (_fetch, "get a model, with a progress bar; goes on where it was interrupted"),
    "path": (_path, "print where a model lies"),
    "verify": (_verify, "hash a model as a whole"),
}
