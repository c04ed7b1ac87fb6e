"""Caption files as the commands write them."""

from collections.abc import Mapping
from pathlib import Path

from alm_studio.base.files import write_atomically
from alm_studio.captions.document import Document
from alm_studio.captions.formats.base import Format
from alm_studio.captions.formats.registry import get_format
from alm_studio.captions.transcript import Transcript


def wanted_formats(names: str) -> list[Format]:
    """The formats of a list such as ``"srt,vtt"``; SRT where it is empty.

    Raises:
        UsageError: there is no such format.
    """
    return [get_format(name) for name in names.split(",") if name.strip()] or [get_format("srt")]


def write_captions(
    targets: Mapping[str, Path], document: Document, transcript: Transcript, overwrite: bool = False
) -> None:
    """Write captions in each format to its file.

    Raises:
        OutputError: a file exists, or cannot be written.
    """
    for name, target in targets.items():
        write_atomically(target, get_format(name).to_bytes(document, transcript), overwrite=overwrite)
