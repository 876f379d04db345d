"""A sentence with its names, values and pieces of code taken out, so that what is left can be matched as plain words.

`@0` stands for a name, `#0` for a value, `$0` for another piece of code, `~3` for *third*. Everything here is linear
in a text that is short: longer sentences are not read at all.
"""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from dataclasses import dataclass, field

from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.claims.values import parsed

MAX_SENTENCE = 400
_MAX_NESTING = 12
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ORDINALS = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?![\w,.]*\d)|-?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|-?\.\d+")
_ORDINAL = re.compile(r"(\d{1,6})(?:st|nd|rd|th)\b")
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_OPERATOR = re.compile(r"==|!=|<=|>=|<|>|=|≤|≥|≠")
_PLAIN_OPERATORS = {"≤": "<=", "≥": ">=", "≠": "!="}
_OPENING = {"(": ")", "[": "]", "{": "}"}
_VERBS = frozenset(
    """is was are were equals = == != < > <= >= becomes has had holds contains goes takes starts begins ends stays
    remains never always does gets grows increases decreases doubles reaches keeps stores counts will finishes changes
    shrinks halves triples stops raises returns calls exceeds must did do have become runs turns only""".split()  # noqa: SIM905
)
_ENGLISH = frozenset(
    """a an the is in it at to no so on of by be as and or not line lines loop round rounds list string number value
    values count times time result output item items element elements first last end start function call calls length
    size text set dict tuple word words character characters key keys pass step steps body condition test this that
    these those one two all each every any after before with for while if else true false none max min sum len type int
    str float program run runs answer total final name names data error exception variable index print prints printed
    return returns returned raise raises raised new old big small high low left right top next""".split()  # noqa: SIM905
)
_NO_NAMES = frozenset(["there", "they", "we", "you", "he", "she", "what", "which", "who", "then", "also", "still"])
_NOUNS = frozenset(["total", "count", "result", "items", "index", "data", "word", "words", "text", "value", "number"])
_ERROR = re.compile(r"(?:[A-Z]\w*)?(?:Error|Exception|Interrupt|Exit|StopIteration|Warning)")
_SHORT = {"can't": ["can", "not"], "won't": ["will", "not"], "it's": ["it", "is"], "that's": ["that", "is"]}
_CONTRACTED = re.compile(r"(?:do|does|did|is|are|was|were|has|have|had)n't|can't|won't|it's|that's", re.IGNORECASE)
_LEFT_OVER = str.maketrans({**dict.fromkeys("@#$~", "¤"), "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """A name, a value or a piece of code in a sentence."""

    text: str
    """As it was written, without marks around it."""
    value: PlainValue = None
    """Of a value."""
    tree: ast.expr | None = None
    """Of a piece of code."""
    marked: bool = False
    """It stood in backticks."""


@dataclass(slots=True)
class Coded:
    """A sentence as words and marks, and what the marks stand for."""

    text: str = ""
    names: list[Atom] = field(default_factory=list)
    values: list[Atom] = field(default_factory=list)
    codes: list[Atom] = field(default_factory=list)

    def name(self, mark: str) -> Atom:
        """What `@…` stands for."""
        return self.names[int(mark[1:])]

    def value(self, mark: str) -> PlainValue:
        """What `#…` stands for."""
        return self.values[int(mark[1:])].value

    def code(self, mark: str) -> Atom:
        """What `$…` stands for."""
        return self.codes[int(mark[1:])]

    def put_name(self, text: str, *, marked: bool) -> str:
        """A mark for a name."""
        self.names.append(Atom(text=text, marked=marked))
        return f"@{len(self.names) - 1}"

    def put_value(self, text: str, value: PlainValue) -> str:
        """A mark for a value."""
        self.values.append(Atom(text=text, value=value))
        return f"#{len(self.values) - 1}"

    def put_code(self, text: str, tree: ast.expr, *, marked: bool) -> str:
        """A mark for a piece of code."""
        self.codes.append(Atom(text=text, tree=tree, marked=marked))
        return f"${len(self.codes) - 1}"


def code_tree(text: str) -> ast.expr | None:
    """The expression a text is, or None. Nothing is run."""
    if len(text) > MAX_SENTENCE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def coded(text: str, names: frozenset[str] | None, *, english: bool) -> Coded | None:
    """The sentence coded; None where it is too long or holds characters nobody writes.

    Args:
        text: the sentence.
        names: the names of the program; None: they are not known, and a word before a verb may be one.
        english: behind *the*, words that are names too and words of this grammar are taken for words.
    """
    if len(text) > MAX_SENTENCE or any(ord(character) < 32 and character not in "\n\t" for character in text):
        return None
    plain = " ".join(text.translate(_LEFT_OVER).split())
    scanner = _Scanner(plain, names)
    return scanner.coded(english=english)


class _Scanner:
    """Cuts a text into words, marks and signs."""

    def __init__(self, text: str, names: frozenset[str] | None) -> None:
        self._text = text
        self._names = names
        self._out = Coded()
        self._tokens: list[str] = []

    def coded(self, *, english: bool) -> Coded:
        """All of the text."""
        at = 0
        while at < len(self._text):
            at = self._next(at)
        words = [self._word(at, english=english) for at in range(len(self._tokens))]
        text = " ".join(words)
        self._out.text = re.sub(r" (?=[,;:.?]|!(?!=))", "", text)
        return self._out

    def _next(self, at: int) -> int:
        text, character = self._text, self._text[at]
        if character == " ":
            return at + 1
        for read in (self._backticks, self._quoted, self._number, self._bracketed, self._identifier, self._operator):
            end = read(at)
            if end > at:
                return end
        self._tokens.append(text[at])
        return at + 1

    def _backticks(self, at: int) -> int:
        if self._text[at] != "`":
            return at
        begin = at + len(self._text[at:]) - len(self._text[at:].lstrip("`"))
        end = self._text.find("`", begin)
        inside = self._text[begin:end].strip()
        if end < 0 or not inside:
            return at
        self._tokens += self._piece(inside)
        return end + len(self._text[end:]) - len(self._text[end:].lstrip("`"))

    def _piece(self, text: str) -> list[str]:
        if keyword.iskeyword(text) and text not in ("True", "False", "None"):
            return [text]
        if text.isidentifier() and text not in ("True", "False", "None"):
            return [self._out.put_name(text, marked=True)]
        value = parsed(text)
        if value is not None:
            return [self._out.put_value(text, value[0])]
        tree = code_tree(text)
        if tree is not None:
            return [self._out.put_code(text, tree, marked=True)]
        left, sign, right = (part.strip() for part in text.partition("="))
        assigned = parsed(right)
        if sign and left.isidentifier() and assigned is not None:
            return [self._out.put_name(left, marked=True), "=", self._out.put_value(right, assigned[0])]
        return ["¤"]

    def _quoted(self, at: int) -> int:
        text, mark = self._text, self._text[at]
        if mark not in "'\"" or (at and (text[at - 1].isalnum() or text[at - 1] == "_")):
            return at
        end = text.find(mark, at + 1)
        while end >= 0 and (text[end - 1] == "\\" or text[end + 1 : end + 2].isalnum()):
            end = text.find(mark, end + 1)
        if end < 0:
            return at
        inside = text[at + 1 : end]
        value = parsed(text[at : end + 1])
        self._tokens.append(self._out.put_value(inside, value[0] if value is not None else inside))
        return end + 1

    def _number(self, at: int) -> int:
        if at and (self._text[at - 1].isalnum() or self._text[at - 1] in "_.)]"):
            return at
        ordinal = _ORDINAL.match(self._text, at)
        if ordinal:
            self._tokens.append(f"~{int(ordinal[1])}")
            return ordinal.end()
        found = _NUMBER.match(self._text, at)
        if not found or self._text[found.end() : found.end() + 1].isalpha():
            return at
        value = parsed(found[0].replace(",", ""))
        if value is None:
            return at
        self._tokens.append(self._out.put_value(found[0], value[0]))
        return found.end()

    def _bracketed(self, at: int) -> int:
        if self._text[at] not in _OPENING:
            return at
        end = _closing(self._text, at)
        value = parsed(self._text[at:end]) if end > at else None
        if value is None:
            return at
        self._tokens.append(self._out.put_value(self._text[at:end], value[0]))
        return end

    def _identifier(self, at: int) -> int:
        found = _IDENTIFIER.match(self._text, at)
        if not found:
            return at
        if short := _CONTRACTED.match(self._text, at):
            word = short[0].lower()
            self._tokens += _SHORT.get(word, [word.removesuffix("n't"), "not"])
            return short.end()
        end = self._expression_end(found.end()) if self._is_root(found[0]) else found.end()
        if end > found.end() and (tree := code_tree(self._text[at:end])) is not None:
            self._tokens.append(self._out.put_code(self._text[at:end], tree, marked=False))
            return end
        self._tokens.append(found[0])
        return found.end()

    def _is_root(self, word: str) -> bool:
        return word == "len" or self._names is None or word in self._names

    def _expression_end(self, end: int) -> int:
        text = self._text
        while end < len(text):
            if text[end] in "([" and (closing := _closing(text, end)) > end:
                end = closing
            elif text[end] == "." and (name := _IDENTIFIER.match(text, end + 1)):
                end = name.end()
            else:
                break
        return end

    def _operator(self, at: int) -> int:
        found = _OPERATOR.match(self._text, at)
        if not found:
            return at
        self._tokens.append(_PLAIN_OPERATORS.get(found[0], found[0]))
        return found.end()

    def _word(self, at: int, *, english: bool) -> str:
        token = self._tokens[at]
        if not token[0].isalpha() and token[0] != "_":
            return token
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else ""
        article = at > 0 and self._tokens[at - 1].lower() in ("the", "this")
        if at == 0 and following.lower() in _VERBS and self._names is not None and token not in self._names:
            token = token.lower()  # a sentence begins with it
        if self._is_name(token, following, first=at == 0, english=english and (article or self._names is None)):
            return self._out.put_name(token, marked=False)
        word = token.lower()
        if word in _NUMBERS:
            return self._out.put_value(word, _NUMBERS.index(word))
        if word in _ORDINALS:
            return f"~{_ORDINALS.index(word)}"
        if word in _TIMES:
            return f"{self._out.put_value(word, _TIMES[word])} times"
        return word

    def _is_name(self, word: str, following: str, *, first: bool, english: bool) -> bool:
        if _ERROR.fullmatch(word):
            return True
        before_verb = following.lower() in _VERBS
        common = word.lower() in _ENGLISH
        if self._names is None:
            usual = not common or (first and word in _NOUNS)
            return before_verb and usual and not english and word.lower() not in _VERBS | _NO_NAMES
        if word not in self._names:
            return False
        return not common or (before_verb and not english)


def _closing(text: str, at: int) -> int:
    """Just behind the bracket that closes the one at `at`; `at` where there is none."""
    waiting: list[str] = []
    quote = ""
    for place in range(at, len(text)):
        character = text[place]
        if quote:
            quote = "" if character == quote and text[place - 1] != "\\" else quote
        elif character in "'\"":
            quote = character
        elif character in _OPENING:
            waiting.append(_OPENING[character])
            if len(waiting) > _MAX_NESTING:
                return at
        elif character in ")]}":
            if not waiting or waiting.pop() != character:
                return at
            if not waiting:
                return place + 1
    return at
