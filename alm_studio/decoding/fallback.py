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
    cancel: CancelToken | None = None,
) -> list[Hypothesis]:
    """Decode every window; those that went wrong again at rising temperatures, all together.

    A window for which nothing helps keeps the try that repeats itself least, then the most probable.

    Raises:
        CancelledError: cancelled.
    """

    def failed(hypothesis: Hypothesis) -> bool:
        guessing = hypothesis.avg_logprob < fallback.avg_logprob
        if guessing and hypothesis.no_speech_prob > fallback.no_speech_prob:
            return False
        return guessing or _repeats(hypothesis, tokenizer, fallback)

    best = batch.decode(languages, options, cancel=cancel)
    open_windows = [window for window, hypothesis in enumerate(best) if failed(hypothesis)]
    for temperature in fallback.temperatures:
        if not open_windows:
            break
        chosen = [languages[window] for window in open_windows]
        tries = batch.decode(chosen, replace(options, temperature=temperature), open_windows, cancel)
        for window, hypothesis in zip(open_windows, tries, strict=True):
            rank = [(not _repeats(h, tokenizer, fallback), h.avg_logprob) for h in (best[window], hypothesis)]
            if rank[1] > rank[0]:
                best[window] = hypothesis
        open_windows = [window for window in open_windows if failed(best[window])]
    return best


def _repeats(hypothesis: Hypothesis, tokenizer: WhisperTokenizer, fallback: FallbackOptions) -> bool:
    text = [token for token in hypothesis.tokens if token < tokenizer.eot]
    return loops(text) or compression_ratio(tokenizer.decode(text)) > fallback.compression_ratio
