"""Run notebook cells one after the other in IPython, as a reader of the documentation would. A program, not a test.

Standard input: a JSON list of cells. A cell that `set_next_input` puts below is run too, because the text tells the
reader to. Ends with status 1 at the first cell that raises or that leaves an error on the screen.
"""

from __future__ import annotations

import json
import sys

from IPython.core.interactiveshell import InteractiveShell


def main() -> int:
    """Run the cells; how many of them were inserted ones goes to the last line."""
    shell = InteractiveShell.instance()
    waiting = list(json.load(sys.stdin))
    inserted = 0
    while waiting:
        cell = waiting.pop(0)
        shell.rl_next_input = None
        result = shell.run_cell(cell, store_history=True)
        if not result.success:
            print(f"\nthis cell failed:\n{cell}", file=sys.stderr)
            return 1
        if shell.rl_next_input:
            waiting.insert(0, shell.rl_next_input)
            inserted += 1
    print(f"inserted cells: {inserted}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
