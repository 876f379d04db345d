"""What a comparison says in sentences: each is made from figures of the runs, and none where the figures are too close.

An estimate is said to be one. Nothing here knows an algorithm: a sentence that no measurement backs is not written.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from kernel_magic.core.comparison import ComparisonRow
from kernel_magic.core.contest import Problem
from kernel_magic.core.quantities import about, count, growth_name, mebibytes, seconds, size, times
from kernel_magic.lessons.comparing.figures import (
    CLEAR,
    NOISE_S,
    doubling,
    mebibytes_at,
    seconds_at,
    shown,
    times_as_much,
    too_slow,
)
from kernel_magic.lessons.comparing.ideas import Written
from kernel_magic.lessons.comparing.ranking import common_size, sample_at

_MOST_FINDINGS = 12


def findings(
    problem: Problem, ranked: Sequence[ComparisonRow], others: Sequence[ComparisonRow], written: Written | None
) -> tuple[str, ...]:
    """Sentences to people: what was tried, then time, growth, memory, and what fails."""
    slow = [row for row in others if too_slow(row)]
    sentences = [
        *_what_was_tried(problem, ranked, others),
        *_times_at_common_size(ranked),
        *(sentence for row in (*ranked, *slow) if (sentence := _doubling(row))),
        *_estimates((*ranked, *slow)),
        *_memory(ranked),
        *_models_share(written),
    ]
    return tuple(dict.fromkeys(sentences))[:_MOST_FINDINGS]


def _what_was_tried(problem: Problem, ranked: Sequence[ComparisonRow], others: Sequence[ComparisonRow]) -> list[str]:
    total = len(ranked) + len(others)
    if not total:
        return []
    secret = sum(case.origin == "secret" for case in problem.cases)
    data = count(len(problem.samples), "sample") + (f" and {count(secret, 'secret case')}" if secret else "")
    accepted = sum(row.report.accepted for row in (*ranked, *others))
    found = [
        f"{accepted} of {count(total, 'program')} {'gives' if accepted == 1 else 'give'} the right answer on {data}."
    ]
    if not secret:
        found += _without_secret_data(ranked, others)
    broken = [row for row in others if row.report.accepted and row.stress is not None and row.stress.difference]
    found += [f"{shown(row)} passes all of that, and yet fails on a generated input." for row in broken]
    return found


def _without_secret_data(ranked: Sequence[ComparisonRow], others: Sequence[ComparisonRow]) -> list[str]:
    """There is nothing but samples: what stands behind "right" here."""
    agreed = [row.witness for row in ranked if row.witness is not None]
    if agreed:
        least = min(witness.cases for witness in agreed)
        return [
            f"There is no secret data: {count(len(ranked), 'program')} also agree with each other, or with others, "
            f"on {least:,} generated inputs. A mistake that they share would not show."
        ]
    if any(row.report.accepted for row in others):
        return ["There is no secret data, and no independent program agrees: passing the samples alone proves little."]
    return []


def _times_at_common_size(ranked: Sequence[ComparisonRow]) -> list[str]:
    at = common_size(ranked)
    if at is None:
        return []
    sentences = [_time_beside(ranked[0], row, at) for row in ranked[1:]]
    return [f"At n = {size(at)} {sentence}." for sentence in sentences if sentence]


def _time_beside(one: ComparisonRow, other: ComparisonRow, at: int) -> str:
    """Which of two was faster at a size, and how much; empty where both times are too small to tell."""
    quick, slow = sorted((one, other), key=lambda row: seconds_at(row, at))
    least, most = seconds_at(quick, at), seconds_at(slow, at)
    if least >= NOISE_S and times_as_much(slow, quick, at) >= CLEAR:
        return f"{shown(quick)} needs {seconds(least)} and {shown(slow)} {seconds(most)}: {times(most / least)} as much"
    if least >= NOISE_S:
        return f"{shown(one)} and {shown(other)} need about the same time, {seconds(most)}"
    if most >= 2 * NOISE_S:
        return f"{shown(slow)} needs {seconds(most)}, and {shown(quick)} less than {seconds(NOISE_S)}"
    return ""


def _doubling(row: ComparisonRow) -> str:
    """How the time changed when n doubled, where the measured factor and the decided model say the same."""
    found = doubling(row.growth)
    if found is None or row.growth is None or row.growth.model is None:
        return ""
    twice = f"Twice the input, from n = {size(found.size)} to {size(found.doubled)}, takes {shown(row)}"
    if row.growth.model == "1":
        return f"{twice} about as long: its time does not grow."
    return f"{twice} {times(found.factor)} as long: its time grows like {growth_name(row.growth.model)}."


def _estimates(rows: Sequence[ComparisonRow]) -> list[str]:
    """What slow programs would need at the largest size that a fast one really did."""
    largest = max(
        ((sample.size, row) for row in rows if row.growth for sample in row.growth.samples),
        key=lambda pair: pair[0],
        default=None,
    )
    if largest is None:
        return []
    at, fastest = largest
    did = seconds_at(fastest, at)
    found = []
    for row in rows:
        if row is fastest or row.growth is None or sample_at(row, at) is not None:
            continue
        needed = row.growth.seconds_at(at)
        if needed is not None and needed >= max(1.0, 2 * did):
            found.append(
                f"At n = {size(at)}, which {shown(fastest)} does in {seconds(did)}, {shown(row)} would need "
                f"{about(needed)} (an estimate from its growth)."
            )
    return found


def _memory(ranked: Sequence[ComparisonRow]) -> list[str]:
    if len(ranked) < 2:
        return []
    at = common_size(ranked)
    needs = [(mebibytes_at(row, at), row) for row in ranked]
    (least, thrifty), (most, greedy) = min(needs, key=itemgetter(0)), max(needs, key=itemgetter(0))
    if most - least < 1.0 or most < least * CLEAR:
        return []
    needs_of = f"{shown(thrifty)} needs {mebibytes(least)} of memory and {shown(greedy)} {mebibytes(most)}"
    if at is not None:
        return [f"At n = {size(at)} {needs_of}."]
    return [f"Beyond what an empty program needs, {needs_of}, on the largest case."]


def _models_share(written: Written | None) -> list[str]:
    if written is None:
        return []
    found = []
    if written.drafts:
        approaches = ", ".join(written.approaches)
        found.append(
            f"The model was asked for {approaches}; it wrote {count(written.drafts, 'program')}, "
            f"{written.accepted} of them accepted."
        )
    if written.failure:
        found.append(f"The model did not write all that it was asked for: {written.failure}")
    return found
