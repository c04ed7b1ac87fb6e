"""A light network that hears letters, pauses, and where words begin and end, to 10 ms.

It listens to log-mel frames, which tell edges exactly, and where there are weights for the model to the states of its
encoder too, which tell what is said whoever says it. Learned by ``training/boundaries``.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from alm_studio.alignment.boundary_network import BANDS, BoundaryNetwork
from alm_studio.alignment.compiled_boundaries import CompiledBoundaries, fits
from alm_studio.alignment.spelling import LETTERS
from alm_studio.alignment.word_path import Array, Score
from alm_studio.audio.log_mel import HOP_LENGTH, LogMel
from alm_studio.base.errors import ModelError
from alm_studio.base.paths import resources_dir
from alm_studio.native.network import tried_machine

SECONDS_PER_FRAME = 0.01
FILE = "boundaries.safetensors"
"""Weights, in the folder of resources."""
PROBE = "probe."
"""What the name of a tensor begins with that tells an encoder."""

_PROBE_SIZE = 1024
_UNSURE = 0.02
"""Share of a letter's probability that is spread over all: a text may say what the network would spell otherwise."""
_EDGE_FLOOR = 0.003
"""Least probability of an edge."""
_EDGE = 1.5
"""What a nat of an edge counts beside one of a letter's frame: there are far fewer of them."""
_ANY_PRICE = 1.5
"""Nats by which a frame of a certain letter is better explained by it than by any sound at all."""
_ALONE = 0.5
"""What letters and pauses count where only log-mel is heard, which depends on the speaker: attention counts more."""
_SILENT = 1.5
"""Nats that a letter loses in a silent frame."""
_SOFT = 6.0
"""dB from the threshold of silence to where it is sure."""
_SHORTEST = 320
"""Samples that make a frame at least."""
_KIN = 0.9
"""Cosine from which an encoder is taken for the one that the weights are for, or a fine-tuned one."""


@cache
def load_network() -> BoundaryNetwork:
    """The network that comes with the program; do not change it.

    Raises:
        ModelError: its weights are missing or damaged.
    """
    return _read()[0]


def known_encoder(encoder: nn.Module) -> str:
    """The name by which the network that comes with the program knows an encoder; empty where it does not.

    An encoder is known by the first numbers of its first convolution, so that a fine-tuned one is known too.
    """
    first = getattr(encoder, "conv1", None)
    if not isinstance(first, nn.Module):
        return ""
    weight = next(first.parameters(), torch.zeros(0)).detach().float().cpu().flatten()
    for name, (width, probe) in _read()[1].items():
        if len(first.state_dict()["bias"]) == width and len(weight) >= len(probe):
            likeness = F.cosine_similarity(weight[: len(probe)], probe, dim=0)
            if float(likeness) > _KIN:
                return name
    return ""


@cache
def _read() -> tuple[BoundaryNetwork, dict[str, tuple[int, Tensor]]]:
    """Network and, for each encoder, width of its states and probe."""
    path = resources_dir() / FILE
    try:
        tensors = {name: tensor.float() for name, tensor in load_file(path).items()}
        probes = {name.removeprefix(PROBE): tensors.pop(name) for name in list(tensors) if name.startswith(PROBE)}
        widths = {name: len(tensors[f"meanings.{name}.0.bias"]) for name in probes}
        network = BoundaryNetwork(widths, len(tensors["sound.bias"]))
        network.load_state_dict(tensors)
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        raise ModelError(f"{path}, which word times need, is missing or damaged. Install the program again.") from error
    network.requires_grad_(False).eval()
    return network, {name: (widths[name], probe) for name, probe in probes.items()}


def save_network(network: BoundaryNetwork, probes: Mapping[str, Tensor], path: Path) -> None:
    """Write weights in half precision, and how each encoder is known. probes: see ``probe_of``."""
    tensors = {name: tensor.half().contiguous() for name, tensor in network.state_dict().items()}
    save_file(tensors | {PROBE + name: probe.half() for name, probe in probes.items()}, path)


def probe_of(encoder: nn.Module) -> Tensor:
    """What ``known_encoder`` compares: the first numbers of an encoder's first convolution, ``conv1``."""
    weight: Tensor = encoder.get_submodule("conv1").get_parameter("weight")
    return weight.detach().float().cpu().flatten()[:_PROBE_SIZE].clone()


def normalised(log_mel: Tensor) -> Tensor:
    """Log-mel [T, 80] without the recording's loudness and colour: each band's mean taken away, all scaled alike."""
    centred = log_mel.float() - log_mel.float().mean(dim=0, keepdim=True)
    return centred / centred.std().clamp(min=0.05)


class BoundaryListener:
    """What the network hears in a window's sound.

    Args:
        network: ready.
        encoder: the one of its encoders whose states it is given; empty: log-mel alone.
    """

    def __init__(self, network: BoundaryNetwork, encoder: str = "") -> None:
        self._network = network
        self._encoder = encoder
        self._log_mel = LogMel(BANDS)
        machine = tried_machine() if fits(network) else None
        self._compiled = None if machine is None else CompiledBoundaries(network, encoder, machine)

    @torch.inference_mode()
    def score(self, samples: Tensor, states: Tensor | None = None) -> Score:
        """Listen to a window.

        Args:
            samples: [N], 16 kHz.
            states: [S, D] of the encoder, 20 ms each; the sound's at least.

        Returns:
            Score of N // 160 frames, at least two.
        """
        samples = F.pad(samples.float(), (0, max(0, _SHORTEST - len(samples))))
        log_mel = self._log_mel(samples)
        known = None
        if self._encoder and states is not None and 2 * len(states) >= len(log_mel):
            known = states[: -(-len(log_mel) // 2)].float().cpu()
        score = to_score(*self._listen(normalised(log_mel), known))
        if known is None:
            score = replace(score, letters=_ALONE * score.letters, pause=_ALONE * score.pause)
        return _with_silence(score, _quiet(samples, len(log_mel)))

    def _listen(self, log_mel: Tensor, states: Tensor | None) -> tuple[Tensor, Tensor]:
        """See ``BoundaryNetwork``, for one window."""
        if self._compiled is not None:
            return self._compiled(log_mel, states)
        sounds, edges = self._network(log_mel[None], None if states is None else states[None], self._encoder)
        return sounds[0], edges[0]


def _quiet(samples: Tensor, frames: int) -> Array:
    """How surely each frame is silent, 0 to 1: far below the speech and near the floor of this sound. [frames]"""
    power = samples[: frames * HOP_LENGTH].reshape(frames, HOP_LENGTH).square().mean(dim=1).numpy()
    level = 10 * np.log10(np.convolve(power, np.ones(3) / 3, mode="same")[:frames] + 1e-12)
    speech, floor = np.percentile(level, (90, 5))
    threshold = max(speech - 35.0, min(floor + 10.0, speech - 20.0))
    result: Array = ((threshold - level) / _SOFT).clip(0.0, 1.0)
    return result


def _with_silence(score: Score, quiet: Array) -> Score:
    """The score where no letter likes a silent frame: the network may be deceived, the level is not."""
    pause = np.maximum(score.pause, -0.1) * quiet + score.pause * (1 - quiet)
    return replace(score, letters=score.letters - _SILENT * quiet[:, None], pause=pause)


def to_score(sounds: Tensor, edges: Tensor) -> Score:
    """Logits of one window to what a search adds up. sounds: [T, 27]; edges: [T, 2]."""
    logprobs = sounds.float().log_softmax(dim=1)
    pause = logprobs[:, -1]
    voiced = torch.log1p(-pause.exp().clamp(max=1 - 1e-4))
    letters = torch.logaddexp(
        logprobs[:, :-1] + math.log(1 - _UNSURE), voiced[:, None] + math.log(_UNSURE / len(LETTERS))
    )
    columns = torch.cat([letters, voiced[:, None] - _ANY_PRICE], dim=1)
    edge = _EDGE * edges.float().sigmoid().clamp(min=_EDGE_FLOOR).log()
    return Score(columns.numpy(), pause.clamp(min=-10.0).numpy(), edge[:, 0].numpy(), edge[:, 1].numpy())
