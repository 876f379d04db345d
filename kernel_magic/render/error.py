"""An error raised on purpose, as a document: what is wrong and where, and what to do."""

from __future__ import annotations

from kernel_magic.core.errors import (
    Cancelled,
    ContractError,
    InputError,
    JudgeError,
    KernelMagicError,
    ModelError,
    PolicyError,
    SettingsError,
    TaskError,
)
from kernel_magic.render.document import Badge, Block, Callout, Document, Header, text

_TITLES: tuple[tuple[type[KernelMagicError], str], ...] = (
    (TaskError, "The task cannot be used as it is"),
    (ContractError, "The judge contract cannot be used as it is"),
    (SettingsError, "A setting cannot be used as it is"),
    (InputError, "The input cannot be used as it is"),
    (ModelError, "The model cannot be used"),
    (JudgeError, "The judge cannot work"),
    (PolicyError, "Not in this notebook"),
)
_STOPPED = Badge(symbol="◐", label="stopped", tone="part")
_FAILED = Badge(symbol="✗", label="could not be done", tone="no")
_REFUSED = Badge(symbol="◐", label="not allowed here", tone="part")


def error_document(error: KernelMagicError) -> Document:
    """The document of an error."""
    if isinstance(error, Cancelled):
        header = Header(title="Interrupted", badge=_STOPPED)
    else:
        title = next((title for kind, title in _TITLES if isinstance(error, kind)), "This could not be done")
        header = Header(title=title, badge=_REFUSED if isinstance(error, PolicyError) else _FAILED)
    blocks: list[Block] = [header]
    told = [text(part) for part in (error.message, error.hint) if part]
    if told:
        blocks.append(Callout(tone=header.badge.tone, blocks=tuple(told)))
    return Document(title=header.title, kind="Error", blocks=tuple(blocks))
