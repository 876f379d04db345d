"""The JSON form of a comparison: it fits its schema, keeps its promises, and never calls a wrong program right."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema
import pytest

from kernel_magic.core.serial_comparison import comparison_json
from kernel_magic.core.verdict import Verdict

PROMISED = {"name", "idea", "origin", "verdict", "stress", "complexity", "cpu_s_max", "peak_mib_max", "lines"}


def form_of(comparison) -> Any:
    """The form as another program reads it."""
    return json.loads(json.dumps(comparison_json(comparison), allow_nan=False))


@pytest.fixture(scope="module")
def validate():
    schema = json.loads(resources.files("kernel_magic.schemas").joinpath("comparison.1.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).validate


@pytest.mark.parametrize("name", ["comparison", "samples_only", "nothing_right", "special_checker"])
def test_the_form_fits_its_schema_and_survives_json(compared, validate, name):
    form = form_of(getattr(compared, name)())
    assert form == comparison_json(getattr(compared, name)())
    validate(form)


def test_what_is_promised_is_there(compared):
    form = form_of(compared.comparison())
    assert {"problem", "rows", "ranking", "unjudged"} <= form.keys()
    assert form["problem"] == "pair-sum"
    assert form["cases"] == {"sample": 2, "secret": 24}
    for row in form["rows"]:
        assert row.keys() >= PROMISED
        assert row["stress"].keys() >= {"trials", "counterexample"}
        assert row["complexity"].keys() >= {"model", "runner_up", "decided", "samples"}
    assert [row["origin"] for row in form["rows"]] == ["folder", "model", "folder", "folder", "model", "person"]


def test_a_program_that_fails_under_stress_is_not_accepted(compared, validate):
    form = form_of(compared.comparison())
    row = next(row for row in form["rows"] if row["name"] == "twice (model)")
    assert row["report"]["verdict"] == "AC"
    assert row["verdict"] == "WA"
    assert row["right"] is False
    assert row["stress"]["counterexample"]["input"] == "1 6\n3\n"
    with pytest.raises(jsonschema.ValidationError):
        validate({**form, "rows": [{**row, "right": True}]})


def test_what_was_not_tried_and_not_measured_says_so(compared):
    row = form_of(compared.comparison())["rows"][-1]
    assert row["stress"] == {"trials": 0, "counterexample": None, "seconds": 0.0, "refused": 0, "note": "not tried"}
    assert row["complexity"]["model"] is None
    assert row["complexity"]["decided"] is False
    assert row["complexity"]["reason"] == "not measured"


def test_a_coefficient_of_a_billionth_is_kept(compared):
    row = form_of(compared.comparison())["rows"][0]
    assert row["complexity"]["coefficient"] == pytest.approx(4e-9)


def test_the_verdict_of_a_row_is_the_first_thing_that_went_wrong(compared):
    row = next(row for row in compared.comparison().rows if row.submission.name == "twice (model)")
    assert row.verdict is Verdict.WA
    slow = replace(row, stress=replace(row.stress, difference=replace(compared.difference(), verdict=Verdict.TLE)))
    assert slow.verdict is Verdict.TLE
    assert replace(row, stress=None).verdict is Verdict.AC
    assert replace(slow, report=replace(row.report, verdict=Verdict.MLE)).verdict is Verdict.MLE
