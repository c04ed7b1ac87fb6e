"""What a run told, and how it compares with what was said."""

import json
import re
import unicodedata
from dataclasses import dataclass

import jiwer

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.transcript import Segment, Transcript
from alm_studio.pipeline.events import CaptionsReady, Event, Finished, SegmentReady
from tests.helpers.speech import recording, speech_folder


@dataclass(frozen=True)
class Heard:
    """The events of one run."""

    events: tuple[Event, ...]

    @property
    def transcript(self) -> Transcript:
        finished = self.events[-1]
        assert isinstance(finished, Finished)
        return finished.transcript

    @property
    def text(self) -> str:
        return self.transcript.text

    @property
    def language(self) -> str:
        return self.transcript.language

    @property
    def segments(self) -> list[Segment]:
        return [event.segment for event in self.events if isinstance(event, SegmentReady)]

    @property
    def captions(self) -> list[Caption]:
        return [caption for event in self.events if isinstance(event, CaptionsReady) for caption in event.captions]

    @property
    def document(self) -> Document:
        return Document(self.captions, self.language)


def reference(name: str) -> str:
    """What is said in a recording, from the manifest."""
    for line in (speech_folder() / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["audio"] == name:
            return str(entry["text"])
    raise LookupError(f"{name} is not in the manifest")


def subtitle_lines(name: str) -> list[str]:
    """The texts of a SubRip file."""
    lines = recording(name).read_text(encoding="utf-8-sig").splitlines()
    return [line for line in lines if line.strip() and "-->" not in line and not line.strip().isdigit()]


_SAME = {"mister": "mr", "colour": "color", "centre": "center", "i'm": "i am", "what's": "what is"}


def words(text: str) -> list[str]:
    """Lower case without punctuation; spellings that a strict eye would call the same are made so."""
    plain = re.sub(r"[’‘]", "'", unicodedata.normalize("NFC", text).lower())
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or c == "'" else " " for c in plain).split()
    return " ".join(_SAME.get(word, word) for word in kept).split()


def word_error_rate(said: str, heard: str) -> float:
    return float(jiwer.wer(" ".join(words(said)), " ".join(words(heard))))


def missing(sentences: list[str], heard: str) -> list[str]:
    """The sentences of which not even half the words were heard at their place."""
    counts = [len(words(sentence)) for sentence in sentences]
    said = " ".join(" ".join(words(sentence)) for sentence in sentences)
    found = [False] * sum(counts)
    for chunk in jiwer.process_words(said, " ".join(words(heard))).alignments[0]:
        if chunk.type == "equal":
            found[chunk.ref_start_idx : chunk.ref_end_idx] = [True] * (chunk.ref_end_idx - chunk.ref_start_idx)
    result, place = [], 0
    for sentence, count in zip(sentences, counts, strict=True):
        if sum(found[place : place + count]) < count / 2:
            result.append(sentence)
        place += count
    return result


def is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def letters(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c).startswith("L"))
