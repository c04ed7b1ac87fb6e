"""The alignment heads of a model that was trained, measured on examples it did not learn from."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from alm_studio.alignment.forced import text_tokens
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import ModelError, UsageError
from alm_studio.checkpoints.alignment_heads import calibration_note, save_heads
from alm_studio.checkpoints.loading import load_model
from alm_studio.checkpoints.model_files import identify
from alm_studio.pipeline.calibration import Piece, measure
from alm_studio.pipeline.windows import STATE, Window
from alm_studio.training.data.example import Example
from alm_studio.training.data.sound_cache import SoundCache, load_sound
from alm_studio.training.held_out import spread

_EXAMPLES = 16
"""So many are listened to: a minute or two of speech."""


def measure_heads(folder: Path, examples: Sequence[Example], language: str, cancel: CancelToken) -> str:
    """Find the heads of a model that follow the sound, and write them into the model.

    Args:
        folder: of a model in our own form.
        examples: with their texts.
        language: code for examples that do not say theirs.
        cancel: looked at before each example.

    Returns:
        The heads as ``"4.2 5.1"``; empty where nothing could be measured: the examples are too short, or the model
        has one head.

    Raises:
        MediaError: a file of the examples cannot be read.
        OutputError: the model cannot be written.
        CancelledError: cancelled.
    """
    model = load_model(str(folder), "cpu", "float32")
    sounds = SoundCache()
    pieces = []
    for example in spread(examples, _EXAMPLES):
        cancel.check()
        samples = load_sound(example, sounds, cancel)
        if 0 < len(samples) <= model.longest * SAMPLE_RATE:
            window = Window(samples, ((0, len(samples)),), np.ones(-(-len(samples) // STATE), np.float32))
            tokens = text_tokens(model.tokenizer, example.text)
            pieces.append(Piece(window, example.language or language, tuple(tokens)))
    try:
        found = measure(model, pieces, cancel=cancel)
    except (ModelError, UsageError):
        return ""
    save_heads(identify(folder), found.heads, calibration_note("the held-out part", found.seconds, found.share))
    return " ".join(f"{layer}.{head}" for layer, head in found.heads)
