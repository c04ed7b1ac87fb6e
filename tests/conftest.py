"""What every test gets: folders of its own, and a log in which nothing unexpected may stand.

Qt's messages are watched by pytest-qt (``qt_log_level_fail`` in pyproject.toml), Python's warnings by pytest itself
(``filterwarnings``).
"""

import inspect
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

import alm_studio.__main__  # noqa: F401 - sets what torch's threads read when it is loaded


@pytest.fixture(autouse=True, scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is made once for several tests, a model for instance, finds nothing of the person at this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALM_STUDIO_HOME", str(tmp_path_factory.mktemp("shared-home")))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, models, caches and logs of a test are its own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ALM_STUDIO_HOME", str(folder))
    return folder


class _Grave(logging.Handler):
    """Collects what is WARNING or worse, from every thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """An unexpected warning in the log fails the test.

    A test that expects one takes ``caplog`` and looks for it there, or is marked ``logs_warnings``.
    """
    root, grave = logging.getLogger(), _Grave()
    handlers, level = list(root.handlers), root.level
    root.addHandler(grave)
    yield
    root.removeHandler(grave)
    for handler in set(root.handlers) - set(handlers):  # a log file that the program opened
        if isinstance(handler, logging.FileHandler):
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    reads_log = "caplog" in inspect.signature(request.function).parameters
    if not reads_log and request.node.get_closest_marker("logs_warnings") is None:
        unexpected = [f"{record.name}: {record.getMessage()}" for record in grave.records]
        assert not unexpected, f"unexpected in the log: {unexpected}"
