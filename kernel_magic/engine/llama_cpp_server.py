"""The process that holds a llama.cpp model. Started by `llama_cpp_process` as a script of its own; never imported.

A process of its own, because the library keeps Python's lock while it loads (nothing else would run, Ctrl-C included)
and because it ends its process where memory or a file fails it: a learner's kernel must survive both.

It reads one line of JSON from standard input, its settings (the key among them: an argument would show in the list of
processes), loads the model, answers one line of JSON, and ends when standard input does: when its parent is gone.
It needs the standard library and xllamacpp only.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import Any


def _parameters(settings: dict[str, Any]) -> Any:
    """The library's parameters: no page, no listing, no cache but that of the slots, one address."""
    import xllamacpp

    wanted = xllamacpp.CommonParams()
    wanted.model.path = settings["model"]
    wanted.hostnames = [settings["host"]]
    wanted.port = 0
    wanted.api_keys = [settings["key"]]
    wanted.ui = False
    wanted.endpoint_slots = wanted.endpoint_props = wanted.endpoint_metrics = False
    wanted.offline = True
    wanted.verbosity = settings["verbosity"]
    wanted.n_ctx = settings["context_tokens"]
    wanted.n_parallel = settings["slots"]
    wanted.kv_unified = True
    # Every stream holds one of these for as long as it runs; two more count tokens meanwhile.
    wanted.n_threads_http = settings["slots"] + 2
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = settings["threads"]
    # Sleep, do not spin (see `_environment` of llama_cpp_process; this is the same for builds without OpenMP).
    wanted.cpuparams.poll = wanted.cpuparams_batch.poll = 0
    # The library looks at its queue between two batches: a short batch is a prompt end to a cancelled request.
    wanted.n_batch = wanted.n_ubatch = settings["batch_tokens"]
    # Half the memory of the usual 16 bits for the same context; needs flash attention.
    wanted.cache_type_k = wanted.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_Q8_0
    wanted.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
    wanted.cache_ram_mib = 0
    wanted.warmup = False
    wanted.fit_params = False
    return xllamacpp.Server(wanted)


def _serve() -> int:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # what the library prints goes to the log, not between our answers
    settings = json.loads(sys.stdin.readline())
    os.umask(0o077)
    try:
        server = _parameters(settings)
    except (RuntimeError, ValueError, MemoryError, ImportError, OSError, AttributeError) as error:
        answers.write(json.dumps({"error": f"{type(error).__name__}: {error}"}) + "\n")
        return 1
    answers.write(json.dumps({"address": server.listening_address}) + "\n")
    while sys.stdin.readline():
        pass
    # A parent that was killed could not do it.
    shutil.rmtree(settings["folder"], ignore_errors=True)
    return 0


if __name__ == "__main__":
    # Without tear-down: the library may be in the middle of a batch, and the system takes everything back anyway.
    os._exit(_serve())
