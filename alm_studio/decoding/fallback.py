"""Another try for texts that went wrong, at rising temperatures.

Source: Radford et al. 2022, section 4.5; thresholds as in openai/whisper ``transcribe.py``.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from alm_studio.base.cancel import CancelToken
from alm_studio.decoding.batch import Hypothesis, WindowBatch
from alm_studio.decoding.options import DecodeOptions
from alm_studio.text.tokenizer import WhisperTokenizer


@dataclass(frozen=True)
class FallbackOptions:
    """When a text counts as gone wrong, and what is tried then.

    Attributes:
        temperatures: tried in this order after the search at temperature 0.
        compression_ratio: above, the text repeats itself.
        avg_logprob: below, the model was guessing.
        no_speech_prob: above, and guessing: nobody speaks, which another try would not mend.
    """

    temperatures: tuple[float, ...] = (0.2, 0.4, 0.6, 0.8, 1.0)
    compression_ratio: float = 2.4
    avg_logprob: float = -1.0
    no_speech_prob: float = 0.6


def compression_ratio(text: str) -> float:
    """UTF-8 length by zlib length; 1 for an empty text."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 1.0


def loops(tokens: Sequence[int], longest: int = 20, times: int = 4) -> bool:
    """Whether some run of up to ``longest`` tokens stands ``times`` times in a row (three tokens or fewer: twice that).

    A loop is written with high confidence, so its log-probability does not give it away, and a short one does not
    raise the compression ratio of the whole window.
    """
    for size in range(1, longest + 1):
        needed = times if size > 3 else 2 * times
        matching = 0
        for place in range(size, len(tokens)):
            matching = matching + 1 if tokens[place] == tokens[place - size] else 0
            if matching >= size * (needed - 1):
                return True
    return False


def decode_with_fallback(
    batch: WindowBatch,
    languages: Sequence[str],
    tokenizer: WhisperTokenizer,
    options: DecodeOptions,
    fallback: FallbackOptions,
    previous: Sequence[Sequence[int]] | None = None,
    cancel: CancelToken | None = None,
) -> list[Hypothesis]:
    """Decode every window; those that went wrong again, all together: without previous text, then at rising
    temperatures.

    A window for which nothing helps keeps the try that repeats itself least, then the most probable.

    Args:
        batch: W windows.
        languages: code of each.
        tokenizer: the model's.
        options: of the first try.
        fallback: when another try is due.
        previous: text tokens before each window, of any lengths.
        cancel: looked at before every token.

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
    best: dict[int, Hypothesis] = {}
    for length in sorted({len(context) for context in contexts}):  # rows of a batch have prompts of one length
        windows = [window for window, context in enumerate(contexts) if len(context) == length]
        chosen = [languages[window] for window in windows]
        texts = batch.decode(chosen, options, windows, [contexts[window] for window in windows], cancel)
        best |= dict(zip(windows, texts, strict=True))
    again = [window for window in sorted(best) if failed(best[window])]
    tries = [(options, [window for window in again if len(contexts[window])])]
    tries += [(replace(options, temperature=temperature), again) for temperature in fallback.temperatures]
    for retry, windows in tries:
        windows = [window for window in windows if failed(best[window])]
        if windows:
            texts = batch.decode([languages[window] for window in windows], retry, windows, cancel=cancel)
            for window, text in zip(windows, texts, strict=True):
                best[window] = max(best[window], text, key=rank)
    return [best[window] for window in range(len(languages))]


def repeats(hypothesis: Hypothesis, tokenizer: WhisperTokenizer, fallback: FallbackOptions) -> bool:
    """Whether a text runs in circles."""
    text = [token for token in hypothesis.tokens if token < tokenizer.eot]
    return loops(text) or compression_ratio(tokenizer.decode(text)) > fallback.compression_ratio
