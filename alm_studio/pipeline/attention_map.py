"""What there is to see of a stretch of speech: where each head of a model listened for each token. Plain numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Half = npt.NDArray[np.float16]
Rows = npt.NDArray[np.float32]


@dataclass(frozen=True)
class MapWord:
    """A word with its time: seconds of the medium."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class AttentionMap:
    """The attention of one teacher-forced pass, with what it is drawn beside.

    Attributes:
        weights: [layers, heads, tokens, frames].
        tokens: their vocabulary ids.
        texts: what each stands for, leading space included; empty for the later parts of a character that is written
            in several.
        logprobs: log P of each token given those before it, nats.
        times: [frames], seconds of the medium at which each begins.
        seconds_per_frame: the time between two frames.
        heads: (layer, head) pairs that follow the sound.
        path: [tokens, 2], the first and the last frame of each token along the cheapest path.
        words: in order.
        log_mel: [T, bands], a frame each 10 ms from ``times[0]`` on.
        peaks: [P, 2], lowest and highest sample of each 10 ms, times 127.
        model: its name.
        language: code.
    """

    weights: Half
    tokens: tuple[int, ...]
    texts: tuple[str, ...]
    logprobs: tuple[float, ...]
    times: npt.NDArray[np.float64]
    seconds_per_frame: float
    heads: tuple[tuple[int, int], ...]
    path: npt.NDArray[np.int64]
    words: tuple[MapWord, ...]
    log_mel: Half
    peaks: npt.NDArray[np.int8]
    model: str
    language: str

    @property
    def start(self) -> float:
        """Seconds of the medium at which the sound begins."""
        return float(self.times[0])

    @property
    def end(self) -> float:
        """Seconds of the medium at which it ends."""
        return float(self.times[-1]) + self.seconds_per_frame

    @property
    def layers(self) -> int:
        """How many there are."""
        return int(self.weights.shape[0])

    @property
    def heads_per_layer(self) -> int:
        """How many there are."""
        return int(self.weights.shape[1])

    def rows(self, layer: int | None = None, head: int | None = None) -> Rows:
        """[tokens, frames]: one head, the mean of a layer's heads, or that of the heads that follow the sound.

        Args:
            layer: counted from 0; None for the heads that follow the sound.
            head: counted from 0; None for all of the layer.

        Raises:
            IndexError: there is no such layer or head.
        """
        if layer is None:
            chosen = self.weights[tuple(np.array(self.heads or [(self.layers - 1, 0)]).T)]
        else:
            chosen = self.weights[layer] if head is None else self.weights[layer, head][None]
        rows: Rows = chosen.mean(axis=0, dtype=np.float32)
        return rows

    def arrays(self) -> dict[str, Any]:
        """What a ``.npz`` file of it holds: ``weights``, ``tokens``, ``times``, ``heads`` and more, by name."""
        return {
            "weights": self.weights,
            "tokens": np.array(self.tokens, np.int32),
            "texts": np.array(self.texts, np.str_),
            "logprobs": np.array(self.logprobs, np.float32),
            "times": self.times,
            "heads": np.array(self.heads, np.int32).reshape(-1, 2),
            "path": self.path,
            "word_texts": np.array([word.text for word in self.words], np.str_),
            "word_times": np.array([(word.start, word.end) for word in self.words], np.float64).reshape(-1, 2),
            "log_mel": self.log_mel,
            "model": np.array(self.model),
            "language": np.array(self.language),
        }
