"""Where the notebook's policy answers in place of an action: with a hint, or with a sentence that says what is allowed.

It is asked before anything else is done, so neither a model nor a session is touched by what is not allowed.
"""

from __future__ import annotations

import contextlib

from kernel_magic.core.attempt import Attempts
from kernel_magic.core.comparison import Comparison
from kernel_magic.core.errors import InputError, PolicyError
from kernel_magic.core.exercise import ExerciseSet
from kernel_magic.core.explanation import Explanation
from kernel_magic.core.lesson import Lesson
from kernel_magic.core.policy import Help, allowance, allowed, refusal, run_refusal
from kernel_magic.lessons.own_hints import asks_what_it_does, exercise_meant
from kernel_magic.magics.arguments import CellArguments
from kernel_magic.magics.display import show_document, show_plain
from kernel_magic.magics.namespace import fill_variables, task_text
from kernel_magic.magics.state import NotebookState
from kernel_magic.render.attempt import hint_document
from kernel_magic.session import Result

_HINT_INSTEAD: tuple[Help, ...] = ("solve", "check", "compare")


def tell_news(magics: NotebookState) -> None:
    """Say once what is wrong with the notebook's file, and what holds instead."""
    for line in magics.coursework.news():
        show_plain(line)


def help_asked(arguments: CellArguments) -> Help:
    """What an action is for the policy. A check without a model only runs examples."""
    if arguments.action == "check" and not arguments.use_model:
        return "examples"
    return arguments.action


def answered_by_policy(magics: NotebookState, arguments: CellArguments, cell: str) -> bool:
    """Whether the policy has answered in place of the action: with the next hint of the exercise that is meant.

    Raises:
        PolicyError: it does not allow the action, and no exercise is meant or its hints are not allowed either.
    """
    work, action = magics.coursework, help_asked(arguments)
    tell_news(magics)
    policy = work.belonging().policy
    if allowed(policy, action):
        return False
    if action in _HINT_INSTEAD and allowed(policy, "hint"):
        meant = exercise_meant(_asked_text(magics, arguments, cell), work.exercises())
        if meant is not None and meant.hints:
            show_document(hint_document(work.next_hint(meant, why=f"{refusal(policy, action)} Here is a hint.")))
            return True
    work.permit(action)
    return False


def _asked_text(magics: NotebookState, arguments: CellArguments, cell: str) -> str:
    """All that is known of what somebody wants to know: the cell, and the task that it is about."""
    texts = [cell]
    with contextlib.suppress(InputError):
        texts.append(fill_variables(cell, arguments.variables, magics.shell.user_ns))
    if arguments.task:
        with contextlib.suppress(InputError):
            texts.append(task_text(arguments.task, magics.shell))
    elif arguments.action == "check" and magics.last_task:
        texts.append(magics.last_task)
    return "\n".join(dict.fromkeys(texts))


def permit_run_of(magics: NotebookState, code: str, action: Help) -> None:
    """Let code be explained, or claims about it judged.

    Raises:
        PolicyError: the policy does not allow it, or the code is the program of an exercise that asks what it does.
    """
    work = magics.coursework
    work.permit(action)
    policy = work.belonging().policy
    if policy == "full":
        return
    meant = asks_what_it_does(code, work.exercises())
    if meant is not None:
        raise PolicyError(run_refusal(policy, meant.item), allowance(policy))


def permit_again(magics: NotebookState, result: Result) -> None:
    """Let an earlier result be shown once more: the policy may have become stricter since.

    Raises:
        PolicyError: the policy does not allow it.
    """
    match result:
        case Lesson():
            magics.coursework.permit("solve")
        case Comparison():
            magics.coursework.permit("compare")
        case ExerciseSet():
            magics.coursework.permit("exercise")
        case Explanation():
            permit_run_of(magics, result.source.text, "explain")
        case Attempts():
            magics.coursework.permit("attempt")
        case _:
            magics.coursework.permit("examples" if result.provenance is None else "check")
