"""Error rates as the Whisper paper counts them: its own normalisers, then jiwer. Runs among the peers."""

from dataclasses import dataclass

import jiwer
import zhconv
from sets import SpeechSet
from whisper.normalizers import BasicTextNormalizer, EnglishTextNormalizer

_english, _basic = EnglishTextNormalizer(), BasicTextNormalizer()


@dataclass(frozen=True)
class Score:
    """Errors against reference units: words, or characters for Chinese. Rates are over the whole set."""

    errors: int
    insertions: int
    units: int

    @property
    def percent(self) -> float:
        return 100 * self.errors / self.units if self.units else 0.0

    def __str__(self) -> str:
        return f"{self.percent:.2f}" if self.units else f"{self.errors} words"


def score(speech: SpeechSet, texts: dict[str, str]) -> Score:
    """Compare ``texts`` (path → what was written) with the references of the set."""
    if speech.metric == "noise":
        words = sum(len(text.split()) for text in texts.values())
        return Score(words, words, 0)
    errors = insertions = units = 0
    for recording in speech.recordings:
        reference = normalise(recording.text or "", speech)
        written = normalise(texts.get(str(recording.path), ""), speech)
        compare = jiwer.process_characters if speech.metric == "cer" else jiwer.process_words
        result = compare(reference, written)
        errors += result.substitutions + result.deletions + result.insertions
        insertions += result.insertions
        units += result.substitutions + result.deletions + result.hits
    return Score(errors, insertions, units)


def normalise(text: str, speech: SpeechSet) -> str:
    """English: Whisper's English rules. Others: its basic ones. Chinese: also simplified, without spaces."""
    if speech.language == "en":
        return _english(text)
    if speech.metric == "cer":
        return zhconv.convert(_basic(text).replace(" ", ""), "zh-cn")
    return _basic(text).strip()
