"""What a run showed, in words: the count beside a table of rounds is the run's, and says what was left out."""

from __future__ import annotations

import pytest

from kernel_magic.core.lesson import Counterexample, Evidence
from kernel_magic.render.document import Callout, Table, Text
from kernel_magic.render.evidence import seen_blocks
from kernel_magic.render.lesson import gap_blocks


def shown(rows: list[str], rounds: int) -> tuple[str, int]:
    """The words below the table, and the table's rows."""
    evidence = Evidence(
        kind="rounds", header=("round", "total"), rows=tuple((row, "7") for row in rows), rounds=rounds, call="f(3)"
    )
    *blocks, words = seen_blocks(evidence, named=False)
    assert isinstance(words, Text)
    tables = [block for block in blocks if isinstance(block, Table)]
    return "".join(span.text for span in words.spans), sum(len(table.rows) for table in tables)


@pytest.mark.parametrize(
    ("rows", "rounds", "words"),
    [
        (["1", "2", "3"], 3, "3 rounds, as the run had ✓"),
        (["1"], 1, "1 round, as the run had ✓"),
        (["1", "2", "…", "19", "20"], 20, "20 rounds in the run, 4 of them shown ✓"),
        (["1", "2"], -1, "the run was cut short here: it had more rounds than were recorded"),
        ([], 0, "0 rounds, as the run had ✓"),
    ],
)
def test_the_count_of_rounds_is_the_runs(rows, rounds, words):
    assert shown(rows, rounds) == (words, len(rows))


def test_a_gap_where_another_answer_prints_nothing_is_no_error_of_this_one():
    gap = Counterexample(input="0", expected="", got="7", source="candidate 2, which passes too")
    (callout,) = gap_blocks(gap)
    assert isinstance(callout, Callout)
    first = callout.blocks[0]
    assert isinstance(first, Text)
    assert "answers that pass them all differ" in "".join(span.text for span in first.spans)


def test_a_condition_says_which_way_it_went():
    evidence = Evidence(kind="condition", call="f(3)", values=(("n == 0", "false"), ("n < 9", "true")))
    (block,) = seen_blocks(evidence, named=True)
    assert isinstance(block, Text)
    words = "".join(span.text for span in block.spans)
    assert words == "observed with f(3): n == 0 was false, n < 9 was true ✓"
