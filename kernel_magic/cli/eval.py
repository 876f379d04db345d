"""`kernel-magic eval DATASET`: measure a model, alone or behind the pipeline, on tasks with hidden tests."""

from __future__ import annotations

import argparse
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from kernel_magic.core.errors import Cancelled, InputError

if TYPE_CHECKING:
    from kernel_magic.core.evaluation import Evaluation
    from kernel_magic.evaluation.dataset import Dataset
    from kernel_magic.evaluation.harness import Means
    from kernel_magic.evaluation.run_folder import RunFolder
    from kernel_magic.settings import Settings

    SubParsers = argparse._SubParsersAction[Any]

_EPILOG = """\
The data set has HumanEval's form: one JSON object a line with task_id, prompt, entry_point, canonical_solution, test
(and base_test, where there is one). Only the prompt reaches the model. Every sample is kept in a run folder; the same
command goes on where it was stopped. --rescore computes all scores of a folder again, without a model.
exit status: 0 the figures are there · 2 it could not be done · 130 interrupted; what is done is kept
"""
_MODEL_SETTINGS = ("backend", "model", "bits", "base_url")


def add_parser(subparsers: SubParsers) -> None:
    """Add `eval` to the command line."""
    from kernel_magic.cli.work import add_common_options

    parser = subparsers.add_parser(
        "eval",
        help="measure a model, alone or behind the pipeline, on tasks with hidden tests",
        description="Answer the tasks of a data set, put the hidden tests to the answers in the judge, and tell how "
        "many are right, and how far the badge `verified` can be relied on.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("dataset", metavar="DATASET", nargs="?", help="the data set, .jsonl or .jsonl.gz")
    add("--mode", choices=("raw", "verified"), help="the model's greedy first answer, or what solve would show")
    add("--limit", metavar="N", type=_positive, help="only N tasks, drawn with --seed: the same for both modes")
    add("--samples", metavar="N", type=_samples, default=0, help="raw: N further samples a task, to estimate pass@k")
    add("--to", metavar="DIR", help="the run folder (default: eval-DATASET-MODE-MODEL… in this folder)")
    add("--compare", metavar="DIR", help="hold this run against another one of the same data set, task by task")
    add("--rescore", metavar="DIR", help="score the samples of a run folder again; no model takes part")
    add_common_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; 0 where the figures are there.

    Raises:
        KernelMagicError: it could not be done; `Cancelled` where the person interrupted.
    """
    from kernel_magic.cli.output import print_document, print_json, remark
    from kernel_magic.core.serial_evaluation import evaluation_json
    from kernel_magic.evaluation.report import evaluation_document

    _check_arguments(arguments)
    dataset, folder = _asked_for(arguments)
    try:
        found = _evaluated(arguments, dataset, folder)
    finally:
        folder.close()
    if arguments.json:
        print_json(evaluation_json(found))
    else:
        print_document(evaluation_document(found))
    remark(f"Samples, scores and figures: {folder.path}")
    return 0


def _check_arguments(arguments: argparse.Namespace) -> None:
    if arguments.rescore is not None:
        taken = [name for name in ("mode", "limit", "to") if getattr(arguments, name) is not None]
        if taken or arguments.samples:
            raise InputError(
                f"--rescore does not go with --{(taken or ['samples'])[0]}.", "The folder says how it was made."
            )
        return
    if arguments.dataset is None:
        raise InputError("No data set was given.", "Give a .jsonl or .jsonl.gz file, or --rescore DIR.")
    if arguments.mode is None:
        raise InputError("No mode was given.", "Add --mode raw or --mode verified.")
    if arguments.samples and arguments.mode != "raw":
        raise InputError("--samples goes with --mode raw.", "The verified mode draws its own candidates.")


def _asked_for(arguments: argparse.Namespace) -> tuple[Dataset, RunFolder]:
    """The data set and the run folder, both sound, before anything is loaded."""
    from kernel_magic.evaluation.dataset import open_dataset
    from kernel_magic.evaluation.harness import configuration
    from kernel_magic.evaluation.run_folder import RunFolder
    from kernel_magic.session import solve_options
    from kernel_magic.settings import given_settings

    if arguments.rescore is not None:
        return _kept(arguments)
    settings = _settings(given_settings(arguments))
    options = solve_options(settings)
    path = Path(arguments.dataset)
    dataset = open_dataset(path, limit=arguments.limit, seed=settings.seed or 0)
    model = {name: getattr(settings, name) for name in _MODEL_SETTINGS}
    config = configuration(
        dataset, arguments.mode, options, limit=arguments.limit, samples=arguments.samples, model=model
    )
    to = Path(arguments.to) if arguments.to else Path(_folder_name(path, arguments, settings))
    return dataset, RunFolder.begin(to, config)


def _settings(given: dict[str, object]) -> Settings:
    from kernel_magic.settings import Settings

    settings = Settings.read(given)
    if settings.seed is None:
        raise InputError("An evaluation needs a seed, not `random`.", "Give --seed N: tasks and drafts depend on it.")
    return settings


def _kept(arguments: argparse.Namespace) -> tuple[Dataset, RunFolder]:
    from kernel_magic.evaluation.run_folder import RunFolder

    folder = RunFolder.existing(Path(arguments.rescore), writing=True)
    try:
        return _data_of(folder, arguments.dataset), folder
    except BaseException:
        folder.close()
        raise


def _data_of(folder: RunFolder, name: str | None) -> Dataset:
    """The data set a run was made with, from where it was then, or from the path that is given now."""
    from kernel_magic.evaluation.dataset import open_dataset

    config = folder.config
    path = Path(name or config["dataset_path"])
    if name is None and not path.exists():
        raise InputError(
            f"The data set of this run is no longer at {str(path)!r}.", "Give its path: eval DATASET --rescore DIR."
        )
    dataset = open_dataset(path, limit=config["limit"], seed=config["settings"]["seed"])
    if dataset.sha256 != config["dataset"]["sha256"]:
        raise InputError(
            f"{str(path)!r} is not the file that {str(folder.path)!r} was made with: their bytes differ.",
            f"Give the original {config['dataset']['file']} (sha256 {config['dataset']['sha256'][:12]}…).",
        )
    return dataset


def _evaluated(arguments: argparse.Namespace, dataset: Dataset, folder: RunFolder) -> Evaluation:
    from kernel_magic.core.serial_evaluation import evaluation_json
    from kernel_magic.evaluation import harness
    from kernel_magic.evaluation.run_folder import RunFolder

    other = RunFolder.existing(Path(arguments.compare), writing=False) if arguments.compare else None
    if other is not None:
        harness.check_comparable(dataset, other)
    try:
        with _means(arguments, folder) as means:
            work = harness.rescored if arguments.rescore is not None else harness.run
            found = work(dataset, folder, means)
    except BaseException:
        folder.write_summary(evaluation_json(harness.figures(dataset, folder)))
        raise
    if other is not None:
        found = harness.compare(found, dataset, other)
    folder.write_summary(evaluation_json(found))
    return found


@contextmanager
def _means(arguments: argparse.Namespace, folder: RunFolder) -> Iterator[Means]:
    """Judge, model and interrupts of one run; everything is given back at the end."""
    from kernel_magic.cli.output import remark
    from kernel_magic.cli.progress_line import ProgressLine
    from kernel_magic.engine.registry import close_all
    from kernel_magic.evaluation.harness import Means
    from kernel_magic.judge.local import LocalJudge
    from kernel_magic.session import open_shared_backend, solve_options
    from kernel_magic.settings import Settings, given_settings

    settings = Settings.read(given_settings(arguments))
    line = ProgressLine(quiet=arguments.quiet)
    try:
        with _interrupts() as cancelled, LocalJudge(minimum_level=settings.minimum_level) as judge:
            yield Means(
                judge=judge,
                open_backend=lambda: open_shared_backend(settings).wait(on_progress=line.update, cancelled=cancelled),
                options=solve_options(settings),
                on_progress=line.update,
                cancelled=cancelled,
            )
    except (Cancelled, KeyboardInterrupt):
        line.close()
        remark(
            f"Stopped; {len(folder.samples)} answers are kept in {folder.path}. The same command goes on from there."
        )
        raise
    finally:
        line.close()
        close_all()


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks the work to stop; it looks often enough to do so within half a second. A second one ends it hard."""
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        del frame
        asked.set()
        signal.signal(number, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _folder_name(path: Path, arguments: argparse.Namespace, settings: Settings) -> str:
    """Hours of work are never lost to a forgotten option: without --to there is a folder all the same."""
    name = path.name.removesuffix(".gz").removesuffix(".jsonl")
    model = settings.backend if settings.backend.startswith("scripted:") else settings.model
    parts = ["eval", name, arguments.mode, Path(model).name if "/" in model else model]
    parts += [f"limit{arguments.limit}"] if arguments.limit else []
    parts += [f"samples{arguments.samples}"] if arguments.samples else []
    parts += [f"seed{settings.seed}"] if settings.seed else []
    return "-".join(re.sub(r"[^\w.]+", "_", part) for part in parts)


def _positive(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number from 1 to 1,000,000")
    return int(word)


def _samples(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 1000:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of samples from 1 to 1,000")
    return int(word)
