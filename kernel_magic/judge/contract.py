"""Reading judge contract files: JSON to `core.problem.Contract`, with every problem found named at once."""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kernel_magic.core.errors import ContractError
from kernel_magic.core.problem import (
    Call,
    CheckerSpec,
    Contract,
    Expected,
    Expression,
    Given,
    Limits,
    Prints,
    Raises,
    Returns,
    Stdin,
    TestCase,
)
from kernel_magic.core.values import PlainValue, from_json
from kernel_magic.judge.contract_checkers import LANGUAGES, checker_of
from kernel_magic.judge.contract_fields import FieldReader, is_number
from kernel_magic.judge.wire import tagged

_FIELDS = {
    "language", "function", "cases", "checker", "limits", "iterate", "arguments_unchanged", "files", "stop_early",
    "alone", "notebook",
}  # fmt: skip
_CASE_FIELDS = {
    "name", "args", "kwargs", "expression", "setup", "stdin", "expected", "tolerance", "raises", "stdout",
}  # fmt: skip
_LARGEST = {"cpu_s": 3600.0, "wall_s": 3600.0, "memory_mib": 1 << 20, "output_kib": 1 << 20}
_MAX_BYTES = 64 << 20
_LONGEST_HINT = 10


def load_contract(path: Path | str) -> Contract:
    """The contract in a file.

    Raises:
        ContractError: there is no such file, or it is no contract; names every problem in it.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ContractError(f"{path} is larger than {_MAX_BYTES >> 20} MiB.", "A contract is a small JSON file.")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContractError(f"{path} cannot be read: {error.strerror}.", "Give the path of a contract file.") from error
    except UnicodeDecodeError as error:
        raise ContractError(f"{path} is not UTF-8 text.", "A contract is a JSON file in UTF-8.") from error
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ContractError(f"{path} is not JSON: {error.msg} ({where}).", "Correct that place.") from error
    except (ValueError, RecursionError) as error:
        raise ContractError(f"{path} is not JSON that can be read: {error}.", "Simplify it.") from error
    try:
        return contract_from_json(content, path.parent)
    except ContractError as error:
        raise ContractError(f"{path}: {error.message}", error.hint) from error


def contract_from_json(content: object, folder: Path | None = None) -> Contract:
    """The contract of a JSON document.

    Args:
        content: the document.
        folder: where it lies, for files it names.

    Raises:
        ContractError: it is none; names every problem.
    """
    reader = _Reader(folder)
    contract = reader.contract(content)
    if reader.problems:
        shown = reader.problems[:_LONGEST_HINT]
        rest = len(reader.problems) - len(shown)
        message = "; ".join(shown) + (f"; and {rest} more" if rest else "")
        raise ContractError(f"not a contract: {message}.", "The contract form is described in the documentation.")
    return contract


class _Reader(FieldReader):
    """Reads a contract that lies in a folder, or nowhere."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self._folder = folder

    def contract(self, content: object) -> Contract:
        """The contract, or an empty one beside problems."""
        if not isinstance(content, dict):
            self.problems.append("the document is no JSON object")
            return Contract()
        self.unknown(content, _FIELDS, "the contract")
        function = content.get("function")
        if function is not None and not (isinstance(function, str) and function.isidentifier()):
            self.problems.append(f"function {function!r} is not the name of a function")
            function = None
        checker = checker_of(self, content.get("checker", {}), self._folder)
        language = self.choice(content, "language", LANGUAGES, "python")
        cases = self._for(checker, self._cases(content, function))
        if language != "python" and (function or any(not isinstance(case.given, Stdin) for case in cases)):
            self.problems.append(f"functions are called in Python only: for {language} give 'stdin' and 'stdout'")
        return Contract(
            language=language,
            function=function,
            cases=cases,
            checker=checker,
            limits=self._limits(content.get("limits", {})),
            iterate=self.flag(content, "iterate"),
            arguments_unchanged=self.flag(content, "arguments_unchanged"),
            files=self.flag(content, "files"),
            stop_early=self.flag(content, "stop_early"),
            alone=self.flag(content, "alone"),
            notebook=self.flag(content, "notebook"),
        )

    def _for(self, checker: CheckerSpec, cases: tuple[TestCase, ...]) -> tuple[TestCase, ...]:
        """The cases. Those that a program decides about are whole programs', and have an answer, if an empty one."""
        if checker.name not in ("special", "interactive"):
            return cases
        wrong = [case.name for case in cases if not isinstance(case.given, Stdin) or isinstance(case.expected, Raises)]
        if wrong:
            self.problems.append(
                f"checker: {checker.name!r} decides about what programs print; case {wrong[0][:40]!r} is another"
            )
        return tuple(case if case.expected is not None else replace(case, expected=Prints(text="")) for case in cases)

    def _limits(self, content: object) -> Limits:
        if not isinstance(content, dict):
            self.problems.append("limits is no object")
            return Limits()
        self.unknown(content, set(_LARGEST), "limits")
        good: dict[str, float] = {}
        for name, largest in _LARGEST.items():
            value = content.get(name)
            if value is None:
                continue
            if not is_number(value) or not 0 < float(str(value)) <= largest:
                self.problems.append(f"limits: {name} is {str(value)[:40]!r}, not a number above 0 up to {largest:g}")
                continue
            good[name] = float(str(value))
        default = Limits()
        return Limits(
            cpu_s=good.get("cpu_s", default.cpu_s),
            wall_s=good.get("wall_s", max(default.wall_s, 3 * good.get("cpu_s", 0.0))),
            memory_mib=max(int(good.get("memory_mib", default.memory_mib)), 1),
            output_kib=max(int(good.get("output_kib", default.output_kib)), 1),
        )

    def _cases(self, content: Mapping[str, object], function: str | None) -> tuple[TestCase, ...]:
        cases = content.get("cases")
        if not isinstance(cases, list) or not cases:
            self.problems.append("cases is no list with at least one case")
            return ()
        read = [self._case(case, str(place), function) for place, case in enumerate(cases, 1)]
        names = [case.name for case in read]
        for name in sorted({name for name in names if names.count(name) > 1}) if len(names) < 1000 else ():
            self.problems.append(f"several cases are named {name[:40]!r}")
        return tuple(read)

    def _case(self, content: object, place: str, function: str | None) -> TestCase:
        where = f"case {place}"
        if not isinstance(content, dict):
            self.problems.append(f"{where} is no object")
            return TestCase(name=place, given=Call(), expected=None)
        self.unknown(content, _CASE_FIELDS, where)
        name = content.get("name", place)
        if not isinstance(name, str) or not name:
            self.problems.append(f"{where}: name is {str(name)[:40]!r}, not a text")
            name = place
        given = self._given(content, where, function)
        expected = self._expected(content, where)
        if isinstance(given, Stdin) and isinstance(expected, Returns):
            self.problems.append(f"{where}: a program that reads stdin returns nothing: say what it prints in 'stdout'")
        return TestCase(name=name, given=given, expected=expected)

    def _given(self, content: Mapping[str, Any], where: str, function: str | None) -> Given:
        forms = [form for form in ("stdin", "expression") if form in content]
        forms += ["args"] if "args" in content or "kwargs" in content else []
        if len(forms) > 1 or ("setup" in content and forms != ["expression"]):
            self.problems.append(f"{where} mixes forms: give args and kwargs, or expression and setup, or stdin")
        form = forms[0] if forms else "args" if function else "stdin"
        if form == "args":
            return self._call(content, where, function)
        if form == "expression":
            texts = {"setup": self.text(content, "setup", where), "expression": self.text(content, form, where)}
            for name, mode in (("setup", "exec"), ("expression", "eval")):
                try:
                    ast.parse(texts[name], mode=mode)
                except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                    self.problems.append(f"{where}: {name} is not Python: {str(error)[:100]}")
            return Expression(**texts)
        return Stdin(text=self.text(content, "stdin", where))

    def _call(self, content: Mapping[str, Any], where: str, function: str | None) -> Call:
        if function is None:
            self.problems.append(f"{where} has arguments, and the contract names no function")
        args, kwargs = content.get("args", []), content.get("kwargs", {})
        if not isinstance(args, list):
            self.problems.append(f"{where}: args is no list")
            args = []
        if not isinstance(kwargs, dict):
            self.problems.append(f"{where}: kwargs is no object")
            kwargs = {}
        positional = tuple(self._value(value, f"{where}: args") for value in args)
        return Call(args=positional, kwargs={n: self._value(v, f"{where}: kwargs {n!r}") for n, v in kwargs.items()})

    def _expected(self, content: Mapping[str, Any], where: str) -> Expected | None:
        given = [name for name in ("expected", "raises", "stdout") if name in content]
        if len(given) > 1:
            self.problems.append(f"{where} expects several things: {', '.join(given)}; give one")
        if not given:
            return None
        if given[0] == "expected":
            tolerance = self.tolerance(content, where)
            return Returns(value=self._value(content["expected"], f"{where}: expected"), tolerance=tolerance)
        if given[0] == "stdout":
            return Prints(text=self.text(content, "stdout", where))
        name = content["raises"]
        kind = getattr(builtins, name, None) if isinstance(name, str) else None
        if not (isinstance(kind, type) and issubclass(kind, BaseException)):
            self.problems.append(f"{where}: raises is {str(name)[:40]!r}, not the name of a built-in exception")
        return Raises(exception=str(name))

    def _value(self, value: Any, where: str) -> PlainValue:
        try:
            plain = from_json(value)
            tagged(plain)
        except (ValueError, RecursionError) as error:
            self.problems.append(f"{where}: {error}")
            return None
        return plain
