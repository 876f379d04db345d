"""Reading what a clause says of one value ("16", "at most 5", "an empty list", "not negative"), and how often."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from kernel_magic.lessons.claims.atoms import Coded
from kernel_magic.lessons.claims.places import integer
from kernel_magic.lessons.claims.statements import NONE, Amount, Operand, Test
from kernel_magic.lessons.claims.values import is_type_word

ITEMS = (
    r"(?:items?|elements?|entries|entry|characters?|letters?|digits?|keys?|values?|members?|numbers?|words?|strings?"
    r"|pairs?|rows?|key-value pairs)"
)
_FILLER = re.compile(r"(?:still|now|then|already|again|simply|just|only|equal to|the same as|always the value) (?=.)")
_EXACT = re.compile(r"(?:exactly|precisely) (?=.)")
_OPERAND = re.compile(
    r"(?:the (?:value|number|string|list|tuple|set|dictionary|dict|text|integer|float|word|letter|character|boolean) "
    r"(?:of )?)?([#@]\d+)"
)
_WORDS: dict[str, Operand] = {
    "true": Operand(value=True),
    "false": Operand(value=False),
    "none": Operand(value=None),
}
_COMPARE = {
    r"(?:strictly )?(?:greater|more|larger|bigger|higher) than|above|over|>": ">",
    r"(?:greater|more|larger|bigger|higher) than or equal to|at least|not (?:less|smaller|lower|fewer) than"
    r"|no (?:less|smaller|lower|fewer) than|not below|>=": ">=",
    r"(?:strictly )?(?:less|smaller|lower|fewer) than|below|under|<": "<",
    r"(?:less|smaller|lower|fewer) than or equal to|at most|not (?:greater|more|larger|bigger|higher) than"
    r"|no (?:greater|more|larger|bigger|higher) than|not above|up to|<=": "<=",
    r"==|=|equal to": "==",
}
_COMPARES = tuple((re.compile(rf"(?:{words}) (.+)"), op) for words, op in _COMPARE.items())
_BETWEEN = re.compile(r"(?:between|in the range|within) ([#@]\d+) (?:and|to) ([#@]\d+)(?: inclusive)?")
_SIGNS: dict[str, Test] = {
    "positive": Test(op=">", operand=Operand(value=0)),
    "negative": Test(op="<", operand=Operand(value=0)),
    "non-negative": Test(op=">=", operand=Operand(value=0)),
    "nonnegative": Test(op=">=", operand=Operand(value=0)),
    "nonzero": Test(op="==", operand=Operand(value=0), negated=True),
    "non-zero": Test(op="==", operand=Operand(value=0), negated=True),
    "even": Test(op="even"),
    "odd": Test(op="odd"),
    "empty": Test(op="size", low=0, high=0),
}
_SIGN = re.compile(rf"(?:(?:a|an) )?({'|'.join(_SIGNS)})(?: (?:number|integer|value))?")
_MULTIPLE = re.compile(r"(?:divisible by|a multiple of|multiple of) (#\d+)")
_TYPE = re.compile(r"(?:(?:a|an|the|of|of the) )*(?:(?:type|instance of(?: the)?(?: class)?|object of class) )?(.+)")
_EMPTY_TYPE = re.compile(r"(?:an|the) empty (.+)")
_TYPE_OF_SIZE = re.compile(rf"(?:a|an|the) (\w+) (?:of|with|that has|containing|holding) (.+?) {ITEMS}")
_COUNT = re.compile(
    r"(?:(?P<more>more than|over)|(?P<least>at least|no fewer than|no less than)|(?P<fewer>fewer than|less than)"
    r"|(?P<most>at most|no more than|not more than|up to)|(?P<exact>exactly|only|precisely|just|a total of))? ?"
    r"(?P<number>#\d+)"
)
_LONG = re.compile(rf"(?P<count>.+?) (?:{ITEMS} )?(?:long|in length)|of (?:length|size) (?P<size>.+)")
_TIMES = re.compile(r"(?P<not>not )?(?:for )?(?P<count>.+?) times?(?: (?:in total|altogether|overall|in all))?")


def read_test(text: str, coded: Coded) -> Test | None:
    """The property that a complement (what stands after *is*) names; None where it is not read to its last word."""
    exact = False
    for _ in range(4):
        plain = _FILLER.sub("", text, count=1) if _FILLER.match(text) else text
        if _EXACT.match(plain):
            exact, plain = True, _EXACT.sub("", plain, count=1)
        if plain == text:
            break
        text = plain
    if text.startswith("not ") and not text.startswith(
        ("not less", "not more", "not greater", "not below", "not above")
    ):
        inner = read_test(text[4:], coded)
        return replace(inner, negated=not inner.negated) if inner is not None else None
    found = _value_test(text, coded) or _number_test(text, coded) or _shape_test(text, coded)
    return replace(found, exact=exact) if found is not None else None


def _value_test(text: str, coded: Coded) -> Test | None:
    operand = read_operand(text, coded)
    return Test(op="==", operand=operand) if operand is not None else None


def read_operand(text: str, coded: Coded) -> Operand | None:
    """The value or variable a text names."""
    if text in _WORDS:
        return _WORDS[text]
    found = _OPERAND.fullmatch(text)
    if not found:
        return None
    mark = found[1]
    return Operand(value=coded.value(mark)) if mark[0] == "#" else Operand(name=coded.name(mark).text)


def _number_test(text: str, coded: Coded) -> Test | None:
    for pattern, op in _COMPARES:
        found = pattern.fullmatch(text)
        operand = read_operand(found[1], coded) if found else None
        if operand is not None:
            return Test(op=op, operand=operand)  # type: ignore[arg-type]  # the table holds operators only
    if between := _BETWEEN.fullmatch(text):
        low, high = read_operand(between[1], coded), read_operand(between[2], coded)
        return Test(op="between", operand=low, upper=high) if low is not None and high is not None else None
    if sign := _SIGN.fullmatch(text):
        return _SIGNS[sign[1]]
    if multiple := _MULTIPLE.fullmatch(text):
        return Test(op="multiple", operand=Operand(value=coded.value(multiple[1])))
    return None


def _shape_test(text: str, coded: Coded) -> Test | None:
    if empty := _EMPTY_TYPE.fullmatch(text):
        kind = _type_test(empty[1], coded)
        return replace(_SIGNS["empty"], also=kind) if kind is not None else None
    if sized := _TYPE_OF_SIZE.fullmatch(text):
        kind, amount = _type_test(sized[1], coded), read_count(sized[2], coded)
        if kind is not None and amount is not None:
            return replace(size_test(amount), also=kind)
    if long := _LONG.fullmatch(text):
        amount = read_count(long["count"] or long["size"], coded)
        return size_test(amount) if amount is not None else None
    found = _TYPE.fullmatch(text)
    return _type_test(found[1], coded) if found and text != found[1] else None


def _type_test(word: str, coded: Coded) -> Test | None:
    word = coded.name(word).text if re.fullmatch(r"@\d+", word) else word
    named = re.fullmatch(r"\w+", word) is not None and word[:1].isupper()
    return Test(op="type", word=word) if is_type_word(word) or named else None


def size_test(amount: Amount) -> Test:
    """A property of how many items something has."""
    return Test(op="size", low=amount.low, high=amount.high, negated=amount.negated)


def read_count(text: str, coded: Coded) -> Amount | None:
    """A number of things: "three", "at least 3", "no"."""
    if text == "no":
        return Amount(low=0, high=0)
    found = _COUNT.fullmatch(text)
    number = integer(found["number"], coded) if found else NONE
    if not found or number < 0:
        return None
    if found["more"]:
        return Amount(low=number + 1)
    if found["least"]:
        return Amount(low=number)
    if found["fewer"]:
        return Amount(low=0, high=number - 1)
    return Amount(low=0 if found["most"] else number, high=number)


def read_times(text: str, coded: Coded) -> Amount | None:
    """How often: "five times", "not twice", "never", "at least once"; an empty text is at least once."""
    if not text:
        return Amount(low=1, high=math.inf)
    if text in ("never", "not", "not at all"):
        return Amount(low=0, high=0)
    found = _TIMES.fullmatch(text)
    amount = read_count(found["count"], coded) if found else None
    if found and amount is not None:
        return replace(amount, negated=found["not"] is not None)
    return None
