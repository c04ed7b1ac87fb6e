"""What a training will cost on this computer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """An estimate.

    Attributes:
        seconds: of time.
        memory: bytes of the device.
        available: bytes that the device has free; 0 while unknown.
        device: where it would compute, such as ``"cpu"``.
    """

    seconds: float
    memory: float
    available: float
    device: str

    @property
    def too_large(self) -> bool:
        """Whether it will hardly fit."""
        return 0 < self.available < self.memory
