"""The status rules, row by row: the table in `lessons.status` is what these tests say."""

import pytest

from kernel_magic.core.lesson import Witness
from kernel_magic.lessons.status import decide_status

PASS = Witness(kind="examples", cases=2, agreed=2)
FAIL = Witness(kind="examples", cases=2, agreed=1)
NONE_PASSED = Witness(kind="examples", cases=2, agreed=0)
AGREE = Witness(kind="agreement", cases=40, agreed=40)
DISSENT = Witness(kind="agreement", cases=40, agreed=39)
WEAK = Witness(kind="agreement", cases=40, agreed=0)
EMPTY = Witness(kind="agreement", cases=0, agreed=0)
TEACHER = Witness(kind="teacher_tests", cases=5, agreed=5)


@pytest.mark.parametrize(
    ("witnesses", "unread", "status"),
    [
        ((PASS, AGREE), 0, "verified"),
        ((PASS, AGREE), 1, "partly_verified"),
        ((PASS, DISSENT), 0, "partly_verified"),
        ((PASS, WEAK), 0, "partly_verified"),
        ((PASS, EMPTY), 0, "partly_verified"),
        ((PASS,), 0, "partly_verified"),
        ((AGREE,), 0, "partly_verified"),
        ((TEACHER,), 0, "verified"),
        ((FAIL, AGREE), 0, "unverified"),
        ((NONE_PASSED, AGREE), 0, "unverified"),
        ((FAIL,), 0, "unverified"),
        ((DISSENT,), 0, "unverified"),
        ((EMPTY,), 0, "unverified"),
        ((), 0, "unverified"),
    ],
)
def test_what_earns_which_status(witnesses, unread, status):
    assert decide_status(witnesses, unread_examples=unread) == status
