"""What the sandbox's layers are called, and what a missing one leaves open."""

from __future__ import annotations

import os
import sys
from typing import Any

from kernel_magic.core.verdict import Isolation, Layer
from kernel_magic.judge.cgroup import MEMORY_MIB, PROCESSES, Group
from kernel_magic.judge.zygote_start import Way


def describe(hello: dict[str, Any], group: Group, way: Way) -> Isolation:
    """The level and the layers, from the zygote's first message and how it was started."""
    namespaces, namespaces_detail = hello["namespaces"]
    landlock, abi = hello["landlock"]
    seccomp, seccomp_reason = hello["seccomp"]
    level = 0
    if seccomp:
        level = 1 + bool(landlock) + bool(landlock and namespaces)
    seatbelt = way.name == "sandbox-exec" and bool(hello["refused"])
    if seatbelt:
        level = 1
    reads = "reading files of this user" if hello["opens"] != "none" else "seeing which files exist"
    return Isolation(
        level=level,
        layers=(
            Layer(name="answers", in_force=True, detail="expected values never enter a process that runs a submission"),
            _limits(),
            _layer("seccomp", seccomp, "no processes, network, signals or changes to files", _seccomp(seccomp_reason)),
            _layer(
                "landlock",
                landlock,
                f"ABI {abi}: only the interpreter's folders can be read",
                f"{_landlock(seccomp)}; leaves open: {reads if seccomp else 'reading and writing files of this user'}",
            ),
            _layer(
                "namespaces",
                namespaces,
                str(namespaces_detail),
                f"{namespaces_detail or 'not available'}; leaves open: seeing which files exist, filling the disk",
            ),
            *([] if sys.platform.startswith("linux") else [_seatbelt(seatbelt)]),
            _cgroup(group),
            _user(),
        ),
    )


def _layer(name: str, in_force: bool, holds: str, missing: str) -> Layer:  # noqa: FBT001 - a private row of a table
    return Layer(name=name, in_force=bool(in_force), detail=holds if in_force else missing)


def _seatbelt(in_force: bool) -> Layer:  # noqa: FBT001
    return _layer(
        "sandbox-exec",
        in_force,
        "no new programs, network, or changes to files; files of other folders of this user cannot be read",
        "not on this system, or it did not start; leaves open: programs, network, reading and writing files",
    )


def _cgroup(group: Group) -> Layer:
    return _layer(
        "cgroup",
        group.path is not None,
        f"all runs at a time together: {MEMORY_MIB} MiB, {PROCESSES} processes",
        f"{group.reason}; leaves open: memory of several processes together is limited for each by itself",
    )


def _limits() -> Layer:
    if not sys.platform.startswith("linux"):
        return Layer(name="limits", in_force=False, detail="time and output only; memory is not limited on this system")
    return Layer(name="limits", in_force=True, detail="processor and wall time, address space, output, descriptors")


def _seccomp(reason: str) -> str:
    return f"{reason or 'not asked for'}; leaves open: processes, network, signals to this user's processes"


def _landlock(seccomp: bool) -> str:  # noqa: FBT001
    return "this kernel has no Landlock, or it was not asked for" if seccomp else "needs seccomp beside it"


def _user() -> Layer:
    if not hasattr(os, "getuid"):
        return Layer(name="user", in_force=False, detail="unknown")
    root = os.getuid() == 0
    return Layer(
        name="user",
        in_force=not root,
        detail="runs as root, without capabilities" if root else f"runs as user {os.getuid()}, who is not root",
    )
