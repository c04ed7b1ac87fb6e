"""Weights under our own parameter names, whatever format they came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor

from alm_studio.model.spec import Spec, WhisperSpec


@dataclass(frozen=True)
class Weights:
    """A network's shape and its tensors, each made when called, so that only one is held twice at a time."""

    spec: Spec
    tensors: dict[str, Callable[[], Tensor]]


# Cross-attention heads that follow the sound, by the shape of the released models:
# (audio layers, text layers, width, multilingual, mel bands). Source: openai/whisper ``__init__.py``.
_RELEASED: dict[tuple[int, int, int, bool, int], str] = {
    (4, 4, 384, True, 80): "2.2 3.0 3.2 3.3 3.4 3.5",
    (4, 4, 384, False, 80): "1.0 2.0 2.5 3.0 3.1 3.2 3.3 3.4",
    (6, 6, 512, True, 80): "3.1 4.2 4.3 4.7 5.1 5.2 5.4 5.6",
    (6, 6, 512, False, 80): "3.3 4.7 5.1 5.5 5.7",
    (12, 12, 768, True, 80): "5.3 5.9 8.0 8.4 8.7 8.8 9.0 9.7 9.9 10.5",
    (
        12,
        12,
        768,
        False,
        80,
    ): "6.6 7.0 7.3 7.8 8.2 8.5 8.7 9.0 9.4 9.8 9.10 10.0 10.1 10.2 10.3 10.6 10.11 11.2 11.4",
    (24, 24, 1024, True, 80): "13.15 15.4 15.15 16.1 20.0 23.4",
    (
        24,
        24,
        1024,
        False,
        80,
    ): "11.4 14.1 14.12 14.14 15.4 16.0 16.4 16.9 17.12 17.14 18.7 18.10 18.15 20.0 20.3 20.9 20.14 21.12",
    (
        32,
        32,
        1280,
        True,
        80,
    ): "10.12 13.17 16.11 16.12 16.13 17.15 17.16 18.4 18.11 18.19 19.11 21.2 21.3 22.3 22.9 "
    "22.12 23.5 23.7 23.13 25.5 26.1 26.12 27.15",
    (32, 32, 1280, True, 128): "7.0 10.17 12.18 13.12 16.1 17.14 19.11 21.4 24.1 25.6",
    (32, 4, 1280, True, 128): "2.4 2.11 3.3 3.6 3.11 3.14",
}


def alignment_heads_of(spec: WhisperSpec, stored: Any = None) -> WhisperSpec:
    """The spec with its alignment heads: those stored with the model, else the released model's of this shape, else
    every head of the last half of the layers.

    Args:
        spec: the shape.
        stored: what the model's configuration says, [[layer, head], ...]; anything else counts as absent.
    """
    pairs = _pairs(stored, spec)
    if not pairs:
        key = (spec.audio_layers, spec.text_layers, spec.width, spec.multilingual, spec.mel_bands)
        pairs = [_pair(text) for text in _RELEASED.get(key, "").split()]
    if not pairs:
        first = spec.text_layers // 2
        pairs = [(layer, head) for layer in range(first, spec.text_layers) for head in range(spec.text_heads)]
    return replace(spec, alignment_heads=tuple(pairs))


def _pair(text: str) -> tuple[int, int]:
    layer, head = text.split(".")
    return int(layer), int(head)


def _pairs(stored: Any, spec: WhisperSpec) -> list[tuple[int, int]]:
    if not isinstance(stored, Sequence) or isinstance(stored, str):
        return []
    pairs = [(item[0], item[1]) for item in stored if isinstance(item, Sequence) and len(item) == 2]
    sound = all(
        isinstance(layer, int)
        and isinstance(head, int)
        and 0 <= layer < spec.text_layers
        and 0 <= head < spec.text_heads
        for layer, head in pairs
    )
    return pairs if sound else []
