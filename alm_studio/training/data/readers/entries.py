"""One row of a manifest → examples: the names that data sets give to the same things."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from alm_studio.base.errors import UsageError
from alm_studio.captions.scripts import one_line
from alm_studio.captions.transcript import Word
from alm_studio.text.languages import language_code
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.context import with_previous
from alm_studio.training.data.readers.media_files import Locator
from alm_studio.training.data.readers.word_times import fit, read_textgrid

AUDIO = ("audio", "audio_filepath", "audio_path", "audio_file", "file_name", "filename", "file", "path", "wav", "media")
TEXT = ("text", "sentence", "transcription", "transcript", "raw_text", "normalized_text", "label")
LANGUAGE = ("language", "lang", "locale")
_START = ("start", "offset", "begin", "start_time")
_END = ("end", "stop", "end_time")
_SENTENCES = ("sentences", "segments")


def value(row: Mapping[str, Any], names: Sequence[str]) -> Any:
    """What stands under the first of the names that is there; None where none is."""
    return next((row[name] for name in names if row.get(name) is not None), None)


def names_audio(row: Mapping[str, Any]) -> bool:
    """Whether the row says where its sound is."""
    return value(row, AUDIO) is not None


def code(name: object, otherwise: str = "") -> str:
    """Whisper's code of a language given as code, locale ("pt-BR", "zh_CN") or English name."""
    text = str(name or "").strip()
    return language_code(text) or language_code(text.replace("_", "-").split("-")[0]) or otherwise


class Rows:
    """Turns the rows of one manifest into examples.

    Times are seconds of the sound file. ``sentences`` are examples of their own, each following on the one before.
    ``words`` are a list of words with times, or the name of a TextGrid.

    Args:
        manifest: the file, for messages; names of files are relative to its folder.
        language: of rows that name none.
    """

    def __init__(self, manifest: Path, language: str) -> None:
        self._manifest = manifest
        self._language = language
        self._locator = Locator(manifest.parent)
        self.with_text = False

    def examples(self, row: Mapping[str, Any], line: int) -> list[Example]:
        """The examples of one row; ``line`` is its number, for messages.

        Raises:
            UsageError: it names no sound, or its values are no times or texts.
        """
        try:
            return self._examples(row)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UsageError(
                f"Line {line} of {self._manifest} is wrong ({error}). A line needs 'audio' (a file) and 'text'; "
                "'start' and 'end' are seconds. Correct the line."
            ) from error

    def _examples(self, row: Mapping[str, Any]) -> list[Example]:
        audio = value(row, AUDIO)
        if isinstance(audio, Mapping):  # as the datasets library writes it
            audio = audio.get("path")
        if not isinstance(audio, str) or not audio.strip():
            raise ValueError("it names no sound file")
        path = self._locator.find(audio.strip())
        language = code(value(row, LANGUAGE), self._language)
        sentences = value(row, _SENTENCES)
        if isinstance(sentences, list) and sentences:
            self.with_text = True
            return with_previous([self._example(path, part, language) for part in sentences])
        return [self._example(path, row, language)]

    def _example(self, path: Path, row: Mapping[str, Any], language: str) -> Example:
        text = value(row, TEXT)
        if text is not None and not isinstance(text, str):
            raise ValueError("its text is no text")
        self.with_text |= text is not None
        start, end = _span(row)
        line = one_line(text or "")
        words = self._words(row.get("words"), line, start, end)
        return Example(path, line, start, end, code(value(row, LANGUAGE), language), words)

    def _words(self, given: Any, text: str, start: int, end: int | None) -> tuple[Word, ...]:
        if isinstance(given, str) and given.strip().startswith("["):
            given = json.loads(given)  # a list in a table's cell
        if isinstance(given, str) and given.strip():
            path = self._locator.find(given.strip())
            words = read_textgrid(path) if path.is_file() else []
        elif isinstance(given, list):
            words = [Word(str(w.get("word", w.get("text"))), _ms(w["start"]), _ms(w["end"])) for w in given]
        else:
            return ()
        if not words or not text:
            return ()
        return fit(words, text, start, words[-1].end if end is None else end)


def _span(row: Mapping[str, Any]) -> tuple[int, int | None]:
    start, end = value(row, _START), value(row, _END)
    first = 0 if start in (None, "") else _ms(start)
    last: int | None
    if end in (None, ""):
        # "duration" alone tells how long the file is; beside an offset, how long the example.
        length = row.get("duration")
        last = first + _ms(length) if start not in (None, "") and length not in (None, "") else None
    else:
        last = _ms(end)
    if first < 0 or (last is not None and last <= first):
        raise ValueError(f"it ends at {end} s, before it starts")
    return first, last


def _ms(seconds: Any) -> int:
    number = float(seconds)
    if not math.isfinite(number):
        raise ValueError(f"{seconds} is no time")
    return round(number * 1000)
