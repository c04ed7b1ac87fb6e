"""Is a text backed by sound? What models invent on noise, and what they leave out."""

import unicodedata
from dataclasses import dataclass

import numpy as np

from alm_studio.decoding.batch import Hypothesis
from alm_studio.pipeline.windows import Window


@dataclass(frozen=True)
class EvidenceOptions:
    """When a window's text counts as invented. Each rule needs two witnesses: the detector and the model.

    Attributes:
        peak: the detector's largest probability in a window that holds speech. Noise that passed the detector's low
            threshold stays below.
        no_speech_prob, unsure: the model itself says that nobody speaks, and its text is less probable than this.
        brief, brief_logprob: seconds of speech below which a window has little to go by, and the log-probability its
            text must have.
        stock_logprob: the log-probability a brief text must have that is among the most frequent inventions.
    """

    peak: float = 0.85
    no_speech_prob: float = 0.6
    unsure: float = -0.85
    brief: float = 1.0
    brief_logprob: float = -0.9
    stock_logprob: float = -0.5


# What Whisper writes where nobody speaks: the ends of the videos it was trained on.
_STOCK = frozenset(
    {
        "thank you", "thanks for watching", "thank you for watching", "thank you very much", "thank you so much",
        "thanks", "you", "bye", "bye bye", "please subscribe", "subscribe", "the end", "mm", "mmm", "hmm", "oh", "uh",
        "so", "okay", "i'm sorry", "untertitel der amara org community", "untertitelung des zdf 2020",
        "vielen dank", "tschüss", "sous titres réalisés para la communauté d'amara org", "merci", "gracias",
        "subtítulos realizados por la comunidad de amara org", "obrigado", "谢谢", "謝謝", "谢谢观看", "謝謝觀看",
        "請不吝點贊訂閱轉發打賞支持明鏡與點點欄目", "ご視聴ありがとうございました", "시청해주셔서 감사합니다",
    }
)  # fmt: skip


def is_invented(text: str, hypothesis: Hypothesis, window: Window, options: EvidenceOptions | None = None) -> bool:
    """Whether nothing in the sound backs the text of a window.

    Args:
        text: of the window.
        hypothesis: with its probabilities.
        window: with the detector's probabilities.
        options: limits.
    """
    limits = options or EvidenceOptions()
    words = _plain(text)
    if not words:
        return True
    speech = float((window.speech > 0.5).sum()) * 0.02
    if float(np.max(window.speech, initial=0.0)) < limits.peak:
        return True
    logprob = hypothesis.avg_logprob
    if hypothesis.no_speech_prob > limits.no_speech_prob and logprob < limits.unsure:
        return True
    if speech >= limits.brief:
        return False
    return logprob < limits.brief_logprob or (words in _STOCK and logprob < limits.stock_logprob)


def _plain(text: str) -> str:
    """Lower case, letters and digits only, single spaces."""
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or c == "'" else " " for c in text.lower())
    return " ".join(kept.split())
