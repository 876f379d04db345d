"""What one search has drafted so far: the attempts, which reading each draft comes from, and what they weigh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kernel_magic.core.lesson import Attempt
from kernel_magic.core.source import Source
from kernel_magic.lessons.drafting.memory import Drafted
from kernel_magic.lessons.drafting.readings import Reading
from kernel_magic.lessons.failure import passed
from kernel_magic.lessons.witnesses.agreement import Votes
from kernel_magic.lessons.witnesses.normal_form import fingerprint


class Pool:
    """Attempts in their order, numbered from 1. An answer that somebody gave is an attempt, but no draft."""

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.prompt_sha256 = ""
        """Of the first prompt."""
        self.turns = 0
        """How often the model was asked."""
        self.rounds = 0
        """Rounds that are over."""
        self.earlier_tokens = 0
        """What the model wrote for drafts that were taken over."""
        self._readings: dict[int, Reading] = {}

    def add(self, attempt: Attempt, reading: Reading | None = None) -> None:
        """One more attempt; without a reading it is no draft."""
        if reading is not None:
            self._readings[attempt.number] = reading
        self.attempts.append(attempt)

    def take_over(self, earlier: Drafted) -> None:
        """Drafts that were made for the same task before."""
        for attempt, reading in earlier.drafts:
            self.add(replace(attempt, number=len(self.attempts) + 1), reading)
        self.turns, self.rounds, self.earlier_tokens = earlier.turns, earlier.rounds, earlier.tokens
        self.prompt_sha256 = earlier.prompt_sha256

    def drafted(self, tokens: int) -> Drafted:
        """The drafts, for later; `tokens`: what the model wrote for those that are new."""
        return Drafted(
            drafts=tuple((self.attempts[number - 1], reading) for number, reading in self._readings.items()),
            rounds=self.rounds,
            turns=self.turns,
            tokens=self.earlier_tokens + tokens,
            prompt_sha256=self.prompt_sha256,
        )

    def same(self, source: Source) -> Attempt | None:
        """An attempt at the same program that was judged."""
        return next((one for one in self.attempts if one.source == source and one.report is not None), None)

    def closest(self) -> Attempt | None:
        """The failing attempt that passes most examples; of equals the shortest, then the first."""
        able = [one for one in self.attempts if one.source.text and not (one.report and one.report.accepted)]
        return max(
            able, key=lambda attempt: (passed(attempt.report), -len(attempt.source.text), -attempt.number), default=None
        )

    def votes(self, alike: Mapping[str, Sequence[Attempt]], compared: Iterable[int]) -> Votes:
        """How often each program was drafted, and in which readings.

        Args:
            alike: attempts that are the same program; the first one stands for all.
            compared: numbers of those that ran on the generated inputs.
        """
        able = set(compared)
        drafted = {
            attempts[0].number: [attempt.number for attempt in attempts if attempt.number in self._readings]
            for attempts in alike.values()
            if attempts[0].number in able
        }
        return Votes(
            drafts=len(self._readings),
            accepted=sum(map(len, drafted.values())),
            weights={number: len(drafts) for number, drafts in drafted.items()},
            readings={
                number: frozenset(self._readings[draft] for draft in drafts) for number, drafts in drafted.items()
            },
        )


def by_program(attempts: Iterable[Attempt]) -> dict[str, list[Attempt]]:
    """Attempts that hold a program, by the program that they are."""
    found: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        if attempt.source.text:
            found.setdefault(fingerprint(attempt.source.text), []).append(attempt)
    return found
