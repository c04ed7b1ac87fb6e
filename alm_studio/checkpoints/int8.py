"""Linear layers with 8-bit weights, for few rows and for many."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_LARGEST = 127
_SAFE = 64
"""Largest weight where two products are added up in 16 bits, without VNNI: 2 · 255 · 64 fits. The lost bit is better
borne by weights, each output of which has a scale of its own, than by activations, which share one."""
_BLOCK = 8192
"""Outputs whose weights are rounded at a time."""
_ZERO = 128
"""What stands for 0 in activations, which have no sign: signed ones fall into a reference kernel, far too slow."""


class Int8Linear(nn.Module):
    """A layer for the few rows of a decoder's step, and on a processor without VNNI for many; activations are scaled as
    they come. Make it ``deprecation_known``.

    Args:
        weight: [out, in].
        bias: [out] or None.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None = None) -> None:
        super().__init__()
        rounded, scales = _rounded(weight.detach(), _LARGEST if _has_vnni() else _SAFE)
        zeros = torch.zeros(len(scales), dtype=torch.int64)
        quantised = torch._make_per_channel_quantized_tensor(rounded, scales.double(), zeros, 0)
        self._packed = torch.ops.quantized.linear_prepack(quantised, None if bias is None else bias.detach().float())

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] of any float type to [..., out] in float32."""
        return torch.ops.quantized.linear_dynamic(x.float(), self._packed)  # type: ignore[no-any-return]


class Int8StatesLinear(nn.Module):
    """A layer for the many rows of an encoder's states, by oneDNN: twice as fast there as bfloat16.

    Args:
        weight: [out, in].
        bias: [out] or None.
        dtype: of what comes out.
        gelu: whether a GELU follows, which costs nothing here.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None, dtype: torch.dtype, gelu: bool = False) -> None:
        super().__init__()
        rounded, self._scales = _rounded(weight.detach(), _LARGEST)
        self._packed = torch.ops.onednn.qlinear_prepack(rounded, None)
        self._rounding = torch.tensor(_ZERO + 0.5)  # what lies behind the point is cut off
        self._zeros = torch.zeros(len(weight), dtype=torch.int64)
        self._bias = None if bias is None else bias.detach().float()
        self._dtype = dtype
        self._post: tuple[str, list[float | None], str] = ("gelu", [], "none") if gelu else ("none", [], "")

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] of any float type to [..., out]."""
        rows = x.reshape(-1, x.shape[-1]).float()
        lowest, highest = rows.aminmax()
        scale = max(-float(lowest), float(highest), 1e-8) / _LARGEST
        rounded = torch.add(self._rounding, rows, alpha=1 / scale).to(torch.uint8)
        weights = (self._packed, self._scales, self._zeros, self._bias)
        out = torch.ops.onednn.qlinear_pointwise(rounded, scale, _ZERO, *weights, 1.0, 0, self._dtype, *self._post)
        return out.view(*x.shape[:-1], -1)  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def multiplies_states_in_int8() -> bool:
    """Whether ``Int8StatesLinear`` runs on this processor in hardware, and right: tried on a small layer."""
    if not _has_vnni():
        return False
    generator = torch.Generator().manual_seed(0)
    x, weight = torch.randn(8, 64, generator=generator), torch.randn(32, 64, generator=generator)
    wanted = F.gelu(F.linear(x, weight))
    try:
        found = Int8StatesLinear(weight, None, torch.float32, gelu=True)(x)
    except (RuntimeError, AttributeError, NotImplementedError):  # torch was built without it
        return False
    return float((found - wanted).norm() / wanted.norm()) < 0.05


def multiplies_many_rows() -> bool:
    """Whether ``Int8Linear`` suits many rows too: FBGEMM without VNNI is 1.7 times as fast as float32."""
    return torch.backends.quantized.engine in ("x86", "fbgemm") and not _has_vnni()


def _rounded(weight: Tensor, largest: int) -> tuple[Tensor, Tensor]:
    """[out, in] of any float type to 8 bits and a scale for each output: its largest weight becomes ``largest``.

    In blocks: a vocabulary in float32 is a hundred megabytes.
    """
    rounded = torch.empty(weight.shape, dtype=torch.int8)
    scales = torch.empty(len(weight))
    for first in range(0, len(weight), _BLOCK):
        block = slice(first, first + _BLOCK)
        numbers = weight[block].float()
        scales[block] = numbers.abs().amax(dim=1).clamp(min=1e-8) / largest
        rounded[block] = (numbers / scales[block, None]).round_()
    return rounded, scales


@contextmanager
def deprecation_known() -> Iterator[None]:
    """Quantising warns of its end from torch 2.13 on (https://github.com/pytorch/pytorch/issues/184982), but
    ``linear_prepack`` takes no other tensor. The bound on torch's version in pyproject.toml keeps its removal away."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="torch.quantize_per_tensor", category=UserWarning)
        yield


def _has_vnni() -> bool:
    """Whether this processor adds up products of 8 bits in 32 (VNNI)."""
    return bool(getattr(torch.cpu, "_is_vnni_supported", lambda: False)())
