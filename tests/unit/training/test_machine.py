from dataclasses import replace
from pathlib import Path

import pytest
import torch

from alm_studio.base.errors import UsageError
from alm_studio.training.config import TrainConfig
from alm_studio.training.errors import TrainingError, report_out_of_memory
from alm_studio.training.machine import Machine, choose_mixed_precision
from alm_studio.training.optimizers import make_optimizer

CPU = torch.device("cpu")


def test_half_precision_needs_a_gpu():
    with pytest.raises(UsageError, match="needs an NVIDIA GPU"):
        choose_mixed_precision("fp16", CPU)
    assert choose_mixed_precision("auto", CPU) in ("bf16", "no")
    assert choose_mixed_precision("bf16", CPU) == "bf16"


def test_one_process_is_the_main_one():
    machine = Machine("cpu", "no")
    assert machine.main and machine.world == 1
    assert machine.sum(1.0, 2.0) == [1.0, 2.0]
    assert machine.same("x") == "x"


def test_gradients_are_clipped_and_their_norm_told():
    machine, weight = Machine("cpu", "no"), torch.nn.Parameter(torch.tensor([3.0, 4.0]))
    optimizer = torch.optim.SGD([weight], lr=1.0)
    machine.backward((weight * weight).sum() / 2)  # its gradient is the weight, of norm 5
    assert machine.step(optimizer, [weight], clip=1.0) == pytest.approx(5.0)
    assert weight.tolist() == pytest.approx([3 - 0.6, 4 - 0.8])
    assert weight.grad is None


def test_bfloat16_is_what_products_are_computed_in():
    with Machine("cpu", "bf16").autocast():
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == torch.bfloat16
    with Machine("cpu", "no").autocast():
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == torch.float32


def test_only_matrices_decay():
    network = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.LayerNorm(3))
    config = TrainConfig((), Path(), weight_decay=0.5, learning_rate=0.1)
    groups = make_optimizer(network, config).param_groups
    assert [(group["weight_decay"], len(group["params"])) for group in groups] == [(0.5, 1), (0.0, 3)]


def test_sgd_has_momentum():
    config = TrainConfig((), Path(), optimizer="sgd", momentum=0.7, learning_rate=0.1)
    optimizer = make_optimizer(torch.nn.Linear(2, 2), config)
    assert isinstance(optimizer, torch.optim.SGD)
    assert optimizer.param_groups[0]["momentum"] == 0.7
    assert isinstance(make_optimizer(torch.nn.Linear(2, 2), replace(config, optimizer="adamw")), torch.optim.AdamW)


def test_what_does_not_learn_is_not_optimised():
    network = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))
    network[0].requires_grad_(False)
    groups = make_optimizer(network, TrainConfig((), Path(), learning_rate=0.1)).param_groups
    assert sum(len(group["params"]) for group in groups) == 2


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate memory"),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes."),
    ],
)
def test_memory_that_runs_out_is_told_with_advice(error):
    with pytest.raises(TrainingError, match="--batch-seconds") as told, report_out_of_memory():
        raise error
    assert "last checkpoint is intact" in str(told.value)


def test_real_lack_of_memory_is_recognised():
    with pytest.raises(TrainingError, match="memory of this device is full"), report_out_of_memory():
        torch.empty(2**60, dtype=torch.uint8)


def test_other_errors_pass():
    with pytest.raises(RuntimeError, match="something else"), report_out_of_memory():
        raise RuntimeError("something else")
