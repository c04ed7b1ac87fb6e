"""The language of examples that do not say theirs."""

from collections.abc import Sequence

import torch

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.decoding.batch import WindowBatch
from alm_studio.training.data.example import Example
from alm_studio.training.data.sound_cache import SoundCache, load_sound
from alm_studio.training.evaluation import encode_sounds
from alm_studio.training.held_out import spread

_LISTENED = 6


@torch.inference_mode()
def detect_language(model: SpeechModel, examples: Sequence[Example], cancel: CancelToken) -> str:
    """The language that a multilingual model most likely hears in some of the examples together; its code.

    Raises:
        MediaError: a file cannot be read.
        CancelledError: cancelled.
    """
    sounds = SoundCache()
    total: torch.Tensor | float = 0.0
    for example in spread(examples, _LISTENED):
        cancel.check()
        samples = load_sound(example, sounds, cancel)[: int(model.longest * SAMPLE_RATE)]
        memory, states = encode_sounds(model, [samples])
        probabilities = WindowBatch(model.network, model.tokenizer, memory, states).told.languages
        assert probabilities is not None
        total = total + probabilities[0].clamp(min=1e-6).log()
    assert isinstance(total, torch.Tensor)
    return model.tokenizer.languages[int(total.argmax())]
