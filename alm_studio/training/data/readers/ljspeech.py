"""LJSpeech: ``metadata.csv`` with ``id|text|normalised text`` beside the folder ``wavs``."""

from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.captions.scripts import one_line
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.media_files import Locator
from alm_studio.training.data.readers.table import header_delimiter
from alm_studio.training.data.readers.text_files import first_line, read_text

_NAMES = ("metadata.csv", "metadata.txt", "train.txt")


class LjSpeechReader(Reader):
    """The first text is taken, with its digits and abbreviations: so captions are written."""

    name = "ljspeech"
    label = "LJSpeech (metadata.csv and wavs)"

    def accepts(self, path: Path) -> bool:
        """See ``Reader.accepts``."""
        return _table(path) is not None

    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """See ``Reader.read``."""
        file = _table(path) or path
        locator = Locator(file.parent)
        examples = []
        for number, line in enumerate(read_text(file).split("\n"), start=1):
            cancel.check()
            if not line.strip():
                continue
            name, *texts = line.rstrip("\r").split("|")  # a quote is a character like any other here
            if not texts or not name.strip():
                raise UsageError(f"Line {number} of {file} is not 'name|text'. Correct the line.")
            examples.append(Example(locator.find(name.strip()), one_line(texts[0]), language=language))
        return examples


def _table(path: Path) -> Path | None:
    candidates = [path / name for name in _NAMES] if path.is_dir() else [path]
    return next((file for file in candidates if _is_table(file)), None)


def _is_table(file: Path) -> bool:
    if file.suffix.lower() not in {".csv", ".txt"} or not file.is_file():
        return False
    parts = first_line(file).split("|")
    return 2 <= len(parts) <= 3 and bool(parts[0].strip()) and header_delimiter(file) is None
