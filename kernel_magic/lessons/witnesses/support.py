"""How many of a model's drafts stand behind one answer, and when that is enough.

Drafts of one model err together, and a small one passes a single weak example by luck; so what counts is not that
*some* other draft agrees but what *share* of everything that was drafted does: drafts that fail an example count
against the answer too, and every further try raises the bar. Of that share the lower end of its 95 % Wilson interval is
taken, the `confidence`: eight of eight drafts say more than two of two, and sixteen of thirty-two less.

Measured on 377 beginner tasks with one example each, see `docs/explanation/verification.md`.
"""

from __future__ import annotations

import math

from kernel_magic.core.lesson import Support

CONFIDENT = 0.50
"""From here on the agreement holds."""
CONFIDENT_WITH_BRUTE_FORCE = 0.30
"""From here on it holds where a brute force is among the programs: such drafts err in another way."""
SETTLED = 0.60
"""From here on more drafts are not asked for."""
SEVERAL_EXAMPLES = 3
"""From here on a program that passes all of them hardly does so by luck."""
INDEPENDENT_PROGRAMS = 2
"""Programs that are really others which must compute the same, the answer among them."""
_Z = 1.959964


def lower_bound(successes: int, trials: int) -> float:
    """The lower end of the 95 % Wilson interval of a share; 0 where nothing was tried.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if trials < 1:
        return 0.0
    share = successes / trials
    spread = _Z * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    return max(0.0, (share + _Z**2 / (2 * trials) - spread) / (1 + _Z**2 / trials))


def is_enough(found: Support) -> bool:
    """Whether so much support makes the agreement hold."""
    return _holds(found, found.confidence)


def is_enough_of_accepted(found: Support) -> bool:
    """The same by the drafts that pass every example, however many do not. Only where `SEVERAL_EXAMPLES` were given.

    One weak example is passed by luck, so failing drafts have to count; hardly any passes several different ones so.
    """
    return _holds(found, lower_bound(found.backing, found.accepted))


def _holds(found: Support, confidence: float) -> bool:
    needed = CONFIDENT_WITH_BRUTE_FORCE if found.brute_force else CONFIDENT
    return found.programs >= INDEPENDENT_PROGRAMS and confidence >= needed


def is_settled(found: Support) -> bool:
    """Whether more drafts are not worth their time."""
    return found.programs >= INDEPENDENT_PROGRAMS and found.confidence >= SETTLED


def is_settled_against(found: Support) -> bool:
    """The same where the drafts agree with each other on something else than the answer that was given."""
    return lower_bound(found.against, found.drafts) >= SETTLED
