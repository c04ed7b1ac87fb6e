"""What the decoder reads and shall predict: texts as tokens and labels, prompts, timestamps, previous text."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from alm_studio.text.speech_tokenizer import SpeechTokenizer
from alm_studio.text.tokenizer import TIMESTAMP_SECONDS
from alm_studio.training.data.batch import Batch, Part
from alm_studio.training.data.example import Example
from alm_studio.training.loss import IGNORED, count_targets

_TAIL = 100
"""Most frames of silence behind the longest row of a batch that is not padded to a whole window."""


@dataclass(frozen=True)
class TargetBatch:
    """What one forward pass learns from.

    Attributes:
        features: [B, T, F].
        lengths: [B], frames that hold sound.
        tokens: [B, N], what the decoder reads.
        labels: [B, N], what it shall predict; ``IGNORED`` for prompts and padding.
        seconds: of sound.
    """

    features: Tensor
    lengths: Tensor
    tokens: Tensor
    labels: Tensor
    seconds: float

    @property
    def targets(self) -> int:
        """Tokens that are predicted."""
        return count_targets(self.labels)

    def to(self, device: torch.device) -> "TargetBatch":
        """The same on a device."""
        features, lengths, tokens, labels = (
            part.to(device, non_blocking=True) for part in (self.features, self.lengths, self.tokens, self.labels)
        )
        return TargetBatch(features, lengths, tokens, labels, self.seconds)


class TextTargets:
    """Texts as tokens and labels.

    Args:
        tokenizer: the model's.
        longest: tokens that a text may have with its prompt.
        language: code for examples that do not say theirs.
        timestamps: share of the rows with timestamp tokens, where the model has any.
        previous_text: share of the rows that follow on the text before them, where that is known.
    """

    def __init__(
        self,
        tokenizer: SpeechTokenizer,
        longest: int,
        language: str = "",
        timestamps: float = 0.0,
        previous_text: float = 0.0,
    ) -> None:
        self._tokenizer = tokenizer
        self._longest = longest
        self._language = language
        self._timestamps = timestamps if tokenizer.has_timestamps else 0.0
        self._previous_text = previous_text if tokenizer.sot_prev is not None else 0.0

    def row(self, parts: Sequence[Part], chance: random.Random) -> tuple[list[int], list[int]]:
        """Tokens and labels of one row, each [N]."""
        tokenizer, first = self._tokenizer, parts[0].example
        stamped = chance.random() < self._timestamps
        if stamped:
            text = [token for part in parts for token in self._stamped(part)]
        else:
            text = self._encode(" ".join(part.example.text.strip() for part in parts))
        prompt = tokenizer.prompt(first.language or self._language, "transcribe", stamped)
        previous: list[int] = []
        if chance.random() < self._previous_text and first.previous:
            assert tokenizer.sot_prev is not None
            room = min(self._longest // 2 - 1, self._longest - len(prompt) - len(text) - 2)
            previous = [tokenizer.sot_prev, *self._encode(first.previous)[-room:]] if room > 0 else []
        given = len(previous) + len(prompt)
        whole = [*previous, *prompt, *text, tokenizer.eot]
        return whole[:-1], [IGNORED] * (given - 1) + whole[given:]

    def rows(self, parts: Sequence[Sequence[Part]], chance: random.Random) -> tuple[Tensor, Tensor]:
        """Tokens and labels of rows, each [B, N]."""
        written = [self.row(row, chance) for row in parts]
        size = max(len(tokens) for tokens, _ in written)
        tokens = torch.zeros(len(written), size, dtype=torch.long)
        labels = torch.full((len(written), size), IGNORED)
        for number, (given, wanted) in enumerate(written):
            tokens[number, : len(given)] = torch.tensor(given)
            labels[number, : len(wanted)] = torch.tensor(wanted)
        return tokens, labels

    def fits(self, *examples: Example) -> bool:
        """Whether the texts can stand in one row, with a prompt and timestamps."""
        return sum(len(self._encode(example.text)) + 2 for example in examples) + 6 <= self._longest

    def _encode(self, text: str) -> list[int]:
        # Whisper writes a space before each word, the first one too.
        return self._tokenizer.encode((" " if self._tokenizer.kind == "whisper" else "") + text.strip())

    def _stamped(self, part: Part) -> list[int]:
        """A text between the timestamps of its beginning and its end, those of its words where they are known."""
        begin, end = part.start, part.end
        if part.example.words:
            begin, end = part.seconds(part.example.words[0].start), part.seconds(part.example.words[-1].end)
        return [self._stamp(begin), *self._encode(part.example.text), self._stamp(max(begin, end))]

    def _stamp(self, seconds: float) -> int:
        last = self._tokenizer.vocabulary - 1
        return min(last, self._tokenizer.timestamp_begin + round(seconds / TIMESTAMP_SECONDS))


class TargetMaker:
    """Batches of sound → what a network learns from.

    Whisper hears padding as silence, and was trained on windows padded to 30 s. Its encoder need not see 30 s to learn
    from a clip of 6 s, which is many times faster; so that it still works on whole windows, a share of the batches is
    padded to one.

    Args:
        texts: makes the tokens.
        window: frames of a whole window of Whisper; 0 for networks that are told where the padding begins.
        pad: share of the batches that are padded to a whole window.
    """

    def __init__(self, texts: TextTargets, window: int = 0, pad: float = 0.0) -> None:
        self._texts = texts
        self._window = window
        self._pad = pad

    def make(self, batch: Batch, chance: random.Random) -> TargetBatch:
        """What is learned from a batch; ``chance`` decides what is left to chance."""
        if self._window:
            longest = batch.features.shape[1]
            frames = self._window if chance.random() < self._pad else longest + chance.randint(0, _TAIL)
            batch = batch.padded(min(self._window, frames + frames % 2))  # two frames make a state
            batch = replace(batch, features=batch.features[:, : self._window])
        tokens, labels = self._texts.rows(batch.parts, chance)
        return TargetBatch(batch.features, batch.lengths, tokens, labels, batch.seconds)
