"""`%%coder` and `%coder` as IPython sees them: configuration, and what one notebook remembers.

Registering them is quick; the session, the lessons and the judge are imported when a cell first needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets
from IPython.core.magic import cell_magic, line_magic, magics_class, no_var_expand

from kernel_magic.magics.calm import interrupted_calmly
from kernel_magic.magics.configuration import SettingsMagics
from kernel_magic.magics.insertion import Insertion
from kernel_magic.magics.place import Place
from kernel_magic.magics.ran_cells import RanCells
from kernel_magic.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from kernel_magic.core.explanation import Explanation
    from kernel_magic.magics.coursework import Coursework
    from kernel_magic.session import Result, Session


@magics_class
class CoderMagics(SettingsMagics):
    """The magics of one notebook: its configuration, its session, its last task and result."""

    widget = traitlets.Bool(default_value=False, help="show the interactive view below the result").tag(config=True)
    insert = traitlets.Bool(default_value=True, help="put a trusted solution into a new cell below").tag(config=True)

    def __init__(self, shell: Any, **more: Any) -> None:
        super().__init__(shell=shell, **more)
        self.session: Session | None = None
        self.last: Result | None = None
        self.last_explanation: Explanation | None = None
        self.last_task: str | None = None
        self.insertion = Insertion(shell)
        self._place = Place.here()
        self._ran = RanCells(shell)
        self._coursework: Coursework | None = None

    # Neither line nor cell is expanded: `{x}` and `$x` are what was typed.
    @no_var_expand
    @cell_magic("coder")
    def coder_cell(self, line: str, cell: str) -> None:
        """Solve a problem, check an answer, compare programs, explain code: `%%coder --help`."""
        with interrupted_calmly():
            from kernel_magic.magics.coder_cell import run_cell  # noqa: PLC0415 - `%load_ext` stays quick

            run_cell(self, line, cell)

    @no_var_expand
    @line_magic("coder")
    def coder_line(self, line: str) -> None:
        """Look around: `%coder help`."""
        with interrupted_calmly():
            from kernel_magic.magics.coder_line import run_line  # noqa: PLC0415 - `%load_ext` stays quick

            run_line(self, line)

    def settings(self, options: dict[str, object] | None = None) -> Settings:
        """The settings as of now: options, this configuration, the environment, the defaults.

        Raises:
            SettingsError: one or more values are not usable.
        """
        return Settings.read(options or {}, traits={name: getattr(self, name) for name in SETTINGS})

    @property
    def coursework(self) -> Coursework:
        """The notebook's policy and exercises, and how far its student has come."""
        if self._coursework is None:
            from kernel_magic.magics.coursework import Coursework  # noqa: PLC0415 - `%load_ext` stays quick

            self._coursework = Coursework(self.shell, self._place, self._ran)
        return self._coursework

    def forget(self) -> None:
        """Leave the shell as it was."""
        self._ran.close()
        self.close()

    def close(self) -> None:
        """End the session. The next use begins a new one."""
        session, self.session = self.session, None
        if session is not None:
            session.close()
