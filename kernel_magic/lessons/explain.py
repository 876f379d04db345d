"""`explain`: code in, a run of it with words whose statements were held against the run.

The code runs in the judge and nowhere else. Words come from a model, block by block; a sentence that the run refutes
is dropped. Without a run there are no words of a model: they would be a draft.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.chat import SamplingParams
from kernel_magic.core.errors import ModelError, TaskError
from kernel_magic.core.explanation import Claim, ExplainedBlock, Explanation
from kernel_magic.core.lesson import Provenance, Status
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, Expression, Limits, Stdin, TestCase, timed
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.core.verdict import JudgeReport, Observation, Verdict
from kernel_magic.core.version import __version__
from kernel_magic.lessons.claims.check import Run, judge_claim
from kernel_magic.lessons.explaining.code_shape import (
    MOST_LINES,
    CodeShape,
    Definition,
    check_length,
    definitions_only,
    read_code,
)
from kernel_magic.lessons.explaining.example_call import (
    ExampleCall,
    found_calls,
    given_call,
    made_calls,
    program_call,
    suggested_call,
)
from kernel_magic.lessons.explaining.explained_blocks import Worded, blocks_of, narrated_blocks, plain_blocks
from kernel_magic.lessons.explaining.run_notes import notes_on, why_nothing_ran
from kernel_magic.lessons.explaining.subject import subject_of, title_of_code
from kernel_magic.lessons.explaining.trial import Tried, best_run
from kernel_magic.lessons.options import ExplainOptions
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.prompts import prompt
from kernel_magic.lessons.telling.evidence import evidence_for
from kernel_magic.lessons.telling.questions import questions_about
from kernel_magic.lessons.work import Work

_MOST_CLAIMS = 200
_MOST_RUNS = 60
"""Runs of further expressions, for claims about other calls."""
_MAX_TOKENS = 60
_BRIEF = timed(Limits(), 1.0)
_NOT_RUN = "Nothing was run that it could be held against."


def explain(text: str, work: Work, options: ExplainOptions = ExplainOptions()) -> Explanation:
    """Run the code on an example, and say block by block what it did.

    Without a model, or with one that fails, the words are made from the code.

    Raises:
        TaskError: the code is empty, does not parse, is too long without a function named, or the call is no call.
        Cancelled: the person interrupted.
    """
    shape = read_code(text)
    check_length(shape, options.function or options.call)
    subject = subject_of(shape, options)
    groups, note = _groups(shape, subject, options, work)
    tried, report = best_run(groups, work, max_steps=options.max_steps)
    if tried is None or tried.trace is None:
        return _unrun(shape, subject, report, work, options)
    narrow = bool(options.function) or shape.lines > MOST_LINES
    blocks = blocks_of(shape, subject, tried.trace, narrow=narrow)
    evidence = evidence_for(blocks, text, tried.trace)
    run = Run(source=text, trace=tried.trace, evaluate=_Evaluator(shape, tried, work))
    worded = (
        narrated_blocks(blocks, evidence, run, work)
        if work.backend is not None
        else plain_blocks(blocks, evidence, text)
    )
    claims = judged(options.claims, run)
    call = _call_text(tried)
    asked = questions_about(text, replace(tried.trace, call=call), seed=work.options.seed)
    work.report(Progress(stage="done", message="done"))
    notes = (note, worded.note, *notes_on(shape, subject, tried, options.max_steps))
    return Explanation(
        source=Source(text=text, entry_point=subject.name if subject is not None else None),
        title=title_of_code(shape, subject),
        status=status_of(tried.trace, worded.blocks),
        call=call,
        result=tried.trace.result,
        output=tried.trace.output,
        raised=tried.trace.raised,
        blocks=worded.blocks,
        claims=claims,
        dropped=worded.dropped,
        trace=tried.trace,
        questions=asked if work.options.questions else (),
        isolation=report.isolation,
        provenance=_provenance(worded, work),
        usage=work.usage(),
        notes=tuple(each for each in notes if each),
    )


def claims_on(explanation: Explanation, claims: Sequence[str], work: Work) -> Explanation:
    """The same run once more, with other claims held against it; without blocks and questions."""
    trace = explanation.trace
    if trace is None:
        found = tuple(Claim(text=text, holds=None, observed=_NOT_RUN) for text in claims)
    else:
        shape = read_code(explanation.source.text)
        run = Run(source=shape.text, trace=trace, evaluate=_Evaluator(shape, None, work))
        found = judged(claims, run)
    return replace(explanation, claims=found, blocks=(), questions=(), dropped=(), usage=work.usage())


def judged(claims: Sequence[str], run: Run) -> tuple[Claim, ...]:
    """The claims in their order, each with what the run says of it.

    Raises:
        TaskError: there are far too many.
    """
    if len(claims) > _MOST_CLAIMS:
        raise TaskError(f"There are {len(claims):,} claims; {_MOST_CLAIMS} are the most.", "Give the ones that matter.")
    return tuple(judge_claim(text, run) for text in claims)


def status_of(trace: Trace, blocks: Sequence[ExplainedBlock]) -> Status:
    """Verified: the run was seen to its end, and no sentence stays that it could not confirm."""
    settled = all(claim.holds for block in blocks for claim in block.claims)
    return "verified" if settled and not trace.truncated else "partly_verified"


def _groups(
    shape: CodeShape, subject: Definition | None, options: ExplainOptions, work: Work
) -> tuple[list[Sequence[ExampleCall]], str]:
    """Calls to try, the most trusted first; and why the model suggested none, where it failed."""
    if options.call:
        return [(given_call(shape, options.call),)], ""
    if subject is None:
        return [(program_call(shape, options.stdin),)], ""
    found = found_calls(shape, subject, options.calls)
    if found:
        return [*found, made_calls(shape, subject)], ""
    suggestion, note = _suggestion(shape, subject, work)
    made = made_calls(shape, subject)
    return [(suggestion, *made) if suggestion is not None else made], note


def _suggestion(shape: CodeShape, subject: Definition, work: Work) -> tuple[ExampleCall | None, str]:
    if work.backend is None:
        return None, ""
    code = ast.get_source_segment(shape.text, subject) or shape.text
    sampling = SamplingParams(temperature=0.0, max_tokens=_MAX_TOKENS, stop=("\n",), seed=work.options.seed)
    asked = prompt("example_call", sampling, code=code.strip(), name=subject.name)
    try:
        replies = work.complete(asked, Progress(stage="explain", message="looking for a call that shows what it does"))
    except ModelError as error:
        return None, f"The model could not be asked for a call: {error.message}"
    return (suggested_call(shape, subject, replies[0].text) if replies else None), ""


class _Evaluator:
    """Runs further expressions beside the code, for claims about other calls."""

    def __init__(self, shape: CodeShape, tried: Tried | None, work: Work) -> None:
        self._program = definitions_only(shape)
        self._setup = ""
        if tried is not None and isinstance(tried.call.case.given, Expression):
            self._setup = tried.call.case.given.setup
        self._work = work
        self._left = _MOST_RUNS

    def __call__(self, expression: str) -> Observation | None:
        """What the expression came to; None where it could not be run, or did not come to an end."""
        if self._left <= 0 or syntax_tree(expression) is None:
            return None
        self._left -= 1
        given = Expression(expression=expression, setup=self._setup)
        contract = Contract(cases=(TestCase(name="claim", given=given, expected=None),), limits=_BRIEF)
        report = self._work.judge.judge(Source(text=self._program), contract, cancelled=self._work.cancelled)
        case = report.cases[0] if report.cases else None
        return case.observed if case is not None and case.verdict in (Verdict.AC, Verdict.RTE) else None


def _unrun(
    shape: CodeShape, subject: Definition | None, report: JudgeReport, work: Work, options: ExplainOptions
) -> Explanation:
    blocks = blocks_of(shape, subject, None, narrow=bool(options.function) or shape.lines > MOST_LINES)
    work.report(Progress(stage="done", message="done"))
    return Explanation(
        source=Source(text=shape.text, entry_point=subject.name if subject is not None else None),
        title=title_of_code(shape, subject),
        status="unverified",
        call="",
        result=None,
        output="",
        raised=None,
        blocks=plain_blocks(blocks, [() for _ in blocks], shape.text).blocks,
        claims=tuple(Claim(text=text, holds=None, observed=_NOT_RUN) for text in options.claims),
        dropped=(),
        trace=None,
        questions=(),
        isolation=report.isolation,
        provenance=None,
        usage=work.usage(),
        notes=(why_nothing_ran(report),),
    )


def _call_text(tried: Tried) -> str:
    """The call with what prepares it, on one line; imports that only help to write it are left out."""
    match tried.call.case.given:
        case Expression(expression=expression, setup=setup):
            lines = [line for line in setup.split("\n") if line.strip()]
            helps = [line for line in lines if line.startswith(("import ", "from ", "async def ", " "))]
            return "; ".join([*(line for line in lines if line not in helps), expression])
        case Stdin(text=text):
            return text.split("\n", 1)[0]
        case _:
            return tried.trace.call if tried.trace is not None else ""


def _provenance(worded: Worded, work: Work) -> Provenance | None:
    if not worded.prompt_sha256:
        return None
    backend = work.model()
    return Provenance(
        model=backend.model,
        backend=backend.name,
        seed=work.options.seed,
        prompt_sha256=worded.prompt_sha256,
        package_version=__version__,
        candidates=1,
        temperature=0.0,
    )
