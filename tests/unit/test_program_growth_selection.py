"""Which model is selected for whole programs, on series like those that were measured. Nothing is measured here."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from kernel_magic.judge.lines import Point
from kernel_magic.judge.program_complexity import select

SIZES = [round(11.3 * 2 ** (step / 2)) | 1 for step in range(2, 17)] + [5787, 23143, 92571]
NEAR = 6000
SMALL = [size for size in SIZES if size <= NEAR]
PROGRAMS: dict[str, Callable[[int], float]] = {
    "n": lambda n: 15e-6 + 1e-6 * n,
    "n log n": lambda n: 15e-6 + 1.0e-6 * n + 0.1e-6 * n * math.log2(n),
    "n^2": lambda n: 15e-6 + 1e-6 * n + 2e-8 * n * n,
}
"""A start, the reading of n items, and the work: a merge sort beside the reading, in the middle one."""


def series(
    cost: Callable[[int], float],
    *,
    caches: float = 0.08,
    noise: float = 0.0,
    seed: int = 0,
    sizes: list[int] = SIZES,
) -> list[Point]:
    """Points with noise on both sides; beyond the near cache every doubling costs a share more."""
    rng = random.Random(seed)
    points = []
    for n in sizes:
        slower = 1 + caches * max(math.log2(n / NEAR), 0)
        points.append(Point(size=n, seconds=cost(n) * slower * (1 + noise * rng.gauss(0, 1)), near=n <= NEAR))
    return points


@pytest.mark.parametrize("label", PROGRAMS)
@pytest.mark.parametrize("caches", [0.0, 0.04, 0.08])
def test_a_program_is_named_by_its_growth_in_near_memory(label: str, caches: float) -> None:
    found = select(series(PROGRAMS[label], caches=caches, noise=0.005))
    assert found.model == label, found.reason


@pytest.mark.parametrize("label", PROGRAMS)
@pytest.mark.parametrize("noise", [0.01, 0.03, 0.1, 0.3])
def test_noise_never_decides_for_another_model(label: str, noise: float) -> None:
    for seed in range(60):
        for caches in (0.0, 0.08, 0.2):
            found = select(series(PROGRAMS[label], caches=caches, noise=noise, seed=seed))
            assert not found.decided or found.model == label, f"seed {seed}, caches {caches}: {found.model}"


def test_a_linear_program_is_decided_on_a_calm_machine() -> None:
    decided = [select(series(PROGRAMS["n"], caches=0.04, noise=0.005, seed=seed)) for seed in range(20)]
    assert sum(found.decided for found in decided) >= 15, {found.reason for found in decided}


def test_a_start_that_hides_a_logarithm_over_small_sizes_does_not_make_it_linear() -> None:
    # the time over n is flat within 3 % from 91 to 1447: the start falls as the logarithm rises
    found = select(series(lambda n: 40e-6 + 1.6e-6 * n + 0.11e-6 * n * math.log2(n), caches=0.06))
    assert not (found.decided and found.model == "n")
    assert found.model == "n log n"


def test_without_sizes_in_near_memory_a_small_rise_is_no_logarithm() -> None:
    far = [Point(size=n, seconds=1e-7 * n * (1 + 0.08 * math.log2(n)), near=False) for n in SIZES[-8:]]
    found = select(far)
    assert (found.model, found.decided) == ("n", False)
    assert found.reason


def test_exponentials_and_too_few_sizes_are_told_as_for_functions() -> None:
    found = select([Point(size=n, seconds=1e-6 * 2**n) for n in range(10, 20)])
    assert (found.model, found.decided) == ("2^n", True)
    assert select(series(PROGRAMS["n"], sizes=SMALL[:3])).model is None


def test_the_runner_up_is_another_model() -> None:
    for label, cost in PROGRAMS.items():
        for seed in range(10):
            found = select(series(cost, noise=0.05, seed=seed))
            assert found.runner_up not in (None, found.model), label
