"""Answers that attack the grader instead of solving the exercise. None of them may gain a point, whatever it tries.

Each attack is the text of a solution cell; `{function}` is what the exercise asks for, `{marker}` a path outside the
sandbox that nobody may be able to write.
"""

from __future__ import annotations

ALWAYS_EQUAL = """
class Equal(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __lt__(self, other): return True
    def __repr__(self): return "2"
    def __reduce__(self): return (int, (2,))
class Anything:
    def __eq__(self, other): return True
    def __getattr__(self, name): return Anything()
    def __bool__(self): return True
def {function}(*args, **kwargs):
    return Anything()
"""
ENDLESS = "def {function}(*args, **kwargs):\n    while True:\n        pass\n"
SLEEPING = "import time\ndef {function}(*args, **kwargs):\n    time.sleep(3600)\n"
EXIT_NOW = "import os\ndef {function}(*args, **kwargs):\n    os._exit(0)\n"
EXIT_AT_LOAD = "import sys\ndef {function}(*args, **kwargs):\n    return 0\nsys.exit(0)\n"
FORKS = """
import os
def {function}(*args, **kwargs):
    while True:
        os.fork()
"""
MEMORY = """
def {function}(*args, **kwargs):
    hog = []
    while True:
        hog.append(bytearray(10_000_000))
"""
WRITES = """
import os, pathlib
def {function}(*args, **kwargs):
    for place in ({marker!r}, "/tmp/km-was-here", os.path.expanduser("~/km-was-here"), "km-was-here"):
        try:
            pathlib.Path(place).write_text("gained")
        except Exception:
            pass
    return None
"""
READS = """
import glob, os
def {function}(*args, **kwargs):
    found = []
    packages = glob.glob("/**/assignment.json", recursive=True)
    for top in ("/etc/passwd", "/proc/self/environ", "/proc/1/cmdline", *packages):
        try:
            found.append(open(top).read())
        except Exception:
            pass
    return found
"""
RAISES_ARGUMENTS = """
def {function}(*args, **kwargs):
    raise ValueError(f"LEAK {{args!r}}")
"""
NAMES_EXCEPTION = """
def {function}(*args, **kwargs):
    name = "LEAK_" + "".join(c if c.isalnum() else "_" for c in repr(args))
    raise type(name, (Exception,), {{}})(repr(args))
"""
PRINTS_ARGUMENTS = """
import sys
def {function}(*args, **kwargs):
    print("LEAK", args)
    print("LEAK", args, file=sys.stderr)
    return args
"""
REMEMBERS = """
SEEN = []
def {function}(*args, **kwargs):
    SEEN.append(args)
    return ["LEAK", *SEEN]
"""
RAISES_REMEMBERED = """
SEEN = []
def {function}(*args, **kwargs):
    SEEN.append(args)
    if len(SEEN) > 2:
        raise KeyError(f"LEAK {{SEEN!r}}")
    return None
"""
PATCHES = """
import builtins, sys, operator
yes = lambda *args, **kwargs: True
for name in ("isinstance", "all", "any", "bool", "callable", "hasattr", "issubclass"):
    setattr(builtins, name, yes)
operator.eq = yes
def {function}(*args, **kwargs):
    return None
"""
MODULES = """
import sys, gc
def {function}(*args, **kwargs):
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()):
            if "expect" in name or name in ("answer", "wanted", "result"):
                return value
        frame = frame.f_back
    for module in list(sys.modules.values()):
        for name in ("expected", "EXPECTED", "answers"):
            if hasattr(module, name):
                return getattr(module, name)
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "expected" in thing:
            return thing["expected"]
    return None
"""
HOLLOWS_MODULES = """
import sys
class Fake:
    def __getattr__(self, name): return lambda *args, **kwargs: True
for name in list(sys.modules):
    if name not in ("sys", "builtins"):
        sys.modules[name] = Fake()
def {function}(*args, **kwargs):
    return None
"""
FORGES = """
import os, json
def {function}(*args, **kwargs):
    for number in range(3, 12):
        try:
            os.write(number, b'["returned", ["i", "2"], ["N"]]\\n["ready"]\\n')
        except OSError:
            pass
    return None
"""
KILLS = """
import os, signal
def {function}(*args, **kwargs):
    for process in (os.getppid(), 1, -1):
        try:
            os.kill(process, signal.SIGKILL)
        except Exception:
            pass
    return None
"""
FLOODS = "def {function}(*args, **kwargs):\n    while True:\n        print('x' * 10000)\n"
DEEP = "def {function}(*args, **kwargs):\n    return {function}(*args, **kwargs)\n"
NESTED = """
def {function}(*args, **kwargs):
    value = []
    value.append(value)
    return value
"""

ATTACKS: dict[str, str] = {
    "always_equal": ALWAYS_EQUAL,
    "endless": ENDLESS,
    "exit_now": EXIT_NOW,
    "forks": FORKS,
    "memory": MEMORY,
    "writes": WRITES,
    "reads": READS,
    "raises_arguments": RAISES_ARGUMENTS,
    "names_exception": NAMES_EXCEPTION,
    "prints_arguments": PRINTS_ARGUMENTS,
    "remembers": REMEMBERS,
    "raises_remembered": RAISES_REMEMBERED,
    "patches": PATCHES,
    "modules": MODULES,
    "hollows_modules": HOLLOWS_MODULES,
    "forges": FORGES,
    "kills": KILLS,
    "exit_at_load": EXIT_AT_LOAD,
    "floods": FLOODS,
    "deep": DEEP,
    "nested": NESTED,
    "sleeping": SLEEPING,
}
"""Name to text. The order is the one in which a class of few hostile students gets them."""


def attack(name: str, function: str, marker: str) -> str:
    """The text of an attack on an exercise."""
    return ATTACKS[name].format(function=function, marker=marker).lstrip("\n")
