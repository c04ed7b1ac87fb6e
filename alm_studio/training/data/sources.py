"""Where training data comes from. A new kind is one file in ``readers`` and one row here."""

from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.common_voice import CommonVoiceReader
from alm_studio.training.data.readers.folder import FolderReader
from alm_studio.training.data.readers.json_lines import JsonLinesReader
from alm_studio.training.data.readers.kaldi import KaldiReader
from alm_studio.training.data.readers.ljspeech import LjSpeechReader
from alm_studio.training.data.readers.subtitles import SubtitleReader
from alm_studio.training.data.readers.table import TableReader

READERS: tuple[Reader, ...] = (
    KaldiReader(),
    CommonVoiceReader(),
    LjSpeechReader(),
    JsonLinesReader(),
    SubtitleReader(),
    TableReader(),
    FolderReader(),  # takes any folder, so it comes last
)
"""In the order in which they are asked."""


def find_reader(path: Path) -> Reader:
    """The reader of a file or folder.

    Raises:
        UsageError: there is nothing at ``path``, or nothing that any reader knows.
    """
    try:
        if not path.exists():
            raise UsageError(f"There is no file or folder {path}. Check the name, or choose the data again.")
        reader = next((reader for reader in READERS if reader.accepts(path)), None)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise UsageError(f"{path} cannot be read ({error}). Check the name and the disk.") from error
    if reader is None:
        raise UsageError(f"{path} is no training data that ALM Studio knows. {_known()}")
    return reader


def read_examples(path: Path | str, language: str = "", cancel: CancelToken | None = None) -> list[Example]:
    """The examples of a data set, of whatever kind it is. No sound is opened: ``check.check_examples`` does that.

    Args:
        path: a file or folder.
        language: Whisper's code, of examples that do not tell theirs.
        cancel: looked at while files are read.

    Raises:
        UsageError: there is no data, or it contradicts its form.
        CancelledError: ``cancel`` asks for it.
    """
    path = Path(path)
    examples = find_reader(path).read(path, language, cancel or CancelToken())
    if not examples:
        raise UsageError(f"No speech with its text was found in {path}. {_known()}")
    return examples


def _known() -> str:
    return f"Training data may be: {'; '.join(reader.label for reader in READERS)}."
