"""What hostile C++ and Java try, while they are compiled and while they run, comes to nothing."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import replace

import psutil
import pytest

from kernel_magic.core.problem import Limits
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge import cpp
from kernel_magic.judge.local import LocalJudge
from tests.functional.compiled import judged, require

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="compiled languages need the Linux walls")

_TOKEN = "tok3n_of_the_canary"


@pytest.fixture(scope="module", params=[3, 2])
def judge(request):
    with LocalJudge(level=request.param) as judge:
        if judge.isolation().level != request.param:
            pytest.skip(f"this host does not reach level {request.param}")
        require(judge, "cpp")
        yield judge


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    path = tmp_path_factory.mktemp("canary") / "secret.txt"
    path.write_text(f"{_TOKEN} x;\n", encoding="utf-8")  # a compiler that reads it says the name
    path.parent.chmod(0o755)
    return path


@pytest.mark.parametrize(
    "text",
    [
        '#include "@"\nint main() {}',
        "#include </etc/shadow>\nint main() {}",
        'asm(".incbin \\"@\\"");\nint main() {}',
        'asm(".include \\"@\\"");\nint main() {}',
        '#include "/dev/zero"\nint main() {}',
        '#include "/dev/urandom"\nint main() {}',
        '#include "/proc/self/environ"\nint main() {}',
        '#if __has_include("@")\n#error it_is_there\n#endif\nint main() { return x; }',
        '#pragma GCC dependency "@"\n#include __FILE__\nint main() {}',
        "#include_next <submission.cpp>\n#include_next __FILE__\nint main() {}",
        "template <int N> struct A { enum { v = A<N + 1>::v }; };\nint main() { return A<0>::v; }",
    ],
)
def test_compiling_reads_nothing_it_should_not_and_ends(judge, canary, text):
    report = judged(judge, text.replace("@", str(canary)))
    assert report.verdict is Verdict.CE, report
    told = str(report)
    assert _TOKEN not in told
    assert "root:" not in told
    if judge.isolation().level == 3:
        assert "it_is_there" not in told


def test_ten_thousand_errors_are_bounded(judge):
    report = judged(judge, "int main() {\n" + "".join(f"  x{i} = y{i};\n" for i in range(10_000)) + "}\n")
    assert report.verdict is Verdict.CE
    assert len(report.diagnostics) <= 20
    assert len(str(report)) < 20_000
    assert report.cases[0].message == "line 2: \u2018x0\u2019 was not declared in this scope"


def test_messages_of_the_compiler_are_clean(judge):
    report = judged(judge, "#error \x1b[31mred\u202egnorw<b>\nint main() {}")
    assert report.verdict is Verdict.CE
    assert not re.search("[\x00-\x08\x1b\u202e]", str(report).encode("utf-8").decode("unicode_escape", "ignore"))


def test_a_bomb_for_the_compiler_ends_with_it(judge, monkeypatch):
    bomb = "template <int N, int M> struct F { static const int v = F<N - 1, 2 * M>::v + F<N - 1, 2 * M + 1>::v; };\n"
    bomb += "template <int M> struct F<0, M> { static const int v = M; };\nint main() { return F<40, 0>::v; }\n"
    monkeypatch.setattr(cpp.Cpp, "COMPILE_LIMITS", replace(cpp.Cpp.COMPILE_LIMITS, cpu_s=0.1, memory_mib=700))
    before = time.monotonic()
    report = judged(judge, bomb)
    assert report.verdict is Verdict.CE, report
    assert report.cases[0].message.startswith("compiling took more than "), report
    monkeypatch.setattr(
        cpp.Cpp, "COMPILE_LIMITS", replace(cpp.Cpp.COMPILE_LIMITS, cpu_s=60, memory_mib=2000, wall_s=0.5)
    )
    report = judged(judge, bomb + " ")
    assert report.cases[0].message == "compiling took longer than 0.5 s", report
    assert time.monotonic() - before < 60
    names = {each.name() for each in psutil.Process().children(recursive=True)}
    assert not names & {"cc1plus", "as", "ld", "collect2"}, names


_TRIES = r"""
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <initializer_list>
#include <linux/sched.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void tried(const char* what, long got) { if (got >= 0) printf("%s\n", what); }

int main() {
    char buffer[64];
    char* none[] = {nullptr};
    char* sh[] = {(char*)"sh", (char*)"-c", (char*)"echo executed", nullptr};
    tried("getpid", getpid());
    for (int descriptor = 3; descriptor < 1024; descriptor++) tried("left open", fcntl(descriptor, F_GETFD));
    tried("fork", syscall(SYS_fork));
    tried("clone", syscall(SYS_clone, 17, 0, 0, 0, 0));
    tried("clone3", syscall(SYS_clone3, buffer, 64));
    tried("execve", execve("/bin/sh", sh, none));
    tried("execveat by path", syscall(SYS_execveat, 5, "/bin/sh", sh, none, 0));
    for (const char* path : {"/bin/sh", "/usr/bin/env", "/proc/self/exe", "/lib64/ld-linux-x86-64.so.2"}) {
        int opened = open(path, O_RDONLY | O_CLOEXEC);
        if (opened >= 0 && !strcmp(path, "/proc/self/exe")) continue;  // itself: that is no other program
        tried("a program of the system opened", opened);
        for (int flags : {O_RDONLY, O_PATH}) {
            int descriptor = open(path, flags);
            if (descriptor < 0) continue;
            dup2(descriptor, 5);
            tried("execveat", syscall(SYS_execveat, 5, "", sh, none, 0x1000));
        }
    }
    tried("memfd", syscall(SYS_memfd_create, "x", 0));
    tried("socket", socket(AF_INET, SOCK_STREAM, 0));
    tried("unix socket", socket(AF_UNIX, SOCK_STREAM, 0));
    tried("udp", socket(AF_INET, SOCK_DGRAM, 0));
    tried("canary", open("@", O_RDONLY));
    tried("canary to write", open("@", O_WRONLY | O_APPEND));
    tried("unlink", unlink("@"));
    tried("rename", rename("@", "mine"));
    tried("chmod", chmod("@", 0777));
    tried("passwd", open("/etc/passwd", O_RDONLY));
    tried("root", open("/", O_RDONLY | O_DIRECTORY));
    tried("a header", open("/usr/include/stdio.h", O_RDONLY));
    tried("environ", open("/proc/self/environ", O_RDONLY));
    tried("memory of the parent", open("/proc/1/mem", O_RDWR));
    tried("made", open("made", O_CREAT | O_WRONLY, 0600));
    tried("made in /tmp", open("/tmp/kernel-magic-was-here", O_CREAT | O_WRONLY, 0600));
    tried("mkdir", mkdir("folder", 0700));
    tried("symlink", symlink("/", "link"));
    tried("ptrace", syscall(SYS_ptrace, 16, getppid(), 0, 0));
    tried("traced", syscall(SYS_ptrace, 0, 0, 0, 0));
    tried("kill the parent", syscall(SYS_kill, getppid(), 0));
    tried("kill all", syscall(SYS_kill, -1, 0));
    tried("kill 1", syscall(SYS_kill, 1, 0));
    tried("process_vm_readv", syscall(SYS_process_vm_readv, getppid(), 0, 0, 0, 0, 0));
    tried("limits of the parent", syscall(SYS_prlimit64, getppid(), 0, 0, buffer));
    rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
    tried("more memory", setrlimit(RLIMIT_AS, &more));
    tried("more time", setrlimit(RLIMIT_CPU, &more));
    tried("mount", syscall(SYS_mount, "none", "/", 0, 0x44000, 0));
    tried("unshare", unshare(CLONE_NEWUSER));
    tried("setuid", setuid(12345));
    tried("io_uring", syscall(SYS_io_uring_setup, 4, buffer));
    tried("bpf", syscall(SYS_bpf, 0, 0, 0));
    tried("seccomp", syscall(SYS_seccomp, 1, 0, 0));
    tried("landlock", syscall(SYS_landlock_create_ruleset, 0, 0, 1));
}
"""


def test_a_cpp_program_reaches_nothing(judge, canary):
    report = judged(judge, _TRIES.replace("@", str(canary)), stdout="getpid\n")
    assert report.verdict is Verdict.AC, report.cases
    assert canary.read_text(encoding="utf-8").startswith(_TOKEN)


def test_where_files_exist_is_not_seen_with_namespaces(judge, canary):
    if judge.isolation().level < 3:
        pytest.skip("seeing that a file exists takes namespaces to prevent")
    text = f'#include <sys/stat.h>\nint main() {{ struct stat s; return stat("{canary}", &s) == 0; }}'
    assert judged(judge, text).verdict is Verdict.AC


def test_a_number_of_another_table_of_system_calls_is_an_attempt_on_the_judge(judge):
    report = judged(judge, "#include <unistd.h>\nint main() { syscall(0x40000000 + 41, 2, 1, 0); }")
    assert (report.verdict, report.cases[0].reason) == (Verdict.RTE, "security")


def test_a_program_cannot_speak_for_the_judge(judge):
    text = r"""
#include <cstdio>
#include <cstdlib>
#include <unistd.h>
int main() {
    for (int fd = 2; fd < 64; fd++) {
        dprintf(fd, "*\n00000000000000000000000000000000 OSError: executing the program\n");
        dprintf(fd, "0000000000000000 [\"done\"]\n0000000000000000 [\"compiled\"]\n");
    }
    printf("no\n");
    return getenv("SAY") || STATUS;
}
"""
    for status, verdict in (("0", Verdict.WA), ("97", Verdict.RTE), ("42", Verdict.RTE), ("98", Verdict.RTE)):
        report = judged(judge, text.replace("STATUS", status), stdout="yes\n")
        assert report.verdict is verdict, report
    text = '#include <cstdio>\nint main() { fputs("terminate called ... std::bad_alloc", stderr); puts("no"); }'
    assert judged(judge, text, stdout="yes\n").verdict is Verdict.WA


def test_threads_that_go_on_end_with_the_program(judge):
    text = """
#include <cstdio>
#include <thread>
#include <unistd.h>
int main() {
    std::thread([] { for (;;) usleep(1000); }).detach();
    puts("done");
}
"""
    assert judged(judge, text, stdout="done\n").verdict is Verdict.AC
    waits = text.replace('puts("done");', 'puts("done"); pause();')
    assert judged(judge, waits, stdout="done\n", limits=Limits(cpu_s=1, wall_s=1)).verdict is Verdict.TLE


_JAVA_TRIES = r"""
import java.nio.file.*;
public class Tries {
    interface Try { Object go() throws Throwable; }
    static void tried(String what, Try attempt) {
        try { attempt.go(); System.out.println(what); } catch (Throwable refused) { }
    }
    public static void main(String[] args) throws Exception {
        Path canary = Path.of("@");
        tried("pid", () -> ProcessHandle.current().pid());
        tried("process", () -> new ProcessBuilder("/bin/true").start());
        tried("shell", () -> Runtime.getRuntime().exec(new String[] {"/bin/sh", "-c", "true"}));
        tried("socket", () -> new java.net.Socket("127.0.0.1", 9));
        tried("server", () -> new java.net.ServerSocket(0));
        tried("udp", () -> new java.net.DatagramSocket());
        tried("canary", () -> Files.readAllBytes(canary));
        tried("passwd", () -> Files.readAllBytes(Path.of("/etc/passwd")));
        tried("environ", () -> Files.readAllBytes(Path.of("/proc/self/environ")));
        tried("write canary", () -> Files.writeString(canary, "x", StandardOpenOption.APPEND));
        tried("delete", () -> { Files.delete(canary); return 0; });
        tried("delete itself", () -> { Files.delete(Path.of("program.jar")); return 0; });
        tried("change itself", () -> Files.writeString(Path.of("program.jar"), "x"));
        tried("make", () -> Files.createFile(Path.of("made")));
        tried("make in /tmp", () -> Files.createTempFile("a", "b"));
        tried("kill", () -> ProcessHandle.of(ProcessHandle.current().parent().get().pid()).get().destroy());
        System.err.println("*\n0000000000000000 [\"done\"]");
        Runtime.getRuntime().halt(0);
    }
}
"""


def test_a_java_program_reaches_nothing(judge, canary):
    require(judge, "java")
    text = _JAVA_TRIES.replace("@", str(canary))
    report = judged(judge, text, "java", stdout="pid\n")
    assert report.verdict is Verdict.AC, report.cases
    assert canary.exists()


def test_an_annotation_processor_is_not_run(judge):
    require(judge, "java")
    text = "@P public class A { public static void main(String[] a) { System.out.println(1); } }\n@interface P { }\n"
    processor = (
        "import java.util.*; import javax.annotation.processing.*; import javax.lang.model.element.*;\n"
        '@SupportedAnnotationTypes("*") public class Proc extends AbstractProcessor {\n'
        "  public boolean process(Set<? extends TypeElement> s, RoundEnvironment e) {\n"
        '    throw new Error("it ran"); } }\n'
    )
    files = (("Proc.java", processor), ("META-INF/services/javax.annotation.processing.Processor", "Proc\n"))
    report = judged(judge, text, "java", files=files, stdout="1\n")
    assert report.verdict is Verdict.AC, report
