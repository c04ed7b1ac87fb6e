"""Which of the precisions that are accurate enough this processor computes fastest: tried once, and kept."""

import json
import logging
import math
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

_TRIES = 12
_WIDTH = 512
_HEARD = 1500
"""States of a window, what the encoder multiplies at a time."""
_WRITTEN = 8
"""Rows of a decoder's step."""


@lru_cache(maxsize=1)
def fastest_precision(candidates: tuple[str, ...], writing: tuple[tuple[str, "Maker"], ...]) -> str:
    """The fastest precision of what listens and, behind a plus sign where it is another, of what writes.

    Measured on layers of base's size in about half a second, and kept for this processor, version of torch and
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
    listening = _fastest({name: _plain(weight, name) for name in candidates}, heard)
    rows, vocabulary = heard[:_WRITTEN], torch.randn(16 * _WIDTH, _WIDTH)
    ways = {listening: _plain(vocabulary, listening)}
    for name, make in writing:
        try:
            layer = make(vocabulary)
            layer(rows)
        except (RuntimeError, NotImplementedError) as error:  # torch was built without it for this processor
            log.info("No %s on this processor: %s", name, error)
            continue
        ways[f"{listening}+{name}"] = layer
    return _fastest(ways, rows)


def _plain(weight: Tensor, name: str) -> Layer:
    """A layer in one of torch's types."""
    held = weight.to(getattr(torch, name))
    return lambda x: F.linear(x.to(held.dtype), held)


def _fastest(layers: dict[str, Layer], x: Tensor) -> str:
    """The layer with the shortest call; the first of equals.

    They take turns, so that what other programs take for a while does not fall on one of them alone.
    """
    shortest = dict.fromkeys(layers, math.inf)
    for layer in layers.values():
        layer(x)
    for _ in range(_TRIES):
        for name, layer in layers.items():
            began = time.perf_counter()
            layer(x)
            shortest[name] = min(shortest[name], time.perf_counter() - began)
    return min(layers, key=shortest.__getitem__)


def _model() -> str:
    """The processor's name, as far as the system tells it."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as file:
            return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
    except OSError:
        return platform.processor()
