"""The check of training data: whatever would teach nonsense is left out, each with its reason.

The limits follow distil-whisper (Gandhi et al. 2023, section 4: texts far from what the model hears) and Whisper's
compression ratio, but only what is wrong for sure is dropped: hard speech is what a user fine-tunes for.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError
from alm_studio.base.progress import Progress, ProgressListener
from alm_studio.captions.scripts import one_line
from alm_studio.decoding.fallback import compression_ratio
from alm_studio.training.data.example import Example
from alm_studio.training.data.findings import CheckReport, Finding, Reason, total_seconds
from alm_studio.training.data.hearing import compare
from alm_studio.training.data.measures import SoundMeasures, describes_sound, letters, measure
from alm_studio.training.data.notes import notes_about
from alm_studio.training.data.sound_cache import Sound, SoundCache
from alm_studio.training.data.splitting import Hear, split_at_words, split_by_hearing

_SHORTEST = 0.1
"""Seconds: "oh" lasts as long."""
_BEYOND = 1_000
"""Ms by which an example may reach beyond the end of its file: rounding, and the padding of codecs."""
_FAINTEST = -70.0
"""Decibels of full scale of the loudest moment."""
_MOST_CLIPPED = 0.02
_MOST_SILENCE = 0.95
_MOST_COMPRESSION = 2.4
_REPEATS_FROM = 80
"""Letters from which a repetition is none that people say, such as a number of equal digits."""
_DENSEST = 30.0
"""Letters a second. Fast speakers reach 25; ten more letters are allowed, for examples of a word."""
_SPARSEST = 1.0
"""Letters a second of sound that is not silent."""
_SPARSE_FROM = 5.0
"""Seconds of such sound from which the text can be called too little."""

_Outcome = Example | tuple[Example, Finding]


def check_examples(
    examples: Sequence[Example],
    *,
    longest: float = 30.0,
    hear: Hear | None = None,
    cache: SoundCache | None = None,
    cancel: CancelToken | None = None,
    progress: ProgressListener | None = None,
) -> CheckReport:
    """Listen to every example and sort out what is wrong. The decoded sound stays in the cache for the training.

    Args:
        examples: of any sources.
        longest: seconds that the model can hear at once; longer examples are split at pauses, where it is known or
            can be heard which words belong to which part, else left out.
        hear: the untrained model; compared with the labels, it finds texts that belong to other sounds.
        cache: of decoded sound.
        cancel: looked at several times a second.
        progress: told bytes of files while they are read, then seconds of sound while they are heard.

    Raises:
        OutputError: the disk takes no more decoded sound.
        CancelledError: ``cancel`` asks for it.
    """
    check = _Check(round(longest * 1000), hear, cache or SoundCache(), cancel or CancelToken())
    return check.run(examples, progress or (lambda _progress: None))


class _Check:
    """One pass over a data set."""

    def __init__(self, longest: int, hear: Hear | None, cache: SoundCache, cancel: CancelToken) -> None:
        self._longest = longest
        self._hear = hear
        self._cache = cache
        self._cancel = cancel
        self._sounds: dict[Path, Sound | MediaError] = {}
        self._texts: dict[bytes, str] = {}  # by the digest of the sound
        self._measures: dict[Example, SoundMeasures] = {}

    def run(self, examples: Sequence[Example], progress: ProgressListener) -> CheckReport:
        self._cache.prune()
        # What has no text is not opened: a folder may hold long films beside what was transcribed.
        reading = _Reading({example.audio for example in examples if not _about_text(one_line(example.text))}, progress)
        kept: list[Example] = []
        dropped: list[tuple[Example, Finding]] = []
        for example in examples:
            self._cancel.check()
            for outcome in self._judge(example, reading):
                if isinstance(outcome, Example):
                    kept.append(outcome)
                else:
                    dropped.append(outcome)
        notes = notes_about(kept, [self._measures[example] for example in kept], self._damage())
        if self._hear and kept:
            kept, far, said = compare(kept, self._hear, self._cancel, progress)
            dropped += far
            notes += said
        seconds = total_seconds(kept)
        return CheckReport(
            tuple(kept), tuple(dropped), tuple(notes), seconds, total_seconds([example for example, _ in dropped])
        )

    def _judge(self, example: Example, reading: "_Reading") -> list[_Outcome]:
        """What becomes of one example; of a long one several pieces."""
        example = replace(example, text=one_line(example.text))
        finding = _about_text(example.text)
        if finding:
            return [(example, finding)]
        sound = self._open(example.audio, reading)
        if isinstance(sound, MediaError):
            return [(example, Finding(Reason.UNREADABLE, str(sound)))]
        if example.start >= sound.duration or (example.end or 0) > sound.duration + _BEYOND:
            said = f"{example.audio} lasts {sound.duration / 1000:.1f} s; the example lies beyond."
            return [(example, Finding(Reason.OUTSIDE, said))]
        example = replace(example, end=min(sound.duration, sound.duration if example.end is None else example.end))
        if _length(example) <= self._longest:
            return [self._judge_sound(example, sound)]
        return [
            self._judge_sound(piece, sound) if isinstance(piece, Example) else piece
            for piece in self._split(example, sound)
        ]

    def _split(self, example: Example, sound: Sound) -> list[_Outcome]:
        pieces = split_at_words(example, self._longest)
        if pieces is not None:
            return list(pieces)
        lasts = f"It lasts {_length(example) / 1000:.1f} s, more than {self._longest / 1000:g} s"
        if self._hear is None:
            said = f"{lasts}, and its words have no times by which to split it. Give it subtitles, or cut it at pauses."
            return [(example, Finding(Reason.LONG, said))]
        sure, unsure = split_by_hearing(example, sound, self._longest, self._hear, self._cancel)
        if not sure:
            said = f"{lasts}, and the model hears too little of its text to split it. Cut it at pauses."
            return [(example, Finding(Reason.LONG, said))]
        lost = Finding(Reason.LONG, f"{lasts}; it was split, and which words belong to this part is not sure.")
        return [*sure, *((piece, lost) for piece in unsure)]

    def _judge_sound(self, example: Example, sound: Sound) -> _Outcome:
        samples = sound.read(example.start, example.end)
        if samples.size < _SHORTEST * SAMPLE_RATE:
            return example, Finding(Reason.SHORT, f"It lasts {_length(example)} ms only.")
        measures = measure(samples)
        finding = _about_sound(measures) or _about_both(example.text, measures) or self._twice(example, measures)
        if finding:
            return example, finding
        self._measures[example] = measures
        return example

    def _twice(self, example: Example, measures: SoundMeasures) -> Finding | None:
        text = self._texts.get(measures.digest)
        if text is None:
            self._texts[measures.digest] = example.text
            return None
        if text.casefold() == example.text.casefold():
            return Finding(Reason.DUPLICATE, "The same sound with the same text stands there before.")
        return Finding(Reason.CONTRADICTION, f"The same sound stands there before with another text: {text!r}.")

    def _open(self, path: Path, reading: "_Reading") -> Sound | MediaError:
        if path not in self._sounds:
            try:
                self._sounds[path] = self._cache.open(path, self._cancel, reading.begin(path))
            except MediaError as error:
                self._sounds[path] = error
            reading.end(path)
        return self._sounds[path]

    def _damage(self) -> list[str]:
        return [said for sound in self._sounds.values() if isinstance(sound, Sound) for said in sound.warnings]


class _Reading:
    """Tells how far the reading of files is, in bytes."""

    def __init__(self, files: set[Path], tell: ProgressListener) -> None:
        self._sizes = {file: file.stat().st_size if file.is_file() else 0 for file in files}
        self._total = sum(self._sizes.values())
        self._done = 0
        self._tell = tell

    def begin(self, file: Path) -> Callable[[float], None]:
        """What is told the share of ``file`` that is read."""

        def told(share: float) -> None:
            self._tell(Progress(self._done + share * self._sizes[file], self._total, "B", f"Checking {file.name}"))

        return told

    def end(self, file: Path) -> None:
        """``file`` is read."""
        self._done += self._sizes[file]
        self._tell(Progress(self._done, self._total, "B", f"Checking {file.name}"))


def _length(example: Example) -> int:
    return (example.end or 0) - example.start


def _about_text(text: str) -> Finding | None:
    if not text:
        return Finding(Reason.EMPTY, "It has no text.")
    if describes_sound(text):
        return Finding(Reason.NO_SPEECH, f"Its text, {text!r}, describes a sound; nothing is said.")
    return None


def _about_sound(sound: SoundMeasures) -> Finding | None:
    if sound.level < _FAINTEST:
        return Finding(Reason.SILENT, "There is silence.")
    if sound.silence > _MOST_SILENCE:
        return Finding(Reason.SILENT, f"{sound.silence:.0%} of it are silent.")
    if sound.clipped > _MOST_CLIPPED:
        return Finding(Reason.CLIPPED, f"It is overdriven: {sound.clipped:.1%} of the samples are at full scale.")
    return None


def _about_both(text: str, sound: SoundMeasures) -> Finding | None:
    ratio = compression_ratio(text)  # of what a model hears at once: long texts always compress well
    if ratio > _MOST_COMPRESSION and len(text) >= _REPEATS_FROM:
        return Finding(Reason.REPETITIVE, f"Its text repeats itself (compression ratio {ratio:.1f}).")
    said = letters(text)
    if said > 10 + _DENSEST * sound.seconds:
        return Finding(Reason.DENSE, f"{said} letters cannot be said in {sound.seconds:.1f} s.")
    if sound.sounding >= _SPARSE_FROM and said < _SPARSEST * sound.sounding:
        return Finding(Reason.SPARSE, f"{said} letters for {sound.sounding:.1f} s of sound: some text is missing.")
    return None
