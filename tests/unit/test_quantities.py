"""Figures as words: as many digits as help, and an estimate says that it is one."""

from __future__ import annotations

import math
import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.core.growth import Growth, GrowthModel, GrowthSample, units
from kernel_magic.core.quantities import about, count, growth_name, growth_words, mebibytes, seconds, size, times


def growth(**changes) -> Growth:
    standard: dict[str, Any] = {
        "model": "n^2",
        "runner_up": "n log n",
        "decided": True,
        "samples": (),
        "coefficient": 1e-9,
    }
    return Growth(**{**standard, **changes})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0004, "less than 1 ms"), (0.0201, "about 20 ms"), (0.9999, "about 1 second"), (1.2, "about 1 second"),
        (7.4, "about 7 seconds"), (75, "about 75 seconds"), (245, "about 4 minutes"), (5400, "about 90 minutes"),
        (3 * 3600, "about 3 hours"), (200_000, "about 2 days"), (1e9, "about 32 years"), (4.2e10, "about 1,300 years"),
        (1e12, "longer than 10,000 years"), (math.inf, "longer than 10,000 years"),
        (math.nan, "longer than 10,000 years"),
    ],
)  # fmt: skip
def test_an_estimate_is_rounded_and_says_so(value, words):
    assert about(value) == words


@given(st.floats(min_value=0.001, max_value=1e11))
def test_an_estimate_is_within_half_of_what_it_says(value):
    scale = {"ms": 0.001, "second": 1, "minute": 60, "hour": 3600, "day": 86400, "year": 365.25 * 86400}
    found = re.fullmatch(r"about ([\d,]+) ([a-z]+?)s?", about(value))
    if found is None:
        assert about(value) == "longer than 10,000 years"
        return
    unit = "ms" if found[2] == "m" else found[2]
    assert float(found[1].replace(",", "")) * scale[unit] == pytest.approx(value, rel=0.5)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1"), (2000, "2,000"), (10_000, "10,000"), (131_072, "131,072"), (100_000, "10⁵"), (10**12, "10¹²")],
)
def test_sizes_are_readable(number, words):
    assert size(number) == words


def test_measures_have_as_many_digits_as_help():
    shown = [seconds(value) for value in (0.0, 0.0000123, 0.0012, 0.0432, 0.1249, 1.26, 9.96, 83.2)]
    assert shown == ["0.0 ms", "12 μs", "1.2 ms", "43 ms", "0.12 s", "1.3 s", "10 s", "83 s"]
    assert [mebibytes(value) for value in (1.26, 1536.2)] == ["1.3 MiB", "1,536 MiB"]
    assert [times(value) for value in (2.84, 3.0, 27.6, 1440.0)] == ["2.8 times", "3 times", "28 times", "1,400 times"]
    assert [count(1, "case"), count(1000, "input against the brute force")] == [
        "1 case",
        "1,000 inputs against the brute force",
    ]


def test_a_growth_that_is_not_decided_never_reads_as_decided():
    assert growth_words(growth()) == "n²"
    assert growth_words(growth(decided=False)) == "n² or n log n (not decided)"
    assert growth_words(growth(decided=False, runner_up=None)) == "n² (not decided)"
    sample = GrowthSample(size=10, cpu_s=0.1, peak_mib=1.0, repeats=3)
    assert growth_words(growth(decided=False, model=None, samples=(sample,))) == "not clear"
    assert growth_words(growth(decided=False, model=None)) == "not measured"
    assert growth_words(None) == "not measured"


@pytest.mark.parametrize("model", get_args(GrowthModel))
def test_every_model_grows_has_a_name_and_never_overflows(model):
    assert growth_name(model)
    values = [units(model, n) for n in (1, 2, 10, 1000, 10**7)]
    assert values == sorted(values)
    assert all(value >= 0 for value in values)


def test_units_are_what_the_names_say():
    assert units("n log n", 1024) == pytest.approx(10240)
    assert units("n!", 5) == pytest.approx(120)
    assert units("2^n", 10) == pytest.approx(1024)


def test_nothing_is_estimated_where_the_growth_is_not_decided():
    assert growth().seconds_at(10_000) == pytest.approx(0.1)
    assert growth(decided=False).seconds_at(10_000) is None
    assert growth(model=None).seconds_at(10_000) is None
    assert growth(model="2^n").seconds_at(10_000) == math.inf
