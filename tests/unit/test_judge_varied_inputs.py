"""Changed inputs keep their structure, are the same for the same seed, and make values meet."""

from __future__ import annotations

from random import Random

from kernel_magic.judge.varied_inputs import varied

GIVEN = ("3\n418 -77 902\n", "2 50\n13 999\n", "3 2\n1 2 91\n2 3 17\n", "abcd\nxyz\n", "4\nkmno\n")


def made(text, count=300):
    """Many changed inputs."""
    rng = Random(1)
    return {changed for _ in range(count) if (changed := varied(text, rng)) is not None}


def test_the_number_of_tokens_in_every_line_stays():
    for text in GIVEN:
        widths = sorted(len(line.split()) for line in text.splitlines())
        found = made(text)
        assert found
        assert text not in found
        assert all(sorted(len(line.split()) for line in each.splitlines()) == widths for each in found)
        assert all(each.endswith("\n") for each in found)


def test_values_meet_and_come_in_order():
    rows = [[int(token) for token in text.split()[1:]] for text in made("5\n418 -77 902 33 640\n")]
    assert any(len(set(row)) == 1 for row in rows)
    assert any(len(set(row)) < len(row) for row in rows)
    assert any(row == sorted(row) for row in rows)
    assert any(row == sorted(row, reverse=True) for row in rows)


def test_a_parameter_meets_the_sum_of_two_numbers():
    found = [text.split() for text in made("4 7777\n13 999 58 204\n", count=2000)]
    assert any(int(row[1]) in {int(a) + int(b) for a in row[2:] for b in row[2:]} for row in found)


def test_words_get_few_letters_and_meet():
    found = made("abcdefgh\nqrstuvwx\n")
    assert any(len(set(text.split()[0])) <= 2 for text in found)
    assert any(len(set(text.split())) == 1 for text in found)


def test_it_is_the_same_for_the_same_seed_and_ends_for_odd_texts():
    for text in (*GIVEN, "", "\n", "\n\n\n", " ", "7", "-\n", "1.5 2.5\n", "x" * 10_000, "0 0 0\n0\n\n0 0\n"):
        assert [varied(text, Random(seed)) for seed in range(50)] == [varied(text, Random(seed)) for seed in range(50)]
