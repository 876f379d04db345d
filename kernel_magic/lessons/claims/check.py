"""The entry: a sentence and a run → a claim that is true, false, or cannot be told.

A sentence of several clauses is true when all hold and false when one is refuted. A sentence that hedges (*might*,
*usually*), asks, or makes a condition is never judged on one run. Several ways to read it must give one answer.
"""

from __future__ import annotations

from typing import assert_never

from kernel_magic.core.explanation import Claim
from kernel_magic.lessons.claims.calls_seen import judge_calls, judge_depth
from kernel_magic.lessons.claims.counts_seen import judge_condition, judge_line, judge_loop
from kernel_magic.lessons.claims.courses_seen import judge_course
from kernel_magic.lessons.claims.facts import Facts, Run, facts_of, names_of
from kernel_magic.lessons.claims.findings import UNKNOWN, Finding, agree, shown
from kernel_magic.lessons.claims.outcomes_seen import judge_print, judge_raise, judge_result
from kernel_magic.lessons.claims.read import Reading, readings
from kernel_magic.lessons.claims.statements import (
    CallSays,
    ConditionSays,
    CourseSays,
    DepthSays,
    ExtremeSays,
    LineSays,
    LoopSays,
    PrintSays,
    RaiseSays,
    ResultSays,
    Statement,
    ValueSays,
)
from kernel_magic.lessons.claims.values_seen import judge_extreme, judge_value

__all__ = ["Run", "judge_claim", "states_something"]


def judge_claim(text: str, run: Run, *, first_line: int = 0, last_line: int = 0) -> Claim:
    """What a run says to a sentence.

    Args:
        text: the sentence, from a model or a learner; hostile.
        run: the run.
        first_line: the first of the lines the sentence is about; 0: the whole code.
        last_line: the last of them.
    """
    found = readings(text, names_of(run))
    facts = facts_of(run, first_line, last_line) if found else None
    if facts is None:
        return Claim(text=text, holds=None)
    answers = [_judge(reading, facts) for reading in found]
    holds = agree(answer.holds for answer in answers)
    observed = shown(answer.observed for answer in answers if answer.observed)
    return Claim(text=text, holds=holds, observed=observed)


def states_something(text: str) -> bool:
    """Whether a sentence holds a statement about a run that can be read."""
    return bool(readings(text, None))


def _judge(reading: Reading, facts: Facts) -> Finding:
    """All clauses together: one refuted refutes, all true are true."""
    found = [_judge_one(item, facts) if item is not None else Finding(holds=None) for item in reading]
    answers = [finding.holds for finding in found]
    holds = False if False in answers else None if None in answers else True
    wanted = [finding.observed for finding in found if finding.observed and (holds is not False or not finding.holds)]
    if holds is False:
        wanted = [finding.observed for finding in found if finding.holds is False]
    return Finding(holds=holds, observed="; ".join(dict.fromkeys(text for text in wanted if text)))


def _judge_one(says: Statement, facts: Facts) -> Finding:  # noqa: C901 - one flat table of statements
    match says:
        case ValueSays() | ExtremeSays() | CourseSays() if says.subject.name in facts.class_names:
            return UNKNOWN  # it may be the attribute that is meant, whose values no event shows
        case ValueSays():
            return judge_value(says, facts)
        case ExtremeSays():
            return judge_extreme(says, facts)
        case CourseSays():
            return judge_course(says, facts)
        case LineSays():
            return judge_line(says, facts)
        case LoopSays():
            return judge_loop(says, facts)
        case ConditionSays():
            return judge_condition(says, facts)
        case CallSays():
            return judge_calls(says, facts)
        case DepthSays():
            return judge_depth(says, facts)
        case ResultSays():
            return judge_result(says, facts)
        case RaiseSays():
            return judge_raise(says, facts)
        case PrintSays():
            return judge_print(says, facts)
        case _:
            assert_never(says)
