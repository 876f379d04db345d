"""The real 0.5B weights on this machine: whole, and in 8 bits something llama.cpp loads and answers with."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kernel_magic.core.chat import Message, Prompt, SamplingParams
from kernel_magic.engine import weights
from kernel_magic.engine.gguf_header import read_header
from kernel_magic.engine.registry import open_backend
from kernel_magic.settings import Settings

pytestmark = pytest.mark.model


def test_the_real_weights_verify():
    command = [sys.executable, "-m", "kernel_magic", "model", "verify", "0.5b", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["holds"] is True
    assert found["name"] == "qwen2.5-coder-0.5b-instruct"


def test_the_8_bit_form_has_8_bit_matrices_and_loads():
    pytest.importorskip("xllamacpp")
    home = Settings.load().home
    path = weights.ensure("0.5b", home=home, bits=8, allow_fetch=False)
    header = read_header(path)
    assert header.metadata["general.file_type"] == 7
    assert {tensor.type_id for tensor in header.tensors if len(tensor.shape) > 1} == {8}
    backend = open_backend("llama_cpp", str(path), home=home, allow_fetch=False, context_tokens=2048)
    try:
        ask = Message(role="user", text="Reply with the Python keyword that defines a function, and nothing else.")
        answer = backend.complete(Prompt(messages=(ask,), sampling=SamplingParams(temperature=0, max_tokens=20)))[0]
    finally:
        backend.close()
    assert "def" in answer.text
