"""The statistics of an evaluation against published values and brute force."""

from __future__ import annotations

import collections
import itertools
import math
import random

import pytest

from kernel_magic.evaluation.statistics import curve, mcnemar, paired, paired_interval, pass_at_k, share, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe, Stat. Med. 1998, 17, 857: table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson_gives_the_published_intervals(count, of, low, high):
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


def test_wilson_solves_the_score_equation():
    for count, of in ((1, 7), (40, 90), (376, 377)):
        for bound in wilson(count, of, z=2.0):
            assert abs(count / of - bound) == pytest.approx(2.0 * math.sqrt(bound * (1 - bound) / of))


def test_a_share_of_nothing_claims_nothing():
    assert wilson(0, 0) == (0.0, 1.0)
    assert share([]).value is None


@pytest.mark.parametrize(
    ("only_one", "only_other", "p_value"),
    [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 0.0625), (12, 2, 0.012939453125), (1, 9, 0.021484375), (86, 150, 3.716e-05)],
)
def test_mcnemar_gives_the_exact_binomial_p(only_one, only_other, p_value):
    assert mcnemar(only_one, only_other) == pytest.approx(p_value, rel=1e-3)
    assert mcnemar(only_other, only_one) == mcnemar(only_one, only_other)


def test_mcnemar_counts_all_coin_tosses_at_least_as_uneven():
    for pairs in range(1, 11):
        tosses = [sum(toss) for toss in itertools.product((0, 1), repeat=pairs)]
        for one in range(pairs + 1):
            uneven = sum(abs(2 * heads - pairs) >= abs(2 * one - pairs) for heads in tosses)
            assert mcnemar(one, pairs - one) == pytest.approx(uneven / len(tosses))


def test_mcnemar_holds_for_many_pairs():
    assert 0.0 <= mcnemar(3000, 4000) < 1e-30


def test_paired_interval_gives_the_published_values():
    # Newcombe, Stat. Med. 1998, 17, 2635: table II, method 10
    assert paired_interval(36, 12, 2, 0) == pytest.approx((0.0569, 0.3404), abs=5e-5)


def test_paired_interval_covers_the_true_difference_about_as_often_as_it_says():
    drawn = random.Random(5)
    cells, chances, covered = range(4), (0.45, 0.2, 0.1, 0.25), 0
    for _ in range(2000):
        table = collections.Counter(drawn.choices(cells, chances, k=60))
        low, high = paired_interval(*(table[cell] for cell in cells))
        covered += low <= chances[1] - chances[2] <= high
    assert 0.93 < covered / 2000 < 0.975


def test_paired_interval_turns_with_the_runs():
    low, high = paired_interval(40, 9, 3, 20)
    assert paired_interval(40, 3, 9, 20) == pytest.approx((-high, -low))


def test_paired_counts_every_kind_of_pair():
    figures = paired([(True, True)] * 4 + [(True, False)] * 3 + [(False, True)] + [(False, False)] * 2)
    assert (figures.both, figures.only_this, figures.only_other, figures.neither) == (4, 3, 1, 2)
    assert figures.tasks == 10
    assert figures.difference == pytest.approx(0.2)
    assert figures.low < 0.2 < figures.high


def test_pass_at_k_is_the_share_of_draws_with_a_right_one():
    for drawn in range(1, 8):
        for right in range(drawn + 1):
            samples = [number < right for number in range(drawn)]
            for k in range(1, drawn + 1):
                draws = list(itertools.combinations(samples, k))
                assert pass_at_k(drawn, right, k) == pytest.approx(sum(map(any, draws)) / len(draws))


@pytest.mark.parametrize(("drawn", "right", "k"), [(5, 1, 6), (5, 1, 0), (5, 6, 1), (0, 0, 1)])
def test_pass_at_k_refuses_what_cannot_be_estimated(drawn, right, k):
    with pytest.raises(ValueError, match="cannot be estimated"):
        pass_at_k(drawn, right, k)


def test_curve_has_a_point_for_each_confidence_and_ends_with_all():
    ranked = [(0.9, True, True), (0.9, True, None), (0.5, False, True), (0.1, False, False)]
    points = curve(ranked, of=5)
    assert [point.at_least for point in points] == [0.9, 0.5, 0.1]
    assert [point.coverage for point in points] == pytest.approx([0.4, 0.6, 0.8])
    assert [point.passing.value for point in points] == pytest.approx([1.0, 2 / 3, 0.5])
    assert [(p.base_passing.count, p.base_passing.of) for p in points if p.base_passing] == [(1, 1), (2, 2), (2, 3)]
