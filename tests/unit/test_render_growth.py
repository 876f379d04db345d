"""What is said of a measured growth: no more than the measurements back."""

from __future__ import annotations

from kernel_magic.core.growth import Growth, GrowthSample
from kernel_magic.render.growth import growth_document, growth_sentences
from kernel_magic.render.html import to_html
from kernel_magic.render.text import to_text

SAMPLES = tuple(GrowthSample(size=n, cpu_s=1e-8 * n * n, peak_mib=n / 100, repeats=5) for n in (10, 100, 1000))


def growth(**changed) -> Growth:
    fields = {
        "model": "n^2", "runner_up": "n^2 log n", "decided": True, "samples": SAMPLES, "coefficient": 1e-8,
        "memory_model": "n",
    }  # fmt: skip
    return Growth(**{**fields, **changed})


def test_a_decided_growth_is_named_with_an_estimate_that_says_it_is_one():
    told = " ".join(growth_sentences(growth()))
    assert "The time grows like n²." in told
    assert "Memory beyond the input grows like n." in told
    assert "At n = 10⁶ this one would need about 3 hours (an estimate from the fit)." in told


def test_an_undecided_growth_says_why_and_estimates_nothing():
    told = " ".join(growth_sentences(growth(decided=False, reason="too noisy")))
    assert "Not decided. The nearest is n² or n² log n: too noisy." in told
    assert "would need" not in told


def test_what_was_measured_is_not_estimated():
    large = (*SAMPLES, GrowthSample(size=2_000_000, cpu_s=9.0, peak_mib=0.0, repeats=1))
    assert "would need" not in " ".join(growth_sentences(growth(samples=large)))


def test_hostile_words_are_cleaned_and_escaped():
    document = growth_document(growth(decided=False, reason="raised <b>\x1b[31mX\u202e</b>"), "<script>")
    page, plain = to_html(document), to_text(document, width=80, color=False)
    assert "<script>" not in page
    assert "<b>" not in page
    assert "\x1b" not in plain
    assert "\u202e" not in plain


def test_nothing_measured_is_shown_as_such():
    document = growth_document(Growth(model=None, runner_up=None, decided=False, samples=(), reason="no"), "f")
    assert "No growth could be named: no." in to_text(document, width=80, color=False)
