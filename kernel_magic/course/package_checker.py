"""Which checker a package asks for: the default one with its flags, or a program of the package."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from kernel_magic.core.problem import CheckerSpec
from kernel_magic.core.source import Source
from kernel_magic.course.findings import Findings, did_you_mean
from kernel_magic.course.problem_yaml import ProblemSettings

_SWITCHES = ("case_sensitive", "space_change_sensitive")
_FLOATS = ("float_tolerance", "float_absolute_tolerance", "float_relative_tolerance")


def read_checker(settings: ProblemSettings, program: Source | None, where: str, findings: Findings) -> CheckerSpec:
    """The checker; what contradicts is noted.

    Args:
        settings: what `problem.yaml` says.
        program: the package's output validator.
        where: its path; empty where the package has none.
        findings: takes what is wrong.
    """
    if settings.custom and not where:
        what = "interactor" if settings.interactive else "output validator"
        message = f"A program is to decide, but the package has no {what}."
        findings.error(settings.validation_place, message, "Put one into output_validators/, or change this line.")
    if settings.custom is False and where:
        message = f"The output validator {where} contradicts the default validation."
        findings.error(settings.validation_place, message, "Write `validation: custom`, or remove the program.")
    if program is not None and settings.custom is not False:
        special = CheckerSpec(name="special", program=program, arguments=settings.flags)
        return replace(special, name="interactive") if settings.interactive else special
    if settings.custom:
        return CheckerSpec(ignore_case=True)
    return _default(settings, findings)


@dataclass(slots=True)
class _Flags:
    """The flags of the default output validator."""

    tolerances: dict[str, float]
    switches: set[str]


def _default(settings: ProblemSettings, findings: Findings) -> CheckerSpec:
    flags = _read(settings, findings)
    ignore_case = "case_sensitive" not in flags.switches
    if flags.tolerances:
        if "space_change_sensitive" in flags.switches:
            message = "Numbers within a tolerance are compared token by token: `space_change_sensitive` was not used."
            findings.warning(settings.flags_place, message, "Leave one of the two out.")
        both = flags.tolerances.get("float_tolerance")
        absolute = flags.tolerances.get("float_absolute_tolerance", both)
        relative = flags.tolerances.get("float_relative_tolerance", both)
        return CheckerSpec(
            name="floats", tolerance=both or 0.0, absolute=absolute, relative=relative, ignore_case=ignore_case
        )
    if "space_change_sensitive" in flags.switches:
        if ignore_case:
            message = "Where blanks count, case counts as well here: `space_change_sensitive` without `case_sensitive`."
            findings.warning(settings.flags_place, message, "Add `case_sensitive`.")
        return CheckerSpec(name="identical")
    return CheckerSpec(ignore_case=ignore_case)


def _read(settings: ProblemSettings, findings: Findings) -> _Flags:
    flags = _Flags({}, set())
    words = iter(settings.flags)
    for word in words:
        if word in _SWITCHES:
            flags.switches.add(word)
        elif word in _FLOATS:
            value = next(words, "")
            tolerance = _tolerance(value)
            if tolerance is None:
                message = f"{word!r} needs a number from 0 up to 1; here is {value[:40]!r}."
                findings.error(settings.flags_place, message, f"Write `{word} 1e-6`.")
            else:
                flags.tolerances[word] = tolerance
        else:
            hint = did_you_mean(word, _SWITCHES + _FLOATS) or f"Known are {', '.join(_SWITCHES + _FLOATS)}."
            findings.error(settings.flags_place, f"The validator flag {word[:40]!r} is unknown.", hint)
    return flags


def _tolerance(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= 1 else None
