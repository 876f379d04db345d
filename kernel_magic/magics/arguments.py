"""What stands behind `%%coder`: an action and its options, parsed argparse-style without ever leaving the kernel.

The list of actions is `lessons.actions`, the list of settings is `kernel_magic.settings`; only what belongs to the
notebook (`--into`, `--vars`, `--context`, `--insert`, `--widget`, `--task`, `--mine`, `--on`, `--item`) is named here.
No model is needed to read arguments or to show help.
"""

from __future__ import annotations

import argparse
import difflib
import keyword
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from kernel_magic.core.errors import InputError
from kernel_magic.lessons.actions import ACTIONS, Action, ActionName
from kernel_magic.settings import add_settings_options, given_settings, steps_option

DEFAULT_ACTION = ACTIONS[0]
"""What `%%coder` without an action does."""

_CHECK_NOTES = """\
The cell holds your answer. The task it is held against is, in this order:
  --task NAME    a variable that holds the task's text, or a lesson kept with --into
  --task In[3]   an earlier cell, a %%coder cell say
  otherwise      the last task given to %%coder in this notebook
  otherwise      what the answer says of itself: its docstrings, with their examples, and its first comment
"""
_SOLVE_NOTES = """\
The cell holds the task, in words; examples in it (`>>> f(2)` and the result below, `f(2) -> 4`, asserts, tables)
are what a solution has to pass. The text reaches the model as it stands, braces and all.
"""


_COMPARE_NOTES = """\
The cell holds a problem in words, with samples: `Input:` and the lines a program reads, `Output:` and what it prints.
With --problem DIR the problem is a package in that folder, and the cell holds a program of yours, or nothing.
"""
_EXPLAIN_NOTES = """\
The cell holds the code: a function, a class, several of them, or a program. It is run in the sandbox, never here. The
call is the one given with --call; else an example of the docstring, a call below the code or in another cell of this
notebook; else one is made and tried. `%coder explain NAME` explains a function or class of this notebook.
"""
_CLAIM_NOTES = """\
The cell holds sentences, one a line: "after the loop total is 16", "line 3 runs five times", "f([]) raises IndexError".
They are about the last explanation, or, with --on NAME, about a function or class of this notebook.
"""
_EXERCISE_NOTES = """\
For teachers. The cell holds a brief: what students should do, with an example or two. A model drafts the rest, and the
judge decides whether the exercise may be given out. With --item DIR it is the course item in that folder; the cell then
holds nothing, and no model takes part.
"""
_NOTES: Mapping[ActionName, str] = {
    "solve": _SOLVE_NOTES,
    "check": _CHECK_NOTES,
    "compare": _COMPARE_NOTES,
    "explain": _EXPLAIN_NOTES,
    "claim": _CLAIM_NOTES,
    "exercise": _EXERCISE_NOTES,
}
_MOST_VARIANTS = 500


class MagicUsageError(InputError):
    """The first line of a `%%coder` cell, or a `%coder` line, cannot be read; `usage` shows how it is written."""

    def __init__(self, message: str, usage: str = "", hint: str = "") -> None:
        self.usage = usage
        super().__init__(message, hint or (f"Usage: {usage}" if usage else "`%%coder --help` shows how it is written."))

    def __reduce__(self) -> tuple[type[MagicUsageError], tuple[str, str, str]]:
        return type(self), (self.message, self.usage, self.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellArguments:
    """The first line of a `%%coder` cell."""

    action: ActionName
    help: str = ""
    """The help text, where it was asked for: nothing else is to be done then."""
    settings: Mapping[str, object] = field(default_factory=dict)
    into: str | None = None
    variables: tuple[str, ...] | None = None
    """Names to replace in the body; empty: every `{name}` that is a variable; None: nothing is replaced."""
    context: tuple[str, ...] = ()
    insert: bool | None = None
    """None: as configured. So for `widget`."""
    widget: bool | None = None
    task: str | None = None
    use_model: bool = True
    problem: str | None = None
    """`compare`: the folder of a package."""
    mine: tuple[str, ...] = ()
    """`compare`: where programs of the person's own stand."""
    ideas: int | None = None
    growth_seconds: float | None = None
    accepted_only: bool = False
    name: str = ""
    """`%coder explain NAME`, `claim --on NAME`: a function or class of the notebook."""
    call: str = ""
    function: str = ""
    stdin: str | None = None
    """`explain`: the variable that holds what a program reads."""
    max_steps: int | None = None
    item: str | None = None
    """`exercise`: the folder of a course item."""
    variants: int = 1


class _Parser(argparse.ArgumentParser):
    """argparse, but an error is an exception and help is a text."""

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().removeprefix("usage:").split())
        raise MagicUsageError(f"{self.prog}: {message}.", usage, f"`{self.prog} --help` shows the options.")


def cell_arguments(line: str) -> CellArguments:
    """What the first line of a `%%coder` cell asks for.

    Raises:
        MagicUsageError: an unknown action, an option that does not exist or lacks its value.
    """
    words = split(line)
    action, words = _action(words)
    wants_help = "--help" in words or "-h" in words
    if wants_help:
        whole = not line.split()[0].strip().isidentifier()
        return CellArguments(action=action.name, help=overview() if whole else parser_for(action).format_help())
    return _arguments(action.name, parser_for(action).parse_args(words))


def explain_arguments(words: list[str]) -> CellArguments:
    """What `%coder explain` is asked for, from the words behind it.

    Raises:
        MagicUsageError: no name, an option that does not exist or lacks its value.
    """
    action = next(action for action in ACTIONS if action.name == "explain")
    parser = parser_for(action)
    parser.prog = "%coder explain"
    parser.add_argument("name", metavar="NAME", help="a function or class of this notebook")
    if "--help" in words or "-h" in words:
        return CellArguments(action="explain", help=parser.format_help())
    return _arguments("explain", parser.parse_args(words))


def _arguments(action: ActionName, found: argparse.Namespace) -> CellArguments:
    return CellArguments(
        action=action,
        settings=given_settings(found),
        into=found.into,
        variables=None if found.vars is None else tuple(name for name in found.vars if name),
        context=tuple(getattr(found, "context", ())),
        insert=getattr(found, "insert", None),
        widget=found.widget,
        task=getattr(found, "task", None),
        use_model=getattr(found, "use_model", True),
        problem=getattr(found, "problem", None),
        mine=tuple(getattr(found, "mine", ())),
        ideas=getattr(found, "ideas", None),
        growth_seconds=getattr(found, "growth_seconds", None),
        accepted_only=getattr(found, "accepted_only", False),
        name=getattr(found, "name", "") or "",
        call=getattr(found, "call", ""),
        function=getattr(found, "function", ""),
        stdin=getattr(found, "stdin", None),
        max_steps=getattr(found, "max_steps", None),
        item=getattr(found, "item", None),
        variants=getattr(found, "variants", 1),
    )


def split(line: str) -> list[str]:
    r"""The words of a line: quotes hold a word together, a backslash (`C:\models`) is a character like any other.

    Raises:
        MagicUsageError: a quote that is not closed.
    """
    reader = shlex.shlex(line, posix=True, punctuation_chars=False)
    reader.whitespace_split = True
    reader.commenters = ""
    reader.escape = ""
    try:
        return list(reader)
    except ValueError as error:
        raise MagicUsageError(f"A quote in {line.strip()[:60]!r} is not closed.") from error


def _action(words: list[str]) -> tuple[Action, list[str]]:
    if not words or words[0].startswith("-"):
        return DEFAULT_ACTION, words
    names = [action.name for action in ACTIONS]
    found = next((action for action in ACTIONS if action.name == words[0]), None)
    if found is None:
        near = difflib.get_close_matches(words[0].lower(), names, n=1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        raise MagicUsageError(
            f"Unknown action {words[0][:40]!r}.{guess} Actions are: {', '.join(names)}.",
            "%%coder [ACTION] [options]",
            "The problem itself goes below the first line. `%%coder --help` lists actions and options.",
        )
    return found, words[1:]


def parser_for(action: Action) -> argparse.ArgumentParser:
    """The parser of one action."""
    parser = _Parser(
        prog=f"%%coder {action.name}",
        description=action.summary[0].upper() + action.summary[1:] + ".",
        epilog=_NOTES[action.name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("-h", "--help", action="store_true", help="show this and do nothing")
    add("--into", metavar="NAME", type=_variable_name, help="bind the result object to this variable")
    add(
        "-v",
        "--vars",
        metavar="NAME",
        nargs="*",
        action="extend",
        help="replace {NAME} in the cell by that variable's value; without a name: every {name} that is a variable",
    )
    add("--widget", action=argparse.BooleanOptionalAction, default=None, help="show the interactive view as well")
    _OWN_OPTIONS[action.name](parser)
    add_settings_options(parser)
    return parser


def _add_solve(parser: argparse.ArgumentParser) -> None:
    _add_context(parser)
    parser.add_argument(
        "--insert",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="put the solution and its checks into a new cell below; --insert repeats one already put there",
    )


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_context(parser)
    parser.add_argument("--task", metavar="NAME|In[N]", help="the task the answer is for")
    parser.add_argument("--no-model", dest="use_model", action="store_false", help="examples only: no model takes part")


def _add_compare(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--problem", metavar="DIR", help="the folder of a problem package; the cell then holds a program of yours")
    add(
        "--mine",
        metavar="NAME|In[N]",
        action="append",
        default=[],
        help="your own program takes part: an earlier cell, a variable that holds its text, or a function",
    )
    add("--submissions-only", dest="use_model", action="store_false", help="no model takes part")
    add("--accepted-only", action="store_true", help="leave out the package's wrong and slow submissions")
    add("--growth-seconds", metavar="S", type=_seconds, help="to measure the growth of each program (3); 0: not at all")
    add("--ideas", metavar="N", type=int, choices=range(1, 9), help="approaches the model is asked for, 1 to 8")


def _add_explain(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--function", metavar="NAME", default="", help="the function or class that is meant, where there are several")
    add("--stdin", metavar="NAME", help="a variable that holds what a program reads from standard input")
    add("--no-model", dest="use_model", action="store_false", help="words from the code alone: no model takes part")
    _add_run(parser)


def _add_claim(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", dest="name", metavar="NAME", help="a function or class of this notebook to run")
    _add_run(parser)


def _add_exercise(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--item", metavar="DIR", help="the folder of a course item, in place of a brief")
    add(
        "--variants",
        metavar="N",
        type=_variants,
        default=1,
        help="make up to N variants, the item as written among them",
    )


def _variants(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= _MOST_VARIANTS:
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 1 to {_MOST_VARIANTS}")
    return int(word)


def _add_run(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--call", metavar="EXPR", default="", help="the call to run: 'f(3)', or 's = Stack(); s.push(1); s.pop()'")
    add("--max-steps", metavar="N", type=steps_option, help="steps of the run that are recorded (default: 2000)")


def _seconds(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 600:  # not-a-number fails this comparison too
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 0 to 600")
    return number


def _add_context(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-c",
        "--context",
        metavar="WHAT",
        action="append",
        default=[],
        help="let the model see this too: In[3], Out[3], or `error` for the last error",
    )


_OWN_OPTIONS: Mapping[ActionName, Callable[[argparse.ArgumentParser], None]] = {
    "solve": _add_solve,
    "check": _add_check,
    "compare": _add_compare,
    "explain": _add_explain,
    "claim": _add_claim,
    "exercise": _add_exercise,
}
"""What adds the options of one action only."""


def _variable_name(word: str) -> str:
    if not word.isidentifier() or keyword.iskeyword(word):
        raise argparse.ArgumentTypeError(f"{word!r} is not a name a variable can have")
    return word


def overview() -> str:
    """What `%%coder --help` says: the actions, then the options of the one that needs no name."""
    width = max(len(action.name) for action in ACTIONS)
    lines = [
        "usage: %%coder [ACTION] [options]     with the problem, or your answer, in the lines below",
        "",
        "actions (`%%coder ACTION --help` for the options of one):",
        *(f"  {action.name:{width}}  {action.summary}" for action in ACTIONS),
        f"Without an action it is {DEFAULT_ACTION.name!r}.",
        "",
        "`%coder help` lists the commands of the line magic: status, check, hint, explain and others.",
        "",
    ]
    return "\n".join(lines) + "\n" + parser_for(DEFAULT_ACTION).format_help()
