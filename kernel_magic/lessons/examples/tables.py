"""Examples written as tables: Markdown's, or columns set apart by tabs or wide gaps, with a header line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.problem import Call, Expected, Prints, Returns
from kernel_magic.lessons.examples.arrows import raised_or_none
from kernel_magic.lessons.examples.expressions import display, value_of
from kernel_magic.lessons.examples.found import Found, Reading, Subject, UnusableError
from kernel_magic.lessons.examples.names import Names
from kernel_magic.lessons.examples.outcome import outcome_text
from kernel_magic.lessons.examples.pairs import SOLUTION, call_found, program_found

_RESULT = re.compile(
    r"^(?:expected[ _]?)?(?:outputs?|results?|returns?(?:[ _]value|ed)?|answers?|prints?|expected|输出|结果|"
    r"返回值?|期望|答案)(?:[ \t]*\(.{0,40}\))?$",
    re.IGNORECASE,
)
_CALL = re.compile(r"^([A-Za-z_]\w*)\(.*\)$")
_REMARK = re.compile(
    r"^(?:explanation|notes?|reason|comments?|remarks?|why|description|说明|解释|备注)$", re.IGNORECASE
)
_NUMBERING = re.compile(r"^(?:#|no\.?|nr\.?|case|test|example|test case|序号)$", re.IGNORECASE)
_INPUT = re.compile(
    r"^(?:inputs?|arguments?|args?|calls?|example|text|words?|strings?|phrases?|sentence|name|message|输入|"
    r"参数|调用|given|value|[a-z_]\w{0,20})\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"^(?:condition|rule|if|when|situation|criteri\w+|event|command|operator|symbol|method|option)s?\b", re.IGNORECASE
)
_SEPARATOR = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{1,200}:?[ \t]*\|)*[ \t]*:?-{1,200}:?[ \t]*\|?[ \t]*$")
_GAP = re.compile(r"\t+ *| {2,}\t*")
_Cells = tuple[int, list[str]]
"""The number of a line and its cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row with what its table says about every row."""

    line: int
    given: tuple[str, ...]
    wanted: str
    texts: tuple[bool, ...]
    """Which input columns hold bare text instead of values."""
    literal: bool
    """The results of the table are values, not bare text."""


def read_tables(lines: Sequence[str], names: Names, function: str | None, reading: Reading) -> None:
    """Collect every row of every table of examples."""
    index = 0
    while index < len(lines):
        end = index + 1
        if index + 1 not in reading.taken:
            header, rows, end = _table(lines, index)
            if rows:
                _read_table(header, rows, names, function, reading)
        index = max(end, index + 1)


def _table(lines: Sequence[str], index: int) -> tuple[list[str], list[_Cells], int]:
    """Header cells, rows and the line after the table; no rows where no table begins here."""
    line = lines[index]
    following = lines[index + 1] if index + 1 < len(lines) else ""
    if "|" in line and "|" in following and _SEPARATOR.match(following):
        split, first = _piped, index + 2
    elif "|" in line and "|" in following and _looks_like_header(_piped(line)):
        split, first = _piped, index + 1
    elif _GAP.search(line.strip()) and _looks_like_header(_spaced(line)):
        split, first = _spaced, index + 1
        if re.fullmatch(r"[ \t]*[-=]{2,}[-= \t]*", following):
            first += 1
    else:
        return [], [], index + 1
    rows: list[_Cells] = []
    end = first
    while end < len(lines) and lines[end].strip() and (split is _spaced or "|" in lines[end]):
        rows.append((end + 1, split(lines[end])))
        end += 1
    header = split(line)
    if split is _spaced and not all(len(cells) == len(header) for _, cells in rows):
        return [], [], index + 1
    return header, rows, end


def _looks_like_header(cells: list[str]) -> bool:
    return len(cells) > 1 and _result_column(cells) is not None


def _piped(line: str) -> list[str]:
    """The cells of a Markdown row; a bar inside backticks or after a backslash is text."""
    cells: list[str] = []
    current: list[str] = []
    ticked = False
    text = line.strip()
    for position, character in enumerate(text):
        if character == "`":
            ticked = not ticked and text.find("`", position + 1) > 0
        if character == "|" and not ticked and text[position - 1 : position] != "\\":
            cells.append("".join(current))
            current = []
        else:
            current.append(character)
    cells.append("".join(current))
    if text.startswith("|"):
        cells = cells[1:]
    if text.endswith("|") and cells:
        cells = cells[:-1]
    return [_bare(cell.replace("\\|", "|")) for cell in cells]


def _spaced(line: str) -> list[str]:
    return [_bare(cell) for cell in _GAP.split(line.strip())]


def _bare(cell: str) -> str:
    text = cell.strip()
    text = re.sub(r"<br ?/?>", "\n", text)
    if len(text) > 1 and text[0] == "`" and text[-1] == "`":
        text = text.strip("`").strip()
    return text.strip("*") if text.startswith("**") else text


def _result_column(header: Sequence[str]) -> int | None:
    """The last column that holds results, remarks behind it left aside."""
    last = len(header) - 1
    while last > 0 and _REMARK.match(header[last]):
        last -= 1
    return last if last > 0 and (_RESULT.match(header[last]) or _CALL.match(header[last])) else None


def _read_table(header: list[str], rows: list[_Cells], names: Names, function: str | None, reading: Reading) -> None:
    result = _result_column(header)
    if result is None or _RULE.match(header[0]):
        return
    first = 1 if result > 1 and _NUMBERING.match(header[0]) else 0
    called = _CALL.match(header[result])
    function = called[1] if called is not None else function
    complete = [cells for _, cells in rows if len(cells) == len(header)]
    columns = [[cells[index] for cells in complete] for index in range(first, result + 1)]
    literal = _mostly([_is_value(cell) or raised_or_none(cell) is not None for cell in columns[-1]])
    if not literal and not _INPUT.match(header[first]):
        return
    is_program = names.stdin or (function is None and (names.program or not literal))
    texts = tuple(not _mostly([_is_value(cell) for cell in column]) for column in columns[:-1])
    for line, cells in rows:
        reading.taken.add(line)
        if reading.is_full(line, " | ".join(cells)):
            return
        if len(cells) != len(header):
            reading.refuse(line, " | ".join(cells), "the row has another number of cells than the header")
            continue
        row = _Row(line=line, given=tuple(cells[first:result]), wanted=cells[result], texts=texts, literal=literal)
        try:
            reading.found.append(_program_row(row) if is_program else _call_row(row, names, function or SOLUTION))
        except UnusableError as error:
            reading.refuse(line, " | ".join(cells), error.reason)


def _mostly(answers: Sequence[bool]) -> bool:
    return 2 * sum(answers) > len(answers)


def _program_row(row: _Row) -> Found:
    if not row.wanted:
        raise UnusableError("the expected output is empty")
    return program_found(row.line, "\n".join(row.given), row.wanted)


def _call_row(row: _Row, names: Names, function: str) -> Found:
    if len(row.given) == 1:
        wanted = row.wanted if row.literal or _is_value(row.wanted) else repr(row.wanted)
        return call_found(row.line, row.given[0], wanted, names, function)
    args = tuple(cell if is_text else value_of(cell) for cell, is_text in zip(row.given, row.texts, strict=True))
    expected: Expected | None = raised_or_none(row.wanted)
    if expected is None and names.prints:
        expected = Prints(text=row.wanted + "\n")
    if expected is None:
        expected = Returns(value=value_of(row.wanted) if row.literal else row.wanted)
    source = f"{function}({', '.join(map(repr, args))})"
    subject = Subject(source=source, written=source, callee=function, call=Call(args=args))
    return Found(line=row.line, text=f"{display(subject)} {outcome_text(expected)}", expected=expected, subject=subject)


def _is_value(text: str) -> bool:
    try:
        value_of(text)
    except UnusableError:
        return False
    return True
