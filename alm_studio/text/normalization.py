"""Text without what error rates shall not count: case, punctuation, spelling variants.

Whisper's own rules (Radford et al. 2022, appendix C), from the package whisper-normalizer, so that rates compare with
published ones.
"""

from collections.abc import Callable
from functools import cache

from alm_studio.text.languages import UNSPACED

# In these scripts vowels are marks on the consonants, and a text without them is no longer the same text.
_WRITTEN_WITH_MARKS = frozenset(
    {"as", "bn", "bo", "gu", "hi", "kn", "km", "lo", "ml", "mr", "my", "ne", "pa", "sa", "sd", "si", "ta", "te", "th"}
)


def normalize(text: str, language: str) -> str:
    """What counts of a text.

    Args:
        text: as written.
        language: code; ``""`` where it is unknown.

    Returns:
        Words with single spaces between them; characters in languages written without spaces.
    """
    return " ".join(_normalizer(language)(text).split())


@cache
def _normalizer(language: str) -> Callable[[str], str]:
    if language == "en":
        from whisper_normalizer.english import EnglishTextNormalizer  # here: reads a table of spellings

        english: Callable[[str], str] = EnglishTextNormalizer()
        return english
    from whisper_normalizer.basic import BasicTextNormalizer

    basic: Callable[[str], str] = BasicTextNormalizer(
        split_letters=language in UNSPACED, preserve_marks=language in _WRITTEN_WITH_MARKS
    )
    return basic
