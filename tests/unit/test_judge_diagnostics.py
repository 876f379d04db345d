"""What compilers say becomes diagnostics: places, bounded, clean."""

from __future__ import annotations

from kernel_magic.judge.diagnostics import MOST, read

_GCC = b"""submission.cpp: In function 'int main()':
submission.cpp:2:10: error: 'x' was not declared in this scope
submission.cpp:3:1: warning: no return statement
lib/two.h:7:2: error: 'y' does not name a type
submission.cpp:1:10: fatal error: nothing.h: No such file or directory
compilation terminated.
"""
_JAVAC = b"""Main.java:3: error: incompatible types: String cannot be converted to int
        int x = "a";
                ^
Main.java:4: error: ';' expected
2 errors
"""
_LINKER = b"""/usr/bin/ld: /scratch/cc1.o: in function `main':
submission.cpp:(.text.startup+0x5): undefined reference to `f()'
collect2: error: ld returned 1 exit status
"""


def places(found):
    return [(item.line, item.column, item.message) for item in found]


def test_errors_of_gcc_have_their_places_and_warnings_are_left_out():
    assert places(read(_GCC, "submission.cpp")) == [
        (2, 10, "'x' was not declared in this scope"),
        (0, 0, "lib/two.h, line 7: 'y' does not name a type"),
        (1, 10, "nothing.h: No such file or directory"),
    ]


def test_errors_of_javac_have_the_column_of_their_mark():
    assert places(read(_JAVAC, "Main.java")) == [
        (3, 17, "incompatible types: String cannot be converted to int"),
        (4, 0, "';' expected"),
    ]


def test_what_the_linker_misses_is_said():
    assert places(read(_LINKER, "submission.cpp")) == [
        (0, 0, "undefined reference to `f()'"),
        (0, 0, "ld returned 1 exit status"),
    ]


def test_diagnostics_are_few_short_and_clean():
    said = b"".join(
        b"submission.cpp:%d:1: error: \x1b[31m%s\xe2\x80\xae\n" % (i, b"long " * 500) for i in range(10_000)
    )
    found = read(said, "submission.cpp")
    assert 0 < len(found) <= MOST
    assert all(len(item.message) <= 301 for item in found)
    assert not any(bad in item.message for item in found for bad in ("\x1b", "\u202e"))


def test_a_huge_line_number_is_no_trouble():
    found = read(b"a.cpp:" + b"9" * 5000 + b":1: error: x\n", "a.cpp")
    assert found[0].line == 999_999_999
