"""What the code reads at run time travels in the wheel: prompts, schemas, engine data, the typing marker."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA_SUFFIXES = {".md", ".json", ".toml", ".css", ".js", ".html", ".typed", ".jinja", ".svg"}


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory):
    """The names inside a wheel built from this tree with the build tools of this environment, without network."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; `make test` installs it")
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    (wheel,) = target.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def data_files() -> list[str]:
    """The package's files that are no Python."""
    package = ROOT / "kernel_magic"
    found = [path for path in package.rglob("*") if path.suffix in DATA_SUFFIXES or path.name == "py.typed"]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def test_every_data_file_is_in_the_wheel(wheel_names):
    assert not set(data_files()) - wheel_names


@pytest.mark.parametrize("folder", ["kernel_magic/prompts/", "kernel_magic/schemas/", "kernel_magic/engine/"])
def test_the_folders_with_data_are_not_empty(folder, wheel_names):
    assert any(name.startswith(folder) and not name.endswith(".py") for name in wheel_names)


def test_the_wheel_is_typed_and_holds_the_package_only(wheel_names):
    assert "kernel_magic/py.typed" in wheel_names
    tops = {name.partition("/")[0] for name in wheel_names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kernel_magic"}
