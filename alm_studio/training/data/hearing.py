"""Labels beside what the untrained model hears: a text that belongs to another sound stands out."""

from collections.abc import Sequence
from statistics import median

from alm_studio.base.cancel import CancelToken
from alm_studio.base.progress import Progress, ProgressListener
from alm_studio.captions.scripts import squeeze
from alm_studio.text.error_rate import character_error_rate
from alm_studio.text.normalization import normalize
from alm_studio.training.data.example import Example
from alm_studio.training.data.findings import Finding, Reason, total_seconds
from alm_studio.training.data.splitting import Hear

_FARTHEST = 0.6
"""Character error rate. What somebody else says is at 0.75 and more; strong accents, names and noise are below."""
_MOST_FAR = 0.3
"""Share of the examples above which it is the model that cannot read them, or a way of writing it does not know."""
_AT_ONCE = 16
"""Examples between two looks at the token."""


def compare(
    examples: Sequence[Example], hear: Hear, cancel: CancelToken, progress: ProgressListener
) -> tuple[list[Example], list[tuple[Example, Finding]], list[str]]:
    """Sort out examples whose label is far from what is heard.

    Args:
        examples: checked ones.
        hear: the untrained model.
        cancel: looked at before each few examples.
        progress: told seconds of sound.

    Returns:
        Those that are kept, those that are not, and notes.
    """
    total, done = total_seconds(examples), 0.0
    heard: list[str] = []
    for first in range(0, len(examples), _AT_ONCE):
        cancel.check()
        some = examples[first : first + _AT_ONCE]
        heard += hear(some)
        done += total_seconds(some)
        progress(Progress(done, total, "s", "Comparing the texts with what the model hears"))
    rates = [_rate(example, text) for example, text in zip(examples, heard, strict=True)]
    far = [rate > _FARTHEST for rate in rates]
    middle = f"{median(rates):.0%}" if rates else ""
    if sum(far) > _MOST_FAR * len(far):
        note = (
            f"The untrained model writes {middle} of the characters otherwise than the labels (median), so it judged "
            "none. That is well where it does not know this language or way of writing; else texts and sounds may be "
            "mixed up."
        )
        return list(examples), [], [note]
    kept, dropped = [], []
    for example, text, rate, is_far in zip(examples, heard, rates, far, strict=True):
        if is_far:
            said = f"The model hears {_short(text)}: {rate:.0%} of the characters differ."
            dropped.append((example, Finding(Reason.FAR, said)))
        else:
            kept.append(example)
    return kept, dropped, [f"The untrained model writes {middle} of the characters otherwise than the labels (median)."]


def _rate(example: Example, heard: str) -> float:
    """Character error rate, white space, case and punctuation aside."""
    reference, hypothesis = (squeeze(normalize(text, example.language)) for text in (example.text, heard))
    return character_error_rate([reference], [hypothesis])


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:77]}…")
