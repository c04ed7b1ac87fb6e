"""Both ways to make kernels, and a small Whisper."""

import platform

import llvmlite.binding as llvm
import pytest
import torch
from torch import nn

from alm_studio.model.builders import build_whisper
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import WhisperSpec
from alm_studio.native.machine import Machine

_NEEDED = {"avx512-vnni": ("avx512f", "avx512bw", "avx512vl", "avx512vnni"), "avx2": ("avx2", "fma", "f16c")}

SPEC = WhisperSpec(
    mel_bands=16,
    audio_states=150,
    width=128,
    audio_heads=2,
    audio_layers=2,
    vocabulary=97,
    text_positions=100,
    text_heads=2,
    text_layers=2,
    alignment_heads=((1, 0), (0, 1), (1, 1)),
)


@pytest.fixture(scope="session", params=["avx512-vnni", "avx2"])
def machine(request: pytest.FixtureRequest) -> Machine:
    """A processor's kernels; those for AVX2 use nothing newer, and so run on every processor that has it."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        pytest.skip(f"There are no kernels for {platform.machine()}.")
    found = llvm.get_host_cpu_features()
    missing = [name for name in _NEEDED[request.param] if not found.get(name)]
    if missing:
        pytest.skip(f"This processor lacks {', '.join(missing)}.")
    if request.param == "avx512-vnni":
        return Machine(16, 4, True, found.flatten())
    for name in found:
        found[name] &= not name.startswith("avx512")
    return Machine(8, 2, False, found.flatten())


@pytest.fixture(scope="session")
def whisper() -> Seq2Seq:
    """Weights at random, of the size that keeps numbers as they are; layer norms that do something."""
    torch.manual_seed(7)
    built = build_whisper(SPEC, device="cpu").eval().requires_grad_(False)
    for module in built.modules():
        if isinstance(module, nn.LayerNorm):
            module.weight.normal_(1.0, 0.2)
            module.bias.normal_(0.0, 0.2)
        elif isinstance(module, nn.Linear | nn.Conv1d):
            module.weight.normal_(0.0, module.weight[0].numel() ** -0.5)
            if module.bias is not None:
                module.bias.normal_(0.0, 0.2)
        elif isinstance(module, nn.Embedding):
            module.weight.normal_(0.0, 0.5)
    built.decoder.positions.normal_(0.0, 0.5)
    return built
