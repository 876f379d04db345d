"""`%%coder explain`, `%%coder claim` and `%coder explain NAME`: code of the notebook, as text, becomes a request.

The kernel's own state is only read: names are looked up, nothing is called, compared or written out.
"""

from __future__ import annotations

from kernel_magic.lessons.explaining.claim_lines import claims_in
from kernel_magic.lessons.options import ExplainOptions
from kernel_magic.magics.arguments import CellArguments, MagicUsageError
from kernel_magic.magics.notebook_code import NotebookCode, code_of, with_what_it_needs
from kernel_magic.magics.state import NotebookState
from kernel_magic.session import Request, solve_options
from kernel_magic.settings import Settings


def explain_request(magics: NotebookState, arguments: CellArguments, settings: Settings, cell: str) -> Request:
    """The request of an `explain` cell, or of a line with a name.

    Raises:
        InputError: there is no such name, or it has no Python code.
    """
    shell = magics.shell
    code = code_of(arguments.name, shell) if arguments.name else with_what_it_needs(cell, shell)
    return Request(
        action="explain",
        text=code.text,
        options=solve_options(settings),
        use_model=arguments.use_model,
        explain=_options(magics, arguments, code),
    )


def claim_request(magics: NotebookState, arguments: CellArguments, settings: Settings, cell: str) -> Request:
    """The request of a `claim` cell.

    Raises:
        MagicUsageError: there is no claim, or nothing that it could be about.
        InputError: there is no such name, or it has no Python code.
    """
    claims = claims_in(cell)
    if not claims:
        raise MagicUsageError(
            "There is no claim.", hint="Write one a line below %%coder claim, for example: line 3 runs five times"
        )
    last = magics.last_explanation
    if not arguments.name and last is None:
        raise MagicUsageError(
            "There is no explanation yet that these claims could be about.",
            hint="Explain code first with %%coder explain, or name a function: %%coder claim --on NAME.",
        )
    if arguments.name:
        code = code_of(arguments.name, magics.shell)
        return Request(
            action="claim",
            text=code.text,
            options=solve_options(settings),
            explain=_options(magics, arguments, code, claims),
        )
    text = last.source.text if last is not None else ""
    about = None if arguments.call or arguments.max_steps else last
    options = _options(magics, arguments, NotebookCode(text=text, function=""), claims)
    return Request(action="claim", text=text, options=solve_options(settings), explain=options, about=about)


def _options(
    magics: NotebookState, arguments: CellArguments, code: NotebookCode, claims: tuple[str, ...] = ()
) -> ExplainOptions:
    return ExplainOptions(
        call=arguments.call,
        function=arguments.function or code.function,
        claims=claims,
        calls=code.calls,
        stdin=_stdin(magics, arguments),
        max_steps=arguments.max_steps or ExplainOptions().max_steps,
    )


def _stdin(magics: NotebookState, arguments: CellArguments) -> str:
    if arguments.stdin is None:
        return ""
    text = magics.shell.user_ns.get(arguments.stdin)
    if not isinstance(text, str):
        raise MagicUsageError(
            f"--stdin {arguments.stdin[:40]}: there is no variable of that name that holds text.",
            hint='Put the input into one first, for example: lines = "3\\n4\\n"',
        )
    return text
