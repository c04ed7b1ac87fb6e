"""Where a hearing went wrong: speech without words, and words without sound."""

from collections.abc import Sequence

from alm_studio.alignment.words import TimedWord
from alm_studio.captions.scripts import bare
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
_NO_TIME = 0.04
"""Seconds within which nobody says a word."""
ECHO = 6
"""Words that are said again at most."""
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


def echoes(before: Sequence[str], words: Sequence[str], seconds: Sequence[float]) -> set[int]:
    """Which words only say again what was said just before, in no time: what a model writes when sound is left that it
    has no words for, as behind a stutter.

    Args:
        before: the last words that were said.
        words: in order, those that follow.
        seconds: how long each sounds.

    Returns:
        Indices of ``words``: of one that says the last again, of two or more that say some of the last again.
    """
    said = [bare(word) for word in (*before, *words)]
    first = len(said) - len(words)
    found: set[int] = set()
    for index in range(len(words)):
        for back in range(1, min(ECHO, first + index) + 1):
            run = 0
            while index + run < len(words) and said[first + index + run] == said[first + index + run - back]:
                run += 1
            enough = run >= min(back, 2)
            if enough and sum(seconds[index : index + run]) < _NO_TIME * run:
                found |= set(range(index, index + run))
    return found


def said_again(before: Sequence[str], words: Sequence[str]) -> int:
    """How many words in front say again the last that were said. before: the last ones; words: that follow."""
    last, now = [bare(word) for word in before], [bare(word) for word in words]
    most = min(ECHO, len(last), len(now))
    return next((count for count in range(most, 0, -1) if last[-count:] == now[:count]), 0)


def likely_times(word: TimedWord, heard: HeardWord) -> tuple[float, float]:
    """Start and end of a word, seconds of the window: as it was timed, or where most are if that cannot be."""
    if word.end <= heard.attended + _LONGEST_WORD:
        return word.start, word.end
    return min(word.start, heard.begins), heard.attended + _LIKELY_WORD


def _spoken(window: Window, begin: float, end: float) -> float:
    """Seconds between two moments of a window in which somebody speaks."""
    first, last = (max(0, round(seconds / _STATE)) for seconds in (begin, end))
    return float((window.speech[first:last] > _SPEECH).sum()) * _STATE
