"""`%%coder exercise`: a brief, or a course item in a folder, becomes a request."""

from __future__ import annotations

from kernel_magic.course.items import broken, read_item
from kernel_magic.lessons.options import ExerciseOptions
from kernel_magic.magics.arguments import CellArguments, MagicUsageError
from kernel_magic.session import Request, solve_options
from kernel_magic.settings import Settings


def exercise_request(arguments: CellArguments, settings: Settings, cell: str) -> Request:
    """The request of an `exercise` cell.

    Raises:
        MagicUsageError: there is neither a brief nor an item, or both.
        InputError: the item cannot be read; says where.
    """
    if not arguments.item:
        if not cell.strip():
            raise MagicUsageError(
                "There is no brief.",
                hint="Write below the first line what students should do, with an example or two; or give --item DIR.",
            )
        wanted = ExerciseOptions(variants=arguments.variants)
        return Request(action="exercise", text=cell, options=solve_options(settings), exercise=wanted)
    if cell.strip():
        raise MagicUsageError(
            "--item gives the whole exercise, and the cell holds a brief as well.", hint="Leave one of the two out."
        )
    reading = read_item(arguments.item)
    if reading.item is None:
        raise broken(f"The item {arguments.item!r}", reading.errors)
    wanted = ExerciseOptions(item=reading.item, variants=arguments.variants, warnings=reading.warnings)
    return Request(
        action="exercise",
        text=reading.item.brief,
        options=solve_options(settings),
        exercise=wanted,
        use_model=False,
    )
