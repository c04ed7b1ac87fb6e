"""Specifications: the numbers that define a network, without its weights."""

from dataclasses import dataclass

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
