"""C++: compiled by g++ into one static program, which is executed from memory and needs no file of the system."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source
from kernel_magic.judge.inside.launch import Launch
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.toolchain import SYSTEM, Build, Start, laid_out

FILE_NAME = "submission.cpp"
SUFFIXES = (".cpp", ".cc", ".cxx", ".c++")

_READ = ("/dev/null", "/dev/zero", "/dev/urandom", "/etc/localtime", "/usr/share/zoneinfo", "/usr/lib/locale")
_OPTIONS = (
    "-O2", "-pipe", "-static", "-s", "-pthread", "-fmax-errors=20", "-fdiagnostics-color=never",
    "-fno-diagnostics-show-caret",
)  # fmt: skip
_FIRST_WITH_20 = 10
_BESIDE_MIB = 512
"""Address space beside the memory limit: stacks of threads and what an allocator reserves are mapped, not used."""
_STACK_MIB = 128

_THREADS = """\
#include <pthread.h>
__attribute__((constructor)) static void threads_start_small() {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 8 << 20);
    pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
}
"""
"""Without it every thread maps a stack as large as the first one's, and five fill the address space. With it, a program
may have as many threads as it may have processes, each with the usual 8 MiB."""
_THREADS_NAME = ".threads.cpp"

TEST = '#include <cstdio>\nint main() { int n = 0; std::scanf("%d", &n); std::printf("ok %d\\n", 2 * n); }\n'


class Cpp:
    """g++."""

    TOOLS: tuple[str, ...] = ("g++",)
    COMPILE_LIMITS = RunLimits(cpu_s=10, wall_s=30, memory_mib=2048, cases=1, files=True, file_mib=64)

    def folders(self, tools: tuple[str, ...]) -> tuple[str, ...]:
        """Where the compiler is installed; the links that name the system's linker."""
        return (str(Path(tools[0]).parents[1]), "/etc/alternatives")

    def compiling(self, tools: tuple[str, ...]) -> Launch:
        """The compiler starts its parts, the assembler and the linker."""
        return Launch(profile="compiler", executables=(*SYSTEM, *self.folders(tools)))

    def environment(self, tools: tuple[str, ...]) -> Mapping[str, str]:
        """None."""
        return {}

    def version(self, tools: tuple[str, ...]) -> Build:
        """`12.2.0`, say."""
        return Build(files={}, commands=((tools[0], "-dumpfullversion"),))

    def build(self, tools: tuple[str, ...], source: Source, version: int) -> Build:
        """One program of the source and of every C++ file beside it."""
        standard = "gnu++20" if version >= _FIRST_WITH_20 else "gnu++17"
        files = laid_out(source, FILE_NAME)
        files[_THREADS_NAME] = _THREADS
        # a name that begins with ./ is no option
        units = [f"./{name}" for name in files if name.endswith(SUFFIXES)]
        command = (tools[0], *_OPTIONS, f"-std={standard}", "-o", "program", *units)
        return Build(files=files, commands=(command,), made="program", collect="file", own=FILE_NAME)

    def start(self, tools: tuple[str, ...], main: str, limits: Limits) -> Start:
        """The program itself."""
        return Start(
            command=("submission",),
            launch=Launch(profile="native", readable=_READ),
            memory_mib=limits.memory_mib + _BESIDE_MIB,
            memory_by="address_space",
            stack_mib=_STACK_MIB,
        )
