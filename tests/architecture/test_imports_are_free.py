"""Importing the package or its command line loads no heavy library: that is left to whoever needs it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "accelerate", "xllamacpp", "gguf", "numpy", "IPython", "ipywidgets", "nbconvert",
         "nbformat", "httpx", "openai", "pygments")  # fmt: skip
PROBE = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def modules_after(name: str) -> set[str]:
    """The top-level modules a fresh interpreter holds after one import."""
    command = [sys.executable, "-c", PROBE, name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("name", ["kernel_magic", "kernel_magic.cli.main", "kernel_magic.core.ports"])
def test_an_import_leaves_heavy_libraries_out(name):
    loaded = modules_after(name)
    assert "kernel_magic" in loaded
    assert not loaded.intersection(HEAVY)


def test_the_probe_sees_a_heavy_library():
    assert "nbformat" in modules_after("nbformat")


def test_core_stands_on_the_standard_library_alone():
    ours = {"kernel_magic"}
    before = modules_after("sys")
    for name in ("chat", "draft", "errors", "lesson", "ports", "problem", "serial", "source", "trace", "verdict"):
        foreign = modules_after(f"kernel_magic.core.{name}") - before - ours - sys.stdlib_module_names
        assert not foreign, name
