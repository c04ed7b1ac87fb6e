"""Which kernels this processor gets."""

import platform
import sys
from collections.abc import Iterator

import llvmlite.binding as llvm
import pytest

from alm_studio.native.machine import SPAN, Machine, padded_positions, this_machine

_AVX2 = {"avx2": True, "fma": True, "f16c": True}
_VNNI = {"avx512f": True, "avx512bw": True, "avx512vl": True, "avx512vnni": True}


@pytest.fixture(autouse=True)
def unknown() -> Iterator[None]:
    this_machine.cache_clear()
    yield
    this_machine.cache_clear()


@pytest.mark.parametrize(("count", "blocks"), [(0, 0), (1, 1), (64, 1), (65, 2), (384, 6)])
def test_columns_in_whole_blocks(count: int, blocks: int) -> None:
    machine = Machine(16, 4, True, "")
    assert machine.columns == 64
    assert machine.padded(count) == 64 * blocks


def test_two_products_fit_16_bits_without_vnni() -> None:
    assert Machine(16, 4, True, "").largest == 255
    assert 2 * Machine(8, 2, False, "").largest * 127 < 2**15


@pytest.mark.parametrize(("count", "spans"), [(1, 1), (128, 1), (129, 2), (1500, 12)])
def test_positions_in_whole_spans(count: int, spans: int) -> None:
    assert padded_positions(count) == spans * SPAN


@pytest.mark.parametrize(
    ("features", "lanes", "vnni"),
    [
        (_AVX2 | _VNNI, 16, True),
        (_AVX2 | _VNNI | {"avx512vnni": False}, 8, False),
        (_AVX2 | {"avxvnni": True}, 8, True),
        (_AVX2, 8, False),
        ({"avx2": True}, 0, False),
        ({"sse4.2": True}, 0, False),
    ],
)
def test_features_decide(monkeypatch: pytest.MonkeyPatch, features: dict[str, bool], lanes: int, vnni: bool) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "AMD64")
    monkeypatch.setattr(llvm, "get_host_cpu_features", lambda: llvm.FeatureMap(features))
    found = this_machine()
    assert (found.lanes if found else 0) == lanes
    if found:
        assert found.vnni == vnni
        assert "+avx2" in found.features.split(",")


def test_no_kernels_for_another_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    assert this_machine() is None


def test_no_kernels_without_llvm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setitem(sys.modules, "llvmlite.binding", None)
    assert this_machine() is None
