"""What live captions are compared with: whisper_streaming's way, with the same model.

Source: Macháček, Dabre and Bojar, "Turning Whisper into Real-Time Transcription System", 2023; ufal/whisper_streaming,
``OnlineASRProcessor`` and ``HypothesisBuffer``, with its usual options (a second's chunks, the buffer cut at finished
segments from 15 s on), greedy instead of with a beam.
"""

from dataclasses import dataclass

import numpy as np
import torch

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import WindowBatch
from alm_studio.decoding.options import DecodeOptions
from alm_studio.pipeline.encoding import encode
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import STATE, Window
from alm_studio.streaming.events import Committed, LiveEvent, Tentative

_CHUNK = 1.0
"""Seconds of new sound from one transcription to the next."""
_LONGEST = 15.0
"""Seconds of the buffer from which it is cut."""
_PROMPT = 200
"""Characters of committed text that left the buffer."""


@dataclass(frozen=True)
class _Timed:
    """A word in seconds of the stream."""

    text: str
    start: float
    end: float


class WhisperStreaming:
    """Transcribes the whole buffer again and again; what two transcriptions agree on is committed.

    Args:
        model: multilingual or not.
        language: code.
    """

    def __init__(self, model: SpeechModel, language: str) -> None:
        self._model = model
        self._language = language
        self._timer = WordTimer(model)
        self._buffer: Samples = np.zeros(0, np.float32)
        self._offset = 0.0  # seconds of the stream at which it begins
        self._new = 0  # samples that were not transcribed yet
        self._before: list[_Timed] = []
        self._committed: list[_Timed] = []

    def feed(self, samples: Samples) -> None:
        """Take the next sound, [N] mono at 16 kHz."""
        self._buffer = np.concatenate([self._buffer, samples])
        self._new += samples.size

    def step(self) -> list[LiveEvent]:
        """Transcribe the buffer where there is a chunk more."""
        if self._new < _CHUNK * SAMPLE_RATE:
            return []
        self._new = 0
        words, ends = self._transcribe()
        fresh = self._after_committed(words)
        count = 0
        while count < min(len(fresh), len(self._before)) and fresh[count].text == self._before[count].text:
            count += 1
        self._committed += fresh[:count]
        self._before = fresh[count:]
        if len(self._buffer) > _LONGEST * SAMPLE_RATE:
            self._cut(ends)
        return self._events(fresh[:count], self._before)

    def finish(self) -> list[LiveEvent]:
        """The rest, as it was heard last."""
        return self._events(self._before, [])

    @torch.inference_mode()
    def _transcribe(self) -> tuple[list[_Timed], list[float]]:
        """Words of the buffer, and the ends of its segments, in seconds of the stream."""
        model, sound = self._model, self._buffer[-30 * SAMPLE_RATE :]
        if sound.size < len(self._buffer):  # the original would transcribe it in two windows
            self._offset += (len(self._buffer) - sound.size) / SAMPLE_RATE
            self._buffer = sound
        states = max(1, -(-len(sound) // STATE))
        memory = encode(model, sound)
        batch = WindowBatch(model.network, model.tokenizer, memory, [states])
        (found,) = batch.decode([self._language], DecodeOptions(beam=1), previous=[self._prompt()])
        window = Window(sound, ((0, len(sound)),), np.ones(states, np.float32))
        timed = self._timer.words(window, memory, found)
        words = [_Timed(word.text, self._offset + word.start, self._offset + word.end) for word in timed]
        ends = []
        for word, placed in zip(timed, words, strict=True):
            after = word.first_token + len(word.tokens)
            if after < len(found.tokens) and found.tokens[after] >= model.tokenizer.timestamp_begin:
                ends.append(placed.end)
        return words, ends

    def _prompt(self) -> list[int]:
        gone = "".join(word.text for word in self._committed if word.end <= self._offset)
        return self._model.tokenizer.encode(gone[-_PROMPT:]) if gone else []

    def _after_committed(self, words: list[_Timed]) -> list[_Timed]:
        """Those that follow what is committed; up to five words that repeat its end are left out."""
        if not self._committed:
            return words
        last = self._committed[-1].end
        fresh = [word for word in words if word.start > last - 0.1]
        if fresh and abs(fresh[0].start - last) < 1.0:
            inside = [word.text for word in self._committed if word.end > self._offset]
            for size in range(1, min(5, len(inside), len(fresh)) + 1):
                if inside[-size:] == [word.text for word in fresh[:size]]:
                    return fresh[size:]
        return fresh

    def _cut(self, ends: list[float]) -> None:
        """Let go of the finished segments that are committed."""
        if not self._committed:
            return
        done = [end for end in ends[:-1] if end <= self._committed[-1].end]
        if done:
            samples = round((done[-1] - self._offset) * SAMPLE_RATE)
            self._buffer = self._buffer[samples:]
            self._offset = done[-1]

    def _events(self, committed: list[_Timed], rest: list[_Timed]) -> list[LiveEvent]:
        events: list[LiveEvent] = []
        if committed:
            words = tuple(Word(word.text, round(1000 * word.start), round(1000 * word.end)) for word in committed)
            events.append(Committed(words, self._language))
        return [*events, Tentative("".join(word.text for word in rest))]
