"""Builders: configuration ends here, modules take plain arguments."""

import torch

from alm_studio.base.errors import ModelError
from alm_studio.model.decoders.lstm import LstmDecoder
from alm_studio.model.decoders.transformer import TransformerDecoder
from alm_studio.model.encoders.cnn import CnnEncoder, LearnedFilters
from alm_studio.model.encoders.lstm import LstmEncoder
from alm_studio.model.encoders.mfcc import MfccEncoder
from alm_studio.model.encoders.transformer import TransformerEncoder
from alm_studio.model.encoders.whisper import WhisperEncoder
from alm_studio.model.seq2seq import Decoder, Encoder, Seq2Seq
from alm_studio.model.spec import DecoderSpec, EncoderSpec, FamilySpec, FeatureSpec, Spec, WhisperSpec

SAMPLE_RATE = 16_000

_FEATURES = {"mfcc": FeatureSpec("mfcc", 13), "cnn-wave": FeatureSpec("wave", 40)}
_LOG_MEL = FeatureSpec("log-mel", 80)


def build(spec: Spec, device: str = "meta") -> Seq2Seq:
    """A network without weights, by default without memory either (a loader fills it).

    On a real device its weights are drawn at random, ready to learn.
    """
    return build_whisper(spec, device) if isinstance(spec, WhisperSpec) else build_family(spec, device)


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


def build_family(spec: FamilySpec, device: str = "meta") -> Seq2Seq:
    """A network of the family, by default without memory."""
    with torch.device(device):
        return Seq2Seq(_encoder(spec), _decoder(spec))


def family_spec(
    encoder: str = "transformer",
    decoder: str = "transformer",
    attention: str = "multi-head",
    vocabulary: int = 0,
    *,
    width: int = 144,
    layers: int = 3,
    heads: int = 4,
    dropout: float = 0.1,
    text_positions: int = 448,
    longest: float = 30.0,
) -> FamilySpec:
    """A network of sound proportions.

    Args:
        encoder: ``"mfcc"``, ``"cnn"``, ``"cnn-wave"`` (of the waveform), ``"lstm"``, ``"transformer"``, ``"whisper"``.
        decoder: ``"lstm"`` or ``"transformer"``.
        attention: ``"dot"``, ``"scaled-dot"``, ``"additive"`` or ``"multi-head"``.
        vocabulary: tokens.
        width, layers, heads: of both. LSTM decoders have two layers at most: more only learn more slowly.
        dropout: share of values zeroed while learning.
        text_positions: longest text in tokens.
        longest: seconds of the longest sound that the model will learn from.

    Raises:
        ModelError: no such part, or a size that no model has.
    """
    kind = "cnn" if encoder == "cnn-wave" else encoder
    positions = min(max(1, round(longest / 0.02)), 65_536)
    return FamilySpec(
        _FEATURES.get(encoder, _LOG_MEL),
        EncoderSpec(kind, width, layers, heads, dropout, positions),
        DecoderSpec(
            decoder,
            attention,
            width,
            min(layers, 2) if decoder == "lstm" else layers,
            heads,
            vocabulary,
            text_positions,
            dropout,
        ),
        longest,
    )


def _encoder(spec: FamilySpec) -> Encoder:
    part, features = spec.encoder, spec.features
    seconds = _seconds_per_frame(features)
    if part.kind == "mfcc":
        return MfccEncoder(features.width, part.width, part.layers, part.dropout, seconds)
    if part.kind == "cnn":
        filters = LearnedFilters(features.width, seconds) if features.kind == "wave" else None
        return CnnEncoder(features.width, part.width, part.layers, part.dropout, seconds, filters)
    if part.kind == "lstm":
        return LstmEncoder(features.width, part.width, part.layers, part.dropout, seconds)
    if part.kind == "transformer":
        return TransformerEncoder(features.width, part.width, part.heads, part.layers, part.dropout, seconds)
    if part.kind == "whisper":
        return WhisperEncoder(
            features.width, part.positions, part.width, part.heads, part.layers, part.dropout, hides_padding=True
        )
    raise ModelError(f"There is no encoder called '{part.kind}'.")


def _decoder(spec: FamilySpec) -> Decoder:
    part, memory_width = spec.decoder, spec.encoder.width
    if part.kind == "lstm":
        return LstmDecoder(
            part.vocabulary,
            part.positions,
            part.width,
            part.layers,
            part.attention,
            part.heads,
            part.dropout,
            memory_width,
            [head for _, head in spec.alignment_heads],
        )
    return TransformerDecoder(
        part.vocabulary,
        part.positions,
        part.width,
        part.heads,
        part.layers,
        spec.alignment_heads,
        part.attention,
        part.dropout,
        memory_width,
    )


def _seconds_per_frame(features: FeatureSpec) -> float:
    return {"log-mel": 0.01, "mfcc": 0.01, "wave": features.bands / SAMPLE_RATE}[features.kind]
