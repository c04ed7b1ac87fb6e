"""Mozilla Common Voice: ``train.tsv`` (``validated.tsv``, …) beside the folder ``clips``."""

from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.entries import Rows
from alm_studio.training.data.readers.table import read_table
from alm_studio.training.data.readers.text_files import first_line

_NAMES = ("train.tsv", "validated.tsv", "other.tsv")


class CommonVoiceReader(Reader):
    """A release's folder of one language, or one of its tables."""

    name = "common-voice"
    label = "Common Voice (train.tsv and clips)"

    def accepts(self, path: Path) -> bool:
        """See ``Reader.accepts``."""
        return _table(path) is not None

    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """See ``Reader.read``."""
        file = _table(path) or path
        return read_table(file, "\t", Rows(file, language), cancel)


def _table(path: Path) -> Path | None:
    candidates = [path / name for name in _NAMES] if path.is_dir() else [path]
    return next((file for file in candidates if file.suffix.lower() == ".tsv" and _is_table(file)), None)


def _is_table(file: Path) -> bool:
    return file.is_file() and {"client_id", "path", "sentence"} <= set(first_line(file).strip().split("\t"))
