"""The table of backends, and the one loaded model that a process shares.

A new backend is one module with `open_backend(choice, *, on_progress, cancelled)` and one row here.
"""

from __future__ import annotations

import atexit
import importlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict, Unpack

from kernel_magic.core.errors import ExtraMissingError, SettingsError
from kernel_magic.core.ports import Backend, Cancelled, OnProgress
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.lazy_backend import LazyBackend


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendRow:
    """One backend."""

    name: str
    module: str
    needs: tuple[str, ...]
    """Packages that must be there."""
    extra: str
    """The extra of ours that brings them; empty where nothing is needed."""
    what: str

    @property
    def missing(self) -> tuple[str, ...]:
        """Packages that are not installed."""
        return tuple(package for package in self.needs if find_spec(package) is None)


BACKENDS: tuple[BackendRow, ...] = (
    BackendRow(
        name="llama_cpp", module="kernel_magic.engine.llama_cpp_backend", needs=("xllamacpp",), extra="llama",
        what="GGUF files on llama.cpp; the default without a GPU",
    ),
    BackendRow(
        name="transformers", module="kernel_magic.engine.transformers_backend",
        needs=("torch", "transformers", "accelerate", "safetensors"), extra="local",
        what="transformers in 8 bits; the default on CUDA",
    ),
    BackendRow(
        name="openai", module="kernel_magic.engine.openai_backend", needs=("openai",), extra="remote",
        what="any server that speaks the OpenAI protocol",
    ),
    BackendRow(
        name="scripted", module="kernel_magic.engine.scripted_backend", needs=(), extra="",
        what="replays a JSON list of replies: scripted:FILE",
    ),
)  # fmt: skip


class ShareOptions(TypedDict, total=False):
    """What `shared_backend` takes besides backend, model and home."""

    bits: int
    base_url: str | None
    api_key: str | None
    timeout_s: float
    allow_fetch: bool
    context_tokens: int | None


class OpenOptions(ShareOptions, total=False):
    """What `open_backend` takes besides backend, model and home."""

    on_progress: OnProgress | None
    cancelled: Cancelled | None


def row(name: str) -> BackendRow:
    """The row of a backend.

    Raises:
        SettingsError: no such backend; lists those there are.
    """
    found = next((r for r in BACKENDS if r.name == name), None)
    if found is None:
        known = ", ".join(f"{r.name} ({r.what})" for r in BACKENDS)
        raise SettingsError(f"There is no backend {name!r}.", f"Known backends: auto, {known}.")
    return found


def choose_backend(*, base_url: str | None = None) -> str:
    """What `auto` means on this machine.

    Raises:
        ExtraMissingError: no backend is installed; `hint` holds the pip line.
    """
    if base_url:
        return "openai"
    transformers_ready = not row("transformers").missing
    if transformers_ready and _has_cuda():
        return "transformers"
    if not row("llama_cpp").missing:
        return "llama_cpp"
    if transformers_ready:
        return "transformers"
    raise ExtraMissingError(
        "No backend for local models is installed.",
        "Install one: pip install 'kernel-magic[llama]', or give the address of a server.",
    )


def _has_cuda() -> bool:
    from kernel_magic.engine import hardware

    if not hardware.detect().cuda:  # importing torch takes seconds
        return False
    import torch

    return bool(torch.cuda.is_available())


def resolve_choice(choice: BackendChoice) -> BackendChoice:
    """The choice with `auto` replaced, checked as far as that goes without loading.

    Raises:
        SettingsError: no such backend, or a wrong value.
        ExtraMissingError: it is not installed.
    """
    if choice.backend == "auto":
        choice = replace(choice, backend=choose_backend(base_url=choice.base_url))
    found = row(choice.backend.partition(":")[0])
    if found.missing:
        raise ExtraMissingError(
            f"The backend {found.name} needs {', '.join(found.missing)}, not installed here.",
            f"Install it: pip install 'kernel-magic[{found.extra}]'",
        )
    if choice.context_tokens is not None and choice.context_tokens < 1:
        raise SettingsError(f"A context of {choice.context_tokens} tokens is not possible.", "Give at least 1.")
    if choice.model == "auto" and found.name in ("llama_cpp", "transformers"):
        from kernel_magic.engine import hardware

        found_hardware = hardware.detect()
        if found.name == "llama_cpp":
            # Its wheels compute on the processor.
            found_hardware = replace(found_hardware, cuda=())
        choice = replace(choice, model=hardware.choose_model(found_hardware))
    return choice


def open_backend(backend: str, model: str, *, home: Path, **options: Unpack[OpenOptions]) -> Backend:
    """Load a model and come back with it. See `BackendChoice` for the options.

    Raises:
        SettingsError: no such backend or model.
        ExtraMissingError: the backend is not installed.
        ModelError: the weights are missing or damaged, or cannot be loaded.
        Cancelled: `cancelled` said so.
    """
    on_progress, cancelled = options.get("on_progress"), options.get("cancelled")
    return _open(resolve_choice(_choice(backend, model, home, options)), on_progress, cancelled)


def _choice(backend: str, model: str, home: Path, options: ShareOptions) -> BackendChoice:
    return BackendChoice(
        backend=backend,
        model=model,
        home=home,
        bits=options.get("bits", 8),
        base_url=options.get("base_url"),
        api_key=options.get("api_key"),
        timeout_s=options.get("timeout_s", 120.0),
        allow_fetch=options.get("allow_fetch", True),
        context_tokens=options.get("context_tokens"),
    )


def _open(choice: BackendChoice, on_progress: OnProgress | None, cancelled: Cancelled | None) -> Backend:
    module = importlib.import_module(row(choice.backend.partition(":")[0]).module)
    opener: Callable[..., Backend] = module.open_backend
    return opener(choice, on_progress=on_progress, cancelled=cancelled)


_shared: dict[BackendChoice, LazyBackend] = {}
_sharing = threading.Lock()


def shared_backend(backend: str, model: str, *, home: Path, **options: Unpack[ShareOptions]) -> LazyBackend:
    """The model of this process for these arguments: the same object each time. It loads from its first use.

    One model is loaded at a time: asking for another one closes the one before.

    Raises:
        SettingsError: no such backend.
        ExtraMissingError: the backend is not installed.
    """
    wish = _choice(backend, model, home, options)
    with _sharing:
        # By the wish, not by what it means today: `auto` depends on the free memory, and a loaded model changes that.
        found = _shared.get(wish)
        if found is None:
            choice = resolve_choice(wish)
            others = list(_shared.values())
            _shared.clear()
            found = LazyBackend(
                choice.backend.partition(":")[0],
                lambda on_progress, cancelled: _open(choice, on_progress, cancelled),
                stands_for=choice.model,
            )
            _shared[wish] = found
        else:
            others = []
    for other in others:
        other.close()
    return found


def close_all() -> None:
    """Give back every shared model. They can be asked for again."""
    with _sharing:
        backends = list(_shared.values())
        _shared.clear()
    for backend in backends:
        backend.close()


atexit.register(close_all)
