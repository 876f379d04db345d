"""Which notebook file this kernel belongs to, and what that notebook allows.

Asked in this order: what the person said with `%coder notebook PATH`; what VS Code puts into the namespace
(`__vsc_ipynb_file__`); what Jupyter's server puts into the environment (`JPY_SESSION_NAME`: the file's path, since
jupyter_server 2 an absolute one, before that relative to the folder the server was started in); else the notebooks of
ours in the working folder, of which the strictest policy holds, unless another notebook there holds more of the cells
that ran: a program (nbclient, nbconvert) runs that one. What is said by hand takes the place of such a guess; against
what a front end says it can only make things stricter, and so can one front end against another.

A file is read again when it has changed. Where it cannot be read, what it said last still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import Policy
from kernel_magic.core.policy import strictest
from kernel_magic.grading.student_notebook import UNREAD, GivenNotebook, carries_mark, code_cells, read_given
from kernel_magic.magics.place import Place
from kernel_magic.magics.ran_cells import RanCell

_ENDING = ".ipynb"
_MOST_IN_A_FOLDER = 200
_Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """What was found out: usually one notebook, none where it carries no policy."""

    policy: Policy = "full"
    notebooks: tuple[GivenNotebook, ...] = ()
    """The newest file first."""
    how: str = ""
    """Where it is known from, to people."""
    problems: tuple[str, ...] = ()
    """What could not be read, and what holds instead."""


class NotebookFile:
    """Finds the notebook and keeps what it says."""

    def __init__(self, shell: Any, place: Place, ran: Callable[[], Sequence[RanCell]]) -> None:
        self._shell = shell
        self._place = place
        self._ran = ran
        self._said: Path | None = None
        self._known: dict[Path, GivenNotebook | None] = {}
        self._stamps: dict[Path, _Stamp] = {}
        self._broken: dict[Path, str] = {}
        self._texts: dict[Path, tuple[_Stamp | None, frozenset[str]]] = {}
        self._last = Belonging()

    def say(self, path: str) -> Belonging:
        """Take the person's word for which notebook it is.

        Raises:
            InputError: there is no such file, it cannot be read, or it is none of ours.
        """
        try:
            file = (self._place.folder / Path(path).expanduser()).resolve()
        except (OSError, RuntimeError, ValueError) as error:  # no home, a loop of links, a character no path has
            raise InputError(f"{path[:200]!r} is no path: {error}.", "Give the path of a notebook.") from error
        found = read_given(file)
        if found is None:
            raise InputError(
                f"{path[:200]} carries nothing of kernel_magic: no policy and no exercises.",
                "Give a notebook that `kernel-magic assignment build` has made.",
            )
        self._said = file
        return self.look()

    def look(self) -> Belonging:
        """The notebook and its policy as of now."""
        front_ends = self._front_ends()
        named = [(self._said, "said with %coder notebook"), *front_ends] if self._said is not None else front_ends
        found = self._of([named[0][0]], named[0][1]) if named else self._of_folder()
        found = replace(found, policy=strictest([found.policy, *(self._of([file], how).policy for file, how in named)]))
        found = self._or_last(found, known=bool(front_ends))
        self._last = found
        return found

    def _front_ends(self) -> list[tuple[Path, str]]:
        """The notebooks that front ends name, the one that counts first, and how each is known."""
        said = self._shell.user_ns.get("__vsc_ipynb_file__")
        found = [(_file([Path(said)]) if isinstance(said, str) else None, "as VS Code says")]
        if self._place.session.endswith(_ENDING):
            name, folder = Path(self._place.session), self._place.folder
            # `/` before an absolute path leaves it as it is; before version 2 a server gives a path below its folder
            candidates = [parent / name for parent in (folder, *folder.parents)]
            found.append((_file([*candidates, folder / name.name]), "as Jupyter's server says"))
        return [(file, how) for file, how in found if file is not None]

    def _of_folder(self) -> Belonging:
        try:
            files = sorted(self._place.folder.glob(f"*{_ENDING}"))[:_MOST_IN_A_FOLDER]
        except OSError:
            files = []
        found = self._of(files, "the only notebook with a policy in this folder", guessed=True)
        if found.notebooks and self._runs_another(files, found):
            return Belonging()
        if len(found.notebooks) > 1:
            found = replace(found, how="several notebooks of this folder have one: the strictest holds")
        return found

    def _runs_another(self, files: Sequence[Path], found: Belonging) -> bool:
        """Whether another notebook of the folder holds more of the cells that ran than any of those that were found."""
        ran = {cell.text.strip() for cell in self._ran()}
        ours = {each.path for each in found.notebooks}
        most = max(len(ran & self._code_cells(file)) for file in ours)
        return any(len(ran & self._code_cells(file)) > most for file in files if file not in ours)

    def _code_cells(self, file: Path) -> frozenset[str]:
        stamp = _stamp(file)
        known = self._texts.get(file)
        if known is None or known[0] != stamp:
            known = self._texts[file] = (stamp, code_cells(file))
        return known[1]

    def _of(self, files: Iterable[Path], how: str, *, guessed: bool = False) -> Belonging:
        read = [(file, self._read(file)) for file in files]
        notebooks = [notebook for _, notebook in read if notebook is not None]
        newest = sorted(notebooks, key=lambda each: self._stamps.get(each.path, (0, 0)), reverse=True)
        # Of the files in a folder only what is ours, or was, is worth a word.
        told = [file for file, notebook in read if file in self._broken and (notebook is not None or not guessed)]
        return Belonging(
            policy=strictest(notebook.policy for notebook in notebooks),
            notebooks=tuple(newest),
            how=how if notebooks else "",
            problems=tuple(self._broken[file] for file in told),
        )

    def _read(self, file: Path) -> GivenNotebook | None:
        """What a file says, or said last."""
        stamp = _stamp(file)
        if stamp is not None and self._stamps.get(file) == stamp:
            return self._known.get(file)
        try:
            self._known[file] = read_given(file)
            self._broken.pop(file, None)
        except InputError as error:
            self._broken[file] = self._instead(file, error)
        if stamp is not None:
            self._stamps[file] = stamp
        return self._known.get(file)

    def _instead(self, file: Path, error: InputError) -> str:
        """What holds where a file cannot be read, in words. The strictest, where it is ours and nothing is known."""
        known = self._known.get(file)
        if known is None and carries_mark(file):
            known = self._known[file] = GivenNotebook(path=file, mark=UNREAD)
            return f"{error} What it allows is not known: the strictest policy, 'off', holds until then."
        return f"{error} What it said before still holds: policy {known.policy!r}." if known else str(error)

    def _or_last(self, found: Belonging, *, known: bool) -> Belonging:
        """What was found; or what held last, where its file has gone and no other one, `known`, took its place."""
        gone = [each.path.name for each in self._last.notebooks if not each.path.exists()]
        if found.notebooks or not gone or known:
            return found
        problem = f"{gone[0]} is not there any more. What it said still holds: policy {self._last.policy!r}."
        return replace(self._last, problems=(problem,))


def _file(candidates: Iterable[Path]) -> Path | None:
    """The first of some paths that is a file."""
    for path in candidates:
        try:
            if path.is_file():
                return path.resolve()
        except (OSError, ValueError):  # too long, or a character that no path has
            continue
    return None


def _stamp(file: Path) -> _Stamp | None:
    try:
        state = file.stat()
    except (OSError, ValueError):
        return None
    return state.st_mtime_ns, state.st_size
