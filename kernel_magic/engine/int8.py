"""Linear layers that hold their weights in 8 bits. Needs torch; knows no model.

Each row of a weight is kept as integers with one scale, its largest absolute value over 127, as bitsandbytes does.
Few rows of input go through torch's own 8-bit kernel; many through a plain matrix product with the weight widened for
the moment, which is then faster. A GPU widens the weight each time: reading it in 8 bits is what counts there.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from functools import cache
from typing import Any

NARROW_ROWS = 12
"""Up to so many rows the 8-bit kernel wins; measured on processors with and without AVX-512."""

_BLOCK = 16_384
"""Rows of a weight widened at a time: the largest layer, the vocabulary, would need half a gigabyte at once."""


@cache
def fast_kernel() -> bool:
    """Whether this torch has the 8-bit kernel, and it computes what it should."""
    import torch

    if not hasattr(torch, "_weight_int8pack_mm"):
        return False
    x = torch.tensor([[1.0, 2.0] + [0.0] * 30], dtype=torch.bfloat16)
    weight = torch.tensor([[3, 4] + [0] * 30] * 16, dtype=torch.int8)
    try:
        y = torch._weight_int8pack_mm(x, weight, torch.full((16,), 0.5, dtype=torch.bfloat16))
    except (RuntimeError, NotImplementedError):
        return False
    return bool((y == 5.5).all())


@cache
def wide_type() -> Any:
    """The type many rows are computed in: without AVX-512 a product of 16-bit numbers is several times slower."""
    import torch

    return torch.bfloat16 if torch.backends.cpu.get_cpu_capability().startswith("AVX512") else torch.float32


@cache
def linear_class() -> Any:
    """The layer's class; made on first use, because torch is imported then."""
    import torch

    class Int8Linear(torch.nn.Module):
        """A linear layer with 8-bit weights, for inference."""

        def __init__(self, linear: Any) -> None:
            super().__init__()
            parts = [_row_wise(block) for block in linear.weight.detach().split(_BLOCK)]
            self.register_buffer("weight", torch.cat([weight for weight, _ in parts]))
            self.register_buffer("scale", torch.cat([scale for _, scale in parts]))
            bias = None if linear.bias is None else linear.bias.detach().to(torch.bfloat16, copy=True)
            self.register_buffer("bias", bias)
            self.in_features, self.out_features = linear.in_features, linear.out_features

        def forward(self, x: Any) -> Any:
            flat = x.reshape(-1, self.in_features)
            if self.weight.is_cuda:
                y = torch.nn.functional.linear(flat, self.weight.to(flat.dtype)) * self.scale
            elif flat.shape[0] <= NARROW_ROWS and fast_kernel():
                y = torch._weight_int8pack_mm(flat.to(torch.bfloat16), self.weight, self.scale)
            else:
                y = self._wide(flat)
            if self.bias is not None:
                y = y + self.bias
            return y.to(x.dtype).reshape(*x.shape[:-1], self.out_features)

        def _wide(self, flat: Any) -> Any:
            kind = wide_type()
            wide = flat.to(kind)
            blocks = [
                torch.nn.functional.linear(wide, weight.to(kind)) * scale.to(kind)
                for weight, scale in zip(self.weight.split(_BLOCK), self.scale.split(_BLOCK), strict=True)
            ]
            y = blocks[0] if len(blocks) == 1 else torch.cat(blocks, dim=1)
            return y.to(torch.bfloat16)

    return Int8Linear


def _row_wise(weight: Any) -> tuple[Any, Any]:
    """Some rows of a weight as integers, and a scale for each."""
    import torch

    wide = weight.float()
    # Stored in 16 bits, so the integers must be made with that value, not with the exact one.
    scale = (wide.abs().amax(dim=1) / 127).clamp(min=1e-8).to(torch.bfloat16)
    rounded = (wide / scale.float()[:, None]).round().clamp(-127, 127)
    return rounded.to(torch.int8), scale


def quantise(model: Any) -> int:
    """Put every linear layer of a model into 8 bits, in place; how many there were."""
    import torch

    replaced = 0
    layer = linear_class()
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if type(child) is torch.nn.Linear:
                setattr(parent, name, layer(child))
                replaced += 1
    # What is left still points into the file, all of which would stay in memory for it.
    for parameter in model.parameters():
        parameter.data = parameter.data.clone()
    _give_back()
    return replaced


def _give_back() -> None:
    """Return to the system what the wide copies of the weights took; glibc keeps it otherwise."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
