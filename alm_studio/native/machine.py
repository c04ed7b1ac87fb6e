"""What this processor multiplies, and so how the kernels' numbers are laid out."""

import platform
from dataclasses import dataclass
from functools import lru_cache

from alm_studio.native.products import Kind, bytes_kind, floats_kind, halves_kind


@dataclass(frozen=True)
class Machine:
    """How kernels are made for a processor.

    Attributes:
        lanes: 32-bit numbers in a register.
        vectors: registers side by side that a product adds up for each row.
        halves: whether it multiplies bfloat16.
        features: of the processor, in LLVM's words.
    """

    lanes: int
    vectors: int
    halves: bool
    features: str

    @property
    def columns(self) -> int:
        """Of a packed block."""
        return self.lanes * self.vectors

    @property
    def bytes(self) -> Kind:
        """Of linear layers."""
        return bytes_kind(self.lanes)

    @property
    def numbers(self) -> Kind:
        """Of attention."""
        return halves_kind(self.lanes) if self.halves else floats_kind(self.lanes)

    def padded(self, count: int) -> int:
        """So many columns, or positions, in whole blocks."""
        return -(-count // self.columns) * self.columns


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
    if not all(found.get(name) for name in ("avx512f", "avx512bw", "avx512vl", "avx512vnni")):
        return None
    return Machine(16, 4, bool(found.get("avx512bf16")), found.flatten())
