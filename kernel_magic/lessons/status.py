"""What earns which status. The only place that decides; everything else shows what was decided here.

| examples of the learner                   | agreement on generated inputs | status          |
|-------------------------------------------|-------------------------------|-----------------|
| all pass                                  | holds                         | verified        |
| all pass                                  | does not hold, or not tried   | partly_verified |
| none given                                | holds                         | partly_verified |
| all pass, but one could not be read       | any                           | partly_verified |
| one fails                                 | any                           | unverified      |
| any                                       | a teacher's program differs   | unverified      |
| none given                                | does not hold, or not tried   | unverified      |

Why agreement is asked for at all: an answer that passes its one to three examples is right in 96 of 100 cases at the
first try, but after further tries only 5 of 8 such answers were right (measured, HumanEval, 0.5B): trying again
against weak witnesses selects lucky wrong programs.

Agreement *holds* (`witnesses.agreement.Panel.agreement`) when the answer is equal to an independent accepted candidate
on all inputs shaped like the examples that could be compared; there were enough of them, with more than one outcome;
and enough of all drafts, failing ones too, are behind it (`witnesses.support.is_enough`, where the thresholds stand and
how they were measured). A teacher's program holds when the answer does the same wherever that program answers
(`witnesses.reference`).

Inputs unlike the examples decide nothing: where candidates part there, the answer stays what it is, with a gap.

| what witnesses say                                                          | earns               |
|-----------------------------------------------------------------------------|---------------------|
| 7 of 8 drafts compute this, two programs of them really different           | agreement           |
| 12 of 24, one of the programs a brute force, another one not                | agreement           |
| 12 of 24, no brute force; or 2 of 2                                         | no agreement        |
| a single program, however often it was drafted                              | no agreement        |
| one example of the learner could not be read                                | at most partly      |
| a teacher's program gives the same on 300 inputs                            | as an agreement     |
| a teacher's program gives something else on one of them                     | unverified          |
"""

from __future__ import annotations

from kernel_magic.core.lesson import Status, Witness

INDEPENDENT = ("agreement", "brute_force", "teacher_tests", "teacher_reference")
"""Kinds of witness that know something the learner's examples do not."""


def decide_status(witnesses: tuple[Witness, ...], *, unread_examples: int) -> Status:
    """The status that these witnesses earn.

    Args:
        witnesses: at most one of each kind; a kind that was not tried is absent.
        unread_examples: examples of the learner that could not be used; nobody knows whether the answer passes them.
    """
    examples = [witness for witness in witnesses if witness.kind in ("examples", "teacher_tests")]
    independent = [witness for witness in witnesses if witness.kind in INDEPENDENT]
    if any(not witness.holds for witness in examples) or any(witness.contradicts for witness in witnesses):
        return "unverified"
    second = any(witness.holds for witness in independent)
    if examples and second and not unread_examples:
        return "verified"
    if examples or second:
        return "partly_verified"
    return "unverified"
