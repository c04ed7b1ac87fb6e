"""Where a hearing went wrong: speech without words."""

from collections.abc import Sequence

from alm_studio.alignment.words import TimedWord
from alm_studio.pipeline.windows import Window
from alm_studio.streaming.policies.policy import HeardWord

_WORDLESS = 1.2
"""Seconds of speech to which the model paid no attention, from which something was said there: longer than a word."""
_NOTHING = 2.0
"""The same where no word follows: the newest sound often gets its words a little later."""
_LEFT = 0.7
"""The same where all words have their times and nothing more will be said."""
_LONGEST_WORD, _LIKELY_WORD = 1.0, 0.6
"""Seconds that a word sounds on at most when the model's attention has reached it; and as most do. Times that go on for
longer were stretched over speech that has no words."""
_SPEECH = 0.5
"""Probability of speech from which somebody speaks."""
_STATE = 0.02
"""Seconds of a probability of speech."""


def skipped(words: Sequence[HeardWord], window: Window, reached: float) -> int | None:
    """Where the model passed over speech: the index of the first word behind it; None where it did not.

    Args:
        words: in order.
        window: in which they were heard.
        reached: seconds of the window up to which the words before them reach.
    """
    for index, word in enumerate(words):
        if _spoken(window, reached, word.begins) > _WORDLESS:
            return index
        reached = max(reached, word.attended)
    return 0 if not words and _spoken(window, reached, window.seconds) > _NOTHING else None


def unwritten(window: Window, reached: float) -> bool:
    """Whether somebody speaks in a window that has ended behind its last word, which reaches up to ``reached``, s."""
    return _spoken(window, reached, window.seconds) > _LEFT


def likely_times(word: TimedWord, heard: HeardWord) -> tuple[float, float]:
    """Start and end of a word, seconds of the window: as it was timed, or where most are if that cannot be."""
    if word.end <= heard.attended + _LONGEST_WORD:
        return word.start, word.end
    return min(word.start, heard.begins), heard.attended + _LIKELY_WORD


def _spoken(window: Window, begin: float, end: float) -> float:
    """Seconds between two moments of a window in which somebody speaks."""
    first, last = (max(0, round(seconds / _STATE)) for seconds in (begin, end))
    return float((window.speech[first:last] > _SPEECH).sum()) * _STATE
