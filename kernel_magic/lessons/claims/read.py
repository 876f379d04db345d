"""A sentence → the statements in it, in every way it can be meant. What is not read to its last word is not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from kernel_magic.lessons.claims.atoms import Coded, code_tree, coded
from kernel_magic.lessons.claims.places import with_places
from kernel_magic.lessons.claims.read_counts import read_count_clause
from kernel_magic.lessons.claims.read_outcomes import read_comparison, read_outcome_clause
from kernel_magic.lessons.claims.read_values import read_value_clause
from kernel_magic.lessons.claims.statements import CourseSays, ExtremeSays, ResultSays, Statement, ValueSays, Where

_READERS = (read_value_clause, read_count_clause, read_outcome_clause, read_comparison)
_MAX_PIECES = 7
_HEDGE = re.compile(
    r"\b(?:if|unless|might|may|maybe|could|can|cannot|would|should|must|usually|typically|often|generally|normally"
    r"|probably|perhaps|likely|possibly|about|approximately|roughly|nearly|almost|sometimes|whenever|either|neither|nor"
    r"|or|otherwise|depending|assuming|suppose|imagine|such as|as long as|until|without|instead|except|expected|wrong"
    r"|false that|not true that|example|e\.g|i\.e|like|wants?|wanted|needs?|try|tries|for (?:any|every|each|all)"
    r"|in general|ideally|let us|let me|else)\b|\?"
)
_NO_HEDGE = re.compile(
    r"\b(?:in|for) this example\b|\bor equal to\b|\b(?:if|else)[ -](?:branch|block|body|part|case|clause)"
)
_FILLER = re.compile(
    r"(?:so|then|now|thus|therefore|hence|also|and|but|note that|we see that|we can see that|you can see that|clearly"
    r"|this means that|that means that|as a result|in this run|in this example|for this input|for this call|actually"
    r"|for this example|for this run|in the run|during the run|in this call|the run shows that|the trace shows that"
    r"|i (?:think|claim|believe) that|as we can see)(?:, | )"
)
_CUT = re.compile(r"(,? (?:and|but)(?: then| also| finally)? |; |, )")
_SEVERAL = re.compile(
    r"(?P<before>(?:[a-z#~0-9, ]+ )??)(?:both )?(?P<first>@\d+(?:, @\d+)*),? and (?P<last>@\d+)(?P<both> both)?"
    r" (?P<verb>are|were|begin|start|end|have|become|stay|hold|contain|both \w+) (?P<rest>.+)"
)
_SINGULAR = {"are": "is", "were": "was", "have": "has"}
_LINES = re.compile(
    r"(?:both )?(?:lines (?P<first>#\d+(?:, #\d+)*),? and (?P<last>#\d+)|line (?P<one>#\d+) and line (?P<other>#\d+))"
    r"(?: both)? (?P<verb>run|are|execute) ?(?P<rest>.*)"
)
_ONCE_EACH = re.compile(r", #\d+(?: times?)? (?:for|per) (?:each|every) [^,;]*$")
_LEFT_OPEN = re.compile(
    r"(?:[#@$]\d+|not [#@$]\d+)$"
    r"|(?:when|while|where|after|before|for|in|on|at|given|because|since|with|by|during|as|upon|from|under|inside)\b"
    r"|(?:the |every |each )?(?:~\d+ |last |final )?(?:time|moment)\b|.*\b(?:when|while|where|case|given|as soon as)\b"
)
"""A clause that is not read and may be a condition of the others, or go on with a value that was read as all of it."""
_COMPARED = re.compile(r"(@\d+) (==|!=|<=|>=|<|>) ([#@]\d+)(?= (?:is|was|holds|never|always) )")
_IT = re.compile(r"(?<=\d) it (?=(?:is|was|becomes|has|equals)\b)|, it (?=(?:is|was|becomes|has|equals)\b)")
_BETWEEN = re.compile(
    r"(?:the )?(?:(?:final |last )?value (?:of|in) )?(?P<subject>[@$]\d+)"
    r" (?P<place>(?:after|before|in|at|on|during) .+?) (?P<rest>(?:is|was|has|equals|becomes|contains) .+)"
)
_LEADING = re.compile(
    r"(?:the )?(?:variable )?(?:[@$]\d+|line #\d+|this line|(?:outer |inner |for |while )?loop|function|call|program)\b"
)
_BARE_VERB = re.compile(
    r"(?:is|was|ends|starts|begins|becomes|has|holds|contains|never|always|does|returns|prints|raises|runs|goes|stays"
    r"|remains|takes|equals|gets|calls|reaches|exceeds|finishes|iterates)\b"
)

_STRETCHES = ("in_loop", "in_round")
_ENDS = ("end", "after_loop", "start")
"""Places that leave what is said of the whole run as it is."""

Reading = tuple[Statement | None, ...]
"""The statements of a sentence, one a clause; None: a clause nobody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    statements: tuple[Statement, ...] | None
    text: str = ""
    """What it is about, in marks; of one that is not read: all of it."""
    prefixed: bool = False
    """Its place stands before it, and is the place of what follows too."""


def readings(text: str, names: frozenset[str] | None) -> tuple[Reading, ...]:
    """What a sentence can mean; empty where nothing of it is a statement about a run.

    Args:
        text: the sentence.
        names: the names of the program; None: not known.
    """
    found: list[Reading] = []
    for english in (False, True):
        code = coded(text, names, english=english)
        if code is None:
            continue
        plain = _COMPARED.sub(partial(_as_code, code), code.text.rstrip(" .!:"))
        for reading in _sentence(plain, code):
            if reading not in found and any(item is not None for item in reading):
                found.append(reading)
    whole = [reading for reading in found if None not in reading]
    return tuple(whole or found)


def _as_code(code: Coded, found: re.Match[str]) -> str:
    """One mark for a comparison that was written without backticks and is said to be true or false."""
    name, sign, other = found.groups()
    right = code.name(other).text if other[0] == "@" else repr(code.value(other))
    text = f"{code.name(name).text} {sign} {right}"
    tree = code_tree(text)
    return code.put_code(text, tree, marked=False) if tree is not None else found[0]


def _sentence(text: str, code: Coded) -> list[Reading]:
    text = _ONCE_EACH.sub("", text)
    if "¤" in text or not text:
        return []
    parts = _CUT.split(text)
    if len(parts) > 2 * _MAX_PIECES:
        parts = [text]  # many commas: one list, or nothing
    hedged = _HEDGE.search(_NO_HEDGE.sub(" ", text))
    pieces = _pieces(parts, code)
    unread = [piece for piece in pieces if piece.statements is None]
    if hedged or (unread and (len(pieces) == 1 or any(_LEFT_OPEN.match(piece.text) for piece in unread))):
        return []
    return _distributed(pieces)


def _pieces(parts: Sequence[str], code: Coded) -> list[_Piece]:
    """The clauses, each as long as it can be read."""
    pieces: list[_Piece] = []
    at, subject = 0, ""
    while at < len(parts):
        for end in range(len(parts), at, -2):
            piece = _clause("".join(parts[at:end]), code, subject)
            if piece.statements is not None:
                break
        else:
            end, piece = at + 1, _Piece(statements=None, text=parts[at].strip(" ,"))
        pieces.append(piece)
        subject = piece.text if piece.statements is not None and piece.text else subject
        at = end + 1
    return pieces


def _clause(text: str, code: Coded, subject: str) -> _Piece:
    text = text.strip(" ,")
    while filler := _FILLER.match(text):
        text = text[filler.end() :]
    tries = [text]
    if subject and text.startswith("it "):
        tries.append(f"{subject} {text[3:]}")
    elif subject and _BARE_VERB.match(text):
        tries.append(f"{subject} {text}")
    elif subject.startswith(("@", "$")) and (it := _IT.search(text)):
        tries.append(f"{text[: it.start()]} {subject} {text[it.end() :]}".strip())
    if between := _BETWEEN.fullmatch(text):
        tries.append(f"{between['place']}, {between['subject']} {between['rest']}")
    for attempt in tries:
        statements = [_statement(clause, code) for clause in _single(attempt)]
        if all(item is not None for item in statements):
            whole = tuple(item[0] for item in statements if item is not None)
            first = statements[0]
            leading = _LEADING.match(first[1]) if first is not None else None
            prefixed = first is not None and attempt.endswith(first[1]) and attempt != first[1]
            return _Piece(statements=whole, text=leading[0] if leading else "", prefixed=prefixed)
    return _Piece(statements=None)


def _single(text: str) -> list[str]:
    """One clause for each of several subjects: `x and y are 3`, `lines 3 and 4 run twice`."""
    if lines := _LINES.fullmatch(text):
        marks = [*lines["first"].split(", "), lines["last"]] if lines["first"] else [lines["one"], lines["other"]]
        verb = {"are": "is"}.get(lines["verb"], f"{lines['verb']}s")
        return [f"line {mark} {verb} {lines['rest']}".strip() for mark in marks]
    found = _SEVERAL.fullmatch(text)
    if not found:
        return [text]
    verb = found["verb"].removeprefix("both ")
    verb = _SINGULAR.get(verb, verb if verb.endswith("s") else f"{verb}s")
    marks = [*found["first"].split(", "), found["last"]]
    rest = found["rest"].removeprefix("both ")
    return [f"{found['before']}{mark} {verb} {rest}" for mark in marks]


def _statement(text: str, code: Coded) -> tuple[Statement, str] | None:
    """What a clause says, and the clause without its place."""
    for rest, where in with_places(text, code):
        for reader in _READERS:
            read = reader(rest, code, where)
            if read is not None:
                return read, rest
    return None


def _distributed(pieces: Sequence[_Piece]) -> list[Reading]:
    """A place before the first clause is that of all; one behind the last may be that of all, or of the last alone."""
    place = Where()
    own: list[Statement | None] = []
    for piece in pieces:
        first = piece.statements[0] if piece.statements else None
        if piece.prefixed and piece.statements and isinstance(first, ValueSays | CourseSays | ExtremeSays):
            place = first.where
            own += piece.statements
        else:
            own += [_placed(item, place) for item in piece.statements] if piece.statements else [None]
    last = next((item for item in reversed(own) if item is not None), None)
    behind = last.where if isinstance(last, ValueSays) else Where()
    shared = [_placed(item, behind) if item is not None else None for item in own]
    return [tuple(own), tuple(shared)] if shared != own else [tuple(own)]


def _placed(statement: Statement, where: Where) -> Statement | None:
    """A clause at the place of its neighbour; None where nobody can tell what it says there."""
    if where == Where() or isinstance(statement, ResultSays):
        return statement
    if isinstance(statement, ValueSays):
        edge = statement.mode in ("first", "last")
        if statement.where != Where() or (edge and where.kind not in _STRETCHES):
            return statement
        return replace(statement, where=where)
    return statement if where.kind in _ENDS or _has_place(statement) else None


def _has_place(statement: Statement) -> bool:
    return isinstance(statement, CourseSays | ExtremeSays) and statement.where != Where()
