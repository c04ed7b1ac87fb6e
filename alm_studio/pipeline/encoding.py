"""Sound to a model's memory, with the silence behind it that the model was trained with, or less."""

import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.downmix import Samples
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.model.seq2seq import Memory

SHORTEST = SAMPLE_RATE // 10
"""Samples that every encoder can listen to."""


def padded(model: SpeechModel, samples: Samples, silence: int | None = None) -> Tensor:
    """Sound [N] on the model's device, silence behind it.

    Args:
        model: the one that shall hear it.
        samples: mono at 16 kHz.
        silence: samples of it, for a model that was trained on padded windows; None fills its window, which is never
            exceeded. Other models get as much as the shortest sound needs.
    """
    longest = round(model.longest * SAMPLE_RATE)
    if not model.wants_padding:
        length = SHORTEST
    else:
        length = longest if silence is None else min(longest, len(samples) + silence)
    return F.pad(torch.from_numpy(samples).to(model.device), (0, max(0, length - len(samples))))


def encode(model: SpeechModel, samples: Samples, silence: int | None = None) -> Memory:
    """The memory of one sound; see ``padded``."""
    return model.network.encode(model.features(padded(model, samples, silence))[None])
