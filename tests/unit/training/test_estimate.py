from dataclasses import replace
from pathlib import Path

import pytest

from alm_studio.base.errors import ModelError
from alm_studio.training.config import TrainConfig
from alm_studio.training.estimate import estimate

CONFIG = TrainConfig((), Path("out"), model="base", device="cpu")


def test_adapters_cost_less_than_all_weights():
    full, lora = estimate(CONFIG, 1200), estimate(replace(CONFIG, lora_rank=32), 1200)
    assert lora.seconds < full.seconds
    assert lora.memory < full.memory
    assert full.device == "cpu"
    assert full.available > 0


def test_more_of_anything_costs_more():
    once = estimate(CONFIG, 1200)
    assert estimate(CONFIG, 12_000).seconds > once.seconds
    assert estimate(replace(CONFIG, epochs=9.0), 1200).seconds > 2 * once.seconds
    larger = estimate(replace(CONFIG, model="small"), 1200)  # not installed: known by its name
    assert larger.seconds > 2 * once.seconds
    assert larger.memory > 2 * once.memory
    assert estimate(replace(CONFIG, batch_seconds=600.0), 1200).memory > once.memory
    assert estimate(replace(CONFIG, gradient_checkpointing=True), 1200).memory < once.memory


def test_a_bound_of_time_is_a_bound():
    assert estimate(replace(CONFIG, minutes=1.0), 100_000).seconds == 60


def test_a_small_network_needs_little():
    small = estimate(replace(CONFIG, model=""), 600)
    assert small.memory < 2e9


def test_an_unknown_model_is_told():
    with pytest.raises(ModelError):
        estimate(replace(CONFIG, model="nonsense"), 600)
