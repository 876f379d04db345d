"""Which model is selected from measured points, on series whose growth is known. Nothing is measured here."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from kernel_magic.core.growth import GrowthModel, units
from kernel_magic.judge.complexity import Selection, memory_model, select
from kernel_magic.judge.lines import Point

WIDE = [round(11.3 * 2 ** (step / 2)) | 1 for step in range(19)]
MIDDLE = [round(11.3 * 2 ** (step / 2)) | 1 for step in range(13)]
NARROW = [round(11.3 * 2 ** (step / 2)) | 1 for step in range(10)]
STEPS = list(range(10, 20))
FEW = list(range(5, 11))
SIZES: dict[GrowthModel, list[int]] = {
    "1": WIDE, "log n": WIDE, "n": WIDE, "n log n": WIDE, "n^2": MIDDLE, "n^2 log n": MIDDLE, "n^3": NARROW,
    "2^n": STEPS, "n!": FEW,
}  # fmt: skip
NONE_OF_THEM: dict[str, tuple[list[int], Callable[[int], float]]] = {
    "sqrt n": (WIDE, math.sqrt),
    "log^2 n": (WIDE, lambda n: math.log2(n) ** 2),
    "n^1.5": (WIDE, lambda n: n**1.5),
    "n^1.585": (WIDE, lambda n: n**1.585),
    "n log^2 n": (WIDE, lambda n: n * math.log2(n) ** 2),
    "n^2.5": (MIDDLE, lambda n: n**2.5),
    "n^4": (NARROW[:8], lambda n: float(n**4)),
    "1.618^n": (STEPS, lambda n: 1.618**n),
    "3^n": (STEPS, lambda n: 3.0**n),
    "n 2^n": (STEPS, lambda n: n * 2.0**n),
    "n n!": (FEW, lambda n: n * float(math.factorial(n))),
    "(n-1)!": (FEW, lambda n: float(math.factorial(n - 1))),
}


def series(sizes: list[int], cost: Callable[[int], float], *, noise: float = 0.0, seed: int = 0) -> list[Point]:
    """Points whose noise only ever makes them slower, as it is with measured times."""
    rng = random.Random(seed)
    return [Point(size=n, seconds=cost(n) * (1 + noise * rng.random())) for n in sizes]


def selected(model: GrowthModel, *, overhead: float, noise: float, seed: int = 0) -> Selection:
    unit = 1e-8
    return select(series(SIZES[model], lambda n: unit * (overhead + units(model, n)), noise=noise, seed=seed))


@pytest.mark.parametrize("model", SIZES)
@pytest.mark.parametrize("overhead", [0.0, 5.0])
def test_a_clean_series_is_decided_for_its_model(model: GrowthModel, overhead: float) -> None:
    found = selected(model, overhead=overhead if model not in ("1", "log n") else overhead / 5, noise=0.01)
    assert (found.model, found.decided) == (model, True), found.reason


@pytest.mark.parametrize("name", NONE_OF_THEM)
@pytest.mark.parametrize("noise", [0.0, 0.02, 0.1])
def test_what_is_none_of_the_models_is_not_decided(name: str, noise: float) -> None:
    sizes, cost = NONE_OF_THEM[name]
    found = select(series(sizes, lambda n: 1e-8 * cost(n), noise=noise))
    assert not found.decided
    assert found.reason


@pytest.mark.parametrize("share", [1.0, 3.0, 10.0, 30.0, 100.0])
@pytest.mark.parametrize(("power", "sizes"), [(0, WIDE), (1, WIDE), (1, MIDDLE), (1, NARROW), (2, MIDDLE), (2, NARROW)])
def test_a_root_beside_a_constant_is_not_taken_for_a_log(share: float, power: int, sizes: list[int]) -> None:
    for root in (0.5, 1 / 3, 0.585):
        for noise in (0.0, 0.02):
            found = select(series(sizes, lambda n, r=root: 1e-8 * n**power * (share + n**r), noise=noise))  # type: ignore[misc]
            assert not (found.decided and "log" in str(found.model)), f"n^{root}: {found.model}"


@pytest.mark.parametrize("noise", [0.03, 0.1, 0.3, 1.0])
def test_noise_makes_undecided_and_never_wrong(noise: float) -> None:
    for model in SIZES:
        for seed in range(40):
            found = selected(model, overhead=2.0, noise=noise, seed=seed)
            assert not found.decided or found.model == model, f"{model}, seed {seed}: {found.model}"


def test_a_step_where_inputs_outgrow_a_cache_is_no_logarithm() -> None:
    for width in (1.5, 2.0, 3.0):

        def slower(n: int, width: float = width) -> float:
            return 1e-8 * n * (1 + (width - 1) / (1 + math.exp(-(math.log2(n) - 10) * 2)))

        found = select(series(WIDE, slower, noise=0.01))
        assert not (found.decided and found.model != "n")


def test_costs_that_swing_with_the_growth_of_a_table_do_not_hide_a_linear_growth() -> None:
    found = select(series(WIDE, lambda n: 1e-8 * n * (1.25 if round(math.log2(n)) % 2 else 1.0), noise=0.01))
    assert (found.model, found.decided) == ("n", True), found.reason


def test_far_sizes_do_not_make_a_linear_growth_more() -> None:
    points = [
        Point(size=n, seconds=1e-8 * n * (1 if n < 3000 else 2 + math.log2(n / 3000)), near=n < 3000)
        for n in [*WIDE, 23143, 92571, 370279]
    ]
    found = select(points)
    assert (found.model, found.decided) == ("n", True), found.reason


def test_too_few_sizes_name_no_model() -> None:
    found = select(series([11, 23, 45], float))
    assert found.model is None
    assert "3 sizes" in found.reason


def test_sizes_close_to_each_other_are_not_decided() -> None:
    found = select(series([11, 12, 13, 14, 15, 16], lambda n: 1e-6 * n))
    assert not found.decided


def test_coefficient_and_offset_give_the_measured_times_back() -> None:
    found = select(series(WIDE, lambda n: 2e-6 + 3e-8 * n))
    assert found.coefficient == pytest.approx(3e-8, rel=0.02)
    assert found.offset == pytest.approx(2e-6, rel=0.1)


@pytest.mark.parametrize(
    ("model", "sizes", "cost"),
    [
        ("1", [1000, 10_000, 200_000], lambda n: 0.1),
        ("n", [10_000, 40_000, 100_000, 400_000], lambda n: n * 40e-6),
        ("n^2", [181, 363, 723, 1447], lambda n: n * n * 8e-6),
        ("2^n", [14, 15, 16, 17, 18], lambda n: 2.0**n * 1e-4),
        (None, [181, 363, 723, 1447], lambda n: n**1.5 * 1e-3),
        (None, [100, 200, 300], lambda n: 0.1),
        (None, [], lambda n: 0.0),
    ],
)
def test_memory_is_named_where_it_shows(model: str | None, sizes: list[int], cost: Callable[[int], float]) -> None:
    assert memory_model([(n, cost(n)) for n in sizes]) == model
