"""How the local backends choose tokens beyond `SamplingParams`, the same for each; and the seed of each sample."""

from __future__ import annotations

import secrets

from kernel_magic.core.chat import SamplingParams

MIN_P = 0.05
"""Tokens less likely than this share of the likeliest are never drawn: small models stray without such a floor."""

SEEDS = 2**31


def first_seed(sampling: SamplingParams) -> int:
    """The seed of the first sample; sample i of the call has this plus i."""
    return secrets.randbelow(SEEDS) if sampling.seed is None else sampling.seed % SEEDS


def stops(sampling: SamplingParams) -> list[str]:
    """The stop strings without empty ones, which would end every text at once."""
    return [s for s in sampling.stop if s]
