"""One run: reads a program and cases from the judge, runs them, writes back what happened. Knows no expected value.

Everything here shares a process with the foreign code and can be altered by it: nothing that leaves is trusted for
more than being the foreign code's own answer. Protocol: `nonce SP json LF` both ways, every answer with the nonce of
the question it answers.
"""

from __future__ import annotations

import atexit
import builtins
import json
import linecache
import os
import signal
import sys
import threading
import types
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

from kernel_magic.judge.inside import tracing
from kernel_magic.judge.inside.encode import Encoder, Node, TooLargeError, build, iterated, type_name

IN, RESULT = 3, 4
"""The descriptors a run has besides 0, 1 and 2."""

FILE_NAME = "submission.py"
CONFINED = b"*\n"
"""The first line of every run: the sandbox is closed, foreign code comes next."""

OUT_OF_MEMORY = 98
"""Exit status of a run that had no memory left for an answer."""

_MESSAGE = 300
_BUILT_IN = frozenset(
    value for value in vars(builtins).values() if isinstance(value, type) and issubclass(value, BaseException)
)


class Channel:
    """The private way back to the judge."""

    def __init__(self) -> None:
        self._questions: BinaryIO = os.fdopen(IN, "rb", closefd=False)
        self._nonce = ""

    def ask(self) -> Any:
        """The judge's next question; None where there are no more."""
        line = self._questions.readline()
        self._nonce, _, body = line.decode("ascii").partition(" ")
        return json.loads(body) if body else None

    def answer(self, frame: list[Node]) -> None:
        """Answer the last question."""
        data = memoryview(f"{self._nonce} {json.dumps(frame)}\n".encode("ascii"))
        while data:
            data = data[os.write(RESULT, data) :]


def environment(work: str) -> dict[str, str]:
    """The variables that every run has, whatever it runs."""
    return {"LANG": "C.UTF-8", "HOME": work, "TMPDIR": work, "PATH": "/usr/bin:/bin"}


def prepare(work: str) -> None:
    """What is the same for every run, done once in the zygote: environment, streams, signals to be deaf to.

    The streams are made on pipes, because pipes is what they will be in a run: they ask once whether they can seek.
    """
    os.environ.clear()
    os.environ.update(environment(work), OPENBLAS_NUM_THREADS="1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    reading, writing = os.pipe()
    kept = [os.dup(number) for number in range(3)]
    for number, end in enumerate((reading, writing, writing)):
        os.dup2(end, number)
    open_streams()
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    for number, end in enumerate(kept):
        os.dup2(end, number)
    for end in (reading, writing, *kept):
        os.close(end)


def open_streams() -> None:
    """Standard input and output as a program finds them at its start."""
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 - for good
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115


def serve(work: str) -> NoReturn:
    """Answer the judge's questions about one program, and end this process."""
    channel = Channel()
    os.write(RESULT, CONFINED)
    load = channel.ask()
    if load is None:
        os._exit(0)
    if os.environ.get("HOME") != work:
        os.environ.update(HOME=work, TMPDIR=work)
    sys.argv = [FILE_NAME, *load.get("argv", ())]
    lay_out(load)
    os._exit(KINDS[load["kind"]](load, channel))


def lay_out(load: Any) -> None:
    """Write the files a program is given into its scratch folder, before it starts; say where its errors go.

    A name that ends with `/` is a folder. `errors` is `output`, or the name of a file, or nothing: they are lost.
    """
    for name, text in load.get("files", {}).items():
        if name.endswith("/"):
            os.mkdir(name, 0o700)  # noqa: PTH102 - pathlib is not loaded in every run
            continue
        with open(name, "wb") as file:  # noqa: PTH123
            file.write(text.encode("utf-8", "surrogateescape"))
    errors = load.get("errors", "")
    if errors == "output":
        os.dup2(1, 2)
    elif errors:
        descriptor = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        os.dup2(descriptor, 2)
        os.close(descriptor)


def serve_bounded(work: str) -> NoReturn:
    """As `serve`; where memory does not even suffice for answering, the exit status says so."""
    try:
        serve(work)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def new_module(name: str, source: str) -> types.ModuleType:
    """An importable, still empty module whose lines tracebacks can show."""
    module = types.ModuleType(name)
    module.__dict__["__file__"] = FILE_NAME
    sys.modules[name] = module
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    return module


def compiled(source: str, file: str = FILE_NAME) -> types.CodeType | list[Node]:
    """The program's code, or the frame that says why there is none."""
    try:
        return compile(source, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        place = [f"{error.lineno or 0:x}", f"{error.offset or 0:x}"]
        return ["syntax", type(error).__name__, str(error.msg)[:_MESSAGE], *place]
    except (ValueError, OverflowError, RecursionError) as error:
        return ["syntax", type(error).__name__, str(error)[:_MESSAGE], "0", "0"]
    except MemoryError as error:
        if "complex" in str(error):  # the parser's own stack, not the memory limit
            return ["syntax", "MemoryError", str(error)[:_MESSAGE], "0", "0"]
        return raised(error)


def _program(load: Any, channel: Channel) -> int:
    code = compiled(load["source"])
    if not isinstance(code, types.CodeType):
        channel.answer(code)
        return 1
    module = new_module("__main__", load["source"])
    trace = _recorder(load, channel, module_level=True)
    frame: list[Node] = ["done"]
    status = 0
    try:
        if trace:
            trace.run(lambda: exec(code, module.__dict__))  # noqa: S102 - what the sandbox is for
        else:
            exec(code, module.__dict__)  # noqa: S102
    except SystemExit as error:
        status = _status_of(error)
    except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
        frame, status = raised(error), 1
    _finish_threads()
    flush()
    if trace:
        trace.finish()
        channel.ask()
    channel.answer(frame)
    return status & 255


def _recorder(load: Any, channel: Channel, *, module_level: bool) -> tracing.Recorder | None:
    if not load["trace"]:
        return None
    return tracing.Recorder(load["trace"], channel.answer, channel.ask, module_level=module_level)


def _repeated(load: Any, channel: Channel) -> int:
    """Run a program again and again, each time on another input. Only loaded modules stay from one to the next."""
    code = compiled(load["source"])
    if not isinstance(code, types.CodeType):
        channel.answer(code)
        return 1
    channel.answer(["ready"])
    while (case := channel.ask()) is not None:
        channel.answer(_once_more(code, load["source"], case["stdin"].encode("utf-8", "surrogateescape")))
    return 0


def _once_more(code: types.CodeType, source: str, data: bytes) -> list[Node]:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        if data and os.write(writing, data) < len(data):
            return ["large"]
    except BlockingIOError:
        return ["large"]
    finally:
        os.close(writing)
        os.dup2(reading, 0)
        os.close(reading)
    open_streams()
    status = 0
    try:
        exec(code, new_module("__main__", source).__dict__)  # noqa: S102 - what the sandbox is for
    except SystemExit as error:
        status = _status_of(error)
    except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
        return raised(error)
    finally:
        flush()
    return ["status", f"{status & 255:x}"]


def _status_of(error: SystemExit) -> int:
    return int(error.code) if isinstance(error.code, int) else 0 if error.code is None else 1


def _finish_threads() -> None:
    """What an interpreter does at its end: wait for threads, run what was registered."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]  # what Py_Finalize calls
        atexit._run_exitfuncs()
    except BaseException:  # noqa: BLE001 - foreign code registered it
        return


def _function(load: Any, channel: Channel) -> int:
    names = loaded(load, load["source"])
    if isinstance(names, list):
        channel.answer(names)
        return 1
    channel.answer(["ready"])
    while (case := channel.ask()) is not None:
        recorder = _recorder(load, channel, module_level=False)
        frame = run_case(case, names, load, recorder)
        if recorder:
            recorder.finish()
            channel.ask()
        channel.answer(frame)
    return 0


def loaded(load: Any, source: str) -> dict[str, Any] | list[Node]:
    """The names that a program defines, in a module of their own; or the frame that says why it cannot be called."""
    code = compiled(source)
    if not isinstance(code, types.CodeType):
        return code
    sys.modules["__main__"] = types.ModuleType("__main__")
    names = new_module("submission", source).__dict__
    failed: list[Node] | None = None
    try:
        exec(code, names)  # noqa: S102 - what the sandbox is for
    except Exception as error:  # noqa: BLE001 - what a notebook goes on after
        failed = raised(error)
        if not load["notebook"]:
            return failed
    except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
        return raised(error)
    finally:
        flush()
    if load["function"] and not callable(names.get(load["function"])):
        found = [name[:60] for name, value in names.items() if isinstance(value, types.FunctionType)]
        return failed or ["missing", list(found[:5])]
    return names


def run_case(case: Any, names: dict[str, Any], load: Any, recorder: tracing.Recorder | None = None) -> list[Node]:
    """The frame that says what one call, or one expression, came to."""
    arguments: tuple[list[Any], dict[str, Any]] | None = None
    try:
        work: Callable[[], Any]
        if "expression" in case:
            work = _expression(case, names)
        else:
            positional = [build(item) for item in case["args"]]
            named = {name: build(item) for name, item in case["kwargs"].items()}
            arguments = (positional, named)
            function = names[load["function"]]
            work = lambda: function(*positional, **named)  # noqa: E731 - one of two kinds of work
        value = recorder.run(work) if recorder else work()
        if case["iterate"]:
            value = iterated(value, case["iterate"])
        encoder = Encoder(load["budget"])
        answer = encoder.encode(value)
        keep = arguments is not None and (load["arguments_unchanged"] or value is None)
        after: list[Node] = ["l", encoder.items([*arguments[0], arguments[1]])] if keep and arguments else ["N"]
        frame: list[Node] = ["returned", answer, after]
    except TooLargeError:
        frame = ["large"]
    except BaseException as error:  # noqa: BLE001 - all that foreign code can raise
        frame = raised(error)
    flush()
    return frame


def _expression(case: Any, names: dict[str, Any]) -> Callable[[], Any]:
    scope = dict(names)
    setup = compile(case["setup"], "<example>", "exec", dont_inherit=True)
    expression = compile(case["expression"], "<example>", "eval", dont_inherit=True)

    def work() -> Any:
        exec(setup, scope)  # noqa: S102 - what the sandbox is for
        return eval(expression, scope)  # noqa: S307

    return work


def raised(error: BaseException, file: str = FILE_NAME) -> list[Node]:
    """The frame that says what foreign code raised, and on which line of the file."""
    kind = type(error)
    # a class of the program's own may call itself ValueError of builtins
    module = "builtins" if kind in _BUILT_IN else "program"
    if kind is SystemExit:
        return ["exit", str(error.args[0] if error.args else 0)[:60]]
    try:
        text = str(error)[:_MESSAGE]
    except BaseException:  # noqa: BLE001 - a __str__ of foreign code
        text = ""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    if MemoryError in type.mro(kind):
        return ["raised", "builtins", "MemoryError", text, f"{line:x}"]  # numpy has one of its own
    return ["raised", module, type_name(kind), text, f"{line:x}"]


def flush() -> None:
    """Send on what was printed."""
    for stream in ("stdout", "stderr"):
        try:
            getattr(sys, stream).flush()
        except BaseException:  # noqa: BLE001, S112 - foreign code may have put anything in its place
            continue


KINDS: dict[str, Callable[[Any, Channel], int]] = {"program": _program, "function": _function, "repeated": _repeated}
"""How each kind of run is served; each returns the exit status. `measuring` and `mutants` add their own."""
