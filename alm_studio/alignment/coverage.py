"""Speech that no token listened to: the sign of a dropped sentence."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import Tensor

from alm_studio.alignment.words import SECONDS_PER_FRAME

Array = np.ndarray[Any, np.dtype[Any]]

_SPAN = 0.5
"""Seconds over which attention is averaged."""
_LEAST = 0.6
"""Tokens a second that speech gets at least; people speak three to five."""


def unheard_speech(
    attention: Tensor, text_rows: Sequence[int], speech: Array, shortest: float = 0.5, voiced: float = 0.5
) -> list[tuple[float, float]]:
    """Stretches in which somebody speaks and no token listens.

    Args:
        attention: [H, N, S], weights of the alignment heads.
        text_rows: rows of text tokens.
        speech: [frames] probability of speech, at most S of them.
        shortest: seconds of speech that count as dropped.
        voiced: probability from which a frame counts as speech.

    Returns:
        (begin, end) in seconds from the window's start, in order.
    """
    frames = min(len(speech), attention.shape[2])
    if frames == 0:
        return []
    weights = attention[:, list(text_rows), :frames].float().mean(dim=0).sum(dim=0).numpy()
    width = max(1, round(_SPAN / SECONDS_PER_FRAME))
    rate = np.convolve(weights, np.ones(width), mode="same") / _SPAN  # tokens a second
    deaf = rate < _LEAST
    spoken = speech[:frames] > voiced
    found = []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], deaf.astype(np.int8), [0]))))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        inside = np.flatnonzero(spoken[begin:end])
        if len(inside) * SECONDS_PER_FRAME >= shortest:
            found.append(((begin + inside[0]) * SECONDS_PER_FRAME, (begin + inside[-1] + 1) * SECONDS_PER_FRAME))
    return found
