"""A stretch of a medium and its text, looked at with every head of a model."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from alm_studio.alignment.forced import text_tokens
from alm_studio.alignment.maps import alignment_path, attention_maps
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.log_mel import LogMel
from alm_studio.audio.peaks import PeaksBuilder
from alm_studio.audio.sound_store import read_span
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError, UsageError
from alm_studio.captions.scripts import one_line
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import WindowBatch
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.attention_map import AttentionMap, MapWord
from alm_studio.pipeline.encoding import SHORTEST, encode
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.windows import Samples, Window
from alm_studio.text.token_texts import token_texts

Reader = Callable[[int, int], Samples]
"""Samples of the medium from one place up to another; fewer where it ends."""

_MARGIN = 300
"""Ms of sound around a cue's words that are heard with them."""
_SILENCE = 2 * SAMPLE_RATE
"""Samples of silence behind the sound, for models that were trained on padded windows. Read text (LJ Speech, base) is
as probable as with 30 s in all, the words' starts are a twelfth less exact, and the encoder takes a ninth to a third of
the time. To write a text by itself, Whisper needs all of the silence: with less it repeats itself."""
_REMEMBERED = 32
"""Stretches whose encoded sound is kept: half a megabyte each, with base."""


@dataclass(frozen=True)
class Span:
    """What to look at.

    Attributes:
        media: the file.
        start, end: ms of the medium.
        text: what is said there; the model writes it itself where it is empty.
        language: code; the model decides where it is empty.
        words: the text's, with times, where they are known; otherwise they are timed.
        track: number of the sound track.
    """

    media: Path
    start: int
    end: int
    text: str = ""
    language: str = ""
    words: tuple[Word, ...] = ()
    track: int = 0

    def heard(self) -> tuple[int, int]:
        """Ms of the sound to listen to: around the words, since a cue may stand longer than it sounds."""
        if not self.words:
            return max(0, self.start), self.end
        first, last = self.words[0].start, max(word.end for word in self.words)
        return max(0, first - _MARGIN), max(last, first) + _MARGIN


class Inspector:
    """Looks at stretches with one model, which has to fit them: 30 s for Whisper. Not for two threads at once."""

    def __init__(self, model: SpeechModel) -> None:
        self._model = model
        self._timer = WordTimer(model)
        self._mel = LogMel()
        self._memories: OrderedDict[tuple[Path, int, int, int, bool], Memory] = OrderedDict()

    @torch.inference_mode()
    def inspect(self, span: Span, read: Reader | None = None, cancel: CancelToken | None = None) -> AttentionMap:
        """One teacher-forced pass over the text of a stretch.

        Args:
            span: what to look at.
            read: gives the sound; decodes the file where it is not given.
            cancel: looked at between the steps.

        Raises:
            UsageError: the stretch or its text is too long, or there is no text.
            MediaError: there is no sound.
            CancelledError: cancelled.
        """
        cancel = cancel or CancelToken()
        window = self._window(span, read)
        cancel.check()
        memory = self._memory(span, window)
        cancel.check()
        step = self._model.network.encoder.seconds_per_state
        states = min(max(1, round(window.seconds / step + 0.5)), memory.states.shape[1])
        language, tokens = self._text(span, memory, states)
        try:
            hypothesis, maps = attention_maps(
                self._model.network, self._model.tokenizer, memory, tokens, language, states
            )
        except IndexError as error:
            raise UsageError("The text is too long for one look. Choose a shorter part of it.") from error
        assert hypothesis.attention is not None
        frames = maps.shape[-1]
        start = window.pieces[0][0] / SAMPLE_RATE
        words = [MapWord(word.text, word.start / 1000, word.end / 1000) for word in span.words]
        if not words:
            timed = self._timer.words(window, memory, hypothesis)
            words = [MapWord(word.text, start + word.start, start + word.end) for word in timed]
        path = (
            alignment_path(hypothesis.attention, frames)
            if len(hypothesis.attention)
            else np.zeros((len(tokens), 2), np.int64)
        )
        return AttentionMap(
            weights=maps[:, :, :-1].numpy(),
            tokens=tuple(tokens),
            texts=token_texts(self._model.tokenizer, tokens),
            logprobs=tuple(hypothesis.logprobs),
            times=start + step * np.arange(frames, dtype=np.float64),
            seconds_per_frame=step,
            heads=tuple(self._model.network.decoder.alignment_heads),
            path=path,
            words=tuple(words),
            log_mel=self._mel(torch.from_numpy(window.samples)).half().numpy(),
            peaks=_peaks(window.samples),
            model=self._model.name,
            language=language,
        )

    def _window(self, span: Span, read: Reader | None) -> Window:
        begin, end = (place * SAMPLE_RATE // 1000 for place in span.heard())
        longest = self._model.longest
        if end - begin > longest * SAMPLE_RATE:
            raise UsageError(
                f"The part is {(end - begin) / SAMPLE_RATE:.1f} s long, and the model hears {longest:.0f} s at a time. "
                "Choose a shorter part."
            )
        samples = read(begin, end) if read else read_span(span.media, span.track, begin, end)
        if len(samples) < SHORTEST:
            raise MediaError(f"{span.media} holds no sound from {span.start / 1000:.1f} s to {span.end / 1000:.1f} s.")
        speech = np.ones(-(-len(samples) * 50 // SAMPLE_RATE), np.float32)
        return Window(samples, ((begin, begin + len(samples)),), speech)

    def _memory(self, span: Span, window: Window) -> Memory:
        """The encoded sound, remembered from last time or made now."""
        given = bool(span.text.strip())
        key = (span.media, span.track, *window.pieces[0], given)
        memory = self._memories.pop(key, None)
        if memory is None:
            memory = encode(self._model, window.samples, _SILENCE if given else None)
        self._memories[key] = memory
        while len(self._memories) > _REMEMBERED:
            self._memories.popitem(last=False)
        return memory

    def _text(self, span: Span, memory: Memory, states: int) -> tuple[str, list[int]]:
        """The language and the tokens of what is said: as given, else as the model writes it."""
        model = self._model
        language = span.language if span.language in model.tokenizer.languages else model.language
        tokens = text_tokens(model.tokenizer, one_line(span.text)) if span.text.strip() else []
        if not tokens or (model.multilingual and not language):
            batch = WindowBatch(model.network, model.tokenizer, memory, [states])
            if batch.told.languages is not None and not language:
                language = model.tokenizer.languages[int(batch.told.languages[0].argmax())]
            if not tokens:
                longest = min(DecodeOptions().max_tokens, model.network.decoder.longest_text)
                options = DecodeOptions(timestamps=False, keep_attention=False, max_tokens=longest)
                tokens = [token for token in batch.decode([language], options)[0].tokens if token < model.tokenizer.eot]
        if not tokens:
            raise UsageError("There is no text here, and the model hears none. Choose a part in which somebody speaks.")
        return language, tokens


def _peaks(samples: Samples) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    builder = PeaksBuilder()
    builder.add(samples)
    peaks: np.ndarray[tuple[int, int], np.dtype[np.int8]] = builder.result()
    return peaks
