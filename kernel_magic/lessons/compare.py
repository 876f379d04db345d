"""`compare`: several programs for one problem, side by side. Each one is judged and measured; nothing is claimed.

The folder's submissions, a person's own programs and a model's take part on equal terms. Only what the judge accepted
and nothing refuted is ranked; the others stay as rows, with the smallest input on which they fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kernel_magic.core.comparison import Comparison, ComparisonRow, StressReport
from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.errors import InputError
from kernel_magic.core.growth import Growth
from kernel_magic.core.lesson import Provenance, Witness
from kernel_magic.core.ports import Progress
from kernel_magic.core.version import __version__
from kernel_magic.lessons.comparing.advice import with_advice
from kernel_magic.lessons.comparing.consensus import needs_consensus, witnesses
from kernel_magic.lessons.comparing.contenders import Contender, gathered, judged, with_unique_names
from kernel_magic.lessons.comparing.findings import findings
from kernel_magic.lessons.comparing.ideas import IdeaWriter, Written
from kernel_magic.lessons.comparing.problem_text import read_problem
from kernel_magic.lessons.comparing.program_shape import code_lines
from kernel_magic.lessons.comparing.questions import questions
from kernel_magic.lessons.comparing.ranking import common_size, ranked
from kernel_magic.lessons.comparing.same_idea import merged
from kernel_magic.lessons.comparing.trials import Tryout
from kernel_magic.lessons.options import CompareOptions
from kernel_magic.lessons.work import Work


def compare_text(text: str, own: Sequence[Submission], work: Work, options: CompareOptions) -> Comparison:
    """As `compare`, for a problem that somebody wrote into a cell.

    Raises:
        TaskError: the text is empty or too long, contradicts itself, or has no sample.
    """
    problem, task = read_problem(text)
    named = [replace(item, source=replace(item.source, entry_point=task.function)) for item in own]
    return compare(problem, named, work, options, function=task.function)


def compare(
    problem: Problem, own: Sequence[Submission], work: Work, options: CompareOptions, *, function: str | None = None
) -> Comparison:
    """Judge, try and measure every program that takes part. `function`: programs define it; None: they read input.

    Raises:
        InputError: there is nothing to compare, or nothing to judge on.
        ModelError: the model cannot be used.
        Cancelled: the person interrupted.
    """
    if not problem.cases:
        raise InputError(f"The problem {problem.slug!r} has no test data.", "Add samples under data/sample.")
    given = gathered(problem, own, options)
    if not given and work.backend is None:
        raise InputError(
            f"There is no program to compare: {problem.slug!r} has no submissions, and no model takes part.",
            "Add programs under submissions/, give your own, or let a model write some.",
        )
    # The model first: where there is none, that is said at once and not after minutes of measuring.
    written = None if work.backend is None else IdeaWriter(problem, function, work, ideas=options.ideas).write()
    contenders, unjudged = judged(problem, given, work)
    everyone = (*contenders, *_named_apart(written, [item.name for item in given]))
    rows, reference = _rows(problem, everyone, work, options)
    work.report(Progress(stage="done", message="done"))
    return _comparison(problem, rows, work, written=written, unjudged=unjudged, reference=reference)


def _named_apart(written: Written | None, taken: Sequence[str]) -> list[Contender]:
    if written is None:
        return []
    names = with_unique_names([item.submission for item in written.contenders], taken=taken)
    return [replace(item, submission=name) for item, name in zip(written.contenders, names, strict=True)]


def _rows(
    problem: Problem, contenders: Sequence[Contender], work: Work, options: CompareOptions
) -> tuple[tuple[ComparisonRow, ...], str]:
    """A row for every idea, and the name of the program that the others were tried against."""
    agreed = witnesses(problem, contenders, work) if needs_consensus(problem) else {}
    distinct = merged([_row(item, agreed, {}, {}) for item in contenders], reference="")
    names = {row.submission.name for row in distinct}
    kept = [item for item in contenders if item.submission.name in names]
    tryout = Tryout(problem, work, options)
    reference, stress = tryout.stressed(kept, [row.submission.name for row in distinct if row.right])
    growth = tryout.measured(kept, stress)
    twins = {row.submission.name: row.merged for row in distinct}
    rows = [replace(_row(item, agreed, stress, growth), merged=twins[item.submission.name]) for item in kept]
    return merged(rows, reference=reference), reference


def _row(
    contender: Contender,
    agreed: Mapping[str, Witness],
    stress: Mapping[str, StressReport],
    growth: Mapping[str, Growth],
) -> ComparisonRow:
    name, cases = contender.submission.name, contender.report.cases
    return ComparisonRow(
        submission=contender.submission,
        report=contender.report,
        stress=stress.get(name),
        growth=growth.get(name),
        cpu_s_max=contender.slowest_s,
        peak_mib_max=max((case.peak_mib for case in cases), default=0.0),
        lines=code_lines(contender.submission.source),
        witness=agreed.get(name),
    )


def _comparison(
    problem: Problem,
    rows: Sequence[ComparisonRow],
    work: Work,
    *,
    written: Written | None,
    unjudged: tuple[str, ...],
    reference: str,
) -> Comparison:
    order = ranked(rows)
    others = sorted((row for row in rows if not row.right), key=lambda row: not row.report.accepted)
    shown = [with_advice(row, order, problem.limits) for row in (*order, *others)]
    return Comparison(
        problem=problem,
        rows=tuple(shown),
        ranking=tuple(row.submission.name for row in order),
        unjudged=unjudged,
        common_size=common_size(order),
        findings=findings(problem, order, others, written),
        questions=questions(problem, order, others),
        isolation=rows[0].report.isolation if rows else work.judge.isolation(),
        provenance=_provenance(written, work),
        usage=work.usage(),
        reference=reference,
    )


def _provenance(written: Written | None, work: Work) -> Provenance | None:
    if written is None:
        return None
    backend, options = work.model(), work.options
    return Provenance(
        model=backend.model,
        backend=backend.name,
        seed=options.seed,
        prompt_sha256=written.prompt_sha256,
        package_version=__version__,
        candidates=written.drafts,
        temperature=options.temperature,
    )
