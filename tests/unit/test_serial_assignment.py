"""An assignment goes to JSON and back without any loss; its digest tells two apart; errors name the place."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import resources
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import Exercise, ExerciseEvidence, ExerciseTest, MutationReport
from kernel_magic.core.gradebook import Assignment
from kernel_magic.core.problem import (
    Call,
    CheckerSpec,
    Expression,
    Limits,
    Prints,
    Raises,
    Returns,
    Stdin,
    TestCase,
)
from kernel_magic.core.serial_assignment import assignment_digest, assignment_from_json, assignment_json, with_digest
from tests.exercise_samples import VOWELS, assignment, assignment_of_two_versions

SCHEMA = json.loads(resources.files("kernel_magic.schemas").joinpath("assignment.1.json").read_text("utf-8"))

SIMPLE = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
    | st.binary(max_size=3) | st.complex_numbers(allow_nan=False)
)  # fmt: skip
HASHABLE = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)
PLAIN = st.recursive(
    HASHABLE,
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple) | st.sets(HASHABLE, max_size=3)
        | st.dictionaries(HASHABLE, inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip
WORDS = st.text(max_size=8)
CASES = st.builds(
    TestCase,
    given=st.builds(Call, args=st.lists(PLAIN, max_size=3).map(tuple), kwargs=st.dictionaries(WORDS, PLAIN, max_size=2))
    | st.builds(Expression)
    | st.builds(Stdin),
    expected=st.none()
    | st.builds(Returns, value=PLAIN, tolerance=st.none() | st.floats(0, 1))
    | st.builds(Raises)
    | st.builds(Prints),
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
TESTS = st.builds(
    ExerciseTest,
    cases=st.lists(CASES, max_size=2).map(tuple),
    points=FINITE,
    public=st.lists(CASES, max_size=1).map(tuple),
)
MUTATION = st.builds(MutationReport, seconds=FINITE)
CHECKERS = st.builds(CheckerSpec, tolerance=FINITE, absolute=st.none() | FINITE, relative=st.none() | FINITE)
EXERCISES = st.builds(
    Exercise,
    tests=st.lists(TESTS, max_size=2).map(tuple),
    checker=CHECKERS,
    limits=st.builds(Limits, cpu_s=FINITE, wall_s=FINITE),
    evidence=st.builds(ExerciseEvidence, mutation=st.none() | MUTATION, seconds=FINITE),
)
VERSIONS = st.lists(st.lists(EXERCISES, max_size=2).map(tuple), max_size=2).map(tuple)
ASSIGNMENTS = st.builds(Assignment, versions=VERSIONS)


def exact(value: Any) -> Any:
    """A value with its types, so that `==` tells 1, 1.0 and True apart, and 0.0 and -0.0."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [(field.name, exact(getattr(value, field.name))) for field in dataclasses.fields(value)]
        return type(value).__name__, fields
    if isinstance(value, Mapping):
        return "mapping", sorted((repr(exact(key)), exact(item)) for key, item in value.items())
    if isinstance(value, (set, frozenset)):
        return type(value).__name__, sorted(repr(exact(item)) for item in value)
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [exact(item) for item in value]
    return type(value).__name__, repr(value)


@given(ASSIGNMENTS)
def test_every_field_of_every_value_comes_back_exactly(made):
    text = json.dumps(assignment_json(made), allow_nan=False)
    assert exact(assignment_from_json(json.loads(text))) == exact(with_digest(made))


@pytest.mark.parametrize("made", [assignment(), assignment_of_two_versions()], ids=["one version", "two versions"])
def test_the_document_has_the_published_form(made):
    jsonschema.validate(assignment_json(made), SCHEMA)


def test_the_published_form_knows_every_field():
    # A new field of a value is written by hand: here one notices that it was forgotten.
    fields = {field.name for field in dataclasses.fields(Exercise)}
    assert set(SCHEMA["$defs"]["exercise"]["properties"]) == fields
    assert set(document()["versions"][0][0]) == fields


def test_what_is_made_of_a_document_is_what_stands_there():
    document = assignment_json(assignment())
    document["digest"] = "0" * 64
    assert assignment_from_json(document) == with_digest(assignment())


def changed(**fields: Any) -> Assignment:
    """An assignment whose first exercise was changed."""
    return assignment(dataclasses.replace(VOWELS, **fields))


def test_the_digest_tells_every_change_that_matters_for_grades():
    first, *others = VOWELS.tests
    variants = [
        changed(),
        changed(tests=(dataclasses.replace(first, points=2.0), *others)),
        changed(tests=(dataclasses.replace(first, code="pass"), *others)),
        changed(tests=(dataclasses.replace(first, cases=first.cases[:1]), *others)),
        changed(limits=dataclasses.replace(VOWELS.limits, cpu_s=1.0)),
        changed(statement="Another."),
        dataclasses.replace(changed(), seed=1),
        dataclasses.replace(changed(), policy="off"),
    ]
    assert len({assignment_digest(made) for made in variants}) == len(variants)


def test_the_digest_does_not_tell_how_long_proving_took():
    slow = dataclasses.replace(VOWELS.evidence, seconds=99.0)
    assert assignment_digest(changed(evidence=slow)) == assignment_digest(changed())


def test_the_digest_is_the_same_in_another_process():
    code = (
        "from tests.exercise_samples import assignment, called, checked, VOWELS;"
        "from dataclasses import replace; from kernel_magic.core.serial_assignment import assignment_digest;"
        "case = called('1', 'f', {frozenset({'a', 'b', 'c'}), frozenset({'d', 'e'})}, value={'x', 'y', 'z'});"
        "print(assignment_digest(assignment(replace(VOWELS, tests=(checked('t', 't', (replace(case, text=''),), "
        "visible=True, code='pass'),)))))"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True,
            check=True, timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(digests) == 1


def document() -> Any:
    return json.loads(json.dumps(assignment_json(assignment())))


def put(place: list[Any], value: Any) -> Any:
    """A document with one thing in it replaced; taken out where the value is `...`."""
    whole = document()
    inner = whole
    for step in place[:-1]:
        inner = inner[step]
    if value is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return whole


TEST = ["versions", 0, 0, "tests", 2]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (None, "the document is None, not an object"),
        ([], "the document is [], not an object"),
        (put(["schema"], "kernel-magic/assignment/2"), "schema is 'kernel-magic/assignment/2'"),
        (put(["policy"], "all"), "policy is 'all', not one of off, hints, explain, full"),
        (put(["versions"], "none"), "versions is 'none', not a list"),
        (put(["versions", 0, 1, "kind"], "puzzle"), "versions[0][1].kind is 'puzzle'"),
        (put(["versions", 0, 1, "title"], ...), "versions[0][1].title is missing"),
        (put(["versions", 0, 1, "hints"], [1]), "versions[0][1].hints[0] is 1, not a text"),
        (put([*TEST, "points"], "two"), "versions[0][0].tests[2].points is 'two', not a number"),
        (put([*TEST, "points"], True), "versions[0][0].tests[2].points is True, not a number"),
        (put([*TEST, "visible"], 1), "versions[0][0].tests[2].visible is 1, not true or false"),
        (put([*TEST, "cases", 0, "args"], {}), "versions[0][0].tests[2].cases[0].args is {}, not a list"),
        (
            put([*TEST, "cases", 0, "args", 0], {"$set": [[1]]}),
            "versions[0][0].tests[2].cases[0].args[0]: $set holds something that cannot be hashed",
        ),
        (put([*TEST, "cases", 0, "expected"], {"$made": 1}), "cases[0].expected: unknown or malformed tag '$made'"),
        (put(["versions", 0, 0, "evidence", "gates", 0, "name"], "luck"), "evidence.gates[0].name is 'luck'"),
        (put(["versions", 0, 0, "evidence", "mutation", "operators", 0], ["a", 1]), "mutation.operators[0]"),
        (put(["versions", 0, 0, "variant", "replaced"], {"a": 1}), "variant.replaced['a'] is 1, not a text"),
        (put(["versions", 0, 0, "starter", "files"], [["name"]]), "starter.files[0]"),
    ],
)  # fmt: skip
def test_an_error_names_the_place(broken, said):
    with pytest.raises(InputError) as raised:
        assignment_from_json(broken)
    assert said in raised.value.message


def test_a_later_version_may_have_further_fields():
    whole = document()
    whole["colour"] = "blue"
    whole["versions"][0][0]["tests"][0]["colour"] = "red"
    assert assignment_from_json(whole) == with_digest(assignment())


def test_what_has_a_usual_value_may_be_left_out():
    whole = document()
    for name in ("given", "prelude", "files", "variant", "limits"):
        del whole["versions"][0][0][name]
    assert assignment_from_json(whole) == with_digest(assignment())
