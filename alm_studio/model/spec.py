"""Specifications: the numbers that define a network, without its weights."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from alm_studio.base.errors import ModelError

# (encoder width, encoder heads, decoder layers are independent): no released Whisper exceeds these by far.
_LIMITS = {
    "mel_bands": 512,
    "audio_states": 32_768,
    "width": 8_192,
    "audio_heads": 256,
    "audio_layers": 128,
    "vocabulary": 1_000_000,
    "text_positions": 65_536,
    "text_heads": 256,
    "text_layers": 128,
}


ENCODERS = ("mfcc", "cnn", "lstm", "transformer", "whisper")
DECODERS = ("lstm", "transformer")
ATTENTIONS = ("dot", "scaled-dot", "additive", "multi-head")
FEATURES = ("log-mel", "mfcc", "wave")

# The same for networks of our own: generous, but nothing that would fill a machine before it is found out.
_FAMILY_LIMITS = {
    "bands": 1_024,
    "width": 8_192,
    "layers": 128,
    "heads": 256,
    "positions": 65_536,
    "vocabulary": 1_000_000,
}


def _check_number(name: str, value: object, limit: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= limit:
        raise ModelError(f"The model says {name} = {value!r}; that must be a whole number from 1 to {limit}.")


def _check_kind(what: str, kind: object, kinds: tuple[str, ...]) -> None:
    if kind not in kinds:
        raise ModelError(f"There is no {what} called {kind!r}. Use one of: {', '.join(kinds)}.")


def _check_dropout(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
        raise ModelError(f"The model says dropout = {value!r}; that must be at least 0 and below 1.")


@dataclass(frozen=True)
class FeatureSpec:
    """What an encoder listens to (``audio/features.py``).

    Attributes:
        kind: ``"log-mel"``, ``"mfcc"`` or ``"wave"``.
        bands: mel bands, cepstral coefficients, or samples in a frame.
    """

    kind: str
    bands: int

    def __post_init__(self) -> None:
        _check_kind("kind of features", self.kind, FEATURES)
        _check_number("bands", self.bands, _FAMILY_LIMITS["bands"])

    @property
    def width(self) -> int:
        """Numbers in a frame: MFCCs come with deltas and the deltas' deltas."""
        return 3 * self.bands if self.kind == "mfcc" else self.bands


@dataclass(frozen=True)
class EncoderSpec:
    """The shape of an encoder.

    Attributes:
        kind: one of ``ENCODERS``; ``"cnn"`` over features of kind ``"wave"`` learns its own filters.
        width: of every state.
        layers: behind the reduction of the frame rate.
        heads: of self-attention; plays no part without.
        dropout: share of values zeroed while learning.
        positions: states at most, of ``"whisper"``; the others know no bound.
    """

    kind: str
    width: int
    layers: int
    heads: int = 4
    dropout: float = 0.1
    positions: int = 1500

    def __post_init__(self) -> None:
        _check_kind("encoder", self.kind, ENCODERS)
        for name in ("width", "layers", "heads", "positions"):
            _check_number(name, getattr(self, name), _FAMILY_LIMITS[name])
        _check_dropout(self.dropout)
        if self.width % self.heads or self.width % 2 or self.width < 4:
            raise ModelError(
                f"The encoder's width is {self.width}; it must be even, and a multiple of its {self.heads} heads."
            )


@dataclass(frozen=True)
class DecoderSpec:
    """The shape of a decoder.

    Attributes:
        kind: one of ``DECODERS``.
        attention: one of ``ATTENTIONS``, over the encoder's states.
        width: of every state.
        layers: number of.
        heads: of self-attention and of multi-head attention.
        vocabulary: tokens.
        positions: longest text with its prompt, in tokens.
        dropout: share of values zeroed while learning.
    """

    kind: str
    attention: str
    width: int
    layers: int
    heads: int
    vocabulary: int
    positions: int = 448
    dropout: float = 0.1

    def __post_init__(self) -> None:
        _check_kind("decoder", self.kind, DECODERS)
        _check_kind("attention", self.attention, ATTENTIONS)
        for name in ("width", "layers", "heads", "vocabulary", "positions"):
            _check_number(name, getattr(self, name), _FAMILY_LIMITS[name])
        _check_dropout(self.dropout)
        if self.width % self.heads:
            raise ModelError(f"The decoder's width {self.width} is not a multiple of its {self.heads} heads.")

    @property
    def attention_heads(self) -> int:
        """Heads over the encoder's states in each layer that listens."""
        return self.heads if self.attention == "multi-head" else 1


@dataclass(frozen=True)
class FamilySpec:
    """A network of the family that is not Whisper: features, encoder, decoder.

    Attributes:
        longest: seconds of the longest sound that it learned from.
        alignment_heads: (layer, head) pairs of the decoder whose attention is reported. Empty: all that an LSTM
            decoder has, or those of a Transformer's last layer.
    """

    features: FeatureSpec
    encoder: EncoderSpec
    decoder: DecoderSpec
    longest: float = 30.0
    alignment_heads: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.longest, bool) or not isinstance(self.longest, int | float) or not 0 < self.longest <= 3600:
            raise ModelError(f"The model says it learned from {self.longest!r} seconds of sound at a time.")
        layers = 1 if self.decoder.kind == "lstm" else self.decoder.layers
        heads = self.decoder.attention_heads
        if not self.alignment_heads:
            last = tuple((layers - 1, head) for head in range(heads))
            object.__setattr__(self, "alignment_heads", last)  # frozen: a derived default
        for layer, head in self.alignment_heads:
            if not (0 <= layer < layers and 0 <= head < heads):
                raise ModelError(f"The model names an alignment head ({layer}, {head}) that it does not have.")
        if self.features.kind == "wave" and self.encoder.kind != "cnn":
            raise ModelError(f"The encoder '{self.encoder.kind}' cannot listen to the bare waveform. Use 'cnn'.")

    @property
    def vocabulary(self) -> int:
        """Tokens."""
        return self.decoder.vocabulary

    @property
    def multilingual(self) -> bool:
        """The family knows no language tokens."""
        return False

    @property
    def parameters(self) -> int:
        """How many numbers the weights hold, approximately (biases and norms left out)."""
        width, text = self.encoder.width, self.decoder.width
        per_layer = {"mfcc": 8, "cnn": 8, "lstm": 3, "transformer": 12, "whisper": 12}[self.encoder.kind]
        encoder = self.encoder.layers * per_layer * width * width + 5 * width * (self.features.width + width)
        if self.decoder.kind == "lstm":
            decoder = (8 * self.decoder.layers + 8) * text * text + 2 * self.vocabulary * text
        else:
            decoder = 16 * self.decoder.layers * text * text + (self.vocabulary + self.decoder.positions) * text
        return encoder + decoder


@dataclass(frozen=True)
class WhisperSpec:
    """The shape of a Whisper network.

    Attributes:
        mel_bands: log-mel bands a frame (80; large-v3: 128).
        audio_states: positions of the encoder, one per 20 ms (1500 for 30 s).
        width: of every state.
        audio_heads, audio_layers: of the encoder.
        vocabulary: tokens.
        text_positions: longest text with its prompt (448).
        text_heads, text_layers: of the decoder.
        alignment_heads: (layer, head) pairs of the decoder whose attention follows the sound.
    """

    mel_bands: int
    audio_states: int
    width: int
    audio_heads: int
    audio_layers: int
    vocabulary: int
    text_positions: int
    text_heads: int
    text_layers: int
    alignment_heads: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for name, limit in _LIMITS.items():
            value = getattr(self, name)
            if not isinstance(value, int) or not 1 <= value <= limit:
                raise ModelError(
                    f"The model says {name} = {value!r}, which no Whisper model has. It is damaged or foreign."
                )
        for heads in (self.audio_heads, self.text_heads):
            if self.width % heads:
                raise ModelError(
                    f"The model's width {self.width} is not a multiple of its {heads} heads. It is damaged."
                )
        for layer, head in self.alignment_heads:
            if not (0 <= layer < self.text_layers and 0 <= head < self.text_heads):
                raise ModelError(f"The model names an alignment head ({layer}, {head}) that it does not have.")

    @property
    def multilingual(self) -> bool:
        """Whether the vocabulary holds the language tokens (English-only models have 51864 tokens)."""
        return self.vocabulary >= 51865

    @property
    def parameters(self) -> int:
        """How many numbers the weights hold, approximately (biases and norms left out)."""
        width = self.width
        encoder = self.audio_layers * 12 * width * width + 3 * width * (self.mel_bands + width)
        decoder = self.text_layers * 16 * width * width + (self.vocabulary + self.text_positions) * width
        return encoder + decoder

    @property
    def features(self) -> FeatureSpec:
        """What the encoder listens to."""
        return FeatureSpec("log-mel", self.mel_bands)

    @property
    def longest(self) -> float:
        """Seconds of sound heard at a time."""
        return self.audio_states * 0.02


Spec = WhisperSpec | FamilySpec


def spec_to_dict(spec: Spec) -> dict[str, Any]:
    """Plain values for JSON, which ``spec_from_dict`` reads."""
    return {"family": "whisper" if isinstance(spec, WhisperSpec) else "alm", **asdict(spec)}


def spec_from_dict(values: Mapping[str, Any]) -> Spec:
    """Read what ``spec_to_dict`` wrote.

    Raises:
        ModelError: something is missing, unknown, of the wrong kind, or of a size that no model has.
    """
    if not isinstance(values, Mapping):
        raise ModelError("The model's description is damaged.")
    rest = dict(values)
    family = rest.pop("family", None)
    if "alignment_heads" in rest:
        rest["alignment_heads"] = _pairs(rest["alignment_heads"])
    if family == "whisper":
        return _read(WhisperSpec, rest)
    if family != "alm":
        raise ModelError(f"The model says it is of the family {family!r}, which this version does not know.")
    rest["features"] = _read(FeatureSpec, rest.get("features"))
    rest["encoder"] = _read(EncoderSpec, rest.get("encoder"))
    rest["decoder"] = _read(DecoderSpec, rest.get("decoder"))
    return _read(FamilySpec, rest)


_T = TypeVar("_T", WhisperSpec, FamilySpec, FeatureSpec, EncoderSpec, DecoderSpec)


def _read(kind: type[_T], values: object) -> _T:
    if not isinstance(values, Mapping):
        raise ModelError(f"The model's description is damaged: it says nothing of its {kind.__name__}.")
    unknown = set(values) - {field.name for field in fields(kind)}
    if unknown:
        raise ModelError(
            f"The model's description names what this version does not know: {', '.join(map(str, unknown))}."
        )
    try:
        return kind(**values)
    except TypeError as error:  # something without a default is missing
        raise ModelError(f"The model's description is damaged: {error}.") from error


def _pairs(value: object) -> tuple[tuple[int, int], ...]:
    try:
        pairs = tuple((layer, head) for layer, head in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise ModelError("The model's description is damaged: alignment_heads holds no pairs.") from error
    if not all(isinstance(number, int) for pair in pairs for number in pair):
        raise ModelError("The model's description is damaged: alignment_heads holds no numbers.")
    return pairs
