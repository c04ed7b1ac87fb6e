import pytest

from alm_studio.base import paths


@pytest.mark.parametrize("place", [paths.config_dir, paths.cache_dir, paths.models_dir, paths.log_dir])
def test_one_variable_moves_everything(place, home):
    folder = place()
    assert folder.parent == home
    assert folder.is_dir()


def test_the_four_folders_differ():
    assert len({paths.config_dir(), paths.cache_dir(), paths.models_dir(), paths.log_dir()}) == 4


def test_without_the_variable_the_system_says_where(monkeypatch, tmp_path):
    monkeypatch.delenv("ALM_STUDIO_HOME")
    monkeypatch.setattr(paths.platformdirs, "user_config_dir", lambda name: str(tmp_path / name))
    assert paths.config_dir() == tmp_path / "alm-studio"
    assert paths.config_dir().is_dir()


def test_resources_hold_the_sample():
    assert (paths.resources_dir() / "sample" / "welcome.mp4").is_file()
