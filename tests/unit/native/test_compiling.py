"""Machine code that is kept on disk."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from alm_studio.base.paths import cache_dir
from alm_studio.native.compiling import as_function, compile_kernels
from alm_studio.native.instructions import Module
from alm_studio.native.machine import Machine


class _Text:
    """Writes two functions, and counts how often it had to."""

    def __init__(self, number: int = 41) -> None:
        self.number = number
        self.written = 0

    def __call__(self) -> str:
        self.written += 1
        module = Module()
        for name, more in (("one", 0), ("two", 1)):
            f = module.kernel(name)
            f.store(f.argument(0) + self.number + more, f.argument(1, "ptr"), 8)
        return str(module)


_NAMES: Sequence[str] = ("one", "two")


def _call(address: int, number: int) -> int:
    out = torch.zeros(1, dtype=torch.int64)
    slots = torch.tensor([number, out.data_ptr()])
    as_function(address)(slots.data_ptr())
    return int(out)


def _works(addresses: dict[str, int], number: int = 41) -> bool:
    return [_call(addresses[name], 100) for name in _NAMES] == [100 + number, 101 + number]


def _kept() -> list[Path]:
    return sorted((cache_dir() / "kernels").iterdir())


def test_what_was_compiled_is_read_again(machine: Machine) -> None:
    text = _Text()
    assert _works(compile_kernels("a", _NAMES, text, machine.features))
    assert text.written == 1
    (file,) = _kept()
    assert file.suffix == ".o"
    before = file.read_bytes()
    assert _works(compile_kernels("a", _NAMES, text, machine.features))
    assert text.written == 1
    assert _kept() == [file] and file.read_bytes() == before


def test_another_source_is_compiled_anew(machine: Machine) -> None:
    first = compile_kernels("a", _NAMES, _Text(1), machine.features)
    second = compile_kernels("b", _NAMES, _Text(2), machine.features)
    assert _works(first, 1) and _works(second, 2)  # both at once
    assert len(_kept()) == 2


def test_other_features_are_compiled_anew(machine: Machine) -> None:
    text = _Text()
    compile_kernels("a", _NAMES, text, machine.features)
    compile_kernels("a", _NAMES, text, machine.features.replace("+avx2", "-avx2"))
    assert text.written == len(_kept()) == 2


@pytest.mark.parametrize("damage", ["empty", "cut", "changed", "foreign"])
def test_a_damaged_file_is_compiled_anew(machine: Machine, damage: str) -> None:
    text = _Text()
    compile_kernels("a", _NAMES, text, machine.features)
    (file,) = _kept()
    whole = file.read_bytes()
    changed = bytearray(whole)
    changed[-1] ^= 1
    data = {"empty": b"", "cut": whole[:-1], "changed": bytes(changed), "foreign": b"not machine code" * 40}[damage]
    file.write_bytes(data)
    assert _works(compile_kernels("a", _NAMES, text, machine.features))
    assert text.written == 2
    assert file.read_bytes() == whole  # and is whole again
    compile_kernels("a", _NAMES, text, machine.features)
    assert text.written == 2


def test_a_cache_that_cannot_be_written_is_no_error(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    (cache_dir() / "kernels").write_text("a file where the folder should be")
    text = _Text()
    with caplog.at_level(logging.INFO):
        assert _works(compile_kernels("a", _NAMES, text, machine.features))
        assert _works(compile_kernels("a", _NAMES, text, machine.features))
    assert text.written == 2
    told = [record for record in caplog.records if "could not be kept" in record.getMessage()]
    assert len(told) == 2 and all(record.levelno == logging.INFO for record in told)


def test_a_file_that_cannot_be_read_is_no_error(machine: Machine) -> None:
    text = _Text()
    compile_kernels("a", _NAMES, text, machine.features)
    (file,) = _kept()
    file.unlink()
    file.mkdir()
    assert _works(compile_kernels("a", _NAMES, text, machine.features))
    assert text.written == 2
