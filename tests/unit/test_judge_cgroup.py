"""A control group is used where one can really be made with its limits, and everything else is said in one reason."""

from __future__ import annotations

import os
import subprocess

import pytest

from kernel_magic.judge.cgroup import Group, make


@pytest.fixture
def host(tmp_path):
    """A host whose user may make groups below `user.slice/app.slice`, as plain files."""
    home = tmp_path / "groups" / "user.slice" / "app.slice" / "jupyter.scope"
    home.mkdir(parents=True)
    (home.parent / "cgroup.subtree_control").write_text("cpu memory pids\n", encoding="ascii")
    (home / "cgroup.subtree_control").write_text("", encoding="ascii")
    own, mounts = tmp_path / "own", tmp_path / "mounts"
    own.write_text("1:name=systemd:/x\n0::/user.slice/app.slice/jupyter.scope\n", encoding="ascii")
    mounts.write_text(
        "24 1 0:21 / /proc rw - proc proc rw\n"
        f"30 23 0:26 / {tmp_path / 'groups'} rw,nosuid shared:9 - cgroup2 none rw\n",
        encoding="ascii",
    )
    return home, own, mounts


def test_the_group_lies_beside_our_own_and_has_its_limits(host):
    home, own, mounts = host
    group = make(own=own, mounts=mounts)
    assert group.path is not None
    assert group.path.parent == home.parent
    assert int((group.path / "memory.max").read_text(encoding="ascii")) > 1 << 30
    assert int((group.path / "pids.max").read_text(encoding="ascii")) >= 64


def test_a_program_starts_inside_the_group(host):
    _, own, mounts = host
    group = make(own=own, mounts=mounts)
    assert group.path is not None
    command = [*group.entering, "/bin/sh", "-c", "echo $$"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert group.holds(int(said))
    assert not group.holds(os.getpid())


def test_what_the_system_ended_for_its_memory_is_counted(host):
    _, own, mounts = host
    group = make(own=own, mounts=mounts)
    assert group.path is not None
    assert group.killed_for_memory() == 0
    (group.path / "memory.events").write_text("low 0\noom 3\noom_kill 2\n", encoding="ascii")
    assert group.killed_for_memory() == 2


def test_without_the_controllers_there_is_no_group_and_none_is_left(host):
    home, own, mounts = host
    (home.parent / "cgroup.subtree_control").write_text("cpu\n", encoding="ascii")
    before = sorted(home.parent.rglob("*"))
    group = make(own=own, mounts=mounts)
    assert group.path is None
    assert "not delegated with memory and pids" in group.reason
    assert group.entering == []
    assert sorted(home.parent.rglob("*")) == before


def test_a_host_that_mounts_a_part_of_the_groups(host, tmp_path):
    home, own, mounts = host
    inner = tmp_path / "groups" / "user.slice"
    mounts.write_text(f"30 23 0:26 /user.slice {inner} rw - cgroup2 none rw\n", encoding="ascii")
    group = make(own=own, mounts=mounts)
    assert group.path is not None
    assert group.path.parent == home.parent


@pytest.mark.parametrize("text", ["", "1:cpu:/\n"])
def test_a_host_without_groups_of_version_2(host, text):
    _, own, mounts = host
    own.write_text(text, encoding="ascii")
    assert make(own=own, mounts=mounts) == Group(path=None, reason="no control groups of version 2")
    assert "no control groups" in make(own=own.parent / "nothing", mounts=mounts).reason
