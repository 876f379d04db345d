"""Checkers, interactors and validators in C++ and Java: the same rules hold for them, and all languages mix."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.problem import CheckerSpec, Contract, Limits, Prints, Stdin, TestCase
from kernel_magic.core.source import Source

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="compiled programs need Landlock")

_LIMITS = Limits(cpu_s=5, wall_s=15)
_SUM_CPP = r"""
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
int main(int argc, char** argv) {
  long total, a, b;
  std::ifstream(argv[1]) >> total;
  if (!(std::cin >> a >> b)) {
    std::ofstream(std::string(argv[3]) + "judgemessage.txt") << "not two numbers";
    return 43;
  }
  if (a == 1000) throw std::runtime_error("ha");
  if (a == 1001) return *(volatile int*)nullptr;
  if (a == 1002) for (;;) std::cout << "no end to it";
  std::cerr << "the sum is " << a + b;
  return a + b == total ? 42 : 43;
}
"""
_SUM_JAVA = """
import java.io.File;
import java.util.Scanner;
public class Check {
  public static void main(String[] arguments) throws Exception {
    long total = new Scanner(new File(arguments[0])).nextLong();
    Scanner output = new Scanner(new File(arguments[1]));
    System.exit(output.nextLong() + output.nextLong() == total ? 0 : 1);
  }
}
"""
_INTERACTOR_CPP = r"""
#include <fstream>
#include <iostream>
int main(int argc, char** argv) {
  int secret, guess;
  std::ifstream(argv[1]) >> secret;
  for (int turn = 0; turn < 11 && std::cin >> guess; turn++) {
    if (guess == secret) { std::cout << "correct" << std::endl; return 42; }
    std::cout << (guess < secret ? "higher" : "lower") << std::endl;
  }
  std::cerr << "gave up";
  return 43;
}
"""
_GUESSES_CPP = r"""
#include <iostream>
#include <string>
int main() {
  int low = 1, high = 1000;
  for (std::string answer; answer != "correct";) {
    int guess = (low + high) / 2;
    std::cout << guess << "\n";
    FLUSH
    if (!(std::cin >> answer)) return 1;
    if (answer == "lower") high = guess - 1; else low = guess + 1;
  }
}
"""


def needs(judge, language):
    offer = next(offer for offer in judge.languages() if offer.language == language)
    if not offer.offered:
        pytest.skip(f"{language}: {offer.detail}")


def one(judge, source, name, program, limits=_LIMITS, form="icpc"):
    case = TestCase(name="1", given=Stdin(text="7\n"), expected=Prints(text=""))
    checker = CheckerSpec(name=name, program=program, form=form)
    contract = Contract(language=source.language, cases=(case,), checker=checker, limits=limits)
    (result,) = judge.judge(source, contract).cases
    return result


@pytest.mark.parametrize(
    ("output", "verdict", "said"),
    [
        ("3 4", "AC", ""),
        ("3 5", "WA", "the sum is 8"),
        ("x", "WA", "not two numbers"),
        ("1000 0", "IE", "SIGABRT"),
        ("1001 0", "IE", "SIGSEGV"),
        ("1002 0", "IE", "printed more than"),
    ],
)
def test_a_checker_in_cpp_decides_and_its_faults_are_its_own(judge, output, verdict, said):
    needs(judge, "cpp")
    case = one(judge, Source(text=f"print({output!r})"), "special", Source(text=_SUM_CPP, language="cpp"))
    assert case.verdict.value == verdict, case
    assert said in case.message


@pytest.mark.parametrize(("output", "verdict"), [("3 4", "AC"), ("3 5", "WA"), ("x", "IE")])
def test_a_checker_in_java_that_dies_is_known_from_one_that_rejects(judge, output, verdict):
    needs(judge, "java")
    checker = Source(text=_SUM_JAVA, language="java")
    case = one(judge, Source(text=f"print({output!r})"), "special", checker, form="testlib")
    assert case.verdict.value == verdict, case  # both end with exit status 1


def test_a_checker_that_does_not_compile_is_a_fault(judge):
    needs(judge, "cpp")
    case = one(judge, Source(text="print(1)"), "special", Source(text="int main( {", language="cpp"))
    assert (case.verdict.value, case.reason) == ("IE", "checker")
    assert "line 1" in case.message


def test_programs_of_two_languages_talk_with_each_other(judge):
    needs(judge, "cpp")
    interactor = Source(text=_INTERACTOR_CPP, language="cpp")
    guesses = Source(text=_GUESSES_CPP.replace("FLUSH", "std::cout.flush();"), language="cpp")
    assert one(judge, guesses, "interactive", interactor).verdict.value == "AC"
    linear = Source(text="g = 100\nwhile input(f'{g}\\n') != 'correct': g -= 1")
    case = one(judge, linear, "interactive", interactor)
    assert case.verdict.value == "WA"
    assert "gave up" in case.message


def test_a_missing_flush_in_cpp_is_said(judge):
    needs(judge, "cpp")
    text = '#include <cstdio>\nint main() { char word[9]; std::printf("5\\n"); std::scanf("%8s", word); }'
    case = one(
        judge, Source(text=text, language="cpp"), "interactive", Source(text=_INTERACTOR_CPP, language="cpp"),
        limits=Limits(wall_s=1),
    )  # fmt: skip
    assert case.verdict.value == "TLE"
    assert "the submission last sent nothing" in case.message


def test_a_validator_in_cpp_is_asked_about_many_inputs(judge):
    needs(judge, "cpp")
    body = 'int n; if (std::cin >> n && n < 10) return 42; std::cerr << "large"; return 43;'
    validator = Source(text=f"#include <iostream>\nint main() {{ {body} }}", language="cpp")
    assert judge.validate((validator,), ("1", "10", "9", "x")) == ("", "large", "", "large")
    with pytest.raises(JudgeError, match=r"Input validator 1 of 1.*not usable"):
        judge.validate((Source(text="int main( {", language="cpp"),), ("1",))
