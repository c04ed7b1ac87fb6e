"""What this processor multiplies, and so how the kernels' numbers are laid out."""

import platform
from dataclasses import dataclass
from functools import lru_cache

GROUP = 4
"""Bytes of the depth that a lane adds up at once."""
SPAN = 128
"""Positions of a sound whose weights share a scale."""


@dataclass(frozen=True)
class Machine:
    """How kernels are made for a processor.

    Attributes:
        lanes: 32-bit numbers in a register.
        vectors: registers side by side that a product adds up for each row.
        vnni: whether it adds up four products of bytes in one instruction; else two, in 16 bits.
        features: of the processor, in LLVM's words.
    """

    lanes: int
    vectors: int
    vnni: bool
    features: str

    @property
    def columns(self) -> int:
        """Of a packed block."""
        return self.lanes * self.vectors

    @property
    def largest(self) -> int:
        """Of an unsigned number: without VNNI two products with 127 have to fit 16 bits."""
        return 255 if self.vnni else 127

    def padded(self, count: int) -> int:
        """So many columns in whole blocks."""
        return -(-count // self.columns) * self.columns


def padded_positions(count: int) -> int:
    """So many positions of a sound in whole spans."""
    return -(-count // SPAN) * SPAN


@lru_cache(maxsize=1)
def this_machine() -> Machine | None:
    """This processor, or None where there are no kernels for it."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return None
    try:
        import llvmlite.binding as llvm
    except (ImportError, OSError):  # no wheel for this system
        return None
    found = llvm.get_host_cpu_features()
    if all(found.get(name) for name in ("avx512f", "avx512bw", "avx512vl", "avx512vnni")):
        return Machine(16, 4, True, found.flatten())
    if found.get("avx2") and found.get("fma"):
        return Machine(8, 2, bool(found.get("avxvnni")), found.flatten())
    return None
