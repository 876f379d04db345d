"""A document in all forms at once: a front end shows the best one it knows."""

from __future__ import annotations

from kernel_magic.render.document import Document
from kernel_magic.render.html import to_html
from kernel_magic.render.markdown import to_markdown
from kernel_magic.render.text import to_text


def to_mimebundle(document: Document) -> dict[str, str]:
    """The mime bundle of a notebook's output."""
    return {
        "text/html": to_html(document),
        "text/markdown": to_markdown(document),
        "text/plain": to_text(document).rstrip("\n"),
    }
