"""How many windows are decoded side by side: what the device's memory holds."""

import torch

from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.model.spec import WhisperSpec
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.searching import BEAM

_ON_DEVICE = 16
_ON_CPU, _WITH_BEAM = 6, 4
"""What keeps the memory low; more is hardly faster."""
_SHARE = 0.8
"""Of the free memory that is planned with: the rest is for the layers' work, and for what lies scattered."""


def windows_together(model: SpeechModel, options: TranscribeOptions) -> int:
    """Windows that are decoded together: what the user says, else what is fast and fits."""
    if options.batch:
        return options.batch
    if model.device.type == "cpu":
        return _ON_CPU if options.beam < 2 else _WITH_BEAM
    free = free_memory(model.device)
    if free is None or not isinstance(model.spec, WhisperSpec):
        return _ON_DEVICE
    weight = next(model.network.decoder.parameters())
    needed = window_bytes(model.spec, weight.element_size(), options.beam or BEAM)
    return max(1, min(_ON_DEVICE, int(_SHARE * free / needed)))


def window_bytes(spec: WhisperSpec, element: int, beam: int) -> int:
    """Memory that one window takes while it is decoded.

    Args:
        spec: the network's.
        element: bytes of a number of its states.
        beam: hypotheses.
    """
    state = spec.width * element
    sound = spec.audio_states * state * (1 + 2 * spec.text_layers)  # the encoder's states; each layer's keys and values
    text = beam * 2 * spec.text_layers * spec.text_positions * state
    logits = beam * spec.vocabulary * 3 * 4  # in float32: logits, with the rules, as log-probabilities
    return sound + 2 * text + logits  # a cache that is reordered is there twice


def free_memory(device: torch.device) -> int | None:
    """Bytes that a device has free, with those that torch holds for later; None where nobody tells."""
    if device.type == "cuda":
        held = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return int(torch.cuda.mem_get_info(device)[0]) + held
    if device.type == "mps":
        return int(torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory())
    return None
