"""`problem.yaml` of a package, in the legacy form and in that of 2023-07: name, limits, kind of checking, keywords."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kernel_magic.core.problem import Limits, timed
from kernel_magic.course.findings import Findings, did_you_mean
from kernel_magic.course.yaml_text import Mapping, Plain, read_yaml

FILE = "problem.yaml"

_KEYS = {
    "problem_format_version", "type", "name", "uuid", "version", "credits", "source", "source_url", "license",
    "rights_owner", "embargo_until", "limits", "keywords", "languages", "allow_file_writing", "constants", "author",
    "validation", "validator_flags", "output_validator_flags", "output_validator_args", "grading", "authors",
}  # fmt: skip
_LIMITS = {
    "time_limit", "time_multiplier", "time_multipliers", "time_safety_margin", "time_resolution", "memory", "output",
    "code", "compilation_time", "compilation_memory", "validation_time", "validation_memory", "validation_output",
    "time_for_AC_submissions", "validation_passes",
}  # fmt: skip
_LEGACY_MULTIPLIER, _MULTIPLIER = 5.0, 2.0
_MEMORY_MIB, _OUTPUT_MIB = 2048, 8
"""What the form says holds where a package says nothing."""
_LARGEST = {"time_limit": 600.0, "memory": float(1 << 16), "output": 1024.0}
_LEVELS = ("easy", "medium", "hard")
_UNJUDGED = {"scoring", "multi-pass", "submit-answer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemSettings:
    """What `problem.yaml` says."""

    title: str = ""
    limits: Limits = Limits()
    time_multiplier: float | None = None
    """The package states no time limit: it is so many times what the slowest accepted submission needs."""
    legacy: bool = True
    interactive: bool = False
    custom: bool | None = None
    """A program of the package decides; None: it does where there is one."""
    flags: tuple[str, ...] = ()
    level: str = ""
    topics: tuple[str, ...] = ()
    flags_place: str = FILE
    validation_place: str = FILE


def read_problem_yaml(text: str, findings: Findings) -> ProblemSettings | None:
    """The settings; None where it is no YAML. Everything wrong is noted."""
    read = read_yaml(FILE, text, findings)
    if read is None:
        return None
    top, inner = read
    for key in top.entries:
        if key not in _KEYS:
            findings.warning(top.place(key), f"{key!r} is unknown and was not used.", did_you_mean(key, _KEYS))
    legacy = not str(top.get("problem_format_version") or "legacy").startswith("2")
    _check_version(top, findings)
    kinds = _kinds(top, findings)
    limits, multiplier = _limits(top, top.inner("limits", inner), findings, legacy=legacy)
    level, topics = _keywords(top.get("keywords"))
    flags_key = next(
        (key for key in ("output_validator_flags", "output_validator_args") if key in top.entries), "validator_flags"
    )
    return ProblemSettings(
        title=_title(top, findings),
        limits=limits,
        time_multiplier=multiplier,
        legacy=legacy,
        interactive="interactive" in kinds,
        custom=_custom(top, kinds, legacy=legacy),
        flags=words_of(top, flags_key, findings),
        level=level,
        topics=topics,
        flags_place=top.place(flags_key),
        validation_place=top.place("validation" if "validation" in top.entries else "type"),
    )  # fmt: skip


def _check_version(top: Mapping, findings: Findings) -> None:
    version = top.get("problem_format_version")
    if version is not None and str(version) not in ("legacy", "legacy-icpc", "2023-07", "2023-07-draft", "2025-09"):
        message = f"The version {str(version)[:40]!r} of the form is unknown."
        findings.error(top.place("problem_format_version"), message, "Write `legacy` or `2023-07`.")


def _title(top: Mapping, findings: Findings) -> str:
    name = top.get("name")
    if isinstance(name, dict):
        texts = {language: text for language, text in name.items() if isinstance(text, str) and text.strip()}
        name = texts.get("en") or next(iter(texts.values()), None)
    if isinstance(name, (str, int, float)) and not isinstance(name, bool) and str(name).strip():
        return " ".join(str(name).split())
    if "name" in top.entries:
        findings.error(top.place("name"), "The name is empty, or no text.", "Write `name: The title`.")
    return ""


def _kinds(top: Mapping, findings: Findings) -> set[str]:
    """The words of `type` and `validation` together."""
    kinds: set[str] = set()
    value = top.get("type")
    words = value if isinstance(value, list) else str(value).split() if value is not None else []
    for word in map(str, words):
        if word in _UNJUDGED:
            findings.error(top.place("type"), f"Problems of type {word!r} cannot be judged.", "Only `pass-fail` can.")
        elif word not in ("pass-fail", "interactive"):
            hint = did_you_mean(word, ("pass-fail", "interactive")) or "Write `pass-fail` or `interactive`."
            findings.error(top.place("type"), f"The type {word[:40]!r} is unknown.", hint)
        else:
            kinds.add(word)
    known = {"default", "custom", "interactive", "score"}
    for word in str(top.get("validation") or "").split():
        if word == "score":
            findings.error(top.place("validation"), "Problems with scores cannot be judged.", "Leave `score` out.")
        elif word not in known:
            hint = did_you_mean(word, known) or "Write `default`, `custom` or `custom interactive`."
            findings.error(top.place("validation"), f"The validation {word[:40]!r} is unknown.", hint)
        kinds.add(word)
    if "default" in kinds and kinds & {"custom", "interactive"}:
        message = "`validation: default` contradicts what else is said: a program of the package decides."
        findings.error(top.place("validation"), message, "Write `validation: custom`, or leave the rest out.")
    return kinds


def _custom(top: Mapping, kinds: set[str], *, legacy: bool) -> bool | None:
    if kinds & {"custom", "interactive"}:
        return True
    return False if "validation" in top.entries or legacy else None


def _limits(top: Mapping, limits: Mapping, findings: Findings, *, legacy: bool) -> tuple[Limits, float | None]:
    if "limits" in top.entries and not isinstance(top.get("limits"), dict) and top.get("limits") is not None:
        findings.error(top.place("limits"), "The limits are no `key: value` lines.", "Write `limits: {time_limit: 1}`.")
    for key in limits.entries:
        if key not in _LIMITS:
            findings.warning(limits.place(key), f"The limit {key!r} is unknown.", did_you_mean(key, _LIMITS))
    cpu = _number(limits, "time_limit", findings)
    memory = _number(limits, "memory", findings) or _MEMORY_MIB
    output = _number(limits, "output", findings) or _OUTPUT_MIB
    multiplier = None
    if cpu is None:
        multipliers = limits.get("time_multipliers")
        stated = multipliers.get("ac_to_time_limit") if isinstance(multipliers, dict) else limits.get("time_multiplier")
        known = isinstance(stated, (int, float)) and not isinstance(stated, bool) and 1 <= stated <= 100
        multiplier = float(stated) if known else _LEGACY_MULTIPLIER if legacy else _MULTIPLIER  # type: ignore[arg-type]  # known
    return timed(Limits(memory_mib=math.ceil(memory), output_kib=math.ceil(output * 1024)), cpu or 2.0), multiplier


def _number(limits: Mapping, key: str, findings: Findings) -> float | None:
    value = limits.get(key)
    if key not in limits.entries or value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= _LARGEST[key]:
        return float(value)
    message = f"The limit {key!r} is {str(value)[:40]!r}, not a number above 0 and up to {_LARGEST[key]:g}."
    findings.error(limits.place(key), message, "Write seconds for time, MiB for memory and output.")
    return None


def words_of(top: Mapping, key: str, findings: Findings) -> tuple[str, ...]:
    """The words of a text, or of a list."""
    value = top.get(key)
    if value is None:
        return ()
    if isinstance(value, (dict, bool)):
        findings.error(top.place(key), f"{key!r} is no text.", f"Write `{key}: float_tolerance 1e-6`.")
        return ()
    return tuple(str(word) for word in value) if isinstance(value, list) else tuple(str(value).split())


def _keywords(value: Plain) -> tuple[str, tuple[str, ...]]:
    words = value if isinstance(value, list) else str(value or "").replace(",", " ").split()
    texts = list(dict.fromkeys(" ".join(str(word).split()) for word in words if isinstance(word, (str, int, float))))
    level = next((word for word in texts if word in _LEVELS), "")
    return level, tuple(word for word in texts if word and word not in _LEVELS)
