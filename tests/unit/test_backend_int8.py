"""8-bit linear layers compute what the plain layer computes, whichever way is taken."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from kernel_magic.engine import int8  # noqa: E402


@pytest.fixture
def linear():
    torch.manual_seed(1)
    return torch.nn.Linear(64, 96).to(torch.bfloat16)


@pytest.mark.parametrize("rows", [1, int8.NARROW_ROWS, int8.NARROW_ROWS + 1, 40])
def test_it_is_close_to_the_plain_layer(linear, rows):
    x = torch.randn(2, rows, 64).to(torch.bfloat16)[:1]
    with torch.inference_mode():
        expected, got = linear(x), int8.linear_class()(linear)(x)
    assert got.shape == expected.shape
    assert got.dtype == expected.dtype
    error = (got.float() - expected.float()).norm() / expected.float().norm()
    assert error < 0.02


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_both_ways_agree(linear, monkeypatch, kind):
    layer = int8.linear_class()(linear)
    x = torch.randn(8, 64).to(torch.bfloat16)
    monkeypatch.setattr(int8, "wide_type", lambda: kind)
    monkeypatch.setattr(int8, "_BLOCK", 32)
    with torch.inference_mode():
        narrow = layer(x)
        monkeypatch.setattr(int8, "fast_kernel", lambda: False)
        wide = layer(x)
    assert (narrow.float() - wide.float()).abs().max() < 0.05


def test_a_row_of_zeros_stays_one(linear):
    with torch.no_grad():
        linear.weight[3] = 0
        linear.bias[3] = 0
    with torch.inference_mode():
        assert int8.linear_class()(linear)(torch.ones(1, 64, dtype=torch.bfloat16))[0, 3] == 0


def test_every_linear_layer_is_replaced_and_nothing_points_into_the_old_weights():
    model = torch.nn.Sequential(torch.nn.Linear(32, 32), torch.nn.Sequential(torch.nn.Linear(32, 16, bias=False)))
    model.append(torch.nn.Embedding(4, 8))
    model = model.to(torch.bfloat16)
    old = model[2].weight.data_ptr()
    assert int8.quantise(model) == 2
    assert not any(isinstance(m, torch.nn.Linear) for m in model.modules())
    assert model[2].weight.data_ptr() != old
    assert model[0].weight.dtype == torch.int8
