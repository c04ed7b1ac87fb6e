"""A network by kernels, in place of torch's layers."""

from alm_studio.model.decoders.transformer import TransformerDecoder
from alm_studio.model.encoders.whisper import WhisperEncoder
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.native.decoder import NativeDecoder
from alm_studio.native.encoder import NativeEncoder
from alm_studio.native.machine import this_machine


def can_compile() -> bool:
    """Whether there are kernels for this processor."""
    return this_machine() is not None


def compile_network(network: Seq2Seq) -> None:
    """Let a Whisper compute by kernels; its layers of torch are let go, and it cannot learn any more."""
    machine = this_machine()
    assert machine is not None
    assert isinstance(network.encoder, WhisperEncoder)
    assert isinstance(network.decoder, TransformerDecoder)
    network.encoder = NativeEncoder(network.encoder, machine)
    network.decoder = NativeDecoder(network.decoder, machine)
