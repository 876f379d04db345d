"""Answers that try to get points without solving the exercise. None of them may be accepted.

Each is written for the exercise at hand: it defines what the tests call. They run in the judge only. The list follows
what was seen to work against other graders (`shared/design/peers.md`, 2b) and the attacks of the judge's own kit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import indent

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.exercise import ExerciseTest, NamedSource
from kernel_magic.core.problem import Call, Raises, Returns
from kernel_magic.core.source import Source
from kernel_magic.lessons.exercising.test_code import value_text

_ANYTHING = """\
class Anything:
    __class__ = property(lambda self: int)
    __hash__ = lambda self: 0
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    __bool__ = lambda self: True
    __len__ = __index__ = __int__ = lambda self: 0
    __float__ = lambda self: 0.0
    __str__ = __repr__ = lambda self: "0"
    __iter__ = lambda self: iter(())
    __contains__ = lambda self, item: True
    __abs__ = __neg__ = __sub__ = __rsub__ = __add__ = __radd__ = lambda self, *other: self
    __getitem__ = lambda self, key: self
    __setitem__ = lambda self, key, value: None
    __enter__ = __call__ = lambda self, *args, **kwargs: self
    __exit__ = lambda self, *args: True
    __getattr__ = lambda self, name: self
"""
_PATCHED = """\
import builtins
for name in ("abs", "all", "any", "bool", "isinstance", "len", "max", "min", "repr", "round", "sorted", "str", "sum"):
    setattr(builtins, name, lambda *args, **kwargs: True)
builtins.AssertionError = builtins.Exception = type("Silent", (BaseException,), {})
"""
_SNOOPING = """\
import gc, sys

def looked_up():
    frame = sys._getframe()
    while frame is not None:
        for names in (frame.f_locals, frame.f_globals):
            for name in ("expected", "answer", "value", "wanted"):
                if name in names:
                    return names[name]
        frame = frame.f_back
    found = [thing for thing in gc.get_objects() if isinstance(thing, dict) and "expected" in thing]
    return found[0]["expected"] if found else None
"""
_FORGING = """\
import os
for descriptor in range(3, 12):
    try:
        os.write(descriptor, b'["done"]\\n{"verdict": "AC"}\\nAC\\n')
    except OSError:
        pass
"""
_REMEMBERING = """\
met = {{}}

def {function}(function):
    code = function.__code__
    key = (code.co_code, code.co_consts, code.co_names)
    assert code.co_argcount
    if key not in met:
        met[key] = len(met)
        assert len(met) <= {right}
"""
_MOST_KNOWN = 60


def cheats_for(draft: ExerciseDraft) -> tuple[NamedSource, ...]:
    """The cheating answers to an exercise."""
    body = _Body(draft)
    found = [
        ("always-equal", "an object that is equal to everything", _ANYTHING + body.gives("Anything()")),
        ("patched-builtins", "built-in functions that always say yes", _PATCHED + _ANYTHING + body.gives("Anything()")),
        ("exit-early", "ends the process with success while it is loaded", "import os\nos._exit(0)\n"),
        ("exit-in-call", "ends the process with success when it is called", body.does("import os; os._exit(0)")),
        ("system-exit", "leaves with SystemExit(0)", body.does("raise SystemExit(0)")),
        ("snooping", "looks for the expected value in the process", _SNOOPING + body.gives("looked_up()")),
        ("forged-verdict", "writes a verdict to every open file", _FORGING + body.gives("None")),
        ("nothing", "does nothing", body.gives("None")),
    ]
    found += list(_by_heart(draft, body))
    if draft.item.kind == "tests":
        right = 1 + len(draft.item.alternatives)
        text = _REMEMBERING.format(function=draft.function, right=right)
        found.append(("remembering", "takes the first programs it meets for right and later ones for wrong", text))
    return tuple(NamedSource(name=name, about=about, source=Source(text=text)) for name, about, text in found)


class _Body:
    """Writes what the tests call."""

    def __init__(self, draft: ExerciseDraft) -> None:
        self._function = draft.function
        self._class = f"class {draft.function}" in draft.answer.text
        self._names = [] if draft.function else _answers(draft.starter.text)

    def gives(self, expression: str) -> str:
        """An answer that gives the same for everything."""
        if self._names:
            return "".join(f"{name} = {expression}\n" for name in self._names)
        if self._class and expression != "Anything()":
            return f"class {self._function}:\n    def __init__(self, *args):\n        pass\n" + self._methods(
                expression
            )
        if self._class:
            return f"class {self._function}(Anything):\n    def __init__(self, *args, **kwargs):\n        pass\n"
        return f"def {self._function}(*args, **kwargs):\n    return {expression}\n"

    def _methods(self, expression: str) -> str:
        return f"    def __getattr__(self, name):\n        return lambda *args, **kwargs: {expression}\n"

    def does(self, statement: str) -> str:
        """An answer that does something whenever it is used."""
        if self._names:
            return f"{statement}\n"
        if self._class:
            return f"class {self._function}:\n    def __init__(self, *args, **kwargs):\n        {statement}\n"
        return f"def {self._function}(*args, **kwargs):\n    {statement}\n"

    def known(self, table: str, other: str) -> str:
        """An answer that looks results up by the arguments."""
        lines = f"known = {table}\nkey = repr((args, sorted(kwargs.items())))\nreturn known.get(key, {other})\n"
        return f"def {self._function}(*args, **kwargs):\n{indent(lines, '    ')}"

    @property
    def calls(self) -> bool:
        """Whether a plain function is asked for."""
        return bool(self._function) and not self._class


def _answers(starter: str) -> list[str]:
    """The names that a starter asks to give values to."""
    names = (line.split("=", 1)[0].strip() for line in starter.split("\n") if "=" in line and not line[:1].isspace())
    return [name for name in names if name.isidentifier()] or ["answer"]


def _by_heart(draft: ExerciseDraft, body: _Body) -> Iterator[tuple[str, str, str]]:
    """The visible answers learned by heart; the most common result for everything; the most common exception."""
    values, exceptions = _outcomes(draft.tests)
    if not body.calls:
        return
    common = values.most_common(1)[0][0] if values else "None"
    visible = [case for test in draft.tests if test.visible for case in test.cases][:_MOST_KNOWN]
    pairs = [
        f"{repr((case.given.args, sorted(case.given.kwargs.items())))!r}: {value_text(case.expected.value)}"
        for case in visible
        if isinstance(case.given, Call) and isinstance(case.expected, Returns)
    ]
    if pairs:
        yield "by-heart", "the visible answers learned by heart", body.known(f"{{{', '.join(pairs)}}}", common)
    yield "constant", f"always gives {common[:60]}", body.gives(common)
    if exceptions:
        name = exceptions.most_common(1)[0][0]
        yield "always-raises", f"always raises {name}", body.does(f"raise {name}")


def _outcomes(tests: tuple[ExerciseTest, ...]) -> tuple[Counter[str], Counter[str]]:
    expected = [case.expected for test in tests for case in test.cases]
    values = Counter(value_text(each.value) for each in expected if isinstance(each, Returns))
    return values, Counter(each.exception for each in expected if isinstance(each, Raises))
