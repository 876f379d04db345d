"""One program of a comparison, folded: where it comes from, what was found out about it, its code."""

from __future__ import annotations

from kernel_magic.core.comparison import Comparison, ComparisonRow, StressReport
from kernel_magic.core.growth import Growth
from kernel_magic.core.quantities import count, growth_name, growth_words, mebibytes, seconds, size
from kernel_magic.core.verdict import Verdict
from kernel_magic.render.clean import reorders_text
from kernel_magic.render.document import Block, Callout, Code, Details, Facts, Span, Tone, plain, strong, text
from kernel_magic.render.standing import LEAST_TRIALS, Standing, has_secret_data, mark, standing
from kernel_magic.render.words import VERDICTS

_ORIGINS = {"folder": "from the problem's folder", "model": "written by the model", "person": "your own"}
_WARNINGS: dict[Standing, tuple[Tone, str]] = {
    "wrong": ("no", "This program is wrong. It is shown so that you can look for the mistake."),
    "slow": ("part", "This program does not get through within the limits."),
    "doubted": ("part", "Other programs disagree with this one; nobody knows which is right."),
    "unknown": ("part", "Nothing is known about this program."),
    "passed": ("part", f"Accepted on every case, but held against no other program on {LEAST_TRIALS} inputs or more."),
}
_SAMPLES_ONLY = "There is no secret data: this program may be wrong where the samples do not look."
_HIDDEN_DIRECTION = (
    "The code holds characters that turn the direction of text around, so it can look different from what it does. "
    "They are shown here as ⟨U+…⟩."
)


def program_details(row: ComparisonRow, comparison: Comparison) -> Details:
    """A program, folded under its verdict and name."""
    return Details(summary=program_summary(row, comparison), blocks=tuple(program_blocks(row, comparison)))


def program_summary(row: ComparisonRow, comparison: Comparison) -> str:
    """The line under which a program is folded."""
    idea = f": {row.submission.idea}" if row.submission.idea not in ("", row.submission.name) else ""
    return f"{mark(row, comparison).text} · {row.submission.name}{idea}"


def program_blocks(row: ComparisonRow, comparison: Comparison) -> list[Block]:
    """What was found out about a program, and its code under a warning where it is not known to be right."""
    source, where = row.submission.source, standing(row, comparison)
    blocks: list[Block] = []
    if where in _WARNINGS:
        tone, warning = _WARNINGS[where]
        if where == "passed" and not has_secret_data(comparison):
            warning = _SAMPLES_ONLY
        blocks.append(Callout(tone=tone, blocks=(text(strong(warning)),)))
    if reorders_text(source.text):
        blocks.append(Callout(tone="no", blocks=(text(_HIDDEN_DIRECTION),)))
    blocks.append(Facts(pairs=tuple(_facts(row, comparison))))
    marked = tuple(item.line for item in row.report.diagnostics)
    blocks.append(Code(source=source.text.rstrip("\n"), language=source.language, marked=marked))
    return blocks


def _facts(row: ComparisonRow, comparison: Comparison) -> list[tuple[str, Span]]:
    where = _ORIGINS[row.submission.origin]
    pairs = [("program", plain(f"{where}: {row.submission.path}" if row.submission.path else where))]
    pairs.append(("verdict", plain(_verdict_words(row, comparison))))
    if row.stress is not None:
        pairs.append(("generated inputs", plain(_tried_words(row, row.stress, comparison.reference))))
    if row.witness is not None:
        agreed = f"{row.witness.agreed:,} of {count(row.witness.cases, 'generated input')}"
        pairs.append(("others agree", plain(f"{agreed}{f': {row.witness.detail}' if row.witness.detail else ''}")))
    if row.growth is not None and standing(row, comparison) not in ("wrong", "unknown"):
        pairs += _growth_facts(row.growth)
    if row.right:
        pairs.append(("largest case", plain(f"{seconds(row.cpu_s_max)}, {mebibytes(row.peak_mib_max)}")))
    return pairs


def _verdict_words(row: ComparisonRow, comparison: Comparison) -> str:
    passed = sum(case.verdict is Verdict.AC for case in row.report.cases)
    cases = count(max(len(comparison.problem.cases), len(row.report.cases)), "case")
    if row.report.accepted and row.verdict is not Verdict.AC:
        return (
            f"{row.verdict.value} {VERDICTS[row.verdict]} on a generated input, though it passes {passed:,} of {cases}"
        )
    tally = f", {passed:,} of {cases}{'' if row.report.accepted else ' accepted'}" if row.report.cases else ""
    return f"{row.report.verdict.value} {VERDICTS[row.report.verdict]}{tally}"


def _tried_words(row: ComparisonRow, stress: StressReport, reference: str) -> str:
    against = f" against {'others' if row.submission.name == reference else reference}" if reference else ""
    outcome = "one on which it fails" if stress.difference is not None else "no difference"
    tried = f"{stress.trials:,} tried{against}, {outcome}" if stress.trials else "none could be tried"
    if stress.difference is not None and not stress.trials:
        tried = outcome
    refused = f"; {stress.refused:,} refused" if stress.refused else ""
    return f"{tried}{refused}{f' ({stress.note})' if stress.note else ''}"


def _growth_facts(growth: Growth) -> list[tuple[str, Span]]:
    if not growth.samples:
        return [("growth", plain(growth.reason or "not measured"))]
    sizes = [sample.size for sample in growth.samples]
    measured = f"{count(len(sizes), 'size')}, {size(min(sizes))} to {size(max(sizes))}"
    words = f"{growth_words(growth)}; measured at {measured}"
    next_best = f"; next best {growth_name(growth.runner_up)}" if growth.decided and growth.runner_up else ""
    pairs = [("growth", plain(f"{words}{next_best}"))]
    if growth.reason:
        pairs.append(("", plain(growth.reason)))
    if growth.memory_model is not None:
        pairs.append(("memory grows", plain(growth_name(growth.memory_model))))
    return pairs
