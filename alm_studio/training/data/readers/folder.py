"""Folders of sound with a text file, a TextGrid or subtitles beside each."""

from collections.abc import Iterable
from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.captions.scripts import one_line
from alm_studio.training.data.example import Example
from alm_studio.training.data.readers.base import Reader
from alm_studio.training.data.readers.json_lines import JsonLinesReader, manifest_in
from alm_studio.training.data.readers.media_files import files_below, is_media
from alm_studio.training.data.readers.subtitles import SUBTITLES, choose, cues
from alm_studio.training.data.readers.text_files import read_text
from alm_studio.training.data.readers.word_times import fit, read_textgrid

_TEXTS = (".txt", ".lab", ".text")
_GRID = ".textgrid"
_INDEX = ".trans.txt"
"""LibriSpeech keeps the texts of a folder in one such file."""


class FolderReader(Reader):
    """Every medium below the folder that has a text: subtitles first, then a text file, then a TextGrid.

    A folder without texts may belong to a manifest further up: then its part of that is read.
    """

    name = "folder"
    label = "folder of sound files, each with a text file of the same name (a.wav, a.txt)"

    def accepts(self, path: Path) -> bool:
        """See ``Reader.accepts``."""
        return path.is_dir()

    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """See ``Reader.read``."""
        files = list(files_below(path, cancel))
        texts = {_key(file): file for file in files if not is_media(file)}
        subtitles: dict[Path, list[Path]] = {}
        for file in files:
            if file.suffix.lower() in SUBTITLES:
                for stem in {file.stem, file.stem.rpartition(".")[0] or file.stem}:  # film.srt, film.de.srt
                    subtitles.setdefault(file.parent / stem, []).append(file)
        index = _index(files)
        examples: list[Example] = []
        for media in filter(is_media, files):
            cancel.check()
            captions = choose(media, subtitles.get(media.with_suffix(""), ()), language)
            if captions:
                examples += cues(media, captions, language)
            else:
                examples += _examples(media, texts, index, language)
        return examples or _from_above(path, language, cancel)


def _examples(media: Path, texts: dict[Path, Path], index: dict[Path, str], language: str) -> list[Example]:
    stem = media.with_suffix("")

    def find(suffixes: Iterable[str]) -> Path | None:
        # Both "a.txt" and "a.wav.txt" are common.
        keys = [Path(f"{base}{suffix}") for suffix in suffixes for base in (stem, media)]
        return next((texts[key] for key in keys if key in texts), None)

    grid = find((_GRID,))
    words = read_textgrid(grid) if grid else []
    file = find(_TEXTS)
    if file:
        text = one_line(read_text(file))
    elif stem in index:
        text = index[stem]
    elif words:
        text = " ".join(word.text.strip() for word in words)
    else:
        return []
    timed = fit(words, text, 0, words[-1].end) if words else ()
    return [Example(media, text, language=language, words=timed)]


def _key(file: Path) -> Path:
    """The file's path with its ending in lower case."""
    return file.with_suffix(file.suffix.lower())


def _index(files: Iterable[Path]) -> dict[Path, str]:
    """The texts of LibriSpeech's index files, by the path of the sound without its ending."""
    index = {}
    for file in files:
        if file.name.endswith(_INDEX):
            for line in read_text(file).split("\n"):
                name, _, text = line.strip().partition(" ")
                if text:
                    index[file.parent / name] = one_line(text)
    return index


def _from_above(folder: Path, language: str, cancel: CancelToken) -> list[Example]:
    """The examples inside the folder of the nearest manifest above it."""
    inside = folder.resolve()
    for parent in inside.parents[:4]:
        manifest = manifest_in(parent)
        if manifest:
            examples = JsonLinesReader().read(manifest, language, cancel)
            return [example for example in examples if example.audio.resolve().is_relative_to(inside)]
    return []
