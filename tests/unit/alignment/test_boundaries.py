"""The network that comes with the program: it loads, it hears, it knows its encoders."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from alm_studio.alignment import boundaries
from alm_studio.alignment.boundaries import (
    BoundaryListener,
    known_encoder,
    load_network,
    normalised,
    probe_of,
    save_network,
)
from alm_studio.alignment.boundary_network import BoundaryNetwork
from alm_studio.alignment.spelling import ANY
from alm_studio.base.errors import ModelError


@pytest.mark.parametrize("samples", [0, 1, 400, 16000])
@pytest.mark.parametrize("level", [0.0, 1e-4, 1.0])
def test_whatever_is_heard_scores_are_numbers(samples: int, level: float) -> None:
    sound = level * torch.randn(samples, generator=torch.Generator().manual_seed(0))
    score = BoundaryListener(load_network()).score(sound)
    frames = max(samples, 320) // 160
    assert score.letters.shape == (frames, ANY + 1)
    for part in (score.letters, score.pause, score.start, score.end):
        assert len(part) == frames and np.isfinite(part).all()


def test_loudness_and_colour_change_nothing() -> None:
    log_mel = torch.randn(50, 80, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(normalised(log_mel), normalised(0.5 * log_mel + torch.linspace(-1, 1, 80)), atol=1e-5)


class _Encoder(nn.Module):
    def __init__(self, seed: int, width: int = 64) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.conv1 = nn.Conv1d(80, width, 3)


@pytest.fixture
def resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of resources that knows one encoder."""
    torch.manual_seed(0)
    save_network(BoundaryNetwork({"one": 64}, 8), {"one": probe_of(_Encoder(1))}, tmp_path / boundaries.FILE)
    monkeypatch.setattr(boundaries, "resources_dir", lambda: tmp_path)
    caches = (boundaries._read, boundaries.load_network)
    for function in caches:
        function.cache_clear()
    yield tmp_path
    for function in caches:
        function.cache_clear()


def test_an_encoder_is_known_also_when_it_was_tuned(resources: Path) -> None:
    encoder = _Encoder(1)
    assert known_encoder(encoder) == "one"
    with torch.no_grad():
        encoder.conv1.weight += 0.01 * torch.randn_like(encoder.conv1.weight)
    assert known_encoder(encoder) == "one"
    assert known_encoder(_Encoder(2)) == ""
    assert known_encoder(_Encoder(1, 32)) == ""
    assert known_encoder(nn.Linear(2, 2)) == ""


def test_states_of_a_known_encoder_are_listened_to(resources: Path) -> None:
    listener = BoundaryListener(load_network(), "one")
    sound = torch.randn(8000, generator=torch.Generator().manual_seed(0))
    states = torch.randn(25, 64, generator=torch.Generator().manual_seed(0))
    alone, heard = listener.score(sound), listener.score(sound, states)
    assert not np.allclose(alone.letters, heard.letters)
    too_few = listener.score(sound, states[:3])
    assert np.allclose(alone.letters, too_few.letters)


@pytest.mark.parametrize("damage", ["missing", "garbage", "foreign"])
def test_damaged_weights_are_told(resources: Path, damage: str) -> None:
    path = resources / boundaries.FILE
    if damage == "missing":
        path.unlink()
    elif damage == "garbage":
        path.write_bytes(b"no weights at all")
    else:
        from safetensors.torch import save_file

        save_file({"something": torch.zeros(3)}, path)
    with pytest.raises(ModelError, match="Install the program again"):
        load_network()
