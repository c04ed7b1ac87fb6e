"""The precision that this processor computes fastest."""

import json
import time
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from alm_studio.base.paths import cache_dir
from alm_studio.checkpoints.precision import PRECISIONS, choose_precision
from alm_studio.checkpoints.processor import fastest_precision


@pytest.fixture(autouse=True)
def unmeasured() -> Iterator[None]:
    fastest_precision.cache_clear()
    yield
    fastest_precision.cache_clear()


def _free(_weight: Tensor):
    return lambda x: x


def _slow(_weight: Tensor):
    return lambda x: time.sleep(0.2) or x


def _missing(_weight: Tensor):
    raise RuntimeError("Didn't find engine for operation quantized::linear_prepack")


def test_the_faster_of_two_is_taken_and_kept() -> None:
    assert fastest_precision(("float32",), (("int8", _free),)) == "float32+int8"
    assert list(json.loads((cache_dir() / "precision.json").read_text()).values()) == ["float32+int8"]
    fastest_precision.cache_clear()
    assert fastest_precision(("float32",), (("int8", _slow),)) == "float32+int8"  # what is kept is not measured again


def test_nothing_is_slower_than_float32() -> None:
    assert fastest_precision(("float32",), (("int8", _slow),)) == "float32"


def test_a_busy_moment_does_not_decide() -> None:
    """Another program that takes the processor for one call after the other, not for all."""
    calls = 0

    def make(_weight: Tensor):
        def layer(x: Tensor) -> Tensor:
            nonlocal calls
            calls += 1
            time.sleep(0.05 if calls < 8 else 0)
            return x

        return layer

    assert fastest_precision(("float32",), (("int8", make),)) == "float32+int8"


def test_what_torch_lacks_is_not_taken() -> None:
    assert fastest_precision(("float32",), (("int8", _missing),)) == "float32"


def test_a_damaged_memory_is_measured_anew() -> None:
    (cache_dir() / "precision.json").write_text("{half")
    assert fastest_precision(("float32",), (("int8", _free),)) == "float32+int8"


def test_auto_is_a_precision_of_this_processor() -> None:
    chosen = choose_precision("auto", torch.device("cpu"))
    assert chosen in PRECISIONS and chosen not in ("auto", "float16")
