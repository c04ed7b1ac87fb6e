"""Dynamic time warping of tokens onto frames.

Source: Sakoe and Chiba, 1978; used for Whisper's word times in openai/whisper ``timing.py``.
"""

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def monotonic_path(cost: Array) -> tuple[Array, Array]:
    """The cheapest path from the first token and frame to the last, never going back in either.

    Steps are one frame, one token, or both. A row's recurrence c[j] = x[j] + min(m[j], c[j - 1]), where m is the best
    way in from the row before, has the closed form X[j] + min over k <= j of (m[k] - X[k - 1]) with X the running sum
    of x. So each row is a few vector operations.

    Args:
        cost: [N, T], N and T at least 1.

    Returns:
        first and last frame of each token, both [N], int64. The next token begins in the last frame or the one after.
    """
    tokens, frames = cost.shape
    x = cost.astype(np.float64)
    places = np.arange(frames)
    entered = np.zeros((tokens, frames), np.int64)  # where the best path to (i, j) came into row i
    diagonal = np.zeros((tokens, frames), bool)  # whether the best way into (i, j) moves one frame as well
    total = np.cumsum(x[0])
    for i in range(1, tokens):
        shifted = np.concatenate(([np.inf], total[:-1]))
        diagonal[i] = shifted <= total
        way_in = np.minimum(shifted, total)
        running = np.cumsum(x[i])
        advantage = way_in - (running - x[i])
        best = np.minimum.accumulate(advantage)
        entered[i] = np.maximum.accumulate(np.where(advantage <= best, places, 0))
        total = running + best
    first, last = np.zeros(tokens, np.int64), np.zeros(tokens, np.int64)
    frame = frames - 1
    for i in range(tokens - 1, -1, -1):
        last[i] = frame
        first[i] = entered[i, frame]
        frame = first[i] - 1 if diagonal[i, first[i]] else first[i]
    return first, last
