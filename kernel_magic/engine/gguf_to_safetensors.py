"""Turn a GGUF file into a folder that transformers loads fast. A script for a process of its own; never imported.

A process of its own, because the conversion takes about a minute in which it can be stopped nowhere, and needs three
times the model's memory. Arguments: the GGUF file, the folder to write. It prints a line of JSON before each step.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

STEPS = ("Reading the weights", "Copying them into a plain model", "Writing the model")


def _convert(source: Path, target: Path) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as in transformers_loading
    import torch
    import transformers

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    _tell(0)
    place = {"gguf_file": source.name, "local_files_only": True}
    tokenizer = transformers.AutoTokenizer.from_pretrained(source.parent, **place)
    loaded = transformers.AutoModelForCausalLM.from_pretrained(source.parent, dtype=torch.bfloat16, **place)
    _tell(1)
    config = loaded.config
    if hasattr(config, "quantization_config"):
        del config.quantization_config
    # A model that came from a GGUF file refuses to be saved; a fresh one with the same tensors does not.
    fresh = transformers.AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
    fresh.load_state_dict(loaded.state_dict(), strict=True, assign=True)
    fresh.tie_weights()
    fresh.generation_config = loaded.generation_config
    del loaded
    _tell(2)
    fresh.save_pretrained(target)
    tokenizer.save_pretrained(target)


def _tell(step: int) -> None:
    sys.stdout.write(json.dumps({"step": step, "of": len(STEPS), "message": STEPS[step]}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _convert(Path(sys.argv[1]), Path(sys.argv[2]))
