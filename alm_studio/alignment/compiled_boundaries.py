"""The light network that hears letters and edges, by kernels: in bytes, in about half of the time of torch's layers."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from alm_studio.alignment.boundary_network import BoundaryNetwork
from alm_studio.native.library import kernels
from alm_studio.native.machine import Machine
from alm_studio.native.packed import PackedLinear, pack_convolution

_WIDTHS = 64
"""Widths are multiples of this: whole blocks of columns, whatever the processor."""


class CompiledBoundaries:
    """See ``BoundaryNetwork``, whose weights it takes; hears one window at a time, and serves any number of threads.

    Args:
        network: that ``fits``.
        encoder: the one of its encoders whose states it is given; empty: none.
        machine: the processor.
    """

    def __init__(self, network: BoundaryNetwork, encoder: str, machine: Machine) -> None:
        run = kernels(machine)
        self._plain, self._added = run.linear, run.linear_gelu_add
        self._sound = _Convolution(network.sound, machine)
        self._meaning = _Meaning(network.meanings[encoder], machine) if encoder else None
        self._layers = [_Convolution(layer, machine) for layer in network.layers if isinstance(layer, nn.Conv1d)]
        weight = torch.cat([network.sounds.weight, network.edges.weight]).flatten(1)
        assert network.sounds.bias is not None
        assert network.edges.bias is not None
        self._out = PackedLinear(weight, torch.cat([network.sounds.bias, network.edges.bias]), machine)
        self._letters, self._width = network.sounds.out_channels, network.sound.out_channels

    def __call__(self, log_mel: Tensor, states: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Listen.

        Args:
            log_mel: [T, 80], see ``boundaries.normalised``.
            states: [S, D] of 20 ms, S at least T / 2; None: log-mel alone.

        Returns:
            logits of the letters and, last, of a pause, [T, 27]; of a word beginning, and having ended, [T, 2].
        """
        x = self._sound.put(log_mel, self._plain)[:, : self._width]
        if states is not None:
            assert self._meaning is not None
            meaning = self._meaning.put(states, self._plain)[:, : self._width]
            x = x + F.interpolate(meaning.mT[None], size=2 * len(states), mode="linear")[0].mT[: len(x)]
        x = F.gelu(x).contiguous()
        for layer in self._layers:
            layer.put(x, self._added, x)
        found = self._out.put(x, self._plain)
        return found[:, : self._letters], found[:, self._letters : self._letters + 2]


def fits(network: BoundaryNetwork) -> bool:
    """Whether the kernels can compute a network of these widths."""
    linear = [layer for layer in network.meanings.modules() if isinstance(layer, nn.Linear)]
    widths = [network.sound.out_channels, *(layer.in_features for layer in linear)]
    return all(width % _WIDTHS == 0 for width in widths)


class _Convolution:
    """A convolution as a linear layer of frames that lie side by side."""

    def __init__(self, layer: nn.Conv1d, machine: Machine) -> None:
        self._kernel, self._dilation = layer.kernel_size[0], layer.dilation[0]
        self._linear = pack_convolution(layer, machine)

    def put(self, x: Tensor, kernel: int, out: Tensor | None = None) -> Tensor:
        """See ``PackedLinear.put``; with x [T, in], zeros before and behind it."""
        frames, width = x.shape
        reach = self._kernel // 2 * self._dilation
        padded = F.pad(x, (0, 0, reach, reach))
        if self._dilation == 1:  # rows that overlap
            return self._linear.put(padded.as_strided((frames, self._kernel * width), (width, 1)), kernel, out)
        side_by_side = padded.as_strided((frames, self._kernel, width), (width, self._dilation * width, 1))
        return self._linear.put(side_by_side.reshape(frames, -1), kernel, out)


class _Meaning:
    """What an encoder's states tell: a layer norm and a linear layer."""

    def __init__(self, layers: nn.Module, machine: Machine) -> None:
        self._norm, linear = layers.children()
        assert isinstance(linear, nn.Linear)
        self._linear = PackedLinear(linear.weight, linear.bias, machine)

    def put(self, states: Tensor, kernel: int) -> Tensor:
        """See ``PackedLinear.put``."""
        return self._linear.put(self._norm(states), kernel)
