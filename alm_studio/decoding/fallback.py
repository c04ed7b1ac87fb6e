"""Another try for texts that went wrong: with a beam where the model was in doubt, then at rising temperatures.

Source: Radford et al. 2022, section 4.5; thresholds as in openai/whisper ``transcribe.py``.
"""

import logging
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from alm_studio.base.cancel import CancelToken
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.options import DecodeOptions
from alm_studio.model.out_of_memory import is_out_of_memory
from alm_studio.text.speech_tokenizer import SpeechTokenizer

S = TypeVar("S")
T = TypeVar("T")
_log = logging.getLogger(__name__)


class Each(Protocol):
    """Applies a function to independent pieces of work: ``map``, or what shares them among threads."""

    def __call__(self, function: Callable[[S], T], items: Iterable[S], /) -> Iterable[T]:
        """Results in order."""


@dataclass(frozen=True)
class FallbackOptions:
    """When a text counts as gone wrong, and what is tried then.

    Attributes:
        temperatures: tried in this order after the search at temperature 0.
        compression_ratio: above, the text repeats itself.
        avg_logprob: below, the model was guessing.
        no_speech_prob: above, and guessing: nobody speaks, which another try would not mend.
        beam: hypotheses kept when a greedy text is searched for again because the model was in doubt; 1: never.
        doubt: a mean log-probability below, nats per token, is doubt.
        together: windows that are searched side by side with a beam, at most; 0: all.
    """

    temperatures: tuple[float, ...] = (0.2, 0.4, 0.6, 0.8, 1.0)
    compression_ratio: float = 2.4
    avg_logprob: float = -1.0
    no_speech_prob: float = 0.6
    beam: int = 1
    doubt: float = -0.15
    together: int = 0


def compression_ratio(text: str) -> float:
    """UTF-8 length by zlib length; 1 for an empty text."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 1.0


def loops(tokens: Sequence[int], longest: int = 20, times: int = 4) -> bool:
    """Whether a text loops, see ``first_round``.

    A loop is written with high confidence, so its log-probability does not give it away, and a short one does not
    raise the compression ratio of the whole window.
    """
    return first_round(tokens, longest, times) is not None


def first_round(tokens: Sequence[int], longest: int = 20, times: int = 4) -> int | None:
    """How many tokens there are up to the end of the first round of the first loop; None where nothing loops.

    Args:
        tokens: of a text.
        longest: tokens of a run that comes again, at most.
        times: how often it stands in a row, at least; twice as often where it has three tokens or fewer.
    """
    matching = [0] * (longest + 1)  # by the run's length: tokens in a row that were written so long before
    for place in range(1, len(tokens)):
        for size in range(1, min(longest, place) + 1):
            matching[size] = matching[size] + 1 if tokens[place] == tokens[place - size] else 0
            again = size * ((times if size > 3 else 2 * times) - 1)
            if matching[size] >= again:
                return place + 1 - again
    return None


def decode_with_fallback(
    batch: WindowBatch,
    languages: Sequence[str],
    tokenizer: SpeechTokenizer,
    options: Sequence[DecodeOptions],
    fallback: FallbackOptions,
    previous: Sequence[Sequence[int]] | None = None,
    cancel: CancelToken | None = None,
    drafts: Sequence[Sequence[int]] | None = None,
    each: Each = map,
    settled: Callable[[int, Hypothesis], None] = lambda window, text: None,
) -> list[Hypothesis]:
    """Decode every window; greedy texts in doubt again with a beam; those that went wrong again, all together: without
    previous text, then at rising temperatures.

    A window for which nothing helps keeps the try that repeats itself least, then the most probable.

    Args:
        batch: W windows.
        languages: code of each.
        tokenizer: the model's.
        options: of the first try at each window.
        fallback: when another try is due.
        previous: text tokens before each window, of any lengths.
        cancel: looked at before every token.
        drafts: tokens that each window's greedy text may be like; they save time.
        each: applies a function to independent pieces of work, see ``Each``.
        settled: told of each window and its text as soon as that will not change, while others are still searched for.

    Raises:
        CancelledError: cancelled.
    """

    def failed(hypothesis: Hypothesis) -> bool:
        guessing = hypothesis.avg_logprob < fallback.avg_logprob
        if guessing and hypothesis.no_speech_prob > fallback.no_speech_prob:
            return False
        return guessing or repeats(hypothesis, tokenizer, fallback)

    def rank(hypothesis: Hypothesis) -> tuple[bool, float]:
        return (not repeats(hypothesis, tokenizer, fallback), hypothesis.avg_logprob)

    contexts = previous or [()] * len(languages)

    def decode(windows: Sequence[int], temperature: float, follow: bool, beam: int = 1) -> dict[int, Hypothesis]:
        ways = {w: replace(options[w], temperature=temperature, beam=max(beam, options[w].beam)) for w in windows}
        together = fallback.together if beam > 1 and temperature == 0.0 else 0
        return decode_each(batch, languages, ways, contexts if follow else None, cancel, together, each)

    def draw_on(window: int) -> Hypothesis:
        assert drafts is not None
        return batch.follow(window, languages[window], drafts[window], options[window], contexts[window], cancel)

    everything = range(len(languages))
    drawn = {} if drafts is None else dict(zip(everything, each(draw_on, everything), strict=True))
    best = drawn or decode(everything, 0.0, follow=True)
    doubtful = [window for window in best if best[window].avg_logprob < fallback.doubt] if fallback.beam > 1 else []
    for window in best:
        if window not in doubtful and not failed(best[window]):
            settled(window, best[window])
    for window, text in decode(doubtful, 0.0, follow=True, beam=fallback.beam).items():
        best[window] = max(text, best[window], key=rank)
    again = [window for window in best if failed(best[window])]
    tries = [(0.0, again if fallback.beam > 1 else [window for window in again if len(contexts[window])])]
    tries += [(temperature, again) for temperature in fallback.temperatures]
    for temperature, windows in tries:
        still = [window for window in windows if failed(best[window])]
        for window, text in decode(still, temperature, follow=False, beam=fallback.beam).items():
            best[window] = max(best[window], text, key=rank)
    return [best[window] for window in range(len(languages))]


def decode_each(
    batch: WindowBatch,
    languages: Sequence[str],
    options: Mapping[int, DecodeOptions],
    previous: Sequence[Sequence[int]] | None = None,
    cancel: CancelToken | None = None,
    together: int = 0,
    each: Each = map,
) -> dict[int, Hypothesis]:
    """Decode windows each in its own way, together those whose way and previous text's length are the same.

    Where the memory does not hold so many, they are decoded in halves.

    Args:
        batch: W windows.
        languages: code of each.
        options: of those decoded.
        previous: text tokens before each window, of any lengths.
        cancel: looked at before every token.
        together: at most as many side by side; 0: all.
        each: see ``decode_with_fallback``.

    Raises:
        CancelledError: cancelled.
        RuntimeError, MemoryError: the memory does not hold a single window.
    """
    groups: dict[tuple[DecodeOptions, int], list[int]] = {}  # rows of a batch have prompts of one length
    for window, way in options.items():
        groups.setdefault((way, len(previous[window]) if previous else 0), []).append(window)
    pieces = [
        (way, group[first : first + (together or len(group))])
        for (way, _), group in groups.items()
        for first in range(0, len(group), together or len(group))
    ]

    def find(piece: tuple[DecodeOptions, list[int]]) -> list[Hypothesis]:
        way, some = piece

        def decode(windows: list[int]) -> list[Hypothesis]:
            before = [previous[window] for window in windows] if previous else None
            return batch.decode([languages[window] for window in windows], way, windows, before, cancel)

        return _in_halves(decode, some, batch.forget)

    texts: dict[int, Hypothesis] = {}
    for (_, some), found in zip(pieces, each(find, pieces), strict=True):
        texts |= dict(zip(some, found, strict=True))
    return texts


def _in_halves(
    decode: Callable[[list[int]], list[Hypothesis]], windows: list[int], release: Callable[[], None]
) -> list[Hypothesis]:
    """Decode windows side by side, or where the memory does not hold so many, half of them at a time.

    A function that calls itself from within ``decode_each`` would hold the whole batch until cycles are collected.
    """
    try:
        return decode(windows)
    except (MemoryError, RuntimeError) as error:
        if len(windows) == 1 or not is_out_of_memory(error):
            raise
    release()
    half = len(windows) // 2
    _log.info("%d windows at a time are too many for the memory; going on with %d", len(windows), half)
    return [*_in_halves(decode, windows[:half], release), *_in_halves(decode, windows[half:], release)]


def repeats(hypothesis: Hypothesis, tokenizer: SpeechTokenizer, fallback: FallbackOptions) -> bool:
    """Whether what was written runs in circles."""
    return runs_in_circles([token for token in hypothesis.tokens if token < tokenizer.eot], tokenizer, fallback)


def runs_in_circles(text: Sequence[int], tokenizer: SpeechTokenizer, fallback: FallbackOptions) -> bool:
    """Whether a text does, given by its text tokens."""
    return loops(text) or compression_ratio(tokenizer.decode(text)) > fallback.compression_ratio
