"""Error rates of a model by generation: what it writes against what was said."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.base.cancel import CancelToken
from alm_studio.captions.transcript import Segment
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import WindowBatch
from alm_studio.decoding.fallback import FallbackOptions, decode_with_fallback
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory, join_memories
from alm_studio.pipeline.events import Finished
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.transcriber import Transcriber
from alm_studio.text.error_rate import character_error_rate, word_error_rate
from alm_studio.text.normalization import normalize
from alm_studio.training.data.batch import Part
from alm_studio.training.data.example import Example
from alm_studio.training.data.sound_cache import SoundCache, load_sound
from alm_studio.training.loss import count_targets, negative_log_likelihood
from alm_studio.training.report import Scores
from alm_studio.training.targets import TextTargets

Progress = Callable[[int, int], None]

_TOKENS = 25
"""Tokens that can be said in a second, characters even: what a network without knowledge writes has to end."""
_BATCH = 8
"""Examples heard together."""


class Reading(NamedTuple):
    """What a model wrote for examples: scores, texts in the examples' order, seconds of their sound."""

    scores: Scores
    texts: list[str]
    seconds: float


def score(references: Sequence[str], hypotheses: Sequence[str], languages: Sequence[str], loss: float) -> Scores:
    """Error rates of texts.

    Args:
        references: what was said.
        hypotheses: what was written.
        languages: code of each; empty where unknown.
        loss: nats per token.
    """
    said = [normalize(text, language) for text, language in zip(references, languages, strict=True)]
    wrote = [normalize(text, language) for text, language in zip(hypotheses, languages, strict=True)]
    return Scores(
        wer=word_error_rate(said, wrote),
        cer=character_error_rate(said, wrote),
        raw_wer=word_error_rate(references, hypotheses),
        raw_cer=character_error_rate(references, hypotheses),
        loss=loss,
        count=len(references),
    )


def evaluate(
    model: SpeechModel,
    examples: Sequence[Example],
    *,
    beam: int = 1,
    language: str = "",
    fallback: bool = False,
    cancel: CancelToken | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Let a model write down examples and count its errors.

    Args:
        model: ready to listen.
        examples: what is read; those longer than the model's window go through the whole pipeline.
        beam: 1 is greedy.
        language: code for examples that do not say theirs; empty: the model decides.
        fallback: whether texts that went wrong are tried again, as the pipeline does.
        cancel: looked at before every token.
        progress: told how many of how many examples are done.

    Returns:
        What was written, and its scores; the loss is of the examples that fit a window.

    Raises:
        MediaError: a file cannot be read.
        CancelledError: cancelled.
    """
    return _Evaluation(model, beam, language, fallback, cancel or CancelToken()).run(examples, progress)


class _Evaluation:
    """One pass over examples."""

    def __init__(self, model: SpeechModel, beam: int, language: str, fallback: bool, cancel: CancelToken) -> None:
        self._model = model
        self._language = language
        self._fallback = fallback
        self._cancel = cancel
        self._beam = beam
        longest = model.network.decoder.longest_text
        self._options = DecodeOptions(beam=beam, timestamps=False, keep_attention=False)
        self._texts = TextTargets(model.tokenizer, longest, language)
        self._sounds = SoundCache()
        self._loss = 0.0
        self._tokens = 0

    def run(self, examples: Sequence[Example], progress: Progress | None) -> Reading:
        written: dict[int, str] = {}
        languages = [example.language or self._language for example in examples]
        order = sorted(range(len(examples)), key=lambda index: self._milliseconds(examples[index]))
        waiting: list[tuple[int, Samples]] = []
        seconds = 0.0
        for number, index in enumerate(order, 1):
            self._cancel.check()
            samples = load_sound(examples[index], self._sounds, self._cancel)
            seconds += len(samples) / SAMPLE_RATE
            if len(samples) > self._model.longest * SAMPLE_RATE:
                written[index], languages[index] = self._long(samples, languages[index])
            else:
                waiting.append((index, samples))
            if len(waiting) == _BATCH or (waiting and number == len(order)):
                numbers = [place for place, _ in waiting]
                texts = self._windows(
                    [samples for _, samples in waiting],
                    [examples[place] for place in numbers],
                    [languages[place] for place in numbers],
                )
                for place, (text, language) in zip(numbers, texts, strict=True):
                    written[place], languages[place] = text, language
                waiting = []
            if progress is not None:
                progress(number, len(order))
        loss = self._loss / self._tokens if self._tokens else math.nan
        hypotheses = [written[index] for index in range(len(examples))]
        scores = score([example.text for example in examples], hypotheses, languages, loss)
        return Reading(scores, hypotheses, seconds)

    def _milliseconds(self, example: Example) -> int:
        """Length of an example: those of like length are heard together."""
        if example.end is not None:
            return example.end - example.start
        return self._sounds.open(example.audio, self._cancel).duration - example.start

    @torch.inference_mode()
    def _windows(
        self, sounds: Sequence[Samples], examples: Sequence[Example], languages: Sequence[str]
    ) -> list[tuple[str, str]]:
        """Text and language of sounds that each fit a window."""
        model = self._model
        memory, states = encode_sounds(model, sounds, self._cancel)
        seconds = max(len(sound) for sound in sounds) / SAMPLE_RATE
        options = replace(self._options, max_tokens=min(self._options.max_tokens, round(20 + _TOKENS * seconds)))
        batch = WindowBatch(model.network, model.tokenizer, memory, states)
        known = list(languages)
        if model.multilingual and batch.told.languages is not None:
            likely = batch.told.languages.argmax(dim=1).tolist()
            known = [code or model.tokenizer.languages[best] for code, best in zip(languages, likely, strict=True)]
        if self._fallback:
            found = decode_with_fallback(
                batch,
                known,
                model.tokenizer,
                [options] * len(known),
                FallbackOptions(),
                cancel=self._cancel,
            )
        else:
            found = batch.decode(known, options, cancel=self._cancel)
        self._add_loss(memory, examples, known)
        return [
            (model.tokenizer.decode(hypothesis.tokens).strip(), code)
            for hypothesis, code in zip(found, known, strict=True)
        ]

    def _add_loss(self, memory: Memory, examples: Sequence[Example], languages: Sequence[str]) -> None:
        """The log-likelihood of what was said, from the same states of the encoder."""
        fitting = [index for index, example in enumerate(examples) if self._texts.fits(example)]
        if not fitting:
            return
        known = [replace(examples[index], language=languages[index]) for index in fitting]
        tokens, labels = self._texts.rows([[Part(example, 0.0, 0.0)] for example in known], random.Random(0))
        device = memory.states.device
        chosen = torch.tensor(fitting, device=device)
        heard = Memory(memory.states[chosen], memory.lengths[chosen], memory.seconds_per_state)
        logits, _ = self._model.network.decoder(tokens.to(device), heard)
        _, loss = negative_log_likelihood(logits, labels.to(device))
        self._loss += float(loss)
        self._tokens += count_targets(labels)

    def _long(self, samples: Samples, language: str) -> tuple[str, str]:
        """Text and language of a sound longer than a window."""
        options = TranscribeOptions(language=language or "auto", beam=self._beam)
        for event in Transcriber(self._model).run_blocks([samples], options, cancel=self._cancel):
            if isinstance(event, Finished):
                segments: Sequence[Segment] = event.transcript.segments
                return " ".join(segment.text.strip() for segment in segments), event.transcript.language
        return "", language


def encode_sounds(
    model: SpeechModel, sounds: Sequence[Samples], cancel: CancelToken | None = None
) -> tuple[Memory, list[int]]:
    """Sounds to memory, as the pipeline does it: Whisper hears each in a window padded to 30 s.

    Args:
        model: ready to listen.
        sounds: each no longer than the model's window.
        cancel: looked at before each window.

    Returns:
        The memory, and how many states of each row hold sound.
    """
    if model.wants_padding:
        window = round(model.longest * SAMPLE_RATE)
        memories = []
        for sound in sounds:
            (cancel or CancelToken()).check()
            samples = torch.from_numpy(sound).to(model.device)
            memories.append(model.network.encode(model.features(F.pad(samples, (0, window - len(sound))))[None]))
        memory = join_memories(memories)
        step = SAMPLE_RATE * memory.seconds_per_state
        return memory, [max(1, math.ceil(len(sound) / step)) for sound in sounds]
    rows: list[Tensor] = [model.features(torch.from_numpy(sound).to(model.device)) for sound in sounds]
    lengths = torch.tensor([len(row) for row in rows], device=model.device)
    memory = model.network.encode(torch.nn.utils.rnn.pad_sequence(rows, batch_first=True), lengths)
    return memory, [int(length) for length in memory.lengths]
