"""What a Java source calls itself: its package, the file it must be in, and the class that is started.

Reads the text only as far as that takes: comments and literals are skipped, braces counted. What is no Java gives
`Main`, and the compiler says what is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SKIPPED = re.compile(
    r'//[^\n]*|/\*.*?(?:\*/|\Z)|"""(?:\\.|.)*?(?:"""|\Z)|"(?:\\.|[^"\\\n])*"?|\'(?:\\.|[^\'\\\n])*\'?', re.DOTALL
)
_PACKAGE = re.compile(r"^\s*package\s+([\w.]+)\s*;")
_TOKEN = re.compile(
    r"(?P<open>\{)|(?P<close>\})|(?P<public>\bpublic\b)|(?P<end>;)"
    r"|\b(?:class|interface|enum|record)\s+(?P<type>[^\W\d]\w*)"
    r"|(?P<main>\bvoid\s+main\s*\()"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one source."""

    file_name: str
    main: str
    """The class that is started, with its package."""


def names_of(text: str) -> Names:
    """The names of a source."""
    code = _SKIPPED.sub(" ", text)
    package = _PACKAGE.match(code)
    prefix = f"{package[1]}." if package else ""
    depth, public, current = 0, False, ""
    public_type = main_type = first_type = ""
    for token in _TOKEN.finditer(code):
        match token.lastgroup:
            case "open":
                depth += 1
            case "close":
                depth = max(depth - 1, 0)
                public = False
            case "end":
                public = False
            case "public":
                public = True
            case "type" if depth == 0:
                current = token["type"]
                first_type = first_type or current
                if public:
                    public_type = public_type or current
                public = False
            case "main" if depth == 1:
                main_type = main_type or current
    own = public_type or main_type or first_type or "Main"
    return Names(file_name=f"{own}.java", main=prefix + (main_type or own))
