"""Which device and which precision a model computes in."""

import warnings

import torch
from torch import Tensor, nn

from alm_studio.base.errors import UsageError
from alm_studio.model.layers import Conv1d, Linear

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "float32", "bfloat16", "float16", "int8")


def choose_device(wanted: str = "auto") -> torch.device:
    """The device to compute on.

    Args:
        wanted: ``"auto"``, ``"cpu"``, ``"cuda"``, ``"cuda:1"``, ``"mps"``.

    Raises:
        UsageError: it does not exist here.
    """
    has_mps = torch.backends.mps.is_available()
    if wanted == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "mps" if has_mps else "cpu")
    try:
        device = torch.device(wanted)
    except RuntimeError as error:
        raise UsageError(f"There is no device '{wanted}'. Use one of: {', '.join(DEVICES)}.") from error
    if device.type == "cuda" and not (torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count()):
        raise UsageError(f"No CUDA device '{wanted}' can be used here. Use --device cpu or auto.")
    if device.type == "mps" and not has_mps:
        raise UsageError("No Apple GPU can be used here. Use --device cpu or auto.")
    if device.type not in DEVICES:
        raise UsageError(f"There is no device '{wanted}'. Use one of: {', '.join(DEVICES)}.")
    return device


def choose_precision(wanted: str, device: torch.device) -> str:
    """The precision of the linear layers.

    ``auto`` is half precision on a GPU, bfloat16 on a processor that multiplies it in hardware, else float32.

    Raises:
        UsageError: unknown, or not to be had on this device.
    """
    if wanted not in PRECISIONS:
        raise UsageError(f"There is no precision '{wanted}'. Use one of: {', '.join(PRECISIONS)}.")
    if wanted == "auto":
        if device.type == "cpu":
            return "bfloat16" if _multiplies_bfloat16() else "float32"
        return "float16"
    if wanted == "int8" and device.type != "cpu":
        raise UsageError("int8 runs on the processor only. Use --compute float16 on this device, or --device cpu.")
    if wanted == "float16" and device.type == "cpu":
        raise UsageError("float16 needs a GPU. Use --compute bfloat16 or float32 on the processor.")
    return wanted


def apply_precision(network: nn.Module, precision: str) -> None:
    """Store linear, convolution and embedding weights in ``precision``; norms and positions stay in float32."""
    if precision == "int8":
        _quantise(network)
        return
    dtype = getattr(torch, precision)
    for module in network.modules():
        if isinstance(module, Linear | Conv1d | nn.Embedding):
            module.to(dtype)


class Int8Linear(nn.Module):
    """A linear layer with 8-bit weights, one scale per output; activations are scaled as they come."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        weight = linear.weight.detach().float()
        scales = weight.abs().amax(dim=1).clamp(min=1e-8) / 127
        with warnings.catch_warnings():
            # Deprecated in torch 2.13 (https://github.com/pytorch/pytorch/issues/184982), but linear_prepack takes
            # no other tensor. The bound on torch's version in pyproject.toml keeps its removal away.
            warnings.filterwarnings("ignore", message="torch.quantize_per_tensor", category=UserWarning)
            quantised = torch.quantize_per_channel(
                weight, scales.double(), torch.zeros(len(scales)).long(), 0, torch.qint8
            )
        bias = None if linear.bias is None else linear.bias.detach().float()
        self._packed = torch.ops.quantized.linear_prepack(quantised, bias)

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] of any float type to [..., out] in float32."""
        return torch.ops.quantized.linear_dynamic(x.float(), self._packed, True)  # type: ignore[no-any-return]


def _quantise(module: nn.Module) -> None:
    for name, child in list(module.named_children()):
        if isinstance(child, Linear):
            setattr(module, name, Int8Linear(child))
        else:
            _quantise(child)


def _multiplies_bfloat16() -> bool:
    supported = (
        getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
        or getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)()
    )
    return bool(supported)
