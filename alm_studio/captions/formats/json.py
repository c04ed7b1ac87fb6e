"""The JSON of openai-whisper, with keys of our own beside its: https://github.com/openai/whisper."""

import json
import math
from typing import Any

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.formats.base import TextFormat
from alm_studio.captions.formats.json_reading import read_json
from alm_studio.captions.formats.repairs import Repairs
from alm_studio.captions.scripts import is_unspaced, one_line
from alm_studio.captions.transcript import Mismatch, Segment, Transcript, Word


class JsonFormat(TextFormat):
    """Text, segments and words with times in seconds; ``captions`` holds the cues.

    Texts begin with the space that parts them from the one before, as openai-whisper's do.
    """

    name = "json"
    extensions = (".json",)
    label = "JSON"
    readable = True

    def dumps(self, document: Document, transcript: Transcript) -> str:
        """See ``TextFormat.dumps``. Segments come from the transcript, or from the cues where it has none."""
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
            "captions": [_caption(caption) for caption in document.captions],
        }
        if transcript.mismatches:  # of a text that was given
            content["mismatches"] = [_mismatch(found) for found in transcript.mismatches]
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"

    def loads(self, text: str, repairs: Repairs | None = None) -> Document:
        """See ``Format.loads``. Reads ``captions``, or where there are none ``segments``."""
        return read_json(text, repairs or Repairs()).document

    def loads_transcript(self, text: str) -> Transcript:
        """What was heard, from a file that this program or another of Whisper's family wrote.

        Raises:
            UsageError: the text is no such file.
        """
        return read_json(text, Repairs()).transcript


def _caption(caption: Caption) -> dict[str, Any]:
    written: dict[str, Any] = {"start": _seconds(caption.start), "end": _seconds(caption.end), "text": caption.text}
    told = {"speaker": caption.speaker, "note": caption.note}
    return written | {name: text for name, text in told.items() if text}


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


def _seconds(ms: int) -> float:
    return ms / 1000


def _finite(value: float) -> float:
    """JSON knows no NaN and no infinity."""
    return float(value) if math.isfinite(value) else 0.0
