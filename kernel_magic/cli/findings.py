"""What `doctor` looks at: machine, model, backends, isolation, Jupyter; and what is missing for `solve`, with its cure.

Nothing heavy is imported: packages are looked up by name and version. Where a server is to answer, it is asked.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from kernel_magic.cli.model import auto_model
from kernel_magic.core.errors import KernelMagicError
from kernel_magic.core.verdict import Isolation, LanguageOffer
from kernel_magic.engine import catalog, hardware, registry, weights
from kernel_magic.engine.catalog import HubId, LocalFolder, LocalGguf, ModelEntry
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.hardware import Hardware
from kernel_magic.engine.registry import BackendRow
from kernel_magic.settings import Settings

_WITHOUT_WEIGHTS = ("openai", "scripted")
_SERVER_S = 10.0
"""How long a server may take to say which models it has."""
_JUPYTER = ("ipython", "ipykernel", "ipywidgets", "jupyterlab", "notebook")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something `solve` needs and does not find."""

    what: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendFound:
    """Whether the packages of a backend are installed."""

    name: str
    versions: dict[str, str]
    absent: tuple[str, ...]
    fix: str
    chosen: bool
    """Whether it is the one the settings lead to."""

    @property
    def importable(self) -> bool:
        """Whether all of them are."""
        return not self.absent


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFound:
    """The model the settings mean."""

    name: str
    chosen_by: str
    bits: int
    path: Path | None
    """None where they are not here, or not sound."""
    needs_weights: bool
    """False where a server has the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that was found."""

    python: str
    system: str
    home: Path
    hardware: Hardware
    model: ModelFound
    backends: tuple[BackendFound, ...]
    isolation: Isolation | None
    languages: tuple[LanguageOffer, ...]
    """What can be judged here; a test program of each was compiled and run."""
    jupyter: dict[str, str]
    missing: tuple[Missing, ...]
    """Empty: `solve` can work."""


def look(settings: Settings) -> Findings:
    """Look at everything."""
    wish = BackendChoice(
        backend=settings.backend, model=settings.model, home=settings.home, bits=settings.bits,
        base_url=settings.base_url, api_key=settings.api_key, timeout_s=min(settings.timeout_s, _SERVER_S),
    )  # fmt: skip
    missing: list[Missing] = []
    try:
        choice = registry.resolve_choice(wish)
    except KernelMagicError as error:
        missing.append(_missing(error))
        choice = replace(wish, backend="none", model=auto_model(settings) if wish.model == "auto" else wish.model)
    model, model_problem = _model(settings, choice)
    isolation, languages, unsafe = _judge(settings)
    return Findings(
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()}",
        home=settings.home,
        hardware=hardware.detect(),
        model=model,
        backends=tuple(_backend(row, choice.backend) for row in registry.BACKENDS if row.needs),
        isolation=isolation,
        languages=languages,
        jupyter={name: version for name in _JUPYTER if (version := _version(name))},
        missing=(*missing, *model_problem, *unsafe),
    )


def _missing(error: KernelMagicError) -> Missing:
    return Missing(what=error.message, fix=error.hint)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _backend(row: BackendRow, chosen: str) -> BackendFound:
    return BackendFound(
        name=row.name,
        versions={package: _version(package) for package in row.needs if package not in row.missing},
        absent=row.missing,
        fix=f"pip install 'kernel-magic[{row.extra}]'",
        chosen=row.name == chosen,
    )


def _model(settings: Settings, choice: BackendChoice) -> tuple[ModelFound, list[Missing]]:
    chosen_by = "auto" if settings.model == "auto" else settings.origins.get("model", "default")
    found = ModelFound(name=choice.model, chosen_by=chosen_by, bits=choice.bits, path=None, needs_weights=True)
    if choice.backend.partition(":")[0] in _WITHOUT_WEIGHTS:
        return _served(replace(found, needs_weights=False), choice)
    try:
        source = catalog.resolve(choice.model)
        found = replace(found, name=source.name) if isinstance(source, ModelEntry) else found
        return replace(found, path=_weights(source, settings)), _unsuitable(source, choice)
    except KernelMagicError as error:
        return found, [_missing(error)]


def _served(found: ModelFound, choice: BackendChoice) -> tuple[ModelFound, list[Missing]]:
    """The model of a server: it is asked whether it has one."""
    if choice.backend != "openai":
        return found, []
    try:
        backend = registry.open_backend(
            choice.backend, choice.model, home=choice.home, base_url=choice.base_url, api_key=choice.api_key,
            timeout_s=choice.timeout_s,
        )  # fmt: skip
    except KernelMagicError as error:
        return found, [_missing(error)]
    backend.close()
    return replace(found, name=backend.model), []


def _unsuitable(source: catalog.ModelSource, choice: BackendChoice) -> list[Missing]:
    in_folder = isinstance(source, (LocalFolder, HubId)) or (isinstance(source, ModelEntry) and not source.has_gguf)
    if choice.backend != "llama_cpp" or not in_folder:
        return []
    return [
        Missing(
            what=f"The model {choice.model} is no GGUF file, and the backend llama_cpp runs nothing else.",
            fix="Choose another model, or the other backend: --backend transformers",
        )
    ]


def _weights(source: catalog.ModelSource, settings: Settings) -> Path:
    match source:
        case LocalGguf(path=path) | LocalFolder(path=path):
            return weights.ensure(str(path), home=settings.home, allow_fetch=False)
        case HubId():
            source = catalog.entry_of_hub(source)
        case ModelEntry():
            pass
    return weights.verify(source, home=settings.home, bits=settings.bits, whole=False).path


def _judge(settings: Settings) -> tuple[Isolation | None, tuple[LanguageOffer, ...], list[Missing]]:
    from kernel_magic.judge.local import LocalJudge

    judge = LocalJudge(minimum_level=settings.minimum_level)
    try:
        return judge.isolation(), judge.languages(), []
    except KernelMagicError as error:
        return None, (), [_missing(error)]
    finally:
        judge.close()
