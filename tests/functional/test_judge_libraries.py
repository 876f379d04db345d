"""numpy and pandas can be used in runs at every isolation level, whoever names them: the program or its cases."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest

from kernel_magic.core.problem import Call, Contract, Expression, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.judge.local import LocalJudge
from kernel_magic.judge.sittings import needs_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

_PROGRAMS = {
    "numpy": "import numpy as np\ndef f(n):\n    return int(np.arange(n).sum())\n",
    "pandas": "import pandas as pd\ndef f(n):\n    return int(pd.Series(range(n)).sum())\n",
}
_SETUP = {
    "numpy": ("import numpy as np", "f(np.array([4])[0])"),
    "pandas": ("import pandas as pd", "f(pd.Series([4]).iloc[0])"),
}


@pytest.mark.parametrize("level", [3, 2, 1])
@pytest.mark.parametrize("library", _PROGRAMS)
def test_a_library_is_there_for_programs_and_for_cases(level, library):
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    setup, expression = _SETUP[library]
    call = TestCase(name="call", given=Call(args=(4,)), expected=Returns(value=6))
    shown = TestCase(name="case", given=Expression(expression=expression, setup=setup), expected=Returns(value=6))
    plain = Source(text="def f(n):\n    return sum(range(int(n)))\n")
    with LocalJudge(level=level) as judge:
        assert judge.judge(Source(text=_PROGRAMS[library]), Contract(function="f", cases=(call,))).accepted
        assert judge.mutate(Source(text=_PROGRAMS[library]), Contract(function="f", cases=(call,))).killed
    with LocalJudge(level=level) as judge:
        assert judge.judge(plain, Contract(function="f", cases=(shown,))).accepted


@pytest.mark.parametrize("level", [3, 2])  # at level 1 no file can be opened
def test_a_right_answer_may_draw_without_being_granted_files(level):
    pytest.importorskip("matplotlib")
    draws = "import matplotlib.pyplot as plt\n\ndef f(n):\n    plt.plot(range(n))\n    return sum(range(n))\n"
    call = TestCase(name="call", given=Call(args=(4,)), expected=Returns(value=6))
    with LocalJudge(level=level) as judge:
        report = judge.judge(Source(text=draws), Contract(function="f", cases=(call,)))
    assert report.accepted, report.cases[0].message


def test_what_a_program_needs_is_read_from_its_text():
    assert needs_of("import numpy as np") == ("numpy",)
    assert needs_of("from pandas import DataFrame") == ("numpy", "pandas")
    assert needs_of("numpy and pandas") == ("numpy", "pandas")
    assert needs_of("my_numpy, pandasy") == ()
