"""A run of a whole program with arguments and files: what it finds, what it leaves behind."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.problem import Contract
from kernel_magic.core.source import Source
from kernel_magic.judge.local import LocalJudge
from kernel_magic.judge.programs import run_program
from kernel_magic.judge.sittings import Order

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

_SHOWS = """
import sys
print(sys.argv[1:])
print(open("in.txt", "rb").read(), sys.stdin.buffer.read())
open("feedback/note", "w").write("x")
print("to standard error", file=sys.stderr)
sys.exit(42)
"""
_LOOKS = "import os\nprint(os.path.exists('in.txt'), os.path.exists('feedback'))"


@pytest.mark.parametrize("level", [3, 2, 0])
def test_arguments_and_files_are_there_byte_for_byte_and_gone_after_the_run(level):
    with LocalJudge(level=level) as judge:
        judge.isolation()

        def run(text, **given):
            return run_program(
                Order(sandbox=judge._sandbox, source=Source(text=text), contract=Contract(files=True), **given),
                b"\xfe\r\n",
            )

        files = (("in.txt", "\r\né\udcff\0"), ("feedback/", ""))
        ran = run(_SHOWS, arguments=("in.txt", "a b"), given_files=files, errors="output")
        assert ran.by_itself
        assert ran.end.status == 42
        shown = ["['in.txt', 'a b']", repr("\r\né\udcff\0".encode("utf-8", "surrogateescape")) + r" b'\xfe\r\n'"]
        assert ran.exchange.output.decode().splitlines() == [*shown, "to standard error"]
        assert run(_LOOKS).exchange.output == b"False False\n"


def test_standard_error_is_lost_where_nobody_asks_for_it():
    with LocalJudge() as judge:
        judge.isolation()
        source = Source(text="import sys\nprint('a', file=sys.stderr)\nprint('b')")
        assert (
            run_program(Order(sandbox=judge._sandbox, source=source, contract=Contract()), b"").exchange.output
            == b"b\n"
        )
