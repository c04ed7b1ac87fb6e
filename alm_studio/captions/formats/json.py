"""The JSON of openai-whisper, with keys of our own beside its: https://github.com/openai/whisper."""

import json
import math
from dataclasses import fields
from typing import Any

from alm_studio.base.errors import UsageError
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import Format, ordered
from alm_studio.captions.scripts import is_unspaced, one_line
from alm_studio.captions.transcript import Evidence, Mismatch, Segment, Transcript, Word


class JsonFormat(Format):
    """Text, segments and words with times in seconds; ``captions`` holds the cues.

    Texts begin with the space that parts them from the one before, as openai-whisper's do.
    """

    name = "json"
    extensions = (".json",)
    label = "JSON"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``Format.dumps``. Segments come from the transcript, or from the cues where it has none."""
        segments = transcript.segments or [_segment_of(caption) for caption in document.captions]
        written = [_segment(number, segment) for number, segment in enumerate(segments)]
        content = {
            "text": "".join(segment["text"] for segment in written),
            "segments": written,
            "language": transcript.language or document.language,
            "duration": _seconds(transcript.duration or max((s.end for s in segments), default=0)),
            "task": transcript.task,
            "model": transcript.model,
            "unwritten": [{"start": _seconds(start), "end": _seconds(end)} for start, end in transcript.unwritten],
            "captions": [
                {"start": _seconds(c.start), "end": _seconds(c.end), "text": c.text} for c in document.captions
            ],
        }
        if transcript.mismatches:  # of a text that was given
            content["mismatches"] = [_mismatch(found) for found in transcript.mismatches]
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"

    def loads(self, text: str) -> Document:
        """See ``Format.loads``. Reads ``captions``, or where there are none ``segments``."""
        content = _parse(text)
        language = str(content.get("language") or "")
        try:
            segments = [_read_segment(entry, language) for entry in content["segments"]]
            if "captions" in content:
                captions = [
                    Caption(_ms(entry["start"]), _ms(entry["end"]), str(entry["text"]), language=language)
                    for entry in content["captions"]
                ]
            else:
                captions = [Caption(s.start, s.end, s.text, s.words, s.language) for s in segments]
        except (KeyError, TypeError, ValueError) as error:
            raise _foreign() from error
        return Document(ordered(captions, self.label), language=language)

    def loads_transcript(self, text: str) -> Transcript:
        """What was heard, from a file that this program or openai-whisper wrote.

        Raises:
            UsageError: the text is no such file.
        """
        content = _parse(text)
        language = str(content.get("language") or "")
        try:
            segments = [_read_segment(entry, language) for entry in content["segments"]]
            return Transcript(
                language=language,
                segments=segments,
                duration=_ms(content.get("duration", max((s.end for s in segments), default=0) / 1000)),
                task=str(content.get("task", "transcribe")),
                model=str(content.get("model", "")),
                mismatches=[
                    Mismatch(str(one["kind"]), _ms(one["start"]), _ms(one["end"]), str(one["text"]))
                    for one in content.get("mismatches", ())
                ],
                unwritten=[(_ms(span["start"]), _ms(span["end"])) for span in content.get("unwritten", ())],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise _foreign() from error


def _segment_of(caption: Caption) -> Segment:
    return Segment(caption.start, caption.end, one_line(caption.text), caption.words, caption.language)


def _segment(number: int, segment: Segment) -> dict[str, Any]:
    text = segment.text.strip()
    if text and not is_unspaced(text[0]):
        text = f" {text}"
    return {
        "id": number,
        # openai-whisper's frame of 10 ms at which its window began; windows are not kept here, the segment's
        # will do.
        "seek": segment.start // 10,
        "start": _seconds(segment.start),
        "end": _seconds(segment.end),
        "text": text,
        "tokens": list(segment.tokens),
        "temperature": _finite(segment.temperature),
        "avg_logprob": _finite(segment.avg_logprob),
        "compression_ratio": _finite(segment.compression_ratio),
        "no_speech_prob": _finite(segment.no_speech_prob),
        "words": [_word(word) for word in segment.words],
    }


def _mismatch(found: Mismatch) -> dict[str, Any]:
    return {"kind": found.kind, "start": _seconds(found.start), "end": _seconds(found.end), "text": found.text}


def _word(word: Word) -> dict[str, Any]:
    written: dict[str, Any] = {
        "word": word.text,
        "start": _seconds(word.start),
        "end": _seconds(word.end),
        "probability": _finite(word.probability),
    }
    if word.evidence is not None:
        written["evidence"] = {name: round(_finite(value), 4) for name, value in vars(word.evidence).items()}
    return written


def _parse(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text.lstrip("\ufeff"))
    except ValueError as error:
        raise _foreign() from error
    if not isinstance(content, dict) or not isinstance(content.get("segments"), list):
        raise _foreign()
    return content


def _read_segment(entry: dict[str, Any], language: str) -> Segment:
    return Segment(
        start=_ms(entry["start"]),
        end=_ms(entry["end"]),
        text=str(entry["text"]).strip(),
        words=tuple(_read_word(word) for word in entry.get("words", ())),
        language=language,
        tokens=tuple(map(int, entry.get("tokens", ()))),
        avg_logprob=float(entry.get("avg_logprob", 0.0)),
        no_speech_prob=float(entry.get("no_speech_prob", 0.0)),
        compression_ratio=float(entry.get("compression_ratio", 1.0)),
        temperature=float(entry.get("temperature", 0.0)),
    )


def _read_word(entry: dict[str, Any]) -> Word:
    evidence = entry.get("evidence")
    return Word(
        str(entry["word"]),
        _ms(entry["start"]),
        _ms(entry["end"]),
        float(entry.get("probability", 1.0)),
        None if evidence is None else Evidence(*(float(evidence[field.name]) for field in fields(Evidence))),
    )


def _foreign() -> UsageError:
    return UsageError("This is not a JSON file of ALM Studio or openai-whisper. Choose another file.")


def _seconds(ms: int) -> float:
    return ms / 1000


def _ms(seconds: float) -> int:
    return round(float(seconds) * 1000)


def _finite(value: float) -> float:
    """JSON knows no NaN and no infinity."""
    return float(value) if math.isfinite(value) else 0.0
