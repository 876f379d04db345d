"""The record of a result: what would be needed to make it again, and what the sandbox could not promise."""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.core.lesson import Provenance, Usage
from kernel_magic.core.quantities import count, seconds
from kernel_magic.core.verdict import Isolation
from kernel_magic.render.document import Block, Bullets, Details, Facts, Span, line, plain, text

_MAX_DROPPED = 20
_MAX_LAYERS = 20


def record_details(
    provenance: Provenance | None,
    usage: Usage,
    isolation: Isolation,
    *,
    more: Sequence[tuple[str, str]] = (),
    dropped: Sequence[str] = (),
) -> Details:
    """The folded record. `more`: further facts, how many candidates there were say."""
    pairs: list[tuple[str, Span]] = []
    if provenance is not None:
        pairs += [("model", plain(provenance.model)), ("backend", plain(provenance.backend))]
    pairs += [(name, plain(told)) for name, told in more]
    pairs.append(("time", plain(seconds(usage.seconds))))
    if usage.tokens:
        told = f"{usage.prompt_tokens:,} read, {usage.completion_tokens:,} written"
        pairs.append(("tokens", plain(told)))
    if provenance is not None:
        pairs += _sampling(provenance)
    pairs += _isolation(isolation)
    blocks: list[Block] = [Facts(pairs=tuple(pairs))]
    if dropped:
        blocks += _dropped(dropped)
    return Details(summary="The record", blocks=tuple(blocks))


def footer_items(provenance: Provenance | None, usage: Usage, *, tried: str = "", dropped: int = 0) -> tuple[str, ...]:
    """The record in one line."""
    items = [provenance.model if provenance is not None else "no model took part"]
    if tried:
        items.append(tried)
    items.append(seconds(usage.seconds))
    if provenance is not None and provenance.seed is not None:
        items.append(f"seed {provenance.seed}")
    if dropped:
        items.append(f"{count(dropped, 'sentence')} dropped")
    return tuple(items)


def _sampling(provenance: Provenance) -> list[tuple[str, Span]]:
    seed = "none: a new one each time" if provenance.seed is None else str(provenance.seed)
    return [
        ("seed", plain(seed)),
        ("temperature", plain(f"{provenance.temperature:g}")),
        ("prompt", plain(f"SHA-256 {provenance.prompt_sha256[:16]}…" if provenance.prompt_sha256 else "none")),
        ("kernel_magic", plain(provenance.package_version)),
    ]


def _isolation(isolation: Isolation) -> list[tuple[str, Span]]:
    layers = isolation.layers[:_MAX_LAYERS]
    held = ", ".join(_layer(layer.name, layer.detail) for layer in layers if layer.in_force)
    missing = "; ".join(_layer(layer.name, layer.detail) for layer in layers if not layer.in_force)
    pairs = [("sandbox", plain(f"level {isolation.level}: {held or 'no layer in force'}"))]
    if missing:
        pairs.append(("not in force", plain(missing)))
    return pairs


def _layer(name: str, detail: str) -> str:
    return f"{name} ({detail})" if detail else name


def _dropped(dropped: Sequence[str]) -> list[Block]:
    number = len(dropped)
    was = "sentence of the model was" if number == 1 else "sentences of the model were"
    items = [line(item) for item in dropped[:_MAX_DROPPED]]
    if number > _MAX_DROPPED:
        items.append(line(f"… and {number - _MAX_DROPPED:,} more"))
    return [text(f"{number:,} {was} dropped, each for the reason behind it:"), Bullets(items=tuple(items))]
