"""Windows of speech to segments of text: encode, decode, check against the sound, time the words."""

from collections.abc import Sequence

import numpy as np
import torch

from alm_studio.alignment.coverage import unheard_speech
from alm_studio.alignment.words import time_words
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.features import LogMel
from alm_studio.base.cancel import CancelToken
from alm_studio.captions.transcript import Segment
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.fallback import FallbackOptions, decode_with_fallback
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.attention_log import AttentionLog
from alm_studio.pipeline.evidence import is_invented
from alm_studio.pipeline.language import LanguageTracker
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.segments import insert, to_segments
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.windows import LONGEST, Samples, Window

_CONTEXT = 223
"""Tokens of previous text that fit the prompt."""
_MARGIN = 0.3
"""Seconds of sound around dropped speech that are heard again with it."""
_RECOVERED_LOGPROB = -0.8
"""What is heard at the second try has to be at least this probable: at the first the model left it out."""


class Listener:
    """Writes down what is said in windows of one medium.

    Args:
        model: ready to listen.
        features: its log-mel.
        options: checked.
        cancel: looked at before every token.
        watch: told the time of each stage.
        attention: keeps the attention where the options ask for it.

    Attributes:
        languages: what was detected so far.
    """

    def __init__(
        self,
        model: SpeechModel,
        features: LogMel,
        options: TranscribeOptions,
        cancel: CancelToken,
        watch: Stopwatch,
        attention: AttentionLog,
    ) -> None:
        self._model = model
        self._features = features
        self._options = options
        self._cancel = cancel
        self._watch = watch
        self._attention = attention
        self._decoding = DecodeOptions(
            beam=options.beam, task=options.task, timestamps=__import__("os").environ.get("TS", "1") == "1"
        )
        self._previous: list[int] = []
        self._prompt = model.tokenizer.encode(" " + options.prompt.strip()) if options.prompt.strip() else []
        self.languages = LanguageTracker(model.tokenizer, "" if options.language == "auto" else options.language)

    @torch.inference_mode()
    def encode(self, window: Window) -> Memory:
        """A window, padded with silence to 30 s, to its memory."""
        self._cancel.check()
        with self._watch.stage("features"):
            samples = torch.from_numpy(window.samples).to(self._model.device)
            features = self._features(torch.nn.functional.pad(samples, (0, LONGEST - len(samples))))
        with self._watch.stage("encode"):
            return self._model.network.encode(features[None])

    @torch.inference_mode()
    def write(self, windows: Sequence[Window], memories: Sequence[Memory]) -> list[list[Segment]]:
        """The segments of each encoded window.

        Raises:
            CancelledError: cancelled.
        """
        hypotheses = self._decode(windows, memories, vote=True)
        written = [self._segments(window, hypothesis) for window, hypothesis in zip(windows, hypotheses, strict=True)]
        self._recover(windows, hypotheses, written)
        return written

    def _decode(self, windows: Sequence[Window], memories: Sequence[Memory], vote: bool) -> list[Hypothesis]:
        memory = _joined(memories)
        seconds = [window.seconds for window in windows]
        previous = (self._prompt + self._previous)[-_CONTEXT:]
        with self._watch.stage("decode"):
            states = [window.states for window in windows]
            batch = WindowBatch(self._model.network, self._model.tokenizer, memory, states, previous)
            if vote:
                self.languages.hear(batch.language_probs, seconds)
            candidates = self.languages.candidates() if vote else [self.languages.language]
            if len(candidates) == 1:
                chosen = self._search(batch, self.languages.decide(batch.language_probs, seconds))
            else:
                chosen = self._in_likeliest_language(batch, candidates, seconds)
        if self._options.condition_on_previous and vote:
            self._remember(chosen[-1])
        return chosen

    def _search(self, batch: WindowBatch, languages: Sequence[str]) -> list[Hypothesis]:
        return decode_with_fallback(
            batch, languages, self._model.tokenizer, self._decoding, FallbackOptions(), self._cancel
        )

    def _in_likeliest_language(
        self, batch: WindowBatch, candidates: Sequence[str], seconds: Sequence[float]
    ) -> list[Hypothesis]:
        """Decode in each language that may be; keep the one with the largest P(language, text | audio)."""
        assert batch.language_probs is not None
        tries = {code: self._search(batch, [code] * len(seconds)) for code in candidates}

        def joint(code: str) -> float:
            index = self._model.tokenizer.languages.index(code)
            prior = float(batch.language_probs[:, index].clamp(min=1e-6).log().sum())  # type: ignore[index]
            return prior + sum(h.avg_logprob * (len(h.tokens) + 1) for h in tries[code])

        best = max(candidates, key=joint)
        self.languages.settle(best, sum(seconds))
        return tries[best]

    def _remember(self, hypothesis: Hypothesis) -> None:
        """Text for the next window to follow on; not a text that was drawn at random, which may be wrong."""
        text = [token for token in hypothesis.tokens if token < self._model.tokenizer.eot]
        self._previous = (self._previous + text)[-_CONTEXT:] if hypothesis.temperature < 0.5 else []

    def _segments(self, window: Window, hypothesis: Hypothesis) -> list[Segment]:
        assert hypothesis.attention is not None
        text = self._model.tokenizer.decode(hypothesis.tokens)
        if is_invented(text, hypothesis, window):
            return []
        if self._options.keep_attention:
            self._attention.add(window, hypothesis)
        with self._watch.stage("align"):
            words = time_words(
                hypothesis.tokens,
                hypothesis.logprobs,
                hypothesis.attention.cpu(),
                window.states,
                hypothesis.language if self._options.task == "transcribe" else "en",
                self._model.tokenizer,
                _loudness(window.samples),
            )
        return to_segments(hypothesis, words, window, self._model.tokenizer)

    def _recover(
        self, windows: Sequence[Window], hypotheses: Sequence[Hypothesis], written: list[list[Segment]]
    ) -> None:
        """Listen again to speech that no token listened to, and put what is said there in its place."""
        if not self._options.vad:
            return
        parts = [
            (index, window.part(begin - _MARGIN, end + _MARGIN))
            for index, (window, hypothesis) in enumerate(zip(windows, hypotheses, strict=True))
            for begin, end in self._unheard(window, hypothesis)
        ]
        if not parts:
            return
        memories = [self.encode(part) for _, part in parts]
        again = self._decode([part for _, part in parts], memories, vote=False)
        for (index, part), hypothesis in zip(parts, again, strict=True):
            if hypothesis.avg_logprob >= _RECOVERED_LOGPROB and hypothesis.temperature == 0:
                written[index] = insert(written[index], self._segments(part, hypothesis))

    def _unheard(self, window: Window, hypothesis: Hypothesis) -> list[tuple[float, float]]:
        rows = [place for place, token in enumerate(hypothesis.tokens) if token < self._model.tokenizer.eot]
        if not rows or hypothesis.attention is None:
            return []
        return unheard_speech(hypothesis.attention.cpu(), rows, window.speech)


def _joined(memories: Sequence[Memory]) -> Memory:
    states = torch.cat([memory.states for memory in memories])
    return Memory(states, torch.cat([memory.lengths for memory in memories]), memories[0].seconds_per_state)


def _loudness(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Level of each 10 ms, dB."""
    step = SAMPLE_RATE // 100
    padded = np.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
    level: np.ndarray[tuple[int], np.dtype[np.float32]] = 10 * np.log10((padded**2).mean(axis=1) + 1e-12)
    return level
