"""Builders: configuration ends here, modules take plain arguments."""

import torch

from alm_studio.model.decoders.transformer import TransformerDecoder
from alm_studio.model.encoders.whisper import WhisperEncoder
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import WhisperSpec


def build_whisper(spec: WhisperSpec, device: str = "meta") -> Seq2Seq:
    """A Whisper network without weights, by default without memory either (a loader fills it)."""
    with torch.device(device):
        encoder = WhisperEncoder(spec.mel_bands, spec.audio_states, spec.width, spec.audio_heads, spec.audio_layers)
        decoder = TransformerDecoder(
            spec.vocabulary,
            spec.text_positions,
            spec.width,
            spec.text_heads,
            spec.text_layers,
            spec.alignment_heads,
        )
    return Seq2Seq(encoder, decoder)
