"""Runs in the sandbox, beside an answer: loads it, later puts a hidden test to it. Standard library only.

`hidden_tests` sends this file's text as the program that is judged, with a last line that calls `load`; `put` is
called by the one test case. The answer shares the process: see `hidden_tests` for what that means. So nothing here
that runs after the answer was loaded looks a name up in `builtins`.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import sys
import types
from typing import Any

FILE_NAME = "submission.py"
"""Under this name the judge tells the line on which an answer raised."""

_exec, _compile, _type, _function, _wraps = exec, compile, type, types.FunctionType, functools.wraps
_str, _modules, _assertion, _syntax = str, sys.modules, AssertionError, SyntaxError
_C_METHODS = (types.WrapperDescriptorType, types.MethodDescriptorType)
_CONTAINERS = (list, tuple, set, frozenset)
_mro_of = type.__dict__["__mro__"].__get__
_names_of = type.__dict__["__dict__"].__get__
_BUILTINS = builtins.__dict__.copy()

_MOST_TEXT = 300
_kept: list[Any] = []
_answer: dict[str, Any] = {}


class OwnEqualityError(Exception):
    """The answer returned an object that decides itself what it is equal to."""


def load(answer: str, modules: list[str]) -> None:
    """Run the answer's text in a module of its own; remember first what the tests rely on."""
    for name in ("builtins", *modules):
        module = importlib.import_module(name)
        _kept.append((name, module, module.__dict__.copy()))
    # Under this name the answer would find this module, and could put something else in the place of `put`.
    module = types.ModuleType("submission")
    _modules["submission"] = module
    _answer["names"] = module.__dict__
    _exec(_compile(answer, FILE_NAME, "exec", dont_inherit=True), module.__dict__)


def put(test: str, entry_point: str, marker: str) -> Any:
    """`marker` where the test lets the answer pass; else words on why not. The answer's exceptions go on up."""
    if changed := _changed():
        return "the answer changed " + changed
    names = _answer["names"]
    if entry_point not in names:
        return "the answer defines no " + entry_point
    candidate = _watched(names[entry_point])
    # The prompt's helpers are the test's too; but an answer's own `len` or `sorted` is not.
    scope = {name: value for name, value in names.items() if name not in _BUILTINS}
    scope[entry_point] = candidate
    scope["__name__"] = "hidden_test"
    try:
        code = _compile(test, "hidden_test.py", "exec", dont_inherit=True)
    except _syntax as error:
        return "the test itself is at fault: " + _str(error)[:_MOST_TEXT]
    scope.pop("check", None)
    _exec(code, scope)
    if "check" not in scope:
        return "the test itself is at fault: it defines no check"
    try:
        scope["check"](candidate)
    except _assertion as error:
        return "an assertion fails: " + _str(error)[:_MOST_TEXT]
    except OwnEqualityError:
        return "the answer returned an object with an == of its own"
    if changed := _changed():
        return "the answer changed " + changed
    return marker


def _changed() -> Any:
    """What the answer put another thing in the place of; empty where nothing was."""
    for name, module, before in _kept:
        if _modules.get(name) is not module:
            return name
        for key, value in before.items():
            if module.__dict__.get(key) is not value:
                return name + "." + key
    return ""


def _watched(candidate: Any) -> Any:
    """The function, refusing to hand out objects that would be equal to anything."""
    if _type(candidate) is not _function:
        return candidate

    @_wraps(candidate)
    def watched(*args: Any, **kwargs: Any) -> Any:
        value = candidate(*args, **kwargs)
        if _own_equality(value, 0):
            raise OwnEqualityError
        return value

    return watched


def _own_equality(value: Any, depth: int) -> bool:
    kind = _type(value)
    if depth < 5:
        parts: Any = ()
        if kind in _CONTAINERS:
            parts = value
        elif kind is dict:
            parts = value.values()
        for part in parts:
            if _own_equality(part, depth + 1):
                return True
    for base in _mro_of(kind):
        names = _names_of(base)
        if "__eq__" in names and not _trusted(names["__eq__"]):
            return True
        if "__ne__" in names and not _trusted(names["__ne__"]):
            return True
    return False


def _trusted(method: Any) -> bool:
    """Whether a comparison was written in C or by a library, and not by one whose objects equal anything."""
    if _type(method) in _C_METHODS:
        return True
    if _type(method) is not _function:
        return False
    file = method.__code__.co_filename
    return file != FILE_NAME and "mock" not in file
