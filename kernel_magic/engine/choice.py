"""What was asked for: which backend, which model, with what. One value, so that equal wishes share one loaded model."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kernel_magic.engine import catalog
from kernel_magic.engine.catalog import HubId, ModelEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendChoice:
    """A wish, as settings and options give it. `auto` is resolved by the registry."""

    backend: str
    model: str
    home: Path
    bits: int = 8
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout_s: float = 120.0
    """For one answer of a server; local models take the time they take."""
    allow_fetch: bool = True
    context_tokens: int | None = None
    """Tokens of context, where it should be less than the model has, or where a server does not say."""

    def label(self, own_name: str, form: str = "") -> str:
        """What to call the model: the catalogue's name or the hub's, in which form; for one's own, `own_name`."""
        match catalog.resolve(self.model):
            case ModelEntry(name=name) | HubId(id=name):
                return f"{name} ({form})" if form else name
            case _:
                return own_name
