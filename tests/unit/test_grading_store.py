"""The gradebook on disk: it keeps everything, survives interruptions, and knows what a teacher decided."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.gradebook import (
    ExerciseGrade,
    GradedSubmission,
    Override,
    Repair,
    TestGrade,
)
from kernel_magic.core.serial_gradebook import graded_from_json, graded_json
from kernel_magic.core.verdict import Verdict
from kernel_magic.grading.store import Gradebook

_BLANK = TestGrade(
    name="small", title="small letters", visible=True, points=1.0, max_points=1.0, verdict=Verdict.AC, passed=2, cases=2
)
FAILED = replace(
    _BLANK, name="large", title="capitals", visible=False, points=0.0, max_points=2.0, verdict=Verdict.WA, passed=1,
    message="Its result is wrong.", example='f("A") returned 0, expected 1', private='f("OTTO"): WA', cases=2,
)  # fmt: skip
GRADED = GradedSubmission(
    student="zoë",
    assignment="week-1",
    version=1,
    exercises=(ExerciseGrade(item="vowels", title="Vowels", tests=(_BLANK, FAILED), code="def f(): …", note="Hm."),),
    repairs=(Repair(kind="split", detail="Put together.", cell="vowels", review=True),),
    submitted=True,
    digest="d1",
    file="zoë/week-1.ipynb",
    reviews=("vowels: Put together.",),
    file_digest="f1",
)
OVERRIDE = Override(
    student="zoë", assignment="week-1", item="vowels", test="large", points=1.5, reason="Right but for a typo."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gradebook.sqlite"


def test_the_json_form_loses_nothing():
    again = json.loads(json.dumps(graded_json(GRADED)))
    assert graded_from_json(again) == GRADED
    assert (again["points"], again["max_points"], again["needs_review"]) == (1.0, 3.0, True)
    again["exercises"][0]["tests"][1]["verdict"] = "OK"
    with pytest.raises(InputError, match=r"exercises\[0\].tests\[1\].verdict"):
        graded_from_json(again)
    with pytest.raises(InputError, match="kernel-magic/graded/1"):
        graded_from_json({"schema": "other"})


def test_what_is_put_in_is_there_after_the_file_was_closed(path):
    with Gradebook(path) as store:
        assert store.put(GRADED) == GRADED
        store.put(replace(GRADED, student="anna", digest=""))
    with Gradebook(path) as store:
        assert store.get("zoë", "week-1") == GRADED
        assert [each.student for each in store.all("week-1")] == ["anna", "zoë"]
        assert store.get("nobody", "week-1") is None
        assert store.digests("week-1") == {"zoë": "d1"}
        assert store.digests("week-2") == {}


def test_a_submission_on_which_the_judge_failed_counts_as_not_graded(path):
    faulty = replace(GRADED.exercises[0], tests=(_BLANK, replace(FAILED, verdict=Verdict.IE)))
    with Gradebook(path) as store:
        store.put(replace(GRADED, exercises=(faulty,)))
        assert store.digests("week-1") == {}


def test_teachers_can_ask_with_sql(path):
    with Gradebook(path) as store:
        store.put(GRADED)
        store.put(GRADED)
        store.set_override(OVERRIDE)
    rows = sqlite3.connect(path).execute("SELECT test, points, verdict, override FROM tests ORDER BY test").fetchall()
    assert rows == [("large", 1.5, "WA", "Right but for a typo."), ("small", 1.0, "AC", "")]
    total = (
        sqlite3.connect(path).execute("SELECT student, points, max_points, needs_review FROM submissions").fetchall()
    )
    assert total == [("zoë", 2.5, 3.0, 1)]


def test_an_override_survives_grading_again_as_long_as_the_file_is_the_same(path):
    with Gradebook(path) as store:
        store.put(GRADED)
        changed = store.set_override(OVERRIDE)
        assert changed.points == 2.5
        assert changed.exercises[0].tests[1].override == "Right but for a typo."
        assert store.put(replace(GRADED, digest="d2")).points == 2.5
        assert store.get("zoë", "week-1") == store.put(replace(GRADED, digest="d2"))
        other = store.put(replace(GRADED, digest="d3", file_digest="f2"))
        assert other.points == 1.0
        assert "vowels/large do not hold any more" in other.reviews[-1]
        assert store.put(GRADED).points == 2.5
        assert store.clear_override("zoë", "week-1", "vowels", "large") == GRADED


def test_a_review_holds_until_something_is_graded_that_is_not_the_same(path):
    with Gradebook(path) as store:
        assert store.put(GRADED).needs_review
        assert not store.set_reviewed("zoë", "week-1", "Fine.").needs_review
        assert not store.put(GRADED).needs_review
        assert store.put(replace(GRADED, digest="d2")).needs_review


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"test": "none"}, "no test 'none'"), ({"item": "none"}, "'none'"), ({"points": 2.5}, "2.5 points"),
        ({"points": -1.0}, "-1 points"), ({"points": float("nan")}, "nan points"), ({"reason": " "}, "reason"),
        ({"student": "nobody"}, "'nobody'"),
    ],
)  # fmt: skip
def test_an_override_that_cannot_be_is_refused(path, change, said):
    with Gradebook(path) as store:
        store.put(GRADED)
        with pytest.raises(InputError) as refused:
            store.set_override(replace(OVERRIDE, **change))
        assert said in refused.value.message
        assert store.get("zoë", "week-1") == GRADED
        with pytest.raises(InputError):
            store.set_reviewed("zoë", "week-1", "")


def test_an_interruption_in_the_middle_of_a_submission_leaves_the_one_before(path, monkeypatch):
    store = Gradebook(path)
    store.put(GRADED)

    def interrupt(graded: GradedSubmission) -> GradedSubmission:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_decided", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.put(replace(GRADED, digest="d2", exercises=()))
    monkeypatch.undo()
    assert store.get("zoë", "week-1") == GRADED
    store.close()
    store.close()


def test_what_cannot_be_a_gradebook_is_an_error_for_people(tmp_path, path):
    path.write_text("no database, but long enough to be taken for one" * 40, encoding="utf-8")
    for place in (path, tmp_path / "gone" / "gradebook.sqlite"):
        with pytest.raises(InputError, match="cannot be used") as refused:
            Gradebook(place)
        assert refused.value.hint
    later = tmp_path / "later.sqlite"
    with sqlite3.connect(later) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="later version"):
        Gradebook(later)


def test_a_full_disk_is_said_and_what_was_there_stays(path):
    with Gradebook(path) as store:
        store.put(GRADED)
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        long = replace(GRADED.exercises[0], code="x" * 1_000_000)
        with pytest.raises(InputError, match="full"):
            store.put(replace(GRADED, exercises=(long,)))
        assert store.get("zoë", "week-1") == GRADED
