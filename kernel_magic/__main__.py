"""`python -m kernel_magic`: the same as the command `kernel-magic`."""

from __future__ import annotations

import sys

from kernel_magic.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
