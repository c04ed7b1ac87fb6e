"""What a run will cost on this machine: time and memory, before it begins."""

import math
import os
import sys
import time
from dataclasses import dataclass
from functools import cache

import torch

from alm_studio.base.errors import ModelError
from alm_studio.checkpoints import registry
from alm_studio.checkpoints.loading import read_spec
from alm_studio.checkpoints.precision import choose_device
from alm_studio.model.builders import family_spec
from alm_studio.model.spec import FamilySpec, Spec, WhisperSpec
from alm_studio.training.config import TrainConfig
from alm_studio.training.machine import choose_mixed_precision

_TOKENS_PER_SECOND = 4.0
_STATES_PER_SECOND = 50
_EFFICIENCY = 0.5
"""Share of the speed of large matrix products that a network reaches while it learns: norms, attention, the optimiser
and the augmentation take their time, too. Measured with Whisper base on a processor."""
_READING = 12.0
"""Seconds of window that are heard and written down in the time in which one second is heard at the matrix products'
speed; evaluations are bound by memory, not by products."""

# What is known of Whisper's sizes without their files: width, layers of encoder and decoder.
_SIZES = {
    "tiny": (384, 4, 4),
    "base": (512, 6, 6),
    "small": (768, 12, 12),
    "medium": (1024, 24, 24),
    "large": (1280, 32, 32),
    "turbo": (1280, 32, 4),
}


@dataclass(frozen=True)
class Estimate:
    """What a run will cost.

    Attributes:
        seconds: until it ends.
        memory: bytes of the device at most.
        available: bytes that the device has free now; 0 where nobody knows.
        device: where it would compute.
    """

    seconds: float
    memory: int
    available: int
    device: str


def estimate(config: TrainConfig, seconds: float) -> Estimate:
    """Foresee a run.

    Args:
        config: what it is asked to do.
        seconds: of speech in the training data.

    Raises:
        ModelError: there is no such model.
        UsageError: no such device here.
    """
    device = choose_device(config.device)
    spec = _spec(config)
    precision = choose_mixed_precision(config.mixed_precision, device) if config.model else "no"
    speed = _speed(device.type, precision) * _EFFICIENCY
    encoder, decoder = _parameters(spec)
    learning = _learning(config, encoder, decoder)
    states = _STATES_PER_SECOND * seconds * (1 + (config.pad * 4 if isinstance(spec, WhisperSpec) else 0.1))
    tokens = _TOKENS_PER_SECOND * seconds
    # Forward two operations a weight; backward two for what goes further down and two for weights that learn.
    per_weight = 6 if not (config.lora_rank or config.freeze) else 4
    step_work = per_weight * (encoder * states + decoder * tokens)
    learn = config.epochs * step_work / speed
    read = _reading(config, spec, encoder, decoder, speed)
    total = learn + read
    if config.minutes:
        total = min(total, 60 * config.minutes)
    memory = _memory(config, spec, encoder + decoder, learning)
    return Estimate(total, memory, _available(device), str(device))


def _reading(config: TrainConfig, spec: Spec, encoder: float, decoder: float, speed: float) -> float:
    """Seconds of all evaluations."""
    count = (config.evaluation_examples or 200) * (2 if config.general else 1)
    window = 30.0 if isinstance(spec, WhisperSpec) else 5.0
    work = count * 2 * (encoder * _STATES_PER_SECOND * window + _READING * decoder * _TOKENS_PER_SECOND * 6)
    return (1 + math.ceil(config.epochs * config.evaluations_per_epoch)) * work / speed


def _learning(config: TrainConfig, encoder: float, decoder: float) -> float:
    """How many numbers learn."""
    learning = {"": encoder + decoder, "encoder": decoder, "decoder": encoder}[config.freeze]
    return learning * 0.05 * config.lora_rank / 32 if config.lora_rank else learning


def _memory(config: TrainConfig, spec: Spec, parameters: float, learning: float) -> int:
    """Bytes: weights, gradients, the optimiser's two numbers, activations of a batch, logits."""
    width, layers, text_layers, vocabulary = _shape(spec)
    weights = 2 * (parameters - learning) + 16 * learning if learning < parameters else 16 * parameters
    states = max(config.batch_seconds, 30.0) * _STATES_PER_SECOND
    tokens = max(config.batch_seconds, 30.0) * _TOKENS_PER_SECOND
    kept = 2 if config.gradient_checkpointing else 40
    activations = 4 * kept * width * (layers * states + text_layers * tokens)
    logits = 4 * 4 * tokens * vocabulary
    evaluation_copy = 2 * parameters
    return int(weights + activations + logits + evaluation_copy + 400e6)


def _shape(spec: Spec) -> tuple[int, int, int, int]:
    if isinstance(spec, FamilySpec):
        return spec.encoder.width, spec.encoder.layers, spec.decoder.layers, spec.vocabulary
    return spec.width, spec.audio_layers, spec.text_layers, spec.vocabulary


def _parameters(spec: Spec) -> tuple[float, float]:
    """Weights of encoder and decoder."""
    if isinstance(spec, WhisperSpec):
        encoder = 12 * spec.audio_layers * spec.width**2
        return encoder, spec.parameters - encoder
    return 0.6 * spec.parameters, 0.4 * spec.parameters


def _spec(config: TrainConfig) -> Spec:
    if not config.model:
        vocabulary = config.vocabulary if config.tokens == "bpe" else 60
        return family_spec(
            config.encoder,
            config.decoder,
            config.attention,
            vocabulary,
            width=config.width,
            layers=config.layers,
        )
    try:
        return read_spec(registry.resolve(config.model, allow_download=False))
    except ModelError:
        size = next((size for size in ("turbo", *_SIZES) if size in config.model), "")
        if not size:
            raise
        width, layers, text_layers = _SIZES[size]
        return WhisperSpec(80, 1500, width, width // 64, layers, 51865, 448, width // 64, text_layers)


@cache
def _speed(device: str, precision: str) -> float:
    """Operations a second of large matrix products, measured in a tenth of a second."""
    types = {"bf16": torch.bfloat16, "fp16": torch.float16}
    size = 1024 if device == "cpu" else 4096
    left = torch.ones(size, size, dtype=types.get(precision, torch.float32), device=device)
    best = math.inf
    began = time.perf_counter()
    while time.perf_counter() - began < 0.1 or best == math.inf:
        started = time.perf_counter()
        product = left @ left
        if device != "cpu":
            product.sum().item()
        best = min(best, time.perf_counter() - started)
    return 2 * size**3 / best


def _available(device: torch.device) -> int:
    """Free bytes of a device; 0 where nobody knows."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    if sys.platform == "linux":
        with open("/proc/meminfo", encoding="ascii") as file:  # noqa: PTH123 - no file on a disk
            for line in file:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return 0
