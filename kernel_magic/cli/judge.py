"""`kernel-magic judge SUBMISSION --contract FILE`: run a program in the sandbox and say what happened."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kernel_magic.core.problem import Contract
    from kernel_magic.core.source import Source
    from kernel_magic.core.verdict import JudgeReport

_MAX_BYTES = 1 << 20


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "judge",
        help="run a program in the sandbox on the cases of a contract",
        description="Run a program in the sandbox on the cases of a contract and say what happened. "
        "The contract says in which language it is; `doctor` says which ones are offered here. "
        "Exit status: 0 accepted, 1 not accepted, 2 it could not be done.",
    )
    parser.add_argument("submission", metavar="SUBMISSION", type=Path, help="the program: Python, C++ or Java")
    parser.add_argument("--contract", metavar="FILE", type=Path, required=True, help="cases, checker and limits (JSON)")
    parser.add_argument("--json", action="store_true", help="one JSON document to standard output")
    parser.add_argument(
        "--minimum-level",
        metavar="N",
        type=int,
        choices=range(4),
        default=0,
        help="run nothing with less isolation: 3 namespaces, 2 Landlock, 1 seccomp, 0 limits only (default 0)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do it; the exit status.

    Raises:
        InputError: the submission or the contract cannot be used.
        JudgeError: the judge cannot work here.
    """
    from kernel_magic.cli.output import print_json
    from kernel_magic.core.serial import judge_json
    from kernel_magic.core.verdict import Verdict
    from kernel_magic.judge.contract import load_contract
    from kernel_magic.judge.local import LocalJudge

    contract = load_contract(args.contract)
    source = _read(args.submission, contract)
    with LocalJudge(minimum_level=args.minimum_level) as judge:
        report = judge.judge(source, contract)
    if args.json:
        print_json(judge_json(report))
    else:
        print(_text(report))
    if report.accepted:
        return 0
    return 2 if report.verdict is Verdict.IE else 1


def _read(path: Path, contract: Contract) -> Source:
    from kernel_magic.cli.output import remark
    from kernel_magic.core.errors import InputError
    from kernel_magic.core.source import Source
    from kernel_magic.judge.languages import LANGUAGES, language_of

    named = language_of(path.name)
    if named not in (None, contract.language):
        title, wanted = LANGUAGES[named].title, LANGUAGES[contract.language].title
        remark(f"{path} is {title} by its name; it is judged as {wanted}, as the contract says.")
    try:
        data = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Give the path of a program.") from error
    if data is None:
        raise InputError(f"{path} is larger than {_MAX_BYTES >> 20} MiB.", "Programs to judge are smaller than that.")
    # what is not UTF-8 stays visible as such: the compiler in the sandbox refuses it, and that is the verdict
    text = data.decode("utf-8-sig", "surrogateescape")
    return Source(text=text, language=contract.language, entry_point=contract.function)


def _text(report: JudgeReport) -> str:
    from kernel_magic.render.clean import clean_line

    names = [clean_line(case.name) for case in report.cases]
    width = max(map(len, names), default=0)
    lines = [
        f"{name:{width}}  {case.verdict:<3}  {case.cpu_s * 1000:7.1f} ms  {case.peak_mib:6.1f} MiB  {case.message}"
        for name, case in zip(names, report.cases, strict=True)
    ]
    layers = ", ".join(layer.name for layer in report.isolation.layers if layer.in_force)
    lines.append(f"{report.verdict.value}: isolation level {report.isolation.level} ({layers})")
    lines += [
        f"  not in force: {layer.name} ({layer.detail})" for layer in report.isolation.layers if not layer.in_force
    ]
    return "\n".join(line.rstrip() for line in lines)
