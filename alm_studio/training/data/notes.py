"""What a user should know about a data set as a whole."""

from collections.abc import Sequence

from alm_studio.training.data.example import Example
from alm_studio.training.data.findings import total_seconds
from alm_studio.training.data.measures import SoundMeasures

_CLIPPED = 0.001
_SILENCE = 0.6
_MOST = 0.2
"""Share of the examples from which a weakness is one of the whole set."""
_PLAIN = 0.9
_LITTLE = 300.0
_DAMAGES = 3
_PUNCTUATION = frozenset(".,;:!?…。，！？、；：؟،।¿¡")


def notes_about(examples: Sequence[Example], measures: Sequence[SoundMeasures], damage: Sequence[str]) -> list[str]:
    """Sentences about the kept examples.

    Args:
        examples: that are kept.
        measures: of each.
        damage: sentences about damaged files.
    """
    notes = list(damage[:_DAMAGES])
    if len(damage) > _DAMAGES:
        notes.append(f"{len(damage) - _DAMAGES} more files are damaged.")
    if not examples:
        return notes
    count = len(examples)
    clipped = sum(sound.clipped > _CLIPPED for sound in measures)
    if clipped > _MOST * count:
        notes.append(f"{clipped} of {count} examples are somewhat overdriven. Record softer next time.")
    silent = sum(sound.silence > _SILENCE for sound in measures)
    if silent > _MOST * count:
        notes.append(f"{silent} of {count} examples are mostly silence. Cut closer to the speech.")
    longer = [example.text for example in examples if len(example.text.split()) > 4]
    unpunctuated = sum(not _PUNCTUATION & set(text) for text in longer)
    if longer and unpunctuated > _PLAIN * len(longer):
        notes.append("Hardly any text has punctuation: a model that learns from these will leave it out.")
    single = [text for text in longer if text.lower() != text.upper() and text in (text.lower(), text.upper())]
    if longer and len(single) > _PLAIN * len(longer):
        notes.append("Texts are all in small or all in capital letters: a model that learns from these will write so.")
    seconds = total_seconds(examples)
    if seconds < _LITTLE:
        notes.append(
            f"{seconds / 60:.1f} minutes are little to learn from: expect small changes, and watch the scores."
        )
    return notes
