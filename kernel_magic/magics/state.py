"""What the magics' work needs of the notebook it stands in: configuration, session, and what is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from kernel_magic.magics.insertion import Insertion
from kernel_magic.settings import Settings

if TYPE_CHECKING:
    from kernel_magic.core.explanation import Explanation
    from kernel_magic.magics.coursework import Coursework
    from kernel_magic.session import Result, Session


class NotebookState(Protocol):
    """The state of one notebook; `CoderMagics` is one."""

    shell: Any
    widget: Any
    insert: Any
    model: Any
    session: Session | None
    last: Result | None
    last_explanation: Explanation | None
    last_task: str | None
    insertion: Insertion

    @property
    def coursework(self) -> Coursework:
        """The notebook's policy and exercises, and how far its student has come."""

    def settings(self, options: dict[str, object] | None = None) -> Settings:
        """The settings as of now."""

    def close(self) -> None:
        """End the session."""
