"""Where a run computes: one device in this process, or one of several processes through accelerate.

The trainer asks a ``Machine`` for everything in which the two differ.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn

from alm_studio.base.errors import UsageError
from alm_studio.checkpoints.precision import choose_device, multiplies_bfloat16

_TYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


def choose_mixed_precision(wanted: str, device: torch.device) -> str:
    """``"no"``, ``"bf16"`` or ``"fp16"``: the precision of matrix products while learning.

    ``auto`` is bfloat16 where the device multiplies it in hardware, half precision on other GPUs.

    Raises:
        UsageError: not to be had on this device.
    """
    if wanted == "auto":
        if device.type == "cuda":
            return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp16"
        return "bf16" if device.type == "cpu" and multiplies_bfloat16() else "no"
    if wanted == "fp16" and device.type != "cuda":
        raise UsageError("--mixed-precision fp16 needs an NVIDIA GPU. Use bf16 or no.")
    return wanted


class Machine:
    """This process alone.

    Attributes:
        device: where it computes.
        precision: of matrix products, ``"no"``, ``"bf16"`` or ``"fp16"``.
        rank, world: which process this is, and how many there are.
    """

    rank = 0
    world = 1

    def __init__(self, device: str, mixed_precision: str) -> None:
        self.device = choose_device(device)
        self.precision = choose_mixed_precision(mixed_precision, self.device)
        self._scaler = torch.amp.GradScaler(self.device.type, enabled=self.precision == "fp16")

    @property
    def main(self) -> bool:
        """Whether this process writes files and speaks to the user."""
        return self.rank == 0

    def prepare(self, network: nn.Module, optimizer: torch.optim.Optimizer) -> nn.Module:
        """The network as it is called while learning."""
        return network

    def autocast(self) -> AbstractContextManager[Any]:
        """Computes in the chosen precision."""
        if self.precision == "no":
            return nullcontext()
        return torch.autocast(self.device.type, dtype=_TYPES[self.precision])

    def accumulate(self, network: nn.Module, last: bool) -> AbstractContextManager[Any]:
        """Around a backward pass; gradients of the processes are added up at the last of a step."""
        return nullcontext()

    def backward(self, loss: Tensor) -> None:
        """Add the gradients of a loss."""
        self._scaler.scale(loss).backward()  # type: ignore[no-untyped-call]

    def step(self, optimizer: torch.optim.Optimizer, parameters: list[nn.Parameter], clip: float) -> float:
        """Clip the gradients and learn from them.

        Returns:
            The norm of the gradients before clipping; not finite where half precision overflowed and nothing was
            learned.
        """
        self._scaler.unscale_(optimizer)
        norm = float(nn.utils.clip_grad_norm_(parameters, clip))
        if torch.isfinite(torch.tensor(norm)) or self.precision == "fp16":
            self._scaler.step(optimizer)
        self._scaler.update()
        optimizer.zero_grad(set_to_none=True)
        return norm

    def sum(self, *values: float) -> list[float]:
        """The sum of each number over all processes."""
        return list(values)

    def same(self, value: Any) -> Any:
        """The main process' value, everywhere."""
        return value

    def wait(self) -> None:
        """Until every process is here."""

    def close(self) -> None:
        """Part from the other processes."""

    def state(self) -> dict[str, Any]:
        """What a checkpoint has to know of the gradient scaler."""
        return dict(self._scaler.state_dict())

    def load_state(self, state: dict[str, Any]) -> None:
        """The opposite of ``state``."""
        if state and self._scaler.is_enabled():
            self._scaler.load_state_dict(state)


class DistributedMachine(Machine):
    """One of several processes started by ``accelerate launch`` or torchrun; accelerate joins them."""

    def __init__(self, device: str, mixed_precision: str) -> None:
        from accelerate import Accelerator
        from accelerate.utils import broadcast_object_list

        self._broadcast = broadcast_object_list
        on_cpu = choose_device(device).type == "cpu"
        self._accelerator: Any = Accelerator(cpu=on_cpu, mixed_precision="no")
        self.device = self._accelerator.device
        self.precision = choose_mixed_precision(mixed_precision, self.device)
        self._scaler = torch.amp.GradScaler(self.device.type, enabled=self.precision == "fp16")
        self.rank = self._accelerator.process_index
        self.world = self._accelerator.num_processes

    def prepare(self, network: nn.Module, optimizer: torch.optim.Optimizer) -> nn.Module:
        """See ``Machine``. Wraps the network, so that gradients are averaged over the processes."""
        prepared: nn.Module = self._accelerator.prepare_model(network)
        return prepared

    def accumulate(self, network: nn.Module, last: bool) -> AbstractContextManager[Any]:
        """See ``Machine``."""
        return nullcontext() if last else self._accelerator.no_sync(network)

    def sum(self, *values: float) -> list[float]:
        """See ``Machine``."""
        added = self._accelerator.reduce(torch.tensor(values, dtype=torch.float64, device=self.device), "sum")
        return [float(value) for value in added]

    def same(self, value: Any) -> Any:
        """See ``Machine``."""
        box = [value]
        self._broadcast(box, from_process=0)
        return box[0]

    def wait(self) -> None:
        """See ``Machine``."""
        self._accelerator.wait_for_everyone()

    def close(self) -> None:
        """See ``Machine``."""
        self._accelerator.end_training()


@contextmanager
def open_machine(device: str, mixed_precision: str) -> Iterator[Machine]:
    """The machine of this process: several where ``accelerate launch`` or torchrun started it so."""
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        machine: Machine = DistributedMachine(device, mixed_precision)
    else:
        machine = Machine(device, mixed_precision)
    try:
        yield machine
    finally:
        machine.close()
