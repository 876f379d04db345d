"""A measured growth as a document: the model or the refusal, the measurements, what larger inputs would need."""

from __future__ import annotations

from kernel_magic.core.growth import Growth
from kernel_magic.core.quantities import about, growth_name, growth_words, mebibytes, seconds, size
from kernel_magic.render.clean import clean_line
from kernel_magic.render.document import (
    NOTHING,
    Badge,
    Block,
    Curve,
    Curves,
    Document,
    Footer,
    Header,
    Table,
    plain,
    text,
)

TOLD_AT = (1_000, 1_000_000)
"""Sizes for which an estimate is said, where they lie beyond what was measured."""
_NO_MEMORY = 0.25
"""Mebibytes below this do not show: the system counts memory in larger steps."""


def growth_document(growth: Growth, name: str) -> Document:
    """The document of one function's growth."""
    name = clean_line(name, 60)
    header = Header(title=f"Growth of {name}", badge=_badge(growth), what_ran=_what_ran(growth))
    blocks: list[Block] = [header, *(text(sentence) for sentence in growth_sentences(growth))]
    if growth.samples:
        words = f"Processor time against n, both axes logarithmic. {name}: {growth_words(growth)}."
        blocks.append(Curves(items=(Curve(name=name, growth=growth),), table=_table(growth), words=words))
        blocks.append(Footer(items=("processor time and memory by the operating system", "a good one of the repeats")))
    return Document(title=f"Growth of {name}", kind="Growth", blocks=tuple(blocks))


def growth_sentences(growth: Growth) -> tuple[str, ...]:
    """What was found out, in sentences: time, memory, an estimate, and why it is not decided or where it ended."""
    told = [_time_sentence(growth)]
    if growth.memory_model == "1":
        told.append("Memory beyond the input does not grow enough to show.")
    elif growth.memory_model is not None:
        told.append(f"Memory beyond the input grows like {growth_name(growth.memory_model)}.")
    told += _estimates(growth)
    if growth.decided and growth.reason:
        told.append(f"Larger sizes were not measured: {clean_line(growth.reason, 200)}.")
    return tuple(told)


def _time_sentence(growth: Growth) -> str:
    reason = clean_line(growth.reason, 200) or "the measurements do not settle it"
    if growth.model is None:
        return f"No growth could be named: {reason}."
    name = growth_name(growth.model)
    if growth.decided:
        return "The time does not grow with n." if growth.model == "1" else f"The time grows like {name}."
    other = f" or {growth_name(growth.runner_up)}" if growth.runner_up else ""
    return f"Not decided. The nearest is {name}{other}: {reason}."


def _estimates(growth: Growth) -> list[str]:
    if not growth.samples or growth.model == "1":
        return []
    largest = growth.samples[-1].size
    beyond = [each for each in TOLD_AT if each > largest]
    times = [(each, growth.seconds_at(each)) for each in beyond]
    return [
        f"At n = {size(each)} this one would need {about(value)} (an estimate from the fit)."
        for each, value in times
        if value is not None
    ][-1:]


def _badge(growth: Growth) -> Badge:
    if growth.decided and growth.model is not None:
        return Badge(symbol="✓", label=growth_name(growth.model), tone="ok")
    if growth.model is None:
        return Badge(symbol="✗", label="not measured", tone="no")
    return Badge(symbol="◐", label="not decided", tone="part")


def _what_ran(growth: Growth) -> str:
    if not growth.samples:
        return "nothing could be measured"
    first, last = growth.samples[0].size, growth.samples[-1].size
    return f"{len(growth.samples)} sizes, n = {size(first)} to {size(last)}"


def _table(growth: Growth) -> Table:
    rows = tuple(
        (
            plain(size(sample.size)),
            plain(seconds(sample.cpu_s)),
            plain(mebibytes(sample.peak_mib) if sample.peak_mib >= _NO_MEMORY else NOTHING),
            plain(f"{sample.repeats:,}"),
        )
        for sample in growth.samples
    )
    return Table(header=("n", "time of a call", "memory of a call", "measured"), rows=rows, numeric=(0, 1, 2, 3))
