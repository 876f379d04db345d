"""What `explain` found out about a piece of code: a run, words whose statements were held against it, and questions."""

from __future__ import annotations

from dataclasses import dataclass, field

from kernel_magic.core.lesson import Evidence, Provenance, Question, Status, Usage
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.core.verdict import Isolation


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement about a run, and what the run says of it."""

    text: str
    """The sentence, in the words of whoever made it."""
    holds: bool | None
    """None: the run cannot tell, or nobody can read it as a statement about the run. Never a guess."""
    observed: str = ""
    """What was seen where the claim looks: a value, a count, an outcome. Empty where nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedBlock:
    """Some lines of the code, what a run showed there, and words about them."""

    first_line: int
    """1-based, in the code that was given."""
    last_line: int
    title: str
    prose: str
    """A model's words without the sentences that the run refutes; where nothing is left, words made from the code."""
    code: str
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[Claim, ...] = ()
    """The sentences of `prose` that state something about the run: what stays is true or cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The result of `explain`.

    `status`: *verified*, the run was seen to its end and every statement about it that stays holds; *partly_verified*,
    something stays that the run cannot tell, or the trace was cut short; *unverified*, nothing could be run.
    """

    source: Source
    title: str
    status: Status
    call: str
    """The call that was run, as Python writes it; of a program the first line of its input; empty where none was."""
    result: str | None
    output: str
    raised: str | None
    blocks: tuple[ExplainedBlock, ...]
    claims: tuple[Claim, ...]
    """The learner's own claims, in the order given."""
    dropped: tuple[str, ...]
    """Sentences of the model that were not kept, with the reason."""
    trace: Trace | None
    """None where nothing could be run."""
    questions: tuple[Question, ...]
    isolation: Isolation
    provenance: Provenance | None
    """None where no model took part."""
    usage: Usage
    notes: tuple[str, ...] = field(default_factory=tuple)
    """What the learner should know besides: where the call came from, why the run was cut, what could not be run."""
