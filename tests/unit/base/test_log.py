import logging

from alm_studio.base.log import log_to_file


def test_records_from_info_on_land_in_one_file(home):
    path = log_to_file()
    assert path == home / "log" / "alm-studio.log"
    assert log_to_file() == path
    logging.getLogger("alm_studio.somewhere").info("heard %d words", 7)
    logging.getLogger("alm_studio.somewhere").debug("not for the file")
    logging.getLogger("foreign").info("not ours")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1  # one handler, though asked twice
    assert lines[0].endswith("INFO alm_studio.somewhere: heard 7 words")


def test_no_place_for_a_log_file_is_no_reason_to_stop(home, monkeypatch):
    home.mkdir(exist_ok=True)
    (home / "log").write_text("a file where the folder should be")
    before = list(logging.getLogger().handlers)
    assert log_to_file() is None
    assert logging.getLogger().handlers == before
