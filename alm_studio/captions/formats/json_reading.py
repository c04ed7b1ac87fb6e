"""Reads the JSON of Whisper's family: openai-whisper, faster-whisper, stable-ts, whisperX, whisper.cpp, our own."""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import ordered
from alm_studio.captions.formats.pieces import with_spaces
from alm_studio.captions.formats.repairs import Mended, Repairs
from alm_studio.captions.transcript import Evidence, Mismatch, Segment, Transcript, Word

_LISTS = ("segments", "transcription", "captions")
_LABEL = "JSON"
_NAMES = {"english": "en", "chinese": "zh", "german": "de", "french": "fr", "spanish": "es", "japanese": "ja"}
"""Languages that OpenAI's service calls by name; other names are left as unknown."""


@dataclass(frozen=True)
class Heard:
    """What a file holds: the cues, and what was heard."""

    document: Document
    transcript: Transcript


def read_json(text: str, repairs: Repairs) -> Heard:
    """The cues and the transcript in ``text``.

    Raises:
        UsageError: it is no JSON of this family.
    """
    content = _parse(text, repairs)
    language = _language(content)
    entries = _entries(content, "segments") or _entries(content, "transcription")
    try:
        parts = [_Part.of(entry, language, repairs) for entry in entries]
        if _entries(content, "captions") or not parts:
            captions = [_caption(entry, language) for entry in _entries(content, "captions")]
        else:
            captions = [part.caption for part in parts]
        segments = [part.segment for part in parts]
        transcript = Transcript(
            language=language,
            segments=segments,
            duration=_ms(content.get("duration") or max((s.end for s in segments), default=0) / 1000),
            task=str(content.get("task", "transcribe")),
            model=str(content.get("model", "")) if isinstance(content.get("model", ""), str) else "",
            mismatches=[
                Mismatch(str(one["kind"]), _ms(one["start"]), _ms(one["end"]), str(one["text"]))
                for one in content.get("mismatches") or ()
            ],
            unwritten=[(_ms(span["start"]), _ms(span["end"])) for span in content.get("unwritten") or ()],
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _foreign() from error
    return Heard(Document(ordered(captions, _LABEL, repairs), language=language), transcript)


def _parse(text: str, repairs: Repairs) -> dict[str, Any]:
    text = text.lstrip("\ufeff")
    try:
        content = json.loads(text)
    except ValueError as error:
        content = _whole_part(text)
        if not content:
            raise _foreign() from error
        repairs.note(Mended.ENDING)
    if isinstance(content, list):  # segments alone
        content = {"segments": content}
    if not isinstance(content, dict) or not any(isinstance(content.get(name), list) for name in _LISTS):
        raise _foreign()
    return content


def _whole_part(text: str) -> dict[str, Any]:
    """What a file that breaks off holds before that: the whole entries of its lists, and its language."""
    decoder = json.JSONDecoder()
    found: dict[str, Any] = {}
    for name in _LISTS:
        opened = re.search(rf'"{name}"\s*:\s*\[', text)
        place = opened.end() if opened else len(text)
        entries: list[Any] = []
        while (start := re.compile(r"[\s,]*(?=\{)").match(text, place)) is not None:
            try:
                entry, place = decoder.raw_decode(text, start.end())
            except ValueError:
                break
            entries.append(entry)
        if entries:
            found[name] = entries
    language = re.search(r'"language"\s*:\s*"(\w+)"', text)
    return found | ({"language": language[1]} if language and found else {})


def _entries(content: Mapping[str, Any], name: str) -> list[Any]:
    entries = content.get(name)
    return entries if isinstance(entries, list) else []


def _language(content: Mapping[str, Any]) -> str:
    result = content.get("result")  # whisper.cpp's
    told = content.get("language") or (result.get("language") if isinstance(result, dict) else "") or ""
    code = str(told).strip().lower()
    return _NAMES.get(code, code if len(code) <= 3 else "")


@dataclass(frozen=True)
class _Part:
    """One segment, with what only a cue can carry."""

    segment: Segment
    speaker: str
    note: str

    @classmethod
    def of(cls, entry: Mapping[str, Any], language: str, repairs: Repairs) -> "_Part":
        start, end = _times(entry)
        text = str(entry.get("text", "")).strip()
        raw = [word for word in entry.get("words") or () if str(_spelling(word)).strip()]
        segment = Segment(
            start=start,
            end=end,
            text=text,
            words=_words(raw, text, start, end, repairs),
            language=language,
            tokens=tuple(int(token) for token in entry.get("tokens") or () if isinstance(token, int)),
            avg_logprob=_number(entry.get("avg_logprob"), 0.0),
            no_speech_prob=_number(entry.get("no_speech_prob"), 0.0),
            compression_ratio=_number(entry.get("compression_ratio"), 1.0),
            temperature=_number(entry.get("temperature"), 0.0),
        )
        speakers = Counter(str(word["speaker"]) for word in raw if word.get("speaker"))
        most = speakers.most_common(1)[0][0] if speakers else ""
        return cls(segment, str(entry.get("speaker") or most), str(entry.get("note") or ""))

    @property
    def caption(self) -> Caption:
        one = self.segment
        return Caption(one.start, one.end, one.text, one.words, one.language, self.speaker, self.note)


def _caption(entry: Mapping[str, Any], language: str) -> Caption:
    start, end = _times(entry)
    speaker, note = str(entry.get("speaker") or ""), str(entry.get("note") or "")
    return Caption(start, end, str(entry["text"]), language=language, speaker=speaker, note=note)


def _times(entry: Mapping[str, Any]) -> tuple[int, int]:
    """In-time and out-time, ms; whisper.cpp writes ``offsets`` in ms."""
    offsets = entry.get("offsets")
    if "start" not in entry and isinstance(offsets, dict):
        return int(offsets["from"]), int(offsets["to"])
    return _ms(entry["start"]), _ms(entry["end"])


def _words(raw: Sequence[Any], text: str, start: int, end: int, repairs: Repairs) -> tuple[Word, ...]:
    """The words of a segment. whisperX times no numbers, and writes words without their spaces."""
    spelt = [str(_spelling(word)) for word in raw]
    if not any(part[:1].isspace() for part in spelt):
        spelt = with_spaces(spelt, text)
    times = [(_known(word.get("start")), _known(word.get("end"))) for word in raw]
    repairs.note(Mended.WORDS, sum(None in pair for pair in times))
    words: list[Word] = []
    for index, (entry, written) in enumerate(zip(raw, spelt, strict=True)):
        before = words[-1].end if words else start
        begin, until = times[index]
        if begin is None or until is None:
            missing = 1 + next((n for n, pair in enumerate(times[index + 1 :]) if pair[0] is not None),
                               len(times) - index - 1)  # fmt: skip
            after = next((pair[0] for pair in times[index + 1 :] if pair[0] is not None), end)
            begin = begin if begin is not None else before
            until = begin + max(0, after - begin) // missing
        probability = _number(entry.get("probability", entry.get("score")), 1.0)
        evidence = entry.get("evidence")
        heard = Evidence(*(float(evidence[field.name]) for field in fields(Evidence))) if evidence else None
        words.append(Word(written, begin, max(begin, until), probability, heard))
    return tuple(words)


def _spelling(word: Mapping[str, Any]) -> Any:
    return word["word"] if "word" in word else word["text"]


def _known(value: Any) -> int | None:
    return None if value is None or isinstance(value, str) else _ms(value)


def _number(value: Any, default: float) -> float:
    """As a finite number; ``default`` where it is none."""
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else default


def _ms(seconds: Any) -> int:
    return max(0, round(float(seconds) * 1000))


def _foreign() -> UsageError:
    return UsageError(
        "This is not a JSON file of ALM Studio, openai-whisper, whisperX or stable-ts. Choose another file."
    )
