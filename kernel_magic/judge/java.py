"""Java: compiled by javac into an archive of classes, which the Java machine reads from the run's own folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source
from kernel_magic.judge.inside.launch import Launch
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.java_names import names_of
from kernel_magic.judge.toolchain import LOADERS, SYSTEM, Build, Start, laid_out

SUFFIXES = (".java",)

_MACHINE = (
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData",
)  # fmt: skip
_ARCHIVE = "program.jar"
_BESIDE_MIB = 1024
"""What the machine may have beside the heap: its own code and tables, and stacks."""
_TOLERATED_MIB = 128
_STACK_MIB = 64
_THREAD_MIB = 8
"""The stack of every thread but the first: as many fit as a run may have processes."""
_RANDOM = "-Djava.security.egd=file:/dev/urandom"  # where it finds no such file it gathers chance itself, for seconds
_LINKED = ("conf", "lib/jvm.cfg", "lib/security")
"""Parts of an installation that may lie elsewhere, behind links."""

TEST = """import java.util.Scanner;
public class Main {
    public static void main(String[] args) { System.out.println("ok " + 2 * new Scanner(System.in).nextInt()); }
}
"""


class Java:
    """javac and java."""

    TOOLS: tuple[str, ...] = ("javac", "java")
    COMPILE_LIMITS = RunLimits(
        cpu_s=20, wall_s=40, memory_mib=512 + _BESIDE_MIB, cases=1, files=True, file_mib=64, memory_by="data"
    )

    def folders(self, tools: tuple[str, ...]) -> tuple[str, ...]:
        """The installation, and where its links lead."""
        homes = dict.fromkeys(Path(tool).parents[1] for tool in tools)
        linked = [(home / part).resolve() for home in homes for part in _LINKED if (home / part).exists()]
        outside = [
            path if path.is_dir() else path.parent for path in linked if not any(map(path.is_relative_to, homes))
        ]
        return tuple(dict.fromkeys(map(str, [*homes, *outside])))

    def compiling(self, tools: tuple[str, ...]) -> Launch:
        """The compiler runs in a Java machine and starts nothing else."""
        return Launch(profile="compiler", executables=(tools[0], *LOADERS), readable=self.folders(tools))

    def environment(self, tools: tuple[str, ...]) -> Mapping[str, str]:
        """Without /proc the loader cannot find out where a program lies, and with it its libraries."""
        return {"LD_ORIGIN_PATH": str(Path(tools[0]).parent)}

    def version(self, tools: tuple[str, ...]) -> Build:
        """`javac 17.0.15`, say."""
        return Build(files={}, commands=((tools[0], *self._options(tools), "-version"),))

    def build(self, tools: tuple[str, ...], source: Source, version: int) -> Build:
        """The classes of the source and of every Java file beside it. Annotation processors are foreign code: none."""
        names = names_of(source.text)
        files = laid_out(replace(source, text=source.text.removeprefix("\ufeff")), names.file_name)
        units = [f"./{name}" for name in files if name.endswith(SUFFIXES)]
        command = (
            tools[0], *self._options(tools), "-encoding", "UTF-8", "-proc:none", "-nowarn", "-Xlint:none",
            "-Xmaxerrs", "20", "-d", "classes", "-cp", "classes", *units,
        )  # fmt: skip
        files["classes/"] = ""
        return Build(
            files=files, commands=(command,), made="classes", collect="classes", main=names.main, own=names.file_name
        )

    def _options(self, tools: tuple[str, ...]) -> list[str]:
        return [f"-J{option}" for option in ("-Xmx512m", *_MACHINE)]

    def start(self, tools: tuple[str, ...], main: str, limits: Limits) -> Start:
        """The Java machine, with the memory limit as its heap."""
        memory = max(limits.memory_mib, 8)
        stacks = (f"-Xss{_STACK_MIB}m", f"-XX:ThreadStackSize={_THREAD_MIB * 1024}")  # the first thread's, all others'
        machine = (f"-Xmx{memory}m", *stacks, *_MACHINE, "-XX:+DisableAttachMechanism", _RANDOM)
        return Start(
            command=(tools[1], *machine, "-Dfile.encoding=UTF-8", "-cp", _ARCHIVE, main),
            launch=Launch(
                profile="native",
                executables=(tools[1], *LOADERS),
                readable=(*SYSTEM, "/etc/localtime", "/dev/null", "/dev/urandom", *self.folders(tools)),
                artifact_name=_ARCHIVE,
            ),
            memory_mib=memory + _BESIDE_MIB,
            memory_by="data",
            stack_mib=_STACK_MIB,
            tolerated_mib=_TOLERATED_MIB,
            program=tools[1],
            environment=self.environment((tools[1],)),
        )
