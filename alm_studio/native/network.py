"""A network by kernels, in place of torch's layers."""

import logging
from functools import lru_cache

import torch
import torch.nn.functional as F

from alm_studio.model.decoders.transformer import TransformerDecoder
from alm_studio.model.encoders.whisper import WhisperEncoder
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import Spec, WhisperSpec
from alm_studio.native.decoder import NativeDecoder
from alm_studio.native.encoder import NativeEncoder
from alm_studio.native.library import kernels
from alm_studio.native.machine import Machine, this_machine
from alm_studio.native.packed import PackedLinear
from alm_studio.native.rows import HEAD

log = logging.getLogger(__name__)

_REGISTER = 16
"""Numbers that kernels go through at a time."""
_WRONG = 0.05
"""Share by which a layer may be off: bytes are by 0.8 %, 7 bits by 1.4."""


@lru_cache(maxsize=1)
def tried_machine() -> Machine | None:
    """This processor, if there are kernels for it that compute what they should: tried on a small layer."""
    machine = this_machine()
    if machine is None:
        return None
    try:
        error = _error_of_a_layer(machine)
    except (RuntimeError, OSError) as problem:  # LLVM does not know an instruction, or may not make code
        log.warning("The kernels cannot be compiled here; torch computes instead: %s", problem)
        return None
    if error > _WRONG:
        log.warning("The compiled kernels are off by %.3f here; torch computes instead.", error)
        return None
    return machine


def fits(spec: Spec) -> bool:
    """Whether the kernels can compute a network of this shape: every Whisper that was published has it."""
    return (
        isinstance(spec, WhisperSpec)
        and spec.width == HEAD * spec.audio_heads == HEAD * spec.text_heads
        and 3 * spec.mel_bands % _REGISTER == 0
    )


def compile_network(network: Seq2Seq, machine: Machine) -> None:
    """Let a Whisper compute by kernels; its layers of torch are let go, and it cannot learn any more."""
    assert isinstance(network.encoder, WhisperEncoder)
    assert isinstance(network.decoder, TransformerDecoder)
    network.encoder = NativeEncoder(network.encoder, machine)
    network.decoder = NativeDecoder(network.decoder, machine)


def _error_of_a_layer(machine: Machine) -> float:
    """How far a layer's result is from torch's, as a share of it."""
    generator = torch.Generator().manual_seed(0)
    x, weight = torch.randn(7, 64, generator=generator), torch.randn(64, 64, generator=generator)
    out = PackedLinear(weight, None, machine).put(x, kernels(machine).linear_gelu)
    wanted = F.gelu(x @ weight.mT)
    return float((out - wanted).norm() / wanted.norm())
