"""`kernel-magic solve` from the file to the exit status, with scripted replies and the real judge."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

import jsonschema
import nbformat
import pytest

from kernel_magic.cli.main import main

TASK = "Write double(x): twice the number.\n\n>>> double(2)\n4\n>>> double(-3)\n-6\n"
RIGHT = "```python\ndef double(x):\n    return 2 * x\n```"
ALSO_RIGHT = "```python\ndef double(x):\n    result = x\n    result += x\n    return result\n```"
WRONG = "```python\ndef double(x):\n    return x * x\n```"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERNEL_MAGIC_ALLOW_FETCH", "no")


@pytest.fixture
def task(tmp_path: Path) -> str:
    path = tmp_path / "task.txt"
    path.write_text(TASK, encoding="utf-8")
    return str(path)


def script(folder: Path, *replies: object) -> str:
    path = folder / "replies.json"
    path.write_text(json.dumps(replies), encoding="utf-8")
    return f"scripted:{path}"


def schema(kind: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        resources.files("kernel_magic.schemas").joinpath(f"{kind}.1.json").read_text("utf-8")
    )
    return found


def good(folder: Path) -> str:
    return script(folder, *[RIGHT, ALSO_RIGHT] * 20)


def test_verified_lesson_is_status_0_and_valid_json_alone_on_standard_output(task, tmp_path, capsys):
    status = main(["solve", task, "--json", "--backend", good(tmp_path), "--candidates", "4"])
    captured = capsys.readouterr()
    lesson = json.loads(captured.out)
    jsonschema.validate(lesson, schema("lesson"))
    assert lesson["status"] == "verified", lesson["witnesses"]
    assert status == 0
    assert "draft" in captured.err


def test_unverified_lesson_is_status_1_and_still_printed(task, tmp_path, capsys):
    backend = script(tmp_path, *[WRONG] * 20)
    status = main(["solve", task, "--json", "--backend", backend, "--candidates", "1", "--rounds", "0"])
    lesson = json.loads(capsys.readouterr().out)
    assert lesson["status"] == "unverified"
    assert status == 1


def test_partly_verified_lesson_is_status_1(task, tmp_path, capsys):
    backend = script(tmp_path, *[RIGHT] * 20)
    status = main(["solve", task, "--json", "--backend", backend, "--candidates", "1", "--rounds", "0"])
    lesson = json.loads(capsys.readouterr().out)
    assert lesson["status"] == "partly_verified"
    assert status == 1


def test_people_get_text_without_colour_codes_where_no_terminal_is(task, tmp_path, capsys):
    assert main(["solve", task, "--backend", good(tmp_path), "--candidates", "4"]) == 0
    out = capsys.readouterr().out
    assert "verified" in out
    assert "def double(x)" in out
    assert "\x1b" not in out


def test_quiet_says_nothing_on_standard_error(task, tmp_path, capsys):
    main(["solve", task, "--quiet", "--backend", good(tmp_path), "--candidates", "4"])
    assert capsys.readouterr().err == ""


def test_task_comes_from_standard_input(tmp_path):
    command = [
        sys.executable,
        "-m",
        "kernel_magic",
        "solve",
        "-",
        "--json",
        "--backend",
        good(tmp_path),
        "--candidates",
        "2",
    ]
    done = subprocess.run(command, input=TASK.encode(), capture_output=True, timeout=100)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == "kernel-magic/lesson/1"


def test_notebook_and_page_are_written(task, tmp_path, capsys):
    notebook, page = tmp_path / "out.ipynb", tmp_path / "out.html"
    words = ["solve", task, "--backend", good(tmp_path), "--candidates", "4"]
    assert main([*words, "--notebook", str(notebook), "--html", str(page)]) == 0
    nbformat.validate(nbformat.read(notebook, as_version=4))
    assert "double" in page.read_text("utf-8")
    err = capsys.readouterr().err
    assert str(notebook) in err
    assert str(page) in err
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("option", ["--notebook", "--html"])
def test_place_that_cannot_be_written_is_refused_before_the_work(option, task, tmp_path, capsys):
    for bad in (tmp_path, tmp_path / "no" / "such" / "folder.x"):
        assert main(["solve", task, option, str(bad), "--backend", "scripted:/never/opened"]) == 2
        captured = capsys.readouterr()
        assert bad.name in captured.err
        assert "never" not in captured.err


def test_file_that_fails_after_the_work_loses_nothing(task, tmp_path, capsys, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kernel_magic.cli.files.tempfile.mkstemp", full)
    words = ["solve", task, "--json", "--backend", good(tmp_path), "--candidates", "4"]
    assert main([*words, "--html", str(tmp_path / "out.html")]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["status"] == "verified"
    assert "No space left" in captured.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no file"),
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"caf\xe9", "UTF-8"),
        (b"x" * 200_000, ""),
        (b"x" * (4 * 1024 * 1024 + 1), "MiB"),
        (b">>> f(1)\n2\n>>> f(1)\n3\n", ""),
    ],
    ids=["missing", "empty", "blank", "latin-1", "long", "huge", "contradiction"],
)
def test_task_that_cannot_be_used_is_status_2_with_message_and_hint(content, said, tmp_path, capsys):
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    assert main(["solve", str(path), "--json", "--backend", good(tmp_path)]) == 2
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    jsonschema.validate(document, schema("error"))
    assert said in document["error"]
    assert document["hint"]
    assert document["error"].split()[0] in captured.err
    assert "Traceback" not in captured.err


def test_folder_is_no_task(tmp_path, capsys):
    assert main(["solve", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_wrong_settings_are_all_named(task, capsys):
    assert main(["solve", task, "--candidates", "0", "--bits", "5"]) == 2
    err = capsys.readouterr().err
    assert "--candidates" in err
    assert "--bits" in err


def test_missing_model_says_what_to_run(task, capsys):
    assert main(["solve", task, "--backend", "llama_cpp", "--model", "0.5b", "--no-fetch"]) == 2
    assert "kernel-magic model fetch" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["写一个函数 double(x) 🙂\n\n>>> double(2)\n4\n", TASK.replace("\n", "\r\n"), "\ufeff" + TASK]
)
def test_any_text_is_a_task(text, tmp_path, capsys):
    path = tmp_path / "task.txt"
    path.write_bytes(text.encode())
    assert main(["solve", str(path), "--json", "--backend", good(tmp_path), "--candidates", "4"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "verified"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT to one process")
def test_interrupt_while_the_model_drafts(task, tmp_path):
    backend = script(tmp_path, {"text": RIGHT, "delay_s": 60})
    command = [sys.executable, "-m", "kernel_magic", "solve", task, "--json", "--backend", backend, "--candidates", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        while b"draft" not in process.stderr.readline():
            pass
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Interrupted." in err
    assert b"Traceback" not in err
    assert json.loads(out)["kind"] == "Cancelled"
