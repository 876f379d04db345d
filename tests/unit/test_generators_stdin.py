"""Generated standard input follows the line grammar of the samples: counts count, tables stay tables."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kernel_magic.core.problem import Stdin, TestCase
from kernel_magic.judge.generators import inputs_like
from kernel_magic.judge.stdin_shapes import grammar_of


def stdin(text: str) -> TestCase:
    return TestCase(name="sample", given=Stdin(text=text), expected=None)


def texts(*samples: str, seed: int = 0, count: int = 30, edges: bool = False) -> list[str]:
    made = inputs_like(tuple(map(stdin, samples)), seed=seed, count=count)
    assert len({case.text for case in made}) == len(made)
    assert not {case.text for case in made} & set(samples)
    kept = [case for case in made if edges or case.name.startswith("generated ")]
    return [case.given.text for case in kept if isinstance(case.given, Stdin)]


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("012 \nab.-#\r\t", max_size=40), min_size=1, max_size=3), st.integers(0, 10))
@example(samples=[". ", "00"], count=5)
def test_any_samples_give_distinct_new_texts_and_the_same_for_the_same_seed(samples: list[str], count: int) -> None:
    cases = tuple(map(stdin, samples))
    made = inputs_like(cases, seed=1, count=count)
    assert len(made) <= count
    assert len({case.text for case in made}) == len(made)
    assert not {case.text for case in made} & set(samples)
    assert made == inputs_like(cases, seed=1, count=count)


@pytest.mark.parametrize("seed", range(3))
def test_a_count_counts_the_list_below_it(seed: int) -> None:
    made = texts("5\n3 1 4 1 5\n", seed=seed)
    assert len(made) > 20
    sizes = {int(lines(text)[0][0]) for text in made}
    assert len(sizes) > 3
    assert all(len(lines(text)[1]) == int(lines(text)[0][0]) and len(lines(text)) == 2 for text in made)


def test_a_place_beside_the_count_stays_inside_the_list() -> None:
    for text in texts("5 2\n3 1 4 1 5\n", "3 3\n2 2 9\n"):
        (size, place), numbers = (list(map(int, line)) for line in lines(text))
        assert len(numbers) == size
        assert 1 <= place <= size


@pytest.mark.parametrize("seed", range(3))
def test_blocks_are_as_many_as_the_first_line_says(seed: int) -> None:
    made = texts("2\n3\n1 2 3\n2\n4 5\n", seed=seed)
    assert {int(lines(text)[0][0]) for text in made} >= {1, 2, 3}
    for text in made:
        head, *rest = lines(text)
        assert len(rest) == 2 * int(head[0])
        assert all(len(row) == int(size[0]) for size, row in zip(rest[::2], rest[1::2], strict=True))


def test_a_lone_number_on_top_of_different_lines_is_the_number_of_blocks() -> None:
    for text in texts("2\n2 3\n1 2\n3 3\n3 5\n2 2\n10 30\n4 1\n"):
        head, *rest = lines(text)
        for _ in range(int(head[0])):
            (size, _total), rest = rest[0], rest[1:]
            assert all(len(line) == 2 for line in rest[: int(size)])
            rest = rest[int(size) :]
        assert rest == []


def test_lists_that_share_a_count_have_one_length() -> None:
    made = texts("4\n3 1 4 2\n2 2 9 8\n7 7 1 0\n")
    assert len(made) > 20
    for text in made:
        head, *lists = lines(text)
        assert [len(line) for line in lists] == [int(head[0])] * 3


def test_grids_have_as_many_rows_and_columns_as_they_say() -> None:
    made = texts("3 4\n.#..\n..#.\n#...\n")
    assert len({tuple(lines(text)[0]) for text in made}) > 3
    for text in made:
        (rows, columns), *grid = lines(text)
        assert len(grid) == int(rows)
        assert all(len(row) == 1 and len(row[0]) == int(columns) and set(row[0]) <= set(".#") for row in grid)


def test_tables_have_as_many_rows_and_columns_as_they_say() -> None:
    for text in texts("2 3\n1 2 3\n4 5 6\n"):
        (rows, columns), *table = lines(text)
        assert len(table) == int(rows)
        assert all(len(row) == int(columns) for row in table)


def test_the_ends_of_edges_are_vertices() -> None:
    for text in texts("4 3\n1 2\n2 3\n3 4\n"):
        (vertices, count), *edges = lines(text)
        assert len(edges) == int(count)
        assert all(1 <= int(end) <= int(vertices) for edge in edges for end in edge)
        assert all(first != second for first, second in edges)


def test_plain_lines_keep_their_kinds_of_tokens() -> None:
    assert all(len(lines(text)) == 1 and len(lines(text)[0]) == 2 for text in texts("3 5\n"))
    assert all(name.isdigit() is False and age.isdigit() for text in texts("ann 31\n") for name, age in lines(text))
    assert all(line.replace(" ", "").isalpha() for line in texts("the cat sat", "a dog"))
    assert {len(lines(text)[0]) for text in texts("1 2 3\n", "4 5\n")} >= {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("sample", "ending"), [("4\n1 2 3 4\n", "\n"), ("4\n1 2 3 4", "4"), ("4\r\n1 2 3 4\r\n", "\r\n")]
)
def test_line_ends_are_kept(sample: str, ending: str) -> None:
    made = texts(sample)
    assert made
    assert all(text.endswith("\n") == sample.endswith("\n") for text in made)
    assert all(("\r\n" in text) == ("\r\n" in sample) for text in made)
    assert all(text.count("\n") == sample.count("\n") for text in made)
    assert sample.endswith(ending)


def test_without_a_grammar_only_counted_numbers_move() -> None:
    sample = "2\n\n3\n1 2 9\n\nfoo bar\n"
    assert grammar_of([tuple(tuple(line.split()) for line in sample.splitlines())]) is None
    made = texts(sample)
    assert made
    assert all(sorted(lines(text)[3]) == ["1", "2", "9"] for text in made)
    assert all(lines(text)[:3] + lines(text)[4:] == lines(sample)[:3] + lines(sample)[4:] for text in made)


def test_what_is_not_understood_gives_nothing() -> None:
    assert texts("a b\n\nc 1\n") == []
    assert texts("1\n" * 20_000) == []
