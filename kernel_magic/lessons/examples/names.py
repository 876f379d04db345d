"""The functions a task's text names, and whether it asks for a program, for printing or for returning."""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass

BUILTINS = frozenset(dir(builtins))
_DEFINED = re.compile(r"^[ \t]*(?:>>> ?|async )?(def|class)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
_NAMED = re.compile(
    r"\b(?:functions?|methods?|class)[ \t]+(?:is[ \t]+)?(?:called|named|name|"
    r"with the name)[ \t:]*[`'\"*]*([A-Za-z_]\w*)",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(?:write|implement|define|create|make|complete|code|develop|build)[ \t]+"
    r"(?:(?:a|an|the|python|recursive|new|your)[ \t]+){0,4}(?:(?:function|method|"
    r"def)[ \t]*:?[ \t]+)?`*([A-Za-z_]\w*)[ \t]?\(",
    re.IGNORECASE,
)
_FUNCTION = re.compile(r"\bfunction[ \t]*:?[ \t]+`?([A-Za-z_]\w*)\(", re.IGNORECASE)
_FUNCTION_TICKED = re.compile(r"(?:\bfunction|函数)[ \t]*:?[ \t]*`([A-Za-z_]\w*)`", re.IGNORECASE)
_TICKED = re.compile(r"`([A-Za-z_]\w*)\([^`\n]{0,200}\)[^`\n]{0,60}`")
_CHINESE = re.compile(r"(?:函数|方法)[ \t]*(?:名为|叫做|叫|名|为)?[ \t]*[:\uff1a]?[ \t]*`?([A-Za-z_]\w*)`?")
_NO_NAMES = frozenset(
    {"function", "program", "that", "which", "to", "def", "class", "lambda", "if", "for", "while", "in"}
)
_PRINTS = re.compile(r"\bprint(?:s|ed|ing)?\b(?!\()|打印", re.IGNORECASE)
_RETURNS = re.compile(r"\breturn(?:s|ed|ing)?\b|返回", re.IGNORECASE)
_PROGRAM = re.compile(
    r"\b(?:standard input|stdin|console input|reads? (?:\w+ ){0,4}(?:from )?(?:the |its )?(?:input|keyboard|user)|"
    r"writ(?:e|ing) (?:a |your |the )?(?:\w+ )?program|complete program)\b|标准输入",
    re.IGNORECASE,
)
_STDIN = re.compile(r"\b(?:standard input|stdin)\b|标准输入", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the text says about the function wanted."""

    declared: tuple[str, ...]
    """Functions the text names, most certain first."""
    classes: frozenset[str]
    certain: tuple[str, ...]
    """Those it defines, or orders to be written."""
    returns: bool
    """It speaks of returning."""
    prints: bool
    """It asks for printing and never for returning."""
    program: bool
    """It asks for a program, not for a function."""
    stdin: bool
    """It speaks of standard input."""

    def is_callee(self, name: str) -> bool:
        """Whether a called name can be the task's own: no built-in, unless the text asks for one of that name."""
        return name not in BUILTINS or name in self.declared


def names_in(text: str) -> Names:
    """Read the names a text declares."""
    certain = [match[2] for match in _DEFINED.finditer(text)]
    classes = frozenset(match[2] for match in _DEFINED.finditer(text) if match[1] == "class")
    for pattern in (_ORDERED, _NAMED, _FUNCTION_TICKED, _CHINESE, _FUNCTION):
        certain.extend(match[1] for match in pattern.finditer(text))
    ticked = [match[1] for match in _TICKED.finditer(text) if match[1] not in BUILTINS]
    names = [name for name in certain + ticked if name.lower() not in _NO_NAMES]
    returns = _RETURNS.search(text) is not None
    return Names(
        declared=tuple(dict.fromkeys(names)),
        certain=tuple(name for name in dict.fromkeys(names) if name in certain),
        returns=returns,
        classes=classes,
        prints=_PRINTS.search(text) is not None and not returns,
        program=bool(_PROGRAM.search(text)),
        stdin=bool(_STDIN.search(text)),
    )
