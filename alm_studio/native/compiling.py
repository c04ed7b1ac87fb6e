"""From LLVM's intermediate language to functions that can be called, kept on disk as machine code."""

import ctypes
import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from alm_studio.base.errors import OutputError
from alm_studio.base.files import write_atomically
from alm_studio.base.paths import cache_dir

_log = logging.getLogger(__name__)


def compile_kernels(source: str, names: Sequence[str], write: Callable[[], str], features: str) -> dict[str, int]:
    """Addresses of compiled functions.

    Args:
        source: what the functions depend on, but for the processor: another text is compiled anew.
        names: of the functions.
        write: gives the module's text, when it has to be compiled.
        features: of the processor, in LLVM's words.

    Raises:
        ImportError: llvmlite is not there; it is imported late, for systems that it has no wheel for.
        RuntimeError: LLVM does not take the text.
    """
    import llvmlite
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=3, jit=True
    )
    told = "\n".join([source, llvmlite.__version__, llvm.get_host_cpu_name(), features])
    kept = cache_dir() / "kernels" / f"{hashlib.sha256(told.encode()).hexdigest()[:24]}.o"
    code = _read(kept)
    if code is None:
        code = _compile(write(), machine)
        _keep(kept, code)
    empty = llvm.parse_assembly("")
    engine = llvm.create_mcjit_compiler(empty, machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _alive.append(engine)
    return {name: engine.get_function_address(name) for name in names}


_alive: list[Any] = []
"""What holds the code in memory, as long as the program runs."""


def _compile(text: str, machine: Any) -> bytes:
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(text)
    module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=2)
    options.loop_vectorization = options.slp_vectorization = options.loop_unrolling = False  # done by hand
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return bytes(machine.emit_object(module))


def _read(path: Path) -> bytes | None:
    """What was kept, if it is whole: its own sum stands before it."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    code = data[32:]
    return code if hashlib.sha256(code).digest() == data[:32] else None


def _keep(path: Path, code: bytes) -> None:
    try:
        write_atomically(path, hashlib.sha256(code).digest() + code, overwrite=True)
    except OutputError as error:
        _log.info("compiled kernels could not be kept: %s", error)


Kernel = Callable[[int], None]


def as_function(address: int) -> Kernel:
    """What takes the address of its slots; Python's other threads go on meanwhile."""
    return ctypes.CFUNCTYPE(None, ctypes.c_void_p)(address)
