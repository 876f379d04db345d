"""All settings, parsed once into a frozen value: the only place that reads the environment.

Precedence, highest first: an option (`--candidates 6`), the notebook's configuration
(`%config CoderMagics.candidates = 6`, `ipython_config.py`), the environment (`KERNEL_MAGIC_CANDIDATES=6`), the default
written here. Options of the command line and of the magics, and the magics' traits, are derived from these fields.
Whether a model of a given name exists is the registry's business: it is not checked here.
"""

from __future__ import annotations

import argparse
import difflib
import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TextIO

from platformdirs import user_cache_path

from kernel_magic.core.errors import SettingsError

PREFIX = "KERNEL_MAGIC_"
_NOTHING = ("none", "no limit", "random", "")


class Secret(str):
    """Text that does not show itself: `repr` is masked. Use it as a `str` where the secret itself is needed."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'" if self else "''"


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError("needs a text")


def _secret(value: object) -> Secret:
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return Secret(value.strip())
    raise ValueError("is not a key: a key has printable ASCII characters only")


def _path(value: object) -> Path:
    if isinstance(value, (str, Path)) and str(value).strip():
        return Path(value).expanduser()
    raise ValueError("needs a folder")


def _url(value: object) -> str:
    url = _text(value)
    if not url.lower().startswith(("http://", "https://")):
        raise ValueError("needs an address that begins with http:// or https://")
    return url.rstrip("/")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ValueError("needs yes or no")


def _whole(low: int, high: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        wanted = f"needs a whole number from {low:,} to {high:,}"
        try:
            number = int(str(value)) if not isinstance(value, (bool, float)) else None
        except ValueError:
            number = None
        if number is None or not low <= number <= high:
            raise ValueError(wanted)
        return number

    return parse


def _number(low: float, high: float) -> Callable[[object], float]:
    def parse(value: object) -> float:
        try:
            number = float(str(value)) if not isinstance(value, bool) else None
        except ValueError:
            number = None
        if number is None or not low <= number <= high:  # not-a-number fails this comparison too
            raise ValueError(f"needs a number from {low:g} to {high:g}")
        return number

    return parse


def _one_of(*choices: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        if str(value) not in map(str, choices):
            raise ValueError(f"needs one of {', '.join(map(str, choices))}")
        return int(str(value))

    return parse


def _optional(parse: Callable[[object], Any]) -> Callable[[object], Any]:
    def parse_optional(value: object) -> Any:
        if isinstance(value, str) and value.strip().lower() in _NOTHING:
            return None
        return parse(value)

    return parse_optional


def _setting(default: Any, parse: Callable[[object], Any], explain: str, *, metavar: str = "N", **more: Any) -> Any:
    """A field of Settings. `more`: `option=False` keeps it off command lines, `off=…` names its negative option."""
    metadata = {"parse": parse, "help": explain, "metavar": metavar, **more}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def _cache_folder() -> Path:
    return user_cache_path("kernel_magic", appauthor=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a person can set. Make one with `Settings.load` or `Settings.read`."""

    backend: str = _setting(
        "auto", _text, "what runs the model: auto, llama_cpp, transformers, openai, or scripted:FILE", metavar="NAME"
    )
    model: str = _setting(
        "auto",
        _text,
        "model: a name or short name (0.5b, 1.5b, 7b), a .gguf file, a folder, owner/name of a hub",
        metavar="NAME",
    )
    bits: int = _setting(8, _one_of(4, 8), "bits per weight, 4 or 8")
    candidates: int = _setting(8, _whole(1, 64), "drafts per round")
    rounds: int = _setting(2, _whole(0, 10), "further rounds at most: other readings of the task, repairs, witnesses")
    seed: int | None = _setting(0, _optional(_whole(0, 2**32 - 1)), "seed of the drafts, or `random`")
    temperature: float = _setting(
        0.8, _number(0, 2), "how freely drafts differ; 0: always the likeliest token", metavar="T"
    )
    max_tokens: int = _setting(768, _whole(16, 32_768), "tokens per draft at most")
    seconds: float | None = _setting(
        None, _optional(_number(0.1, 86_400)), "no new round begins after this time, or `none`", metavar="S"
    )
    tokens: int | None = _setting(
        1500, _optional(_whole(1, 10_000_000)), "no new round begins once the model has written so many, or `none`"
    )
    generated_inputs: int = _setting(40, _whole(1, 10_000), "generated inputs on which independent answers must agree")
    questions: bool = _setting(
        default=True, parse=_flag, explain="ask to predict what a run did, before it is shown", off="no-questions"
    )
    minimum_level: int = _setting(0, _whole(0, 3), "least isolation, 0 to 3, with which foreign code may run")
    home: Path = _setting(  # noqa: RUF009 - makes a field
        _cache_folder, _path, "folder of models and caches", metavar="DIR", option=False
    )
    base_url: str | None = _setting(
        None, _optional(_url), "address of an OpenAI-compatible server, for the backend openai", metavar="URL"
    )
    api_key: Secret | None = _setting(  # noqa: RUF009 - makes a field
        None,
        _optional(_secret),
        "key for that server; OPENAI_API_KEY counts only where no base_url is set",
        option=False,
    )
    timeout_s: float = _setting(
        120.0, _number(1, 3600), "seconds without an answer before that server is given up", metavar="S"
    )
    allow_fetch: bool = _setting(
        default=True, parse=_flag, explain="fetch a model that is not on this machine", off="no-fetch"
    )
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Where each value that is not a default came from, for `%coder config`: `option`, `%config`, a variable's name."""

    @classmethod
    def load(cls, **overrides: object) -> Settings:
        """Settings from options, the process's environment and the defaults.

        Raises:
            SettingsError: one or more values are not usable; names them all.
        """
        return cls.read(overrides)

    @classmethod
    def read(
        cls,
        options: Mapping[str, object],
        *,
        traits: Mapping[str, object] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Settings:
        """Settings from every source, by precedence. None means: not given here.

        Raises:
            SettingsError: one or more values are not usable; names them all.
        """
        environment = os.environ if environ is None else environ
        problems = [_unknown(name) for name in options if name not in SETTINGS]
        values: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for name, definition in SETTINGS.items():
            given = _given(name, options, traits or {}, environment)
            if given is None:
                continue
            value, origin, shown_as = given
            try:
                values[name] = definition.metadata["parse"](value)
                origins[name] = origin
            except ValueError as error:
                said = "" if name == "api_key" else f" is {str(value)[:60]!r}:"
                problems.append(f"{shown_as}{said} it {error}.")
        if problems:
            raise SettingsError(" ".join(problems), _HINT)
        if not values.get("api_key") and not values.get("base_url") and environment.get("OPENAI_API_KEY"):
            # The vendor's key goes to the vendor's own server only, never to an address somebody typed.
            values["api_key"] = Secret(environment["OPENAI_API_KEY"])
            origins["api_key"] = "OPENAI_API_KEY"
        return cls(**values, origins=origins)

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """(name, value, origin) of every setting, for people; secrets are masked."""
        return tuple(
            (name, repr(getattr(self, name)) if name == "api_key" else str(getattr(self, name)), self._origin(name))
            for name in SETTINGS
        )

    def _origin(self, name: str) -> str:
        return self.origins.get(name, "default")


_HINT = "`%coder config` and `kernel-magic solve --help` list the settings and their values."
SETTINGS: Mapping[str, Field[Any]] = {f.name: f for f in fields(Settings) if "parse" in f.metadata}
"""Name to field of everything that can be set, in the order of help texts."""


def _given(
    name: str, options: Mapping[str, object], traits: Mapping[str, object], environ: Mapping[str, str]
) -> tuple[object, str, str] | None:
    """(value, origin, name to use in a complaint) from the strongest source that has one."""
    if options.get(name) is not None:
        return options[name], "option", option_string(name)
    if traits.get(name) is not None:
        return traits[name], "%config", f"CoderMagics.{name}"
    variable = PREFIX + name.upper()
    if environ.get(variable):
        return environ[variable], variable, variable
    return None


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, SETTINGS, n=1)
    return f"There is no setting {name!r}{f'; did you mean {near[0]!r}' if near else ''}."


def wants_color(stream: TextIO) -> bool:
    """Whether colour codes belong on a stream: a terminal that knows them, and nobody set NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def default(name: str) -> object:
    """The value a setting has where nobody set it."""
    return getattr(Settings(), name)


def option_string(name: str) -> str:
    """The option of a setting: `--max-tokens`."""
    return "--" + name.replace("_", "-")


def add_settings_options(parser: argparse.ArgumentParser, names: Collection[str] | None = None) -> None:
    """Add an option for each setting (or for those named). Absent options leave no attribute in the namespace.

    Values stay text here: `Settings.read` parses them all, so that every complaint reads the same everywhere.
    """
    group = parser.add_argument_group("settings")
    for name, definition in SETTINGS.items():
        about = definition.metadata
        if about.get("option", True) is False or (names is not None and name not in names):
            continue
        explain = about["help"].replace("%", "%%")
        if "off" in about:
            group.add_argument(
                f"--{about['off']}",
                dest=name,
                action="store_false",
                default=argparse.SUPPRESS,
                help=f"do not {explain}",
            )
            continue
        shown = f" (default: {definition.default})" if definition.default is not None else ""
        group.add_argument(
            option_string(name), default=argparse.SUPPRESS, metavar=about["metavar"], help=explain + shown
        )


def steps_option(word: str) -> int:
    """What `--max-steps` takes.

    Raises:
        argparse.ArgumentTypeError: it is no number of steps that can be recorded.
    """
    try:
        return _whole(1, 20_000)(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{word!r}: it {error}") from None


def given_settings(arguments: argparse.Namespace) -> dict[str, object]:
    """The settings a parser of `add_settings_options` found, for `Settings.read`."""
    return {name: value for name, value in vars(arguments).items() if name in SETTINGS}
