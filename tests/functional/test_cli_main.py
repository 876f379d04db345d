"""The command line as a whole: help, versions, exit status, streams, and what is not imported."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kernel_magic import __version__
from kernel_magic.cli import main as main_module
from kernel_magic.cli.main import COMMANDS, main
from kernel_magic.core.errors import Cancelled


def test_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"kernel-magic {__version__}"


def test_help_lists_every_command(capsys):
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)


@pytest.mark.parametrize("command", ["solve", "check", "judge", "model", "doctor"])
def test_every_command_has_help(command, capsys):
    assert main([command, "--help"]) == 0
    assert f"kernel-magic {command}" in capsys.readouterr().out


def test_no_command_shows_help_and_could_not_be_done(capsys):
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage" in captured.err


@pytest.mark.parametrize("words", [["nope"], ["solve"], ["solve", "x", "--nope"], ["check", "x"]])
def test_wrong_usage_is_status_2_with_a_message_on_standard_error(words, capsys):
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "kernel-magic" in captured.err
    assert "--help" in captured.err


def test_wrong_usage_with_json_gives_one_error_document(capsys):
    assert main(["solve", "--json", "--nope"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "kernel-magic/error/1"
    assert document["error"]
    assert document["hint"]


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt(), Cancelled()])
def test_interrupt_is_130_and_one_word(interrupt, capsys, monkeypatch):
    def run(words: list[str]) -> int:
        raise interrupt

    monkeypatch.setattr(main_module, "_run", run)
    assert main(["solve", "x"]) == 130
    captured = capsys.readouterr()
    assert captured.err.strip() == "Interrupted."
    assert captured.out == ""


def test_bug_of_ours_is_status_2_never_1(capsys, monkeypatch):
    def run(words: list[str]) -> int:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(main_module, "_run", run)
    assert main(["solve", "x", "--json"]) == 2
    captured = capsys.readouterr()
    assert "Traceback" in captured.err
    assert json.loads(captured.out)["schema"] == "kernel-magic/error/1"


def test_reader_that_goes_away_is_no_traceback():
    command = f"{sys.executable} -m kernel_magic --help | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    if sys.platform == "win32":
        pytest.skip("needs bash")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


IMPORTS = """
import sys
from kernel_magic.cli.main import main
status = main(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
LOADED_BY_NO_HELP = {
    "IPython",
    "torch",
    "transformers",
    "xllamacpp",
    "nbformat",
    "nbconvert",
    "httpx",
    "openai",
    "ipywidgets",
    "numpy",
}


@pytest.mark.parametrize("words", [["--help"], ["judge", "--help"], ["solve", "--help"], ["check", "--help"]])
def test_help_imports_nothing_heavy(words):
    done = subprocess.run([sys.executable, "-c", IMPORTS, *words], capture_output=True, text=True, timeout=60)
    loaded = set(done.stderr.split())
    assert "kernel_magic" in loaded
    assert not loaded & LOADED_BY_NO_HELP
