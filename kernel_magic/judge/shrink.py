"""Making an input smaller while a program still fails on it, with changes that leave the input's structure whole.

Knows texts of lines and tokens, nothing of problems or programs: `fails` says which of some smaller texts still does,
`accepts` which of them may be an input at all. Counts are kept right: where a number says how many lines, tokens or
characters follow, it goes down with them, and the labels above a dropped one move down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from kernel_magic.judge.shrink_edits import EDITS, Text

Fails = Callable[[Sequence[str]], int | None]
"""Of texts, the place of the first on which the program fails; None where it fails on none."""

_BATCH = 8


def shrunk(text: str, fails: Fails, *, accepts: Callable[[str], bool], stop: Callable[[], bool]) -> str:
    """The smallest text that was found; the given one where none is smaller.

    Args:
        text: one on which the program fails.
        fails: asks the program.
        accepts: whether a text may be an input.
        stop: whether the time is over.
    """
    best = Text.of(text)
    seen = {text}
    progress = True
    while progress and not stop():
        progress = False
        for edit in EDITS:
            while not stop():
                smaller = _step(best, edit, seen, fails, accepts, stop)
                if smaller is None:
                    break
                best, progress = smaller, True
    return best.text()


def _step(
    best: Text,
    edit: Callable[[Text], Iterator[Text]],
    seen: set[str],
    fails: Fails,
    accepts: Callable[[str], bool],
    stop: Callable[[], bool],
) -> Text | None:
    """The first smaller text that an edit leads to."""
    waiting: set[str] = set()

    def fresh() -> Iterator[Text]:
        for changed in edit(best):
            if changed.cost() < best.cost():
                text = changed.text()
                if text not in seen and text not in waiting and accepts(text):
                    waiting.add(text)
                    yield changed

    found = fresh()
    while not stop() and (batch := list(islice(found, _BATCH))):
        texts = [changed.text() for changed in batch]
        at = fails(texts)
        seen.update(texts[:at])  # those behind it were not asked about
        if at is not None:
            return batch[at]
    return None
