"""`kernel-magic/assignment/1` read back: a document becomes an assignment, or an error that names the place in it."""

from __future__ import annotations

from typing import Literal, get_args

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import (
    Exercise,
    ExerciseEvidence,
    ExerciseKind,
    ExerciseTest,
    Gate,
    GateName,
    Killed,
    Level,
    MutationReport,
    Policy,
    Survivor,
    Variant,
)
from kernel_magic.core.gradebook import Assignment
from kernel_magic.core.json_fields import Fields, items_of, misfit
from kernel_magic.core.problem import (
    Call,
    CheckerName,
    CheckerSpec,
    Expected,
    Expression,
    Given,
    Limits,
    Origin,
    Prints,
    Raises,
    Returns,
    Stdin,
    TestCase,
)
from kernel_magic.core.source import Language, Source
from kernel_magic.core.values import JsonValue, PlainValue, from_json

SCHEMA = "kernel-magic/assignment/1"

_KINDS: tuple[ExerciseKind, ...] = get_args(ExerciseKind)
_LEVELS: tuple[Level, ...] = get_args(Level)
_POLICIES: tuple[Policy, ...] = get_args(Policy)
_GATES: tuple[GateName, ...] = get_args(GateName)
_LANGUAGES: tuple[Language, ...] = get_args(Language)
_CHECKERS: tuple[CheckerName, ...] = get_args(CheckerName)
_CASE_ORIGINS: tuple[Origin, ...] = get_args(Origin)
_TEST_ORIGINS: tuple[Literal["author", "generated"], ...] = ("author", "generated")
_FORMS: tuple[Literal["icpc", "testlib"], ...] = ("icpc", "testlib")


def read_assignment(content: JsonValue) -> Assignment:
    """The assignment of a document, with the digest that stands there.

    Raises:
        InputError: it is none; says where in it.
    """
    fields = Fields(content, "")
    schema = fields.text("schema")
    if schema != SCHEMA:
        raise InputError(f"schema is {schema[:60]!r}, not {SCHEMA!r}.")
    return Assignment(
        name=fields.text("name"),
        title=fields.text("title"),
        policy=fields.word("policy", _POLICIES),
        versions=tuple(
            tuple(_exercise(Fields(exercise, where)) for exercise, where in items_of(version, place))
            for version, place in fields.items("versions")
        ),
        seed=fields.whole("seed", 0),
        digest=fields.text("digest", ""),
    )


def _exercise(fields: Fields) -> Exercise:
    return Exercise(
        item=fields.text("item"),
        unit=fields.text("unit"),
        title=fields.text("title"),
        kind=fields.word("kind", _KINDS),
        level=fields.word("level", _LEVELS),
        objectives=fields.texts("objectives", ()),
        statement=fields.text("statement"),
        function=fields.text("function"),
        given=fields.text("given", ""),
        starter=_source(fields.fields("starter")),
        reference=_source(fields.fields("reference")),
        tests=tuple(_test(Fields(test, place)) for test, place in fields.items("tests")),
        prelude=fields.text("prelude", ""),
        hints=fields.texts("hints", ()),
        notes=fields.text("notes", ""),
        checker=read_checker(fields.fields("checker")) if "checker" in fields else CheckerSpec(),
        limits=read_limits(fields.fields("limits")) if "limits" in fields else Limits(),
        files=fields.flag("files", default=False),
        variant=_variant(fields.fields("variant")) if "variant" in fields else Variant(number=0),
        evidence=_evidence(fields.fields("evidence")),
    )


def _source(fields: Fields) -> Source:
    return Source(
        text=fields.text("text"),
        language=fields.word("language", _LANGUAGES, "python"),
        entry_point=None if fields.is_null("entry_point") else fields.text("entry_point"),
        files=tuple(_file(file, place) for file, place in fields.items("files", ())),
    )


def _file(content: JsonValue, place: str) -> tuple[str, str]:
    match items_of(content, place):
        case [(str(name), _), (str(text), _)]:
            return name, text
        case _:
            raise misfit(place, "a name and a text", content)


def _variant(fields: Fields) -> Variant:
    replaced: dict[str, str] = {}
    for key, text, place in fields.named("replaced"):
        if not isinstance(text, str):
            raise misfit(place, "a text", text)
        replaced[key] = text
    seed = None if fields.is_null("seed") else fields.whole("seed")
    return Variant(number=fields.whole("number"), seed=seed, replaced=replaced)


def _test(fields: Fields) -> ExerciseTest:
    return ExerciseTest(
        name=fields.text("name"),
        title=fields.text("title"),
        cases=tuple(read_case(Fields(case, place)) for case, place in fields.items("cases")),
        visible=fields.flag("visible"),
        points=fields.number("points"),
        code=fields.text("code"),
        origin=fields.word("origin", _TEST_ORIGINS, "author"),
        public=tuple(read_case(Fields(case, place)) for case, place in fields.items("public", ())),
    )


def read_case(fields: Fields) -> TestCase:
    """A test case.

    Raises:
        InputError: something in it does not fit; says where.
    """
    return TestCase(
        name=fields.text("name"),
        given=_given(fields),
        expected=_expected(fields),
        origin=fields.word("origin", _CASE_ORIGINS, "secret"),
        text=fields.text("text", ""),
    )


def _given(fields: Fields) -> Given:
    if "expression" in fields:
        return Expression(expression=fields.text("expression"), setup=fields.text("setup", ""))
    if "stdin" in fields:
        return Stdin(text=fields.text("stdin"))
    kwargs = fields.named("kwargs") if "kwargs" in fields else []
    return Call(
        args=tuple(_plain(value, place) for value, place in fields.items("args")),
        kwargs={name: _plain(value, place) for name, value, place in kwargs},
    )


def _expected(fields: Fields) -> Expected | None:
    if "expected" in fields:
        tolerance = None if fields.is_null("tolerance") else fields.number("tolerance")
        value = _plain(fields.value("expected"), fields.at("expected"))
        return Returns(value=value, tolerance=tolerance)
    if "raises" in fields:
        return Raises(exception=fields.text("raises"))
    if "stdout" in fields:
        return Prints(text=fields.text("stdout"))
    return None


def _plain(value: JsonValue, place: str) -> PlainValue:
    try:
        return from_json(value)
    except ValueError as error:
        raise InputError(f"{place}: {error}.") from error


def read_checker(fields: Fields) -> CheckerSpec:
    """A checker; what is not said of it is as usual.

    Raises:
        InputError: something in it does not fit; says where.
    """
    standard = CheckerSpec()
    return CheckerSpec(
        name=fields.word("name", _CHECKERS, standard.name),
        tolerance=fields.number("tolerance", standard.tolerance),
        absolute=None if fields.is_null("absolute") else fields.number("absolute"),
        relative=None if fields.is_null("relative") else fields.number("relative"),
        ignore_case=fields.flag("ignore_case", default=standard.ignore_case),
        program=None if fields.is_null("program") else _source(fields.fields("program")),
        form=fields.word("form", _FORMS, standard.form),
        arguments=fields.texts("arguments", ()),
    )


def read_limits(fields: Fields) -> Limits:
    """What one run may use; what is not said is as usual.

    Raises:
        InputError: something in it does not fit; says where.
    """
    standard = Limits()
    return Limits(
        cpu_s=fields.number("cpu_s", standard.cpu_s),
        wall_s=fields.number("wall_s", standard.wall_s),
        memory_mib=fields.whole("memory_mib", standard.memory_mib),
        output_kib=fields.whole("output_kib", standard.output_kib),
    )


def _evidence(fields: Fields) -> ExerciseEvidence:
    return ExerciseEvidence(
        gates=tuple(_gate(Fields(gate, place)) for gate, place in fields.items("gates")),
        mutation=None if fields.is_null("mutation") else _mutation(fields.fields("mutation")),
        isolation=fields.text("isolation", ""),
        seconds=fields.number("seconds", 0.0),
    )


def _gate(fields: Fields) -> Gate:
    return Gate(
        name=fields.word("name", _GATES),
        holds=fields.flag("holds"),
        ran=fields.whole("ran"),
        summary=fields.text("summary"),
        lines=fields.texts("lines", ()),
    )


def _mutation(fields: Fields) -> MutationReport:
    return MutationReport(
        mutants=fields.whole("mutants"),
        killed=fields.whole("killed"),
        survivors=tuple(_survivor(Fields(survivor, place)) for survivor, place in fields.items("survivors", ())),
        dead=tuple(_killed(Fields(killed, place)) for killed, place in fields.items("dead", ())),
        operators=tuple(_operator(operator, place) for operator, place in fields.items("operators", ())),
        seconds=fields.number("seconds", 0.0),
        unjudged=fields.whole("unjudged", 0),
    )


def _operator(content: JsonValue, place: str) -> tuple[str, int, int]:
    match items_of(content, place):
        case [(str(name), _), (int(mutants), _), (int(killed), _)]:
            return name, mutants, killed
        case _:
            raise misfit(place, "a name and two whole numbers", content)


def _survivor(fields: Fields) -> Survivor:
    return Survivor(
        operator=fields.text("operator"),
        line=fields.whole("line"),
        column=fields.whole("column"),
        before=fields.text("before"),
        after=fields.text("after"),
        text=fields.text("text"),
        equivalent=fields.flag("equivalent", default=False),
        tried=fields.whole("tried", 0),
        doubt=fields.text("doubt", ""),
    )


def _killed(fields: Fields) -> Killed:
    return Killed(
        operator=fields.text("operator"),
        line=fields.whole("line"),
        before=fields.text("before"),
        after=fields.text("after"),
        text=fields.text("text"),
    )
