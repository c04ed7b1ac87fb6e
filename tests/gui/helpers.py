"""A backend that follows a script, and media made on the spot."""

import math
import time
import wave
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import ModelError
from alm_studio.base.notice import Notice
from alm_studio.base.progress import Progress, ProgressListener
from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Segment, Transcript, Word
from alm_studio.gui.backend import LiveRequest, Look, Request
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.pipeline import events
from alm_studio.pipeline.attention_map import AttentionMap, MapWord
from alm_studio.streaming.events import Committed, LiveEvent

Step = events.Event | BaseException | Callable[[CancelToken], None]


class ScriptedBackend:
    """Yields events, raises errors and calls functions in the order of a script; one script per file name."""

    description = "scripted · CPU · float32"

    def __init__(self) -> None:
        self.scripts: dict[str, list[Step]] = {}
        self.default: list[Step] = talk(3)
        self.requests: list[Request] = []
        self.looks: list[Look] = []
        self.pinned: dict[int, int] = {}
        self.choices = [
            ModelChoice("base", "Base"),
            ModelChoice("tiny.en", "Tiny", multilingual=False),
            ModelChoice("small", "Small", installed=False, size=484_000_000),
        ]
        self.live_requests: list[LiveRequest] = []
        self.live_error: BaseException | None = None
        self.said: list[tuple[float, LiveEvent]] = []
        self.download_steps: list[Step | Progress] = []
        self.downloads: list[str] = []

    def transcribe(self, request: Request, progress: ProgressListener, cancel: CancelToken) -> Iterator[events.Event]:
        self.requests.append(request)
        for step in self.scripts.get(request.path.name, self.default):
            cancel.check()
            if isinstance(step, BaseException):
                raise step
            if callable(step):
                step(cancel)
            else:
                yield step

    def live_session(self, request: LiveRequest, progress: ProgressListener, cancel: CancelToken) -> "ScriptedSession":
        self.live_requests.append(request)
        if self.live_error is not None:
            raise self.live_error
        return ScriptedSession(self.said)

    def inspect(self, look: Look, cancel: CancelToken) -> AttentionMap:
        self.looks.append(look)
        return attention_of(look)

    def retime(self, look: Look, pinned: dict[int, int]) -> tuple[Word, ...]:
        self.looks.append(look)
        self.pinned = pinned
        return tuple(replace(word, start=pinned.get(number, word.start)) for number, word in enumerate(look.words))

    def models(self) -> list[ModelChoice]:
        return list(self.choices)

    def missing(self, name: str) -> ModelChoice | None:
        choice = next((choice for choice in self.choices if choice.name == name), None)
        if choice is None:
            raise ModelError(f"There is no model {name}.")
        return None if choice.installed else choice

    def download(self, name: str, progress: ProgressListener, cancel: CancelToken) -> None:
        self.downloads.append(name)
        for step in self.download_steps:
            cancel.check()
            if isinstance(step, BaseException):
                raise step
            if isinstance(step, Progress):
                progress(step)
            else:
                step(cancel)
        self.choices = [replace(choice, installed=choice.installed or choice.name == name) for choice in self.choices]


class ScriptedSession:
    """Tells each event once so many seconds of sound were fed; ``finish`` tells the rest."""

    model = "scripted"
    slow = False

    def __init__(self, said: list[tuple[float, LiveEvent]]) -> None:
        self._said = list(said)
        self._fed = 0

    def warm_up(self) -> None:
        """Nothing is cold."""

    def feed(self, samples: np.ndarray) -> None:
        self._fed += samples.size

    def step(self) -> list[LiveEvent]:
        events: list[LiveEvent] = []
        while self._said and self._said[0][0] <= self._fed / 16_000:
            events.append(self._said.pop(0)[1])
        return events

    def finish(self) -> list[LiveEvent]:
        rest, self._said = self._said, []
        return [event for _, event in rest]


class Hum:
    """A sound input that hums in real time, until it is closed."""

    realtime = True

    def __init__(self, level: float = 0.1) -> None:
        self.level = level
        self.told: list[Notice] = []
        self.closed = False
        self._began = time.monotonic()
        self._given = 0

    @property
    def clock(self) -> float:
        return time.monotonic() - self._began

    @property
    def ended(self) -> bool:
        return self.closed

    def read(self, seconds: float) -> np.ndarray:
        time.sleep(min(seconds, 0.02))
        due = round(self.clock * 16_000) - self._given
        times = (self._given + np.arange(due)) / 16_000
        self._given += due
        return (self.level * np.sin(2 * np.pi * 220 * times)).astype(np.float32)

    def notices(self) -> list[Notice]:
        told, self.told = self.told, []
        return told

    def close(self) -> np.ndarray:
        self.closed = True
        return np.zeros(0, np.float32)


def committed(text: str, start: int, language: str = "en", ends: bool = False) -> Committed:
    """Words a third of a second each, from ``start`` ms on."""
    words = [Word(f" {word}", start + 330 * n, start + 330 * n + 300, 0.9) for n, word in enumerate(text.split())]
    return Committed(tuple(words), language, ends)


def talk(cues: int, pause: float = 0.0, language: str = "en", text: str = "Cue number {n}") -> list[Step]:
    """The script of a transcription of ``cues`` cues, two seconds each."""
    script: list[Step] = [events.Opened(cues * 2000), events.LanguageDetected(language, 0.99)]
    segments = []
    for number in range(cues):
        segments.append(segment(number, text.format(n=number), language))
        script += [
            wait(pause),
            events.SegmentReady(segments[-1]),
            events.CaptionsReady((caption(number, text.format(n=number), language),)),
            events.Advanced((number + 1) * 2000, cues * 2000, 0.5 * (number + 1)),
        ]
    return [*script, events.Finished(Transcript(language, segments, cues * 2000))]


def caption(number: int, text: str, language: str = "en") -> Caption:
    """The cue from ``2 number`` seconds on."""
    start = number * 2000
    return Caption(start, start + 1500, text, (Word(text, start, start + 1500),), language)


def segment(number: int, text: str, language: str = "en") -> Segment:
    """The segment under ``caption(number)``."""
    start = number * 2000
    return Segment(start, start + 1500, text, (Word(text, start, start + 1500),), language)


def wait(seconds: float) -> Callable[[CancelToken], None]:
    """Work that looks at its token every 50 ms, as the pipeline does."""

    def work(cancel: CancelToken) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            cancel.check()
            time.sleep(min(0.05, left))

    return work


def deaf(seconds: float) -> Callable[[CancelToken], None]:
    """Work that does not look at its token, as an import does not."""
    return lambda _cancel: time.sleep(seconds)


def spin(seconds: float) -> Callable[[CancelToken], None]:
    """Work in pure Python that holds the interpreter lock whenever it can."""

    def work(cancel: CancelToken) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            sum(number * number for number in range(2000))
            cancel.check()

    return work


def write_sound(path: Path, seconds: float = 3.0) -> Path:
    """A sine tone."""
    rate = 16_000
    samples = (round(8000 * math.sin(n * 0.17)) for n in range(round(seconds * rate)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))
    return path


def write_sounds(folder: Path, names: Iterable[str]) -> list[Path]:
    """Several short ones."""
    return [write_sound(folder / name, 0.5) for name in names]


def attention_of(look: Look) -> AttentionMap:
    """What a model of two layers with three heads might have seen: every token a frame further on."""
    tokens = tuple(look.text.split()) or ("heard",)
    frames = 4 * len(tokens)
    weights = np.zeros((2, 3, len(tokens), frames), np.float16)
    for number in range(len(tokens)):
        weights[:, :, number, 4 * number : 4 * number + 4] = np.array([[[0.1], [0.2], [0.3]], [[0.4], [0.5], [0.25]]])
    first = 4 * np.arange(len(tokens))
    start = look.start / 1000
    return AttentionMap(
        weights=weights,
        tokens=tuple(range(len(tokens))),
        texts=tuple(f" {token}" for token in tokens),
        logprobs=(-0.5,) * len(tokens),
        times=start + 0.02 * np.arange(frames),
        seconds_per_frame=0.02,
        heads=((0, 2), (1, 1)),
        path=np.stack([first, first + 3], axis=1),
        words=tuple(MapWord(word.text, word.start / 1000, word.end / 1000) for word in look.words),
        log_mel=np.zeros((2 * frames, 80), np.float16),
        peaks=np.zeros((2 * frames, 2), np.int8),
        model="scripted",
        language=look.language,
    )
