"""Caption styles: the limits that broadcasters and platforms set, by language where they differ."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from alm_studio.base.errors import UsageError


@dataclass(frozen=True)
class Style:
    """What a cue of one house may look like.

    Attributes:
        name: by which options and settings call it.
        description: one sentence for the style picker.
        characters: longest line in characters, for languages that ``characters_by_language`` does not name.
        characters_by_language: longest line by Whisper's language code.
        max_lines: most lines of a cue.
        reading_speed: most characters per second, for languages that ``reading_speed_by_language`` does not
            name.
        reading_speed_by_language: most characters per second by language code.
        min_duration: shortest time on screen, ms.
        max_duration: longest time on screen, ms.
        min_gap: shortest time between two cues, ms.
        close_gaps_below: gaps longer than ``min_gap`` but shorter than this, ms, are closed to ``min_gap``: a
            blink between two cues disturbs more than none.
        max_hang: how long, ms, a cue may stay after its last word so as to be read.
        max_lead: how long, ms, a cue may stand before its first word where it could not be read otherwise.
        pause: a silence between two words of this many ms or more always ends a cue.
        keep_segments: one cue a segment, as the model wrote it; no other field counts then.
    """

    name: str
    description: str
    characters: int = 42
    characters_by_language: Mapping[str, int] = field(default_factory=dict, hash=False)
    max_lines: int = 2
    reading_speed: float = 17.0
    reading_speed_by_language: Mapping[str, float] = field(default_factory=dict, hash=False)
    min_duration: int = 833
    max_duration: int = 7000
    min_gap: int = 83
    close_gaps_below: int = 500
    max_hang: int = 500
    max_lead: int = 125
    pause: int = 1000
    keep_segments: bool = False

    def cps(self, language: str) -> float:
        """The most characters per second in ``language`` (Whisper's code; ``""`` where unknown)."""
        return self.reading_speed_by_language.get(_base(language), self.reading_speed)

    def line_length(self, language: str) -> int:
        """The most characters of a line in ``language`` (Whisper's code; ``""`` where unknown)."""
        return self.characters_by_language.get(_base(language), self.characters)


def _base(language: str) -> str:
    """The tables' key: ``"zh-TW"`` → ``"zh"``; Cantonese is written and read like Mandarin."""
    code = language.lower().replace("_", "-").split("-")[0]
    return "zh" if code == "yue" else code


# Full-width characters are twice as wide as Latin letters, so these hold in every house with lines of about
# 40.
_WIDE = {"zh": 16, "ja": 23, "ko": 16, "th": 35}

# Netflix Timed Text Style Guides, adult programmes.
_NETFLIX_SPEED = {"en": 20, "zh": 9, "ja": 4, "ko": 12, "ar": 20, "hi": 22}

# The scripts that carry more meaning a character, for houses that give one figure for alphabets.
_DENSE_SPEED = {"zh": 9, "ja": 4, "ko": 12}

# Two frames and twelve frames at 24 frames per second. 834 and 84, not 833 and 83: 5/6 s and 2/24 s rounded
# up, so that a cue is never a fraction of a millisecond too short. Three frames, 125 ms, may a cue be off the sound
# "if necessary" (Netflix, timing to audio).
_STYLES = (
    Style(
        name="netflix",
        description="Netflix: 42 characters, 2 lines, 20 (English) or 17 characters per second.",
        characters_by_language=_WIDE,
        reading_speed_by_language=_NETFLIX_SPEED,
        min_duration=834,
        min_gap=84,
    ),
    Style(
        name="bbc",
        description="BBC: 37 characters, 2 lines, at most 180 words per minute.",
        characters=37,
        characters_by_language=_WIDE,
        # 180 words a minute, at six characters a word with its space.
        reading_speed=18.0,
        reading_speed_by_language=_DENSE_SPEED,
        min_duration=1000,
        # The guidelines: no gap at all, or at least one second.
        min_gap=0,
        close_gaps_below=1000,
        max_hang=1500,
        max_lead=0,
    ),
    Style(
        name="amazon",
        description="Amazon: 42 characters, 2 lines, 17 characters per second, at least 1 s.",
        characters_by_language=_WIDE,
        reading_speed_by_language=_DENSE_SPEED,
        min_duration=1000,
    ),
    Style(
        name="arte",
        description="Arte: 40 characters, 2 lines, 20 characters per second, 1 to 10 s.",
        characters=40,
        characters_by_language=_WIDE,
        reading_speed=20.0,
        reading_speed_by_language=_DENSE_SPEED,
        min_duration=1000,
        max_duration=10_000,
        min_gap=200,
    ),
    Style(
        name="vertical",
        description="Vertical video: 24 characters, 2 lines, 25 characters per second, 0.7 to 5 s.",
        characters=24,
        characters_by_language={"zh": 10, "ja": 13, "ko": 10, "th": 20},
        reading_speed=25.0,
        reading_speed_by_language={"zh": 12, "ja": 8, "ko": 15},
        min_duration=700,
        max_duration=5000,
        min_gap=0,
        close_gaps_below=300,
    ),
    Style(
        name="none",
        description="The model's own segments, untouched.",
        characters=1_000_000,
        max_lines=1_000_000,
        reading_speed=math.inf,
        min_duration=1,
        max_duration=2**53,
        min_gap=0,
        close_gaps_below=0,
        max_lead=0,
        keep_segments=True,
    ),
)

DEFAULT_STYLE = "netflix"

# The style that the user makes (own_style.py); until then it is the default one.
OWN = "own"

STYLES: dict[str, Style] = {style.name: style for style in _STYLES}
STYLES[OWN] = replace(STYLES[DEFAULT_STYLE], name=OWN, description="Your own limits.")


def get_style(name: str) -> Style:
    """The style called ``name``.

    Raises:
        UsageError: no style has this name.
    """
    try:
        return STYLES[name]
    except KeyError:
        raise UsageError(f"There is no caption style {name!r}. Choose one of: {', '.join(STYLES)}.") from None
