"""The learning rate over the steps: a linear rise, then half a cosine down."""

import math

_FLOOR = 0.02
"""Share of the rate at which the last step still learns."""


def rate_factor(step: int, steps: int, warmup: float) -> float:
    """The learning rate of a step as a share of the highest.

    Args:
        step: counted from 0.
        steps: of the whole run.
        warmup: share of the steps over which the rate rises.
    """
    rising = max(1, round(warmup * steps))
    if step < rising:
        return (step + 1) / rising
    done = (step - rising) / max(1, steps - rising)
    return _FLOOR + (1 - _FLOOR) * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
