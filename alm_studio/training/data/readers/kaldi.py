"""Kaldi's data folders: ``wav.scp``, ``text``, and where long recordings are cut, ``segments``.

Source: https://kaldi-asr.org/doc/data_prep.html
"""

import shlex
from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import UsageError
from alm_studio.captions.scripts import one_line
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.context import with_previous
from alm_studio.training.data.readers.entries import code
from alm_studio.training.data.readers.media_files import Locator
from alm_studio.training.data.readers.text_files import read_text


class KaldiReader(Reader):
    """The commands of ``wav.scp`` are never run: a file that one of them reads is opened itself."""

    name = "kaldi"
    label = "Kaldi folder (wav.scp and text)"

    def accepts(self, path: Path) -> bool:
        """See ``Reader.accepts``."""
        return path.is_dir() and (path / "wav.scp").is_file()

    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """See ``Reader.read``. Names of files are relative to the folder, or to one above it."""
        if not (path / "text").is_file():
            raise UsageError(f"{path} has wav.scp but no file 'text' with what is said. Add it.")
        texts = _pairs(path / "text")
        languages = _pairs(path / "utt2lang") if (path / "utt2lang").is_file() else {}
        recordings = {}
        for name, entry in _pairs(path / "wav.scp").items():
            cancel.check()
            recordings[name] = _audio(entry, path)
        if not (path / "segments").is_file():
            return [
                Example(recordings[name], one_line(text), language=code(languages.get(name), language))
                for name, text in texts.items()
                if name in recordings
            ]
        examples = []
        for name, entry in _pairs(path / "segments").items():
            cancel.check()
            if name in texts:
                recording, start, end = _segment(entry, name, path)
                if recording in recordings:
                    spoken = code(languages.get(name), language)
                    examples.append(Example(recordings[recording], one_line(texts[name]), start, end, spoken))
        examples.sort(key=lambda example: (example.audio, example.start))
        return with_previous(examples)


def _segment(entry: str, name: str, folder: Path) -> tuple[str, int, int | None]:
    parts = entry.split()
    try:
        recording, start, end = parts[0], float(parts[1]), float(parts[2])
        if start < 0 or (end != -1 and end <= start):  # -1: the end of the recording
            raise ValueError(f"{start} to {end}")
    except (ValueError, IndexError) as error:
        raise UsageError(
            f"The segment {name} of {folder / 'segments'} is wrong ({error}). It should be: name recording start end."
        ) from error
    return recording, round(start * 1000), None if end == -1 else round(end * 1000)


def _pairs(file: Path) -> dict[str, str]:
    """The first word of each line with the rest of it."""
    pairs = {}
    for line in read_text(file).split("\n"):
        name, _, rest = line.strip().partition(" ") if " " in line else line.strip().partition("\t")
        if name:
            pairs[name] = rest.strip()
    return pairs


def _audio(entry: str, folder: Path) -> Path:
    """The file of an entry of wav.scp, which may be the end of a pipe."""
    if not entry.endswith("|"):
        return _find(entry, folder)
    try:
        words = shlex.split(entry.rstrip("| "))
    except ValueError:
        words = entry.rstrip("| ").split()
    files = [path for word in words[1:] if (path := _find(word, folder)).is_file()]
    if len(files) != 1:
        raise UsageError(
            f"{folder / 'wav.scp'} makes its sound by a command ({entry!r}), which ALM Studio does not run. Write "
            "the files with it, and name them there."
        )
    return files[0]


def _find(name: str, folder: Path) -> Path:
    above = [folder, *folder.resolve().parents[:3]]
    found = (path for parent in above if (path := parent / name).is_file())
    return next(found, Locator(folder).find(name))
