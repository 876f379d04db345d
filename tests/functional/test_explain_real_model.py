"""`explain` with the real 0.5B model: whatever it says, no sentence that the run refutes is shown."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.lessons.claims.check import Run, judge_claim
from kernel_magic.lessons.telling.words import sentences

CODE = """def largest_gap(numbers):
    ordered = sorted(numbers)
    gap = 0
    for i in range(1, len(ordered)):
        distance = ordered[i] - ordered[i - 1]
        if distance > gap:
            gap = distance
    return gap
"""


@pytest.mark.model
def test_words_of_the_real_model_agree_with_the_run(tmp_path):
    path = tmp_path / "code.py"
    path.write_text(CODE, encoding="utf-8")
    command = [sys.executable, "-m", "kernel_magic", "explain", str(path), "--call", "largest_gap([3, 10, 4])"]
    done = subprocess.run(
        [*command, "--model", "0.5b", "--json", "--quiet"], capture_output=True, text=True, timeout=280
    )
    assert done.returncode in (0, 1), done.stderr
    document = json.loads(done.stdout)
    assert document["result"] == "6"
    assert document["status"] in ("verified", "partly_verified")
    assert document["provenance"]["model"]
    trace = Trace(
        call=document["call"],
        steps=tuple(TraceStep(**step) for step in document["trace"]["steps"]),
        truncated=False,
        result="6",
    )
    run = Run(source=CODE, trace=trace)
    for block in document["blocks"]:
        assert block["prose"]
        for sentence in sentences(block["prose"]):
            assert judge_claim(sentence, run).holds is not False
        assert all(claim["holds"] is not False for claim in block["claims"])
    settled = all(claim["holds"] for block in document["blocks"] for claim in block["claims"])
    assert (document["status"] == "verified") is settled
