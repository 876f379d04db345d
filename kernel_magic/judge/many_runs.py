"""What a Python program prints on many inputs, found in one process: a tenth of the time of a process each.

Only for looking ahead: what is seen here is suspected, never a verdict. The program is run again and again with a
fresh namespace and fresh streams; what stays between two runs (loaded modules) may differ from a run of its own.
"""

from __future__ import annotations

from kernel_magic.judge.conversation import Run
from kernel_magic.judge.sandbox import ZygoteLostError
from kernel_magic.judge.sittings import Order

_LARGEST_INPUT = 1 << 15
_MOST_DEATHS = 2


def outputs(order: Order, texts: list[str]) -> list[str | None]:
    """What the program prints on each input; None where it did not end by itself with status 0, or was not asked.

    Raises:
        Cancelled: the order said so.
    """
    found: list[str | None] = []
    deaths = 0
    while len(found) < len(texts) and deaths < _MOST_DEATHS:
        done = len(found)
        try:
            with order.run(len(texts) - done) as run:
                if run.ask(order.load("repeated")).frame == ["ready"]:
                    for text in texts[done:]:
                        output, alive = _one(run, text)
                        found.append(output)
                        if not alive:
                            break
                        run.mark()
        except ZygoteLostError:
            found = found[:done]
        deaths += len(found) < len(texts)
        if len(found) == done:
            break
    return found + [None] * (len(texts) - len(found))


def _one(run: Run, text: str) -> tuple[str | None, bool]:
    """What it prints, and whether the process can go on."""
    if len(text) > _LARGEST_INPUT:
        return None, True
    exchange = run.ask({"stdin": text})
    if exchange.frame is None:
        return None, False
    ended = exchange.frame == ["status", "0"]
    return (exchange.output.decode("utf-8", "surrogateescape") if ended else None), True
