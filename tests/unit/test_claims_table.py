"""Sentences about runs of ten programs: true, false, or cannot be told."""

from __future__ import annotations

import functools

import pytest

from kernel_magic.core.trace import Trace
from kernel_magic.lessons.claims.check import Run, judge_claim
from tests.claims_programs import PROGRAMS, traced

TRUE = {
    "total": """
        After the loop `result` is 7.
        after the loop result is 7 and count is 2
        At the end, result = 7
        `result` starts at 0 and ends at 7.
        both `result` and `count` begin at 0
        `count` is initialized to 0
        `result` becomes 3
        after the first round `result` is 3
        after the second iteration result is 3
        In round 2 `item` is -1.
        in the third round `item` is 4
        after the last round count is 2
        before the loop result is 0
        before line 8 result is 7
        after line 2 `result` is 0
        on line 6 `item` is positive
        `item` takes the values 3, -1, 4
        `result` is never negative
        result is always at least 0
        `result` is never 5
        result never exceeds 7
        the largest value of `result` is 7
        the smallest value of `item` is -1
        `items` has 3 elements
        the length of `items` is 3
        `len(items)` is 3
        `items` is a list
        `average` is a float
        `count` is an integer
        `items` never changes
        `items[0]` is 3
        the last element of `items` is 4
        `items` contains -1
        line 6 runs twice
        line 5 is executed three times
        line 6 runs at least once
        line 5 runs more than twice
        The loop runs 3 times.
        the loop has three rounds
        there are 3 iterations
        the body of the loop on line 4 runs 3 times
        the for loop runs exactly three times
        the condition on line 5 is true twice
        the condition `item > 0` is false once
        `item > 0` is true twice
        the if branch runs twice
        `total([3, -1, 4])` returns 3.5
        the function returns 3.5
        it returns 3.5
        total([3, -1, 4]) == 3.5
        nothing is printed
        the call raises no exception
        the function does not raise an error
        `average` is 3.5 at the end
        `result` is 7 when line 8 runs
        Then result is 7, and `count` is 2.
        `count` is greater than 1 after the loop
        after the loop `count` is less than `result`
        after the loop `result` is not 8
        `result` isn't negative
        `total` is called once
    """,
    "total_empty": """
        `total([])` raises ZeroDivisionError
        a ZeroDivisionError is raised on line 8
        the call raises an exception
        the call raises an ArithmeticError
        line 5 is never reached
        the loop never runs
        the body of the loop is never executed
        the loop runs zero times
        after the loop `count` is 0
        `items` is an empty list
        `items` is empty
        line 6 is not executed
        Line 9 is never executed.
        line 8 raises ZeroDivisionError
    """,
    "grid": """
        The outer loop runs twice
        the inner loop runs 6 times in total
        the inner loop runs three times in each round of the outer loop
        the inner loop runs 3 times each time
        line 6 runs six times
        `cells` is 6 at the end
        `cells` grows by 1 each round of the inner loop
        `text` is '000/012/' at the end
        after the outer loop `text` is '000/012/'
        after the first round of the outer loop `cells` is 3
        `row` goes from 0 to 1
        in the outer loop `row` takes the values 0 and 1
        the length of `text` is 8 at the end
        `text` has 8 characters at the end
        `text` starts as an empty string
        `text` ends as '000/012/'
        `columns` is always 3
        `columns` stays the same
        `text` is a string
        `grid(2, 3)` returns '000/012/'
    """,
    "collatz": """
        after the loop n is 1
        `steps` goes from 0 to 8
        the loop runs 8 times
        the while loop has 8 iterations
        `n` starts at 6
        `n` is never 0
        the largest value of `n` is 16
        `n` becomes 16
        `n` is always positive
        `n` never exceeds 16
        `path` has 9 elements at the end
        `n % 2 == 0` is true 6 times
        the condition on line 5 is false twice
        the else branch runs twice
        `steps` is 3 after the third round
        `steps` increases by 1 every round
        `path` is [6, 3, 10, 5, 16, 8, 4, 2, 1] at the end
        `path` contains 16
        line 8 runs twice
        `n != 1` is false once
        `steps` is even at the end
        `n` is odd after the loop
        the smallest value of n is 1
        after the last round `n` is 1
    """,
    "fib": """
        `fib` is called 9 times
        `fib()` is called nine times
        `fib(2)` is computed twice
        `fib(1)` is computed 3 times
        the recursion goes 4 deep
        `fib(4)` returns 3
        `fib(3)` returns 2
        `fib` calls itself 8 times
        there are 9 calls to `fib`
        n is never negative
        `n` is at most 4
        line 3 runs five times
        `fib(0)` is 0
        the function returns 3
    """,
    "parse": """
        `parse(['2', 'x', '0', '5'])` returns ([5, 2], 11)
        the call raises no exception
        a ValueError is caught
        a ZeroDivisionError is raised and caught
        `bad` is 11 at the end
        after the second round `bad` is 1
        `good` is [5, 2] at the end
        line 9 runs once
        line 11 is executed once
        `done` is True
        `done` is a boolean
        a ValueError is raised on line 6
        an IndexError is never raised
        `good` has 2 elements after the loop
        line 7 runs three times
    """,
    "pick": """
        an IndexError is raised
        the call raises IndexError
        the call ends with an IndexError
        the call raises a LookupError
        `last` is called three times
        `last` raises IndexError
        `pick` calls `last` 3 times
        `found` is [2, 3] at the end
        the exception is raised on line 2
        line 9 is never reached
    """,
    "stack": """
        9 is printed
        it prints 9
        the output is '9'
        it prints one line
        `size` is 3 at the end
        `push` is called 3 times
        `pop` is called once
        `stack.items` is [5, 7] at the end
        `top` is 9
        `use([5, 7, 9])` returns 3
        the call returns 3
        `pop` returns 9
        `stack` is a Stack
        `value` goes from 5 to 9
    """,
    "squares": """
        it prints 3 lines
        'total 5' is printed
        the first line printed is 'total 1'
        the last line of the output is 'total 14'
        `total` is 14 at the end
        after the first round of the loop on line 10 `total` is 1
        the for loop runs 3 times
        `square` takes the values 1, 4 and 9
        the function returns 14
    """,
    "words": """
        `counts` is {'to': 2, 'be': 2, 'or': 1, 'not': 1} at the end
        after the loop `longest` is 'not'
        `counts` is an empty dictionary at first
        the loop runs six times
        `counts` has 4 keys at the end
        `counts['to']` is 2 at the end
        `counts` contains 'be'
        `pairs` is [('to', 2), ('be', 2)]
        line 7 runs twice
        `longest` is 'to' after the first round
        `longest` starts as ""
    """,
    "search": """
        `place` is 3 at the end
        `place` starts as None
        `tries` is 3 after the loop
        line 6 runs once
        `index` goes from 0 to 3
        the loop runs 4 times
        line 12 is never reached
        line 14 returns 'late'
        `search([4, -2, 7, 9, 1], 9)` returns "late"
        the condition `number < 0` is true once
        `number == wanted` is true once
    """,
    "search_missing": """
        line 12 runs once
        line 9 is never executed
        the function returns -1
        after the loop `place` is -1 and `tries` is 1
        `place > 2` is false
    """,
}
FALSE = {
    "total": """
        After the loop `result` is 8.
        after the loop result is 7 and count is 3
        At the end, result = 6
        `result` starts at 1
        after the first round `result` is 7
        In round 2 `item` is 1.
        after line 2 `result` is 7
        `item` takes the values 3, -1, 5
        `item` is never negative
        result is always positive
        `result` is never 3
        result never exceeds 6
        the largest value of `result` is 8
        `items` has 4 elements
        `items` is a tuple
        `count` is a float
        `result` never changes
        `items[0]` is 4
        line 6 runs 3 times
        line 6 is never reached
        The loop runs 4 times and adds the positive items to the result.
        the loop has two rounds
        the condition on line 5 is never true
        `item > 0` is true three times
        `total([3, -1, 4])` returns 3
        `total([3, -1, 4])` raises ZeroDivisionError
        total([3, -1, 4]) != 3.5
        'hello' is printed
        it prints 1 line
        the call raises an exception
        `count` is '2' at the end
        `count` is True at the end
        after the loop `count` is greater than `result`
        after the loop `result` isn't 7
        `result` grows by 3 each round
        `result` is never 0
    """,
    "total_empty": """
        the call raises no exception
        `total([])` returns 0
        `total([])` raises ValueError
        a ZeroDivisionError is raised on line 5
        the loop runs once
        line 8 is never reached
        `items` has 1 element
        the function returns None
    """,
    "grid": """
        the outer loop runs three times
        the inner loop runs 7 times in total
        the inner loop runs 2 times each time
        `cells` is 5 at the end
        `row` goes from 0 to 2
        `text` is '000/012' at the end
        `grid(2, 3)` returns '000/013/'
        `columns` is 2
    """,
    "collatz": """
        after the loop n is 2
        `n` goes from 6 to 2
        the loop runs 9 times
        `n` never exceeds 10
        `path` has 8 elements at the end
        line 8 runs three times
        `n` is always even
        `steps` doubles each round
    """,
    "fib": """
        `fib` is called 8 times
        `fib(2)` is computed 3 times
        the recursion goes 5 deep
        `fib(4)` returns 5
        `fib` calls itself 9 times
        `fib` is never called
        line 3 runs 4 times
    """,
    "parse": """
        the call returns ([5, 2], 10)
        `bad` is 12 at the end
        a KeyError is caught
        line 9 runs twice
        line 11 is never reached
        an IndexError is raised on line 6
    """,
    "pick": """
        the call raises KeyError
        the call raises no exception
        `last` is called twice
        `found` is [2] at the end
        the call returns [2, 3]
    """,
    "stack": """
        nothing is printed
        it prints 8
        `push` is called twice
        `pop` is never called
        `size` is 2 at the end
        the output is '8'
    """,
    "squares": """
        it prints 4 lines
        'total 6' is printed
        `total` is 13 at the end
        the for loop runs 4 times
    """,
    "words": """
        after the loop `longest` is 'be'
        the loop runs five times
        `counts['to']` is 1 at the end
        `counts` contains 'is'
        `pairs` is []
        `word` is never 'or'
    """,
    "search": """
        `place` is 4 at the end
        the loop runs 5 times
        line 12 runs once
        `search([4, -2, 7, 9, 1], 9)` returns 3
    """,
}
CANNOT_TELL = {
    "total": """
        if the list is empty, the loop runs 5 times
        the loop might run 7 times
        result is usually 5
        for every list the result is 5
        it runs in O(n) time
        The function adds up the positive numbers.
        `total([1])` returns 1.0
        `total([])` raises ZeroDivisionError
        `missing` is 5
        line 99 runs once
        line 1 is never reached
        what is result?
        result is a good name
        the result is a float
        `result` is 3
        after the loop item is nice
        the loop runs about 3 times
        after the inner loop result is 7
        x
    """,
    "grid": """
        the loop runs 2 times
        the inner loop runs 3 times
    """,
    "fib": """
        `n` is 2
        fib returns 1
        `n` starts at 4
    """,
    "parse": """
        a ValueError is raised
    """,
    "squares": """
        `squares` is called once
    """,
    "words": """
        `word` is never 'xyz'
    """,
    "stack": """
        `helper` is never called
    """,
}


def rows(table):
    return [(program, line.strip()) for program, lines in table.items() for line in lines.strip().split("\n")]


@functools.cache
def trace_of(program: str) -> Trace:
    return traced(*PROGRAMS[program])


def judged(program: str, sentence: str):
    return judge_claim(sentence, Run(source=PROGRAMS[program][0], trace=trace_of(program)))


@pytest.mark.parametrize(("program", "sentence"), rows(TRUE))
def test_true(program, sentence):
    claim = judged(program, sentence)
    assert claim.holds is True, claim


@pytest.mark.parametrize(("program", "sentence"), rows(FALSE))
def test_false_says_what_was_seen(program, sentence):
    claim = judged(program, sentence)
    assert claim.holds is False, claim
    assert claim.observed


@pytest.mark.parametrize(("program", "sentence"), rows(CANNOT_TELL))
def test_cannot_tell(program, sentence):
    claim = judged(program, sentence)
    assert claim.holds is None, claim
