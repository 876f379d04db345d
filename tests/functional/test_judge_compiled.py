"""C++ and Java: every verdict for its reason, compiled once, nothing left behind; what is not offered is said."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from kernel_magic.core.problem import Call, Contract, Limits, Returns, TestCase
from kernel_magic.core.source import Language, Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.compiling import compile_once
from kernel_magic.judge.local import LocalJudge
from kernel_magic.judge.programs import run_program
from kernel_magic.judge.sittings import Order
from tests.functional.compiled import judged, require

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="compiled languages need the Linux walls")

_ADD = '#include <cstdio>\nint main() { long a, b; scanf("%ld %ld", &a, &b); printf("%ld\\n", a + b); }\n'
_SHORT = Limits(cpu_s=0.3, wall_s=30.0)


@pytest.fixture
def cpp(judge):
    require(judge, "cpp")
    return judge


@pytest.fixture
def java(judge):
    require(judge, "java")
    return judge


_CPP = {
    "right": (_ADD, "3\n", Verdict.AC, "", ""),
    "wrong": (_ADD, "4\n", Verdict.WA, "wrong_output", "printed '3\\n'"),
    "segfault": ("int main() { *(volatile int*)8 = 1; }", "", Verdict.RTE, "signal", "SIGSEGV"),
    "exit status": (
        '#include <cstdio>\nint main() { fputs("went\\x1b[31m wrong\\n", stderr); return 7; }',
        "", Verdict.RTE, "exit", "exit status 7: went\ufffd[31m wrong",
    ),
    "exception": (
        '#include <stdexcept>\nint main() { throw std::runtime_error("too deep"); }',
        "", Verdict.RTE, "signal", "what(): too deep",
    ),
    "recursion without end": (
        "int f(int n) { volatile char b[900]; b[0] = n; return f(n + 1) + b[0]; }\nint main() { return f(0); }",
        "", Verdict.RTE, "signal", "SIGSEGV",
    ),
    "memory that is refused": (
        "#include <vector>\nint main() { std::vector<char> v(3ul << 30); return v[7]; }",
        "", Verdict.MLE, "memory", "ran out of memory",
    ),
    "memory that is used": (
        "#include <vector>\nint main() { std::vector<char> v(400ul << 20, 1); return v[7] - 1; }",
        "", Verdict.MLE, "memory", "more than its limit",
    ),
    "output": ('#include <cstdio>\nint main() { for (;;) puts("again"); }', "", Verdict.OLE, "output", "64 KiB"),
    "a loop without end": ("int main() { for (volatile int i = 0;; i = i + 1); }", "", Verdict.TLE, "cpu", "0.3 s"),
    "sleep": ("#include <unistd.h>\nint main() { sleep(100); }", "", Verdict.TLE, "wall", "1 s"),
    "no C++": ("int main() {\n  return x;\n}\n", "", Verdict.CE, "compile", "line 2: "),
    "not linked": ("int f();\nint main() { return f(); }", "", Verdict.CE, "compile", "undefined reference"),
    "empty": ("", "", Verdict.CE, "compile", "undefined reference"),
}  # fmt: skip


@pytest.mark.parametrize("name", _CPP)
def test_a_cpp_program_gets_its_verdict_for_its_reason(cpp, name):
    text, stdout, verdict, reason, message = _CPP[name]
    limits = _SHORT if reason == "cpu" else Limits(cpu_s=5, wall_s=1 if reason == "wall" else 20)
    report = judged(cpp, text, stdin="1 2\n", stdout=stdout, limits=limits)
    case = report.cases[0]
    assert (report.verdict, case.verdict, case.reason) == (verdict, verdict, reason), case
    assert message in case.message, case
    assert bool(report.diagnostics) == (verdict is Verdict.CE)


_EXCEPTION = "class A { public static void main(String[] a) { int[] x = {}; x[2] = 1; } }"
_FILLS = "class A { public static void main(String[] a) { var x = new long[99][]; for (int i = 0;; i++) x[i] = new long[1 << 22]; } }"  # noqa: E501
_JAVA = {
    "exception": (_EXCEPTION, Verdict.RTE, "exit", "ArrayIndexOutOfBoundsException"),
    "memory": (_FILLS, Verdict.MLE, "memory", "ran out of memory"),
    "a loop without end": ("class A { public static void main(String[] a) { for (;;); } }", Verdict.TLE, "cpu", "0.3"),
    "no Java": ("class A {\n  int f() { return y; }\n}\n", Verdict.CE, "compile", "line 2: cannot find symbol"),
}


@pytest.mark.parametrize("name", _JAVA)
def test_a_java_program_gets_its_verdict_for_its_reason(java, name):
    text, verdict, reason, message = _JAVA[name]
    report = judged(java, text, "java", limits=_SHORT if verdict is Verdict.TLE else Limits(cpu_s=5, wall_s=30))
    case = report.cases[0]
    assert (report.verdict, case.reason) == (verdict, reason), case
    assert message in case.message, case


def test_a_java_program_is_right_or_wrong_and_may_recurse_deep_and_start_threads(java):
    text = """
package deep.down;
import java.util.*;
class Helper { static int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); } }
public class Sum {
    static int got;
    public static void main(String[] args) throws Exception {
        Thread big = new Thread(null, () -> got = Helper.depth(300_000), "big", 1 << 28);
        big.start();
        big.join();
        System.out.println(new Scanner(System.in).nextInt() + got + " \u20ac");
    }
}
"""
    assert judged(java, text, "java", stdin="5\n", stdout="300005 \u20ac\n").verdict is Verdict.AC
    assert judged(java, text, "java", stdin="6\n", stdout="300005 \u20ac\n").verdict is Verdict.WA


def test_what_contests_need_of_cpp_works(cpp):
    text = """
#include <atomic>
#include <iostream>
#include <string>
#include <thread>
#include <vector>
int depth(int n) { volatile char b[32]; b[0] = char(n); return n ? 1 + depth(n - 1) + b[0] * 0 : 0; }
int main() {
    std::ios::sync_with_stdio(false);
    std::string line;
    std::getline(std::cin, line);
    std::atomic<int> sum = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) threads.emplace_back([&] { sum += 10; });
    for (auto& thread : threads) thread.join();
    std::cerr << std::string(5'000'000, 'e');
    std::cout << line << sum << depth(1'000'000) << std::endl;
}
"""
    report = judged(cpp, text, stdin="caf\u00e9\n", stdout="caf\u00e9401000000\n")
    assert report.verdict is Verdict.AC, report.cases


_FORTY_THREADS: dict[Language, str] = {
    "python": """
import threading
all_there, sums = threading.Barrier(40), []
def add():
    all_there.wait()
    sums.append(sum([1] * 1000))
threads = [threading.Thread(target=add) for _ in range(40)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sum(sums))
""",
    "cpp": """
#include <atomic>
#include <iostream>
#include <thread>
#include <vector>
int main() {
    std::atomic<int> there = 0, sum = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 40; i++) threads.emplace_back([&] {
        for (there++; there < 40;) std::this_thread::yield();
        sum += std::vector<int>(1000).size();
    });
    for (auto& thread : threads) thread.join();
    std::cout << sum << std::endl;
}
""",
    "java": """
import java.util.concurrent.*;
class A {
    public static void main(String[] a) throws Exception {
        var allThere = new CyclicBarrier(40);
        var pool = Executors.newFixedThreadPool(40);
        int sum = 0;
        Callable<Integer> add = () -> { allThere.await(); return new int[1000].length; };
        for (var one : pool.invokeAll(java.util.Collections.nCopies(40, add))) sum += one.get();
        pool.shutdown();
        System.out.println(sum);
    }
}
""",
}


@pytest.mark.parametrize("language", _FORTY_THREADS)
def test_forty_threads_at_once_are_no_reason_to_fail(judge, language):
    if language != "python":
        require(judge, language)
    report = judged(judge, _FORTY_THREADS[language], language, stdout="40000\n", limits=Limits(cpu_s=5, wall_s=10))
    assert report.verdict is Verdict.AC, report.cases


@pytest.mark.parametrize(
    "text",
    [
        _ADD.replace("\n", "\r\n"),
        _ADD.strip(),
        _ADD + "// " + "long " * 600_000,
        "\ufeff" + _ADD,
    ],
    ids=["Windows line ends", "no newline at the end", "three megabytes", "a byte order mark"],
)
def test_a_source_may_look_odd(cpp, text):
    assert judged(cpp, text, stdin="1 2", stdout="3").verdict is Verdict.AC


def test_what_is_no_text_does_not_compile(cpp):
    for text in ("int main() { return \ud800; }", "int main() { return \udcff\udcfe; }", "\0\0\0\0"):
        assert judged(cpp, text).verdict is Verdict.CE, text


def test_files_beside_a_program_are_compiled_with_it(cpp):
    text = '#include "lib/two.h"\n#include <cstdio>\nint main() { printf("%d\\n", two()); }\n'
    files = (("lib/two.h", "int two();\n"), ("lib/two.cpp", "int two() { return 2; }\n"))
    assert judged(cpp, text, files=files, stdout="2\n").verdict is Verdict.AC
    assert judged(cpp, text, files=files, stdout="3\n").verdict is Verdict.WA
    for name in ("../two.h", "/tmp/two.h", "a/../../b", ""):
        report = judged(cpp, text, files=((name, ""),))
        assert (report.verdict, report.cases[0].reason) == (Verdict.IE, "judge")
        assert "no name for a file" in report.cases[0].message


def test_a_program_gets_arguments_and_files_byte_for_byte(cpp):
    text = """
#include <cstdio>
int main(int n, char** arguments) {
    for (int i = 1; i < n; i++) printf("[%s]", arguments[i]);
    FILE* given = fopen("given.txt", "rb");
    for (int c; (c = fgetc(given)) != EOF;) printf(" %d", c);
    fflush(stdout);
    fprintf(stderr, " and errors");
    return fopen("left/note", "w") ? 43 : 1;
}
"""
    source = Source(text=text, language="cpp")
    order = Order(
        sandbox=cpp._sandbox, source=source, contract=Contract(language="cpp"), arguments=("a b", "-x"),
        given_files=(("given.txt", "\r\n\udcff"), ("left/", "")), errors="output", compiled_by=cpp._compilers.ready,
    )  # fmt: skip
    ran = run_program(order, b"")
    assert ran.by_itself
    assert (ran.exchange.output, ran.end.status) == (b"[a b][-x] 13 10 255 and errors", 43)


def test_a_program_is_compiled_once(cpp, monkeypatch):
    compiled = []

    def counting(*arguments):
        compiled.append(arguments)
        return compile_once(*arguments)

    monkeypatch.setattr("kernel_magic.judge.compilers.compile_once", counting)
    text = _ADD + "// only here\n"
    for stdout in ("3\n", "4\n", "3\n"):
        judged(cpp, text, stdin="1 2\n", stdout=stdout)
        judged(cpp, "int main() { return wrong; }")
    assert len(compiled) == 2
    judged(cpp, text + "// another\n")
    assert len(compiled) == 3


def test_what_was_compiled_cannot_be_changed(cpp):
    made = cpp._compilers.compiled(Source(text=_ADD, language="cpp"))
    size = os.fstat(made.artifact).st_size
    for attempt in (
        lambda: os.pwrite(made.artifact, b"x", 0),
        lambda: os.truncate(made.artifact, 0),
        lambda: os.pwrite(made.artifact, b"x", size),
    ):
        with pytest.raises(PermissionError):
            attempt()


def held():
    """How many descriptors this process has, and which processes."""
    descriptors = list(Path("/proc/self/fd").iterdir())
    return len(descriptors), {each.pid for each in psutil.Process().children(recursive=True)}


@pytest.mark.parametrize("level", [3, 2])
def test_nothing_is_left_behind(level):
    folders = set(Path(tempfile.gettempdir()).glob("kernel-magic-run-*"))
    others = held()[1]
    with LocalJudge(level=level) as judge:
        require(judge, "cpp")
        judged(judge, _ADD)
        before = held()
        for _ in range(40):
            assert judged(judge, _ADD, stdin="1 2", stdout="3").verdict is Verdict.AC
        assert held() == before
    assert held()[1] <= others
    assert set(Path(tempfile.gettempdir()).glob("kernel-magic-run-*")) == folders


def test_the_costs_are_without_an_empty_programs(cpp):
    report = judged(cpp, _ADD, stdin="1 2", stdout="3")
    assert report.floor.peak_mib > 0
    large = judged(cpp, "#include <vector>\nint main() { std::vector<char> v(90 << 20, 1); return v[9] - 1; }")
    assert 60 < large.cases[0].peak_mib < 120, large.cases


def test_a_language_whose_compiler_is_missing_is_the_judges_fault_and_says_what_to_install(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    with LocalJudge() as judge:
        report = judged(judge, _ADD)
        assert (report.verdict, report.cases[0].reason) == (Verdict.IE, "judge")
        assert "apt install g++" in report.cases[0].message
        offers = {offer.language: offer for offer in judge.languages()}
    assert offers["python"].offered
    assert not offers["cpp"].offered
    assert "apt install default-jdk-headless" in offers["java"].detail


def test_a_compiler_that_does_not_work_is_not_offered(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: "/bin/true")
    with LocalJudge() as judge:
        offers = {offer.language: offer for offer in judge.languages()}
        assert judged(judge, _ADD).verdict is Verdict.IE
    assert not offers["cpp"].offered
    assert "does not work" in offers["cpp"].detail or "isolation level" in offers["cpp"].detail


@pytest.mark.parametrize("level", [1, 0])
def test_compiled_languages_are_not_offered_where_files_are_not_confined(level):
    with LocalJudge(level=level) as judge:
        if judge.isolation().level != level:
            pytest.skip(f"this host does not reach level {level}")
        report = judged(judge, _ADD)
    assert report.verdict is Verdict.IE
    assert "isolation level 2" in report.cases[0].message


def test_functions_of_other_languages_are_not_called(cpp):
    case = TestCase(name="1", given=Call(args=(1,)), expected=Returns(value=1))
    report = cpp.judge(Source(text=_ADD, language="cpp"), Contract(language="cpp", function="f", cases=(case,)))
    assert (report.verdict, report.cases[0].verdict) == (Verdict.IE, Verdict.IE)
    assert "Python only" in report.cases[0].message


def test_without_cases_a_program_is_only_compiled(cpp):
    contract = Contract(language="cpp")
    assert cpp.judge(Source(text=_ADD, language="cpp"), contract).verdict is Verdict.AC
    report = cpp.judge(Source(text="int main() {", language="cpp"), contract)
    assert (report.verdict, report.cases) == (Verdict.CE, ())
    assert report.diagnostics[0].line == 1
