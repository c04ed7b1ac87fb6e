"""Which of the precisions that are accurate enough this processor computes fastest: tried once, and kept."""

import json
import logging
import platform
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.base.errors import OutputError
from alm_studio.base.files import write_atomically
from alm_studio.base.paths import cache_dir

log = logging.getLogger(__name__)

_TRIES = 5
_WIDTH = 512
_HEARD = 1500
"""States of a window, what the encoder multiplies at a time."""
_WRITTEN = 8
"""Rows of a decoder's step."""


@lru_cache(maxsize=1)
def fastest_precision(candidates: tuple[str, ...], writing: tuple[tuple[str, "Maker"], ...]) -> str:
    """The fastest precision of what listens and, behind a plus sign where it is another, of what writes.

    Measured on layers of base's size in about a quarter of a second, and kept for this processor, version of torch and
    number of threads. The first candidate is never beaten by a slower one, so that nothing is slower than float32.

    Args:
        candidates: names of torch's types, ``"float32"`` first, for what listens.
        writing: other ways to write, each a name and what makes a layer of weights [out, in].
    """
    key = f"{platform.machine()} {_model()} torch {torch.__version__} {torch.get_num_threads()} {candidates}"
    path = cache_dir() / "precision.json"
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    if isinstance(known, dict) and isinstance(known.get(key), str):
        return str(known[key])
    found = _measure(candidates, writing)
    try:
        write_atomically(path, json.dumps({key: found}).encode(), overwrite=True)
    except OutputError as error:  # it will be measured again next time
        log.warning("Cannot remember the fastest precision: %s", error)
    return found


Layer = Callable[[Tensor], Tensor]
Maker = Callable[[Tensor], Layer]


@torch.inference_mode()
def _measure(candidates: tuple[str, ...], writing: tuple[tuple[str, Maker], ...]) -> str:
    heard = torch.randn(_HEARD, _WIDTH)
    weight = torch.randn(4 * _WIDTH, _WIDTH)
    listening = min(candidates, key=lambda name: _seconds(_plain(weight, name), heard))
    rows, vocabulary = heard[:_WRITTEN], torch.randn(16 * _WIDTH, _WIDTH)
    best, shortest = listening, _seconds(_plain(vocabulary, listening), rows)
    for name, make in writing:
        try:
            seconds = _seconds(make(vocabulary), rows)
        except (RuntimeError, NotImplementedError) as error:  # torch was built without it for this processor
            log.info("No %s on this processor: %s", name, error)
            continue
        if seconds < shortest:
            best, shortest = f"{listening}+{name}", seconds
    return best


def _plain(weight: Tensor, name: str) -> Layer:
    """A layer in one of torch's types."""
    held = weight.to(getattr(torch, name))
    return lambda x: F.linear(x.to(held.dtype), held)


def _seconds(layer: Layer, x: Tensor) -> float:
    """The shortest of a few calls: what other programs take is not counted."""
    layer(x)
    times = []
    for _ in range(_TRIES):
        began = time.perf_counter()
        layer(x)
        times.append(time.perf_counter() - began)
    return min(times)


def _model() -> str:
    """The processor's name, as far as the system tells it."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as file:
            return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
    except OSError:
        return platform.processor()
