import os
import stat
from pathlib import Path

import pytest

from alm_studio.base.errors import OutputError
from alm_studio.base.files import check_writable, write_aside, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_stands_alone_in_folders_that_were_made(tmp_path):
    target = tmp_path / "a" / "b" / "captions.srt"
    write_atomically(target, b"text")
    assert target.read_bytes() == b"text"
    assert names(target.parent) == ["captions.srt"]


def test_an_existing_file_survives_without_overwrite(tmp_path):
    target = tmp_path / "captions.srt"
    target.write_bytes(b"old")
    with pytest.raises(OutputError, match=r"exists already.*--overwrite"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["captions.srt"]


def test_overwrite_replaces_and_keeps_the_mode(tmp_path):
    target = tmp_path / "captions.srt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomically(target, b"new", overwrite=True)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert names(tmp_path) == ["captions.srt"]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_that_the_umask_asks_for(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "captions.srt", b"text")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "captions.srt").stat().st_mode) == mode


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    target = tmp_path / "captions.srt"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"No space left on device\. Choose another folder, or make room"):
        write_atomically(target, b"new", overwrite=True)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["captions.srt"]


def test_a_file_that_appears_meanwhile_survives_also_without_hard_links(tmp_path, monkeypatch):
    def no_links(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")  # what FAT says

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    write_atomically(tmp_path / "new.srt", b"text")
    assert names(tmp_path) == ["new.srt"]
    with pytest.raises(OutputError, match="exists already"):
        write_atomically(tmp_path / "new.srt", b"other")
    assert (tmp_path / "new.srt").read_bytes() == b"text"


def test_a_file_written_bit_by_bit_takes_its_place_at_the_end(tmp_path):
    target = tmp_path / "new" / "film.mp4"
    with write_aside(target) as aside:
        aside.write_bytes(b"half")
        assert not target.exists()
        with aside.open("ab") as file:
            file.write(b" and half")
    assert target.read_bytes() == b"half and half" and names(target.parent) == ["film.mp4"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_file_whose_writing_fails_leaves_the_old_one_and_nothing_else(tmp_path, error):
    target = tmp_path / "film.mp4"
    target.write_bytes(b"old")
    wanted = OutputError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(wanted), write_aside(target, overwrite=True) as aside:
        aside.write_bytes(b"half")
        raise error
    assert target.read_bytes() == b"old" and names(tmp_path) == ["film.mp4"]


def test_a_file_that_exists_is_refused_before_it_is_written_bit_by_bit(tmp_path):
    target = tmp_path / "film.mp4"
    target.write_bytes(b"old")
    begun = []
    with pytest.raises(OutputError, match="exists already"), write_aside(target) as aside:
        begun.append(aside)
    assert not begun and target.read_bytes() == b"old"


def test_a_long_name_in_chinese_can_be_written(tmp_path):
    target = tmp_path / ("字幕" * 35 + ".srt")  # 214 of the 255 bytes that file systems allow
    write_atomically(target, b"text")
    assert target.read_bytes() == b"text"


@pytest.mark.parametrize("below", ["captions.srt", "deeper/captions.srt"])
def test_a_folder_that_is_a_file_is_a_sentence(tmp_path, below):
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / below
    for attempt in (lambda: check_writable(target), lambda: write_atomically(target, b"")):
        with pytest.raises(OutputError, match=r"is a file.* Choose a folder\."):
            attempt()


def test_a_read_only_file_system_is_a_sentence():
    if not Path("/proc/self").exists():
        pytest.skip("no /proc: no folder that refuses the administrator too")
    with pytest.raises(OutputError, match=r"Cannot write /proc/new/captions\.srt: .*Choose another folder"):
        write_atomically(Path("/proc/new/captions.srt"), b"")


def test_check_writable_makes_nothing(tmp_path):
    check_writable(tmp_path / "a" / "b" / "captions.srt")
    assert names(tmp_path) == []


def test_check_writable_refuses_what_exists_and_folders(tmp_path):
    (tmp_path / "captions.srt").write_text("old")
    with pytest.raises(OutputError, match="exists already"):
        check_writable(tmp_path / "captions.srt")
    check_writable(tmp_path / "captions.srt", overwrite=True)
    with pytest.raises(OutputError, match="is a folder"):
        check_writable(tmp_path, overwrite=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_check_writable_sees_missing_permission(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="no permission"):
        check_writable(tmp_path / "captions.srt")


def test_check_writable_asks_for_permission(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # also where the tests run as administrator
    with pytest.raises(OutputError, match="no permission to write into"):
        check_writable(tmp_path / "captions.srt")
