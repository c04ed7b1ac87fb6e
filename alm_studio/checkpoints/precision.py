"""Which device and which precision a model computes in."""

from contextlib import suppress
from queue import Empty, SimpleQueue

import torch
from torch import Tensor, nn

from alm_studio.base.aside import run_aside
from alm_studio.base.errors import UsageError
from alm_studio.checkpoints.int8 import (
    Int8Linear,
    Int8StatesLinear,
    deprecation_known,
    multiplies_many_rows,
    multiplies_states_in_int8,
)
from alm_studio.checkpoints.processor import fastest_precision
from alm_studio.model.layers import Conv1d, FeedForward, Linear, TiedOutput
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import Spec, WhisperSpec
from alm_studio.native.network import compile_network, fits, tried_machine

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "float32", "bfloat16", "float16", "int8", "bfloat16+int8", "float32+int8", "compiled")
"""Of two, the first is for what listens (the encoder, its keys and values), the second for what writes, and for what
bears it of what listens. ``compiled``: everything in bytes, by kernels for Whisper on this processor."""

_STATES = "int8 of states"
"""See ``Int8StatesLinear``."""
_BEARING = ("up", "out", "key_value")
"""Layers that hear in int8 as well, by their names."""


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

    ``auto`` is half precision on a GPU. On a processor it is ``compiled`` where there are kernels for it: all products
    in bytes, see ``alm_studio.native``. Elsewhere torch computes: what listens in bfloat16 where that is multiplied in
    hardware, else in float32; what writes, which waits for its weights to be read, in int8; each only where it is
    faster than float32, which is tried once.

    Raises:
        UsageError: unknown, or not to be had on this device.
    """
    if wanted not in PRECISIONS:
        raise UsageError(f"There is no precision '{wanted}'. Use one of: {', '.join(PRECISIONS)}.")
    if wanted == "auto":
        if device.type != "cpu":
            return "float16"
        return "compiled" if tried_machine() else _fastest_of_torch()
    if wanted == "compiled" and not (device.type == "cpu" and tried_machine()):
        raise UsageError("There are no compiled kernels for this device. Use --compute auto.")
    if wanted.endswith("int8") and device.type != "cpu":
        raise UsageError("int8 runs on the processor only. Use --compute float16 on this device, or --device cpu.")
    if wanted == "float16" and device.type == "cpu":
        raise UsageError("float16 needs a GPU. Use --compute bfloat16 or float32 on the processor.")
    return wanted


def suited(precision: str, spec: Spec) -> str:
    """The precision that a network of this shape can have, if it shall have this one."""
    if not isinstance(spec, WhisperSpec):
        return "float32"  # small networks, whose recurrent layers know no other on every device
    return _fastest_of_torch() if precision == "compiled" and not fits(spec) else precision


def _fastest_of_torch() -> str:
    """On a processor."""
    listening = ("float32", "bfloat16") if multiplies_bfloat16() else ("float32",)
    return fastest_precision(listening, (("int8", _int8),))


def apply_precision(network: nn.Module, precision: str) -> None:
    """Store linear, convolution and embedding weights in ``precision``; norms and positions stay in float32.

    What shall become int8, or be compiled, waits in float16 until there are numbers, see ``quantise``.
    """
    for name, module in network.named_modules():
        if isinstance(module, Linear | Conv1d | nn.Embedding):
            part = _part(name, precision)
            if part.startswith("int8") or part == "compiled":
                part = "float32" if isinstance(module, Conv1d) else "float16"
            module.to(getattr(torch, part))


def quantise(network: Seq2Seq, precision: str) -> None:
    """Make the linear layers int8 that ``precision`` wants so, or the network kernels, once its weights are there."""
    if precision == "compiled":
        machine = tried_machine()
        assert machine is not None  # or another precision would have been chosen
        compile_network(network, machine)
        return
    chosen = [
        (module, child, part)
        for parent, module in network.named_modules()
        for child, layer in module.named_children()
        if isinstance(layer, Linear | TiedOutput) and (part := _part(f"{parent}.{child}", precision)).startswith("int8")
    ]
    listening = getattr(torch, precision.partition("+")[0])

    def change(module: nn.Module, child: str, part: str) -> None:
        layer = getattr(module, child)
        weight, bias = layer.weight, getattr(layer, "bias", None)
        if part != _STATES:
            setattr(module, child, Int8Linear(weight, bias))
            return
        activated = isinstance(module, FeedForward)
        setattr(module, child, Int8StatesLinear(weight, bias, listening, gelu=activated))
        if activated:
            module.activation = nn.Identity()  # it is in the layer

    waiting: SimpleQueue[tuple[nn.Module, str, str]] = SimpleQueue()
    for place in reversed(chosen):  # the largest is the last
        waiting.put(place)

    def work() -> None:
        with suppress(Empty):
            while True:
                change(*waiting.get_nowait())

    with deprecation_known():
        others = [run_aside(work) for _ in range(torch.get_num_threads() - 1)]
        work()
        for other in others:
            other.result()


def _part(name: str, precision: str) -> str:
    """The precision of a layer, by its name: what listens has the first of two, what writes the second.

    Where what writes is int8, only those layers are whose input is normalised: the range of the others' is set by a few
    outliers (the last of the feed-forward layer alone costs 2 % of the negative log-likelihood, all the rest 0.7 %).
    Of what listens those layers are int8 then that lose nothing by it, on processors that gain by it.
    """
    listening, _, writing = precision.partition("+")
    layer = name.rpartition(".")[2]
    if name.startswith("encoder.") or layer == "key_value":
        if writing == "int8":
            if layer in _BEARING and multiplies_states_in_int8():
                return _STATES
            if layer in (*_BEARING, "qkv") and listening == "float32" and multiplies_many_rows():
                return "int8"
        return listening
    return listening if writing == "int8" and layer in ("out", "down") else writing or listening


def _int8(weight: Tensor) -> Int8Linear:
    with deprecation_known():
        return Int8Linear(weight)


def multiplies_bfloat16() -> bool:
    """Whether this processor does so in hardware."""
    supported = (
        getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
        or getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)()
    )
    return bool(supported)
