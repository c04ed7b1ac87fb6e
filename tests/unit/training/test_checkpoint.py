import resource
from pathlib import Path

import pytest
import torch

from alm_studio.base.errors import OutputError
from alm_studio.training import checkpoint
from alm_studio.training.checkpoint import Checkpoint
from alm_studio.training.errors import TrainingError


def make(step: int, size: int = 10) -> Checkpoint:
    weights = {"w": torch.full((size,), float(step))}
    optimizer = torch.optim.AdamW([torch.nn.Parameter(weights["w"].clone())], lr=0.1)
    return Checkpoint(
        weights, optimizer.state_dict(), {"step": step, "best": float("inf"), "before": {}}, checkpoint.random_states()
    )


def test_a_checkpoint_comes_back_as_it_was(tmp_path):
    torch.manual_seed(3)
    saved = make(7)
    drawn = torch.rand(3)
    folder = checkpoint.save(tmp_path, saved)
    assert folder == tmp_path / "checkpoints" / "last"
    loaded = checkpoint.load(tmp_path)
    assert torch.equal(loaded.weights["w"], saved.weights["w"])
    assert loaded.optimizer == saved.optimizer
    assert loaded.progress == saved.progress
    checkpoint.set_random_states(loaded.random)
    assert torch.equal(torch.rand(3), drawn)


def test_the_newer_takes_the_place_of_the_older(tmp_path):
    checkpoint.save(tmp_path, make(1))
    checkpoint.save(tmp_path, make(2))
    assert checkpoint.load(tmp_path).progress["step"] == 2
    assert [path.name for path in (tmp_path / "checkpoints" / "last").iterdir()] == ["state.pt"]


def test_a_full_disk_leaves_the_last_checkpoint(tmp_path):
    checkpoint.save(tmp_path, make(1))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))  # a file that cannot grow: as on a full disk
    try:
        with pytest.raises(OutputError, match="last checkpoint is intact"):
            checkpoint.save(tmp_path, make(2, size=1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert checkpoint.load(tmp_path).progress["step"] == 1
    assert [path.name for path in (tmp_path / "checkpoints" / "last").iterdir()] == ["state.pt"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 nonsense", b"\x80\x04K\x01."])
def test_a_damaged_checkpoint_is_told(tmp_path, damage):
    folder = checkpoint.save(tmp_path, make(1))
    (folder / "state.pt").write_bytes(damage)
    with pytest.raises(TrainingError, match="damaged"):
        checkpoint.load(tmp_path)


def test_a_truncated_checkpoint_is_told(tmp_path):
    path = checkpoint.save(tmp_path, make(1, size=1000)) / "state.pt"
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(TrainingError, match="damaged"):
        checkpoint.load(tmp_path)


def test_a_checkpoint_runs_no_code(tmp_path):
    folder = checkpoint.save(tmp_path, make(1))
    torch.save({"form": 1, "weights": Path("/"), "optimizer": {}, "progress": {}, "random": {}}, folder / "state.pt")
    with pytest.raises(TrainingError, match="damaged"):
        checkpoint.load(tmp_path)


def test_none_is_told(tmp_path):
    assert not checkpoint.exists(tmp_path)
    with pytest.raises(TrainingError, match="no checkpoint"):
        checkpoint.load(tmp_path)


def test_room_is_asked_for_before_the_training(tmp_path):
    checkpoint.check_room(tmp_path / "not" / "there", 1000)
    with pytest.raises(TrainingError, match="Make room"):
        checkpoint.check_room(tmp_path, 10**18)
