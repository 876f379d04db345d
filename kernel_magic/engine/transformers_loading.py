"""Loading a folder of safetensors files with transformers: in 8 bits, quietly, and never from the network."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kernel_magic.core.errors import BackendError, WeightsError
from kernel_magic.engine import int8

_ROOM = 1.3
"""A model whose 16-bit weights need so much less than the free memory of the GPU gets 8-bit layers of our own there.

They are two and a half times as fast as those of bitsandbytes, which is left for models that only fit in 8 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A model, its tokenizer, and in what form its weights are held, for people."""

    model: Any
    tokenizer: Any
    form: str


def load(folder: Path, *, bits: int) -> Loaded:
    """Load a model for inference: on CUDA devices where there are any, spread over them and over memory; else here.

    Raises:
        WeightsError: a file is missing or damaged.
        BackendError: transformers does not know such a model, or memory does not suffice.
    """
    with _quiet_import():
        import torch
        import transformers
    with _quietly(transformers):
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            if torch.cuda.is_available():
                model, form = _on_cuda(folder, bits)
            else:
                model, form = _on_processor(folder)
        except (OSError, KeyError, EOFError) as error:
            raise WeightsError(f"The model in {folder} cannot be loaded: {_first_line(error)}") from error
        except (RuntimeError, ValueError, TypeError, ImportError, MemoryError, AttributeError) as error:
            raise BackendError(f"transformers could not load {folder.name}: {_first_line(error)}") from error
        except Exception as error:
            # The safetensors library's own exception derives from nothing more narrow.
            if type(error).__name__ != "SafetensorError":
                raise
            raise WeightsError(f"The model in {folder} is damaged: {_first_line(error)}") from error
    return Loaded(model=model.eval(), tokenizer=tokenizer, form=form)


def _on_processor(folder: Path) -> tuple[Any, str]:
    import torch
    import transformers

    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16, local_files_only=True)
    int8.quantise(model)
    return model, "8 bits" if int8.fast_kernel() else "8 bits, widened for each step: this torch has no 8-bit kernel"


def _on_cuda(folder: Path, bits: int) -> tuple[Any, str]:
    import torch
    import transformers

    place = {"dtype": torch.bfloat16, "device_map": "auto", "local_files_only": True}
    wide_bytes = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    if bits == 8 and wide_bytes * _ROOM < torch.cuda.mem_get_info()[0]:
        model = transformers.AutoModelForCausalLM.from_pretrained(folder, **place | {"device_map": {"": 0}})
        int8.quantise(model)
        torch.cuda.empty_cache()
        return model, "8 bits"
    if find_spec("bitsandbytes") is None:
        model = transformers.AutoModelForCausalLM.from_pretrained(folder, **place)
        return model, "16 bits: bitsandbytes is not installed"
    if bits == 4:
        form = transformers.BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_compute_dtype=torch.bfloat16)
    else:
        form = transformers.BitsAndBytesConfig(load_in_8bit=True)
        place["dtype"] = torch.float16  # its kernel knows no other type, and says so at every layer of every token
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, quantization_config=form, **place)
    return model, f"{bits} bits"


@contextlib.contextmanager
def _quiet_import() -> Iterator[None]:
    """Let torch's threads sleep where they wait for each other.

    The library that starts them reads this once, when it is loaded. Spinning, the default, one other busy process on
    two cores makes the model twenty times slower. What the person has set stays, and so does their environment.
    """
    name = "OMP_WAIT_POLICY"
    if name in os.environ:
        yield
        return
    os.environ[name] = "passive"
    try:
        yield
    finally:
        os.environ.pop(name, None)


@contextlib.contextmanager
def _quietly(transformers: Any) -> Iterator[None]:
    """No progress bars and warnings of the library while we load; what the person has set comes back."""
    log = transformers.utils.logging
    verbosity, bars = log.get_verbosity(), log.is_progress_bar_enabled()
    log.set_verbosity_error()
    log.disable_progress_bar()
    try:
        yield
    finally:
        log.set_verbosity(verbosity)
        if bars:
            log.enable_progress_bar()


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
