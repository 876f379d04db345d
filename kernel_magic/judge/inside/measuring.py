"""A run that is measured: it makes inputs of a size when asked to, calls a function or runs a program, says `done`.

No clock is read here and no value is answered: what a call takes is read by the zygote, before the question and after
the answer. Every call gets arguments and a namespace of its own, so that neither changed arguments nor anything the
program remembers makes a later call cheaper; only where the judge found that neither matters does it ask for repeats.
"""

from __future__ import annotations

import gc
import os
import pickle  # to compare, in here: nothing is ever unpickled
import random
import sys
import threading
import types
from collections import deque
from collections.abc import Callable
from typing import Any

from kernel_magic.judge.inside.child import FILE_NAME, Channel, compiled, flush, new_module, open_streams, raised
from kernel_magic.judge.inside.encode import Node, type_name

INPUTS_FILE = "inputs.py"
MAKE = "make_args"
_ROW = 500

Pair = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function in a namespace of its own, and the arguments of one call."""


class _Trouble(Exception):  # noqa: N818 - a frame on its way to the judge
    """Why something cannot be done: whose fault (`program` or `inputs`), and the frame that says what happened."""

    def __init__(self, whose: str, frame: list[Node]) -> None:
        super().__init__(whose)
        self.frame: list[Node] = [whose, frame]


def measure(load: Any, channel: Channel) -> int:
    """Serve the judge's questions about one function; the exit status."""
    try:
        bench = _Bench(load)
    except _Trouble as trouble:
        flush()
        channel.answer(trouble.frame)
        return 1
    doing = {
        "look": bench.look, "prepare": bench.prepare, "rehearse": bench.rehearse, "idle": bench.idle,
        "empty": bench.empty, "work": bench.work, "yardstick": bench.yardstick,
    }  # fmt: skip
    flush()
    channel.answer(["ready"])
    while (question := channel.ask()) is not None:
        try:
            doing[question["do"]](question)
            frame: list[Node] = ["done", *bench.traits]
        except _Trouble as trouble:
            frame = trouble.frame
        flush()
        channel.answer(frame)
    return 0


class _Functions:
    """A function, and what makes its arguments."""

    def __init__(self, load: Any) -> None:
        self._name = load["function"]
        self._seed = load["seed"]
        self._code = _code(load["source"], "program", FILE_NAME)
        sys.modules["__main__"] = types.ModuleType("__main__")
        first = new_module("submission", load["source"])  # the inputs may import its classes
        self._first = self._loaded(first.__dict__)
        inputs = types.ModuleType("inputs")
        try:
            exec(_code(load["inputs"], "inputs", INPUTS_FILE), inputs.__dict__)  # noqa: S102 - what the sandbox is for
        except _Trouble:
            raise
        except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
            raise _Trouble("inputs", raised(error, INPUTS_FILE)) from None
        self._make = inputs.__dict__.get(MAKE)
        if not callable(self._make):
            raise _Trouble("inputs", ["missing"])

    def _loaded(self, names: dict[str, Any]) -> Callable[..., Any]:
        try:
            exec(self._code, names)  # noqa: S102 - what the sandbox is for
        except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
            raise _Trouble("program", raised(error)) from None
        function = names.get(self._name)
        if not callable(function):
            found = [name[:60] for name, value in names.items() if isinstance(value, types.FunctionType)]
            raise _Trouble("program", ["missing", list(found[:5])])
        return function  # type: ignore[no-any-return]  # foreign

    def pairs(self, question: Any, traits: set[str]) -> tuple[list[Pair], list[Pair]]:
        """The calls for the numbers of inputs that are asked for: those to measure and those to rehearse."""
        spare = [self._pair(question["size"], number, traits) for number in question["spare"]]
        return [self._pair(question["size"], number, traits) for number in question["inputs"]], spare

    def _pair(self, size: int, number: int, traits: set[str]) -> Pair:
        function = self._first
        if "changes" in traits:
            function = self._loaded({"__name__": "submission", "__file__": FILE_NAME})
        rng = random.Random(f"{self._seed} {size} {number}")  # noqa: S311 - inputs, not secrets
        try:
            arguments = self._make(size, rng)  # type: ignore[misc]  # seen to be callable
        except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
            raise _Trouble("inputs", raised(error, INPUTS_FILE)) from None
        if not isinstance(arguments, tuple):
            raise _Trouble("inputs", ["type", type_name(type(arguments))])
        return function, arguments


class _Programs:
    """A program as a function of the file that is to be its standard input. What it prints goes into a file, unread."""

    def __init__(self, load: Any) -> None:
        self._source = load["source"]
        self._code = _code(self._source, "program", FILE_NAME)

    def pairs(self, question: Any, traits: set[str]) -> tuple[list[Pair], list[Pair]]:
        """The calls for the inputs that are given, which are put into files: those to measure and those to rehearse."""
        made = [
            [self._pair(f"{kind}{number}", text) for number, text in enumerate(question[kind])]
            for kind in ("inputs", "spare")
        ]
        return made[0], made[1]

    def _pair(self, name: str, text: str) -> Pair:
        try:
            with open(name, "wb") as file:  # noqa: PTH123 - pathlib is not loaded in every run
                file.write(text.encode("utf-8", "surrogateescape"))
        except OSError as error:  # there is no room for so much
            raise _Trouble("inputs", raised(error, INPUTS_FILE)) from None
        return self.run, (name,)

    def run(self, name: str) -> None:
        """One call."""
        for number, file, how in ((0, name, os.O_RDONLY), (1, "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)):
            descriptor = os.open(file, how, 0o600)
            os.dup2(descriptor, number)
            os.close(descriptor)
        open_streams()
        module = new_module("__main__", self._source)
        try:
            exec(self._code, module.__dict__)  # noqa: S102 - what the sandbox is for
        except SystemExit as error:
            if error.code not in (None, 0):
                raise
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join()
        flush()
        module.__dict__.clear()  # its functions hold it, and it all that is in it


class _Bench:
    """What is called, and the calls that are ready."""

    def __init__(self, load: Any) -> None:
        self._calls = _Functions(load) if "function" in load else _Programs(load)
        self._pairs: list[Pair] = []
        self._spare: list[Pair] = []
        self.traits: set[str] = set(load["traits"])

    def prepare(self, question: Any) -> None:
        """Make ready every call of the next questions."""
        self._pairs.clear()
        self._spare.clear()
        self._pairs, self._spare = self._calls.pairs(question, self.traits)
        gc.collect()
        gc.disable()  # a collection in the middle would cost by all that was prepared, not by the call

    def rehearse(self, question: Any) -> None:
        """Calls that are not measured: the interpreter has seen the code, the memory is there."""
        self._call(self._spare or self._pairs, 1)

    def idle(self, question: Any) -> None:
        """All that `work` does but the calls."""
        self._call(self._pairs[question["part"] :: question["parts"]], 0)

    def empty(self, question: Any) -> None:
        """The calls, but of a program that does nothing."""
        nothing = _Programs({"source": ""}).run
        self._call([(nothing, arguments) for _, arguments in self._pairs[question["part"] :: question["parts"]]], 1)

    def work(self, question: Any) -> None:
        """The calls that are measured."""
        self._call(self._pairs[question["part"] :: question["parts"]], question["repeats"])

    def yardstick(self, question: Any) -> None:
        """A piece of work that is always the same: the judge sees by it whether the machine is as fast as before."""
        total = 0
        for number in range(question["repeats"]):
            total += number & 7

    def look(self, question: Any) -> None:
        """One call that only shows what kind of function it is.

        `iterator`: its work is done as the result is used up. `changes`: it changes its arguments or keeps something
        for later calls, so none of them is like the first.
        """
        function, arguments = self._pairs[0]
        watched = isinstance(self._calls, _Functions)  # a program gets a namespace of its own for each input anyway
        before = _state(function, arguments) if watched else None
        try:
            result = function(*arguments)
            if hasattr(type(result), "__next__"):
                self.traits.add("iterator")
                deque(result, maxlen=0)
        except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
            raise _Trouble("program", raised(error)) from None
        if watched and (before is None or _state(function, arguments) != before):
            self.traits.add("changes")

    def _each(self, pairs: list[Pair]) -> None:
        if "iterator" in self.traits:
            for function, arguments in pairs:
                deque(function(*arguments), maxlen=0)
            return
        for function, arguments in pairs:
            function(*arguments)

    def _call(self, pairs: list[Pair], repeats: int) -> None:
        times = min(repeats, _ROW // max(len(pairs), 1) + 1)  # a pass over few pairs would cost more than their calls
        row = pairs * times
        try:
            for _ in range(repeats // times if times else 0):
                self._each(row)
            self._each(pairs * (repeats % times if times else 0))
        except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
            raise _Trouble("program", raised(error)) from None


def _code(source: str, whose: str, file: str) -> types.CodeType:
    code = compiled(source, file)
    if not isinstance(code, types.CodeType):
        raise _Trouble(whose, code)
    return code


def _state(function: Callable[..., Any], arguments: tuple[Any, ...]) -> object:
    """What a call may change, as a value to compare; None where that cannot be told."""
    names = dict(getattr(function, "__globals__", {}))
    names.pop("__builtins__", None)
    values = [function, *names.values()]
    if any(hasattr(value, "cache_info") for value in values):
        return None
    kept = [_sizes(value) for value in values]
    try:
        return kept, pickle.dumps((arguments, getattr(function, "__defaults__", None)))
    except BaseException:  # noqa: BLE001 - objects of foreign classes
        return None


def _sizes(value: Any) -> object:
    """How much is in what a name of the program holds: a container, an object, a function with what it encloses."""
    if isinstance(value, (dict, list, set, deque)):
        return len(value)
    if isinstance(value, types.FunctionType):
        inner = [
            *(cell.cell_contents for cell in value.__closure__ or () if _filled(cell)),
            *(value.__defaults__ or ()),
        ]
        inner.append(value.__dict__)
    else:
        inner = [] if isinstance(value, types.ModuleType) else list(getattr(value, "__dict__", {}).values())
    return [len(item) for item in inner if isinstance(item, (dict, list, set, deque))]


def _filled(cell: types.CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - asking is the test
    except ValueError:
        return False
    return True
