"""How good live captions are: how late each word comes, how often text is taken back, what it costs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

import numpy as np

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.captions.transcript import Word
from alm_studio.streaming.events import Committed, LiveEvent, Tentative
from alm_studio.text.normalization import normalize

_WAIT = 0.1
"""Seconds of sound that are given at a time, as a runner does."""


class Session(Protocol):
    """What is measured; see ``LiveSession``."""

    def feed(self, samples: Samples) -> None:
        """Take sound."""

    def step(self) -> list[LiveEvent]:
        """Hear it."""

    def finish(self) -> list[LiveEvent]:
        """The end of the sound."""


@dataclass(frozen=True)
class Stamped:
    """A committed word, and the second of the clock at which it was committed."""

    word: Word
    at: float


class Record:
    """Notes what a session tells and when.

    Attributes:
        words: committed, in order.
        first_text: second of the clock at which there was anything to read; None before.
        erased: words that were shown as tentative and changed later.
    """

    def __init__(self) -> None:
        self.words: list[Stamped] = []
        self.first_text: float | None = None
        self.erased = 0
        self._shown: list[str] = []

    def note(self, events: Sequence[LiveEvent], at: float) -> None:
        """Take events of one moment; ``at``: second of the clock."""
        fresh = [word for event in events if isinstance(event, Committed) for word in event.words]
        self.words += [Stamped(word, at) for word in fresh]
        tentative = [event.text for event in events if isinstance(event, Tentative)]
        if self.first_text is None and (fresh or any(text.strip() for text in tentative)):
            self.first_text = at
        if not fresh and not tentative:
            return
        now = "".join(word.text for word in fresh).split()
        now += tentative[-1].split() if tentative else self._shown[len(now) :]
        same = next((n for n, pair in enumerate(zip(self._shown, now, strict=False)) if pair[0] != pair[1]), None)
        self.erased += len(self._shown) - (min(len(self._shown), len(now)) if same is None else same)
        self._shown = now[len("".join(word.text for word in fresh).split()) :]

    @property
    def text(self) -> str:
        """All that was committed."""
        return "".join(stamped.word.text for stamped in self.words).strip()


@dataclass(frozen=True)
class Measured:
    """One session from its first sample to its last.

    Attributes:
        record: what it told.
        seconds: of sound.
        compute: seconds that its work took.
        cpu: seconds of all processors together.
        late: seconds by which it was behind the sound at most.
    """

    record: Record
    seconds: float
    compute: float
    cpu: float
    late: float


def measure(session: Session, samples: Samples) -> Measured:
    """Let a session hear a recording in virtual time: the clock goes on by the sound or by the work.

    Whichever is later counts, so every figure is what it would be in real time, without the waiting.

    Args:
        session: new.
        samples: [N] mono at 16 kHz.
    """
    record = Record()
    clock = late = 0.0
    given = 0
    began, cpu = time.perf_counter(), time.process_time()
    while given < len(samples):
        clock = max(clock, given / SAMPLE_RATE + _WAIT)
        due = min(len(samples), round(clock * SAMPLE_RATE))
        before = time.perf_counter()
        session.feed(samples[given:due])
        events = session.step()
        given = due
        clock += time.perf_counter() - before
        late = max(late, clock - given / SAMPLE_RATE)
        record.note(events, clock)
    before = time.perf_counter()
    events = session.finish()
    clock += time.perf_counter() - before
    record.note(events, clock)
    return Measured(record, len(samples) / SAMPLE_RATE, time.perf_counter() - began, time.process_time() - cpu, late)


def lags(stamped: Sequence[Stamped], heard: Sequence[Word], language: str) -> list[float]:
    """Seconds from the end of each spoken word to its commit.

    Args:
        stamped: the committed words.
        heard: the same speech as it was timed by somebody who knew all of it. A committed word that is among them in
            its place is judged by their time, another by its own.
        language: code.
    """
    ours = [normalize(entry.word.text, language) for entry in stamped]
    theirs = [normalize(word.text, language) for word in heard]
    ends = [entry.word.end for entry in stamped]
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            end = heard[block.b + offset].end
            if abs(end - ends[block.a + offset]) < 2000:  # else another of the same words
                ends[block.a + offset] = end
    return [entry.at - end / 1000 for entry, end in zip(stamped, ends, strict=True)]


def noises(seconds: float) -> dict[str, Samples]:
    """Sounds in which nobody speaks, each [N] mono at 16 kHz: nothing may be written."""
    count = round(seconds * SAMPLE_RATE)
    random = np.random.default_rng(0)
    white = random.standard_normal(count)
    brown = np.cumsum(white)
    brown -= np.convolve(brown, np.ones(800) / 800, mode="same")
    times = np.arange(count) / SAMPLE_RATE
    hum = np.sum([np.sin(2 * np.pi * 50 * n * times) / n for n in range(1, 6)], axis=0)
    clicks = np.where(random.random(count) < 4 / SAMPLE_RATE, 1.0, 0.0)
    clicks = np.convolve(clicks, np.exp(-np.arange(400) / 60) * np.sin(np.arange(400)), mode="same")
    sounds = {"silence": np.zeros(count), "white noise": white, "brown noise": brown, "hum": hum, "clicks": clicks}
    levels = {"silence": 0.0}
    return {
        name: (levels.get(name, 0.1) * sound / (np.abs(sound).max() or 1.0)).astype(np.float32)
        for name, sound in sounds.items()
    }
