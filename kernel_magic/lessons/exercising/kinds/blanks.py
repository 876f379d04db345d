"""Fill the blanks: students get the reference with `____` in the places where a mistake would be found."""

from __future__ import annotations

import ast
from dataclasses import replace

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.exercise import CourseItem, Gate
from kernel_magic.core.source import Source
from kernel_magic.lessons.exercising.kinds import function
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.work import Work

BLANK = "____"
_MOST, _FEWEST = 3, 2
_SHORTEST, _LONGEST = 3, 40
_WHAT = f"\n\nThe program below has blanks. Write what belongs in the place of each `{BLANK}`; leave the rest as it is."


def put_together(item: CourseItem, work: Work) -> ExerciseDraft:
    """The exercise of an item of kind `blanks`.

    Raises:
        InputError: its tests cannot be used.
    """
    text = item.reference.text
    blanks = item.blanks or chosen_blanks(text)
    blanked = text
    for blank in blanks:
        blanked = blanked.replace(blank, BLANK, 1)
    draft = function.put_together(replace(item, starter=Source(text=blanked)), work)
    missing = [f"{blank!r} does not occur exactly once" for blank in blanks if text.count(blank) != 1]
    summary = f"{counted(len(blanks), 'blank')}: {', '.join(f'`{blank}`' for blank in blanks)}."
    if len(blanks) < _FEWEST:
        summary = f"{summary if blanks else 'No place for a blank was found.'} At least {_FEWEST} are needed."
    holds = len(blanks) >= _FEWEST and not missing
    gate = Gate(name="kind", holds=holds, ran=0, summary=summary, lines=tuple(missing))
    return replace(draft, item=item, statement=item.brief + _WHAT, gates=(gate,))


def chosen_blanks(text: str) -> tuple[str, ...]:
    """Up to three pieces of a program that are worth thinking about: conditions, results, new values; none twice."""
    tree = syntax_tree(text)
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree) if tree is not None else ():
        piece = _piece(node)
        segment = ast.get_source_segment(text, piece) if piece is not None else None
        if segment and _SHORTEST <= len(segment) <= _LONGEST and text.count(segment) == 1 and "\n" not in segment:
            found.append((node.lineno, segment))  # type: ignore[attr-defined]  # pieces stand in statements
    found.sort()
    step = max(1, len(found) // _MOST)
    chosen: list[str] = []
    for _, segment in found[::step]:
        if len(chosen) < _MOST and not any(segment in other or other in segment for other in chosen):
            chosen.append(segment)
    return tuple(chosen)


def _piece(node: ast.AST) -> ast.expr | None:
    match node:
        case ast.If(test=piece) | ast.While(test=piece):
            return piece
        case ast.For(iter=piece) | ast.AugAssign(value=piece):
            return piece
        case ast.Assign(value=piece) if not isinstance(piece, ast.Constant):
            return piece
        case ast.Return(value=ast.expr() as piece) if not isinstance(piece, (ast.Constant, ast.Name)):
            return piece
        case _:
            return None
