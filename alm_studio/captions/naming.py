"""Names of exported files, by a template."""

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from string import Formatter

from alm_studio.base.errors import UsageError

FIELDS = ("name", "language", "format", "ending", "style", "model", "date", "number")
"""What may stand between braces in a template."""

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"\\|?*]')
"""What Windows forbids in names; a slash parts folders."""
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 180
"""Characters of a name: file systems take 255 bytes."""


def check_template(template: str) -> None:
    """Refuse a template that would not make names of files.

    Raises:
        UsageError: it is empty, names something that is not known, or has no ``{name}`` to tell files apart.
    """
    known = ", ".join(f"{{{name}}}" for name in FIELDS)
    try:
        fields = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise UsageError(f"The template {template!r} has a brace without its partner. Use {known}.") from error
    if unknown := [name for name in fields if name not in FIELDS]:
        raise UsageError(f"The template asks for {{{unknown[0]}}}, which is not known. Use {known}.")
    if not {"name", "number"} & set(fields):
        raise UsageError("The template needs {name} or {number}: else all files would have one name.")


def file_name(
    template: str,
    media: Path,
    *,
    format_name: str,
    ending: str,
    language: str = "",
    style: str = "",
    model: str = "",
    number: int = 1,
    today: date | None = None,
) -> Path:
    """The name that ``template`` gives to the captions of ``media``; a slash in it makes folders.

    A name that lacks the ending gets it. What no file system takes becomes ``_``; where the language is unknown, the
    mark beside it goes too (``film.srt``, not ``film..srt``).

    Raises:
        UsageError: see ``check_template``.
    """
    check_template(template)
    values = {
        "name": media.stem,
        "language": language,
        "format": ending,
        "ending": ending,
        "style": style,
        "model": model,
        "date": (today or date.today()).isoformat(),
        "number": str(number),
    }
    safe = {name: _FORBIDDEN.sub("_", value).replace("/", "_") for name, value in values.items()}
    filled = (
        template.format(**safe)
        if "{format}" in template or "{ending}" in template
        else (f"{template.format(**safe)}.{ending}")
    )
    parts = [_tidy(part) for part in re.split(r"[/\\]", filled)]
    kept = [part for part in parts if part not in ("", ".", "..")]
    return Path(*kept) if kept else Path(f"{media.stem}.{ending}")


def unique(path: Path, taken: Collection[Path]) -> Path:
    """``path``, with a number behind its stem where it is among ``taken``."""
    stem, _, ending = path.name.partition(".")
    number, found = 1, path
    while found in taken:
        number += 1
        found = path.with_name(f"{stem}-{number}.{ending}" if ending else f"{stem}-{number}")
    return found


def _tidy(part: str) -> str:
    """One folder or name, without marks that stand around nothing."""
    part = _FORBIDDEN.sub("_", part)
    part = re.sub(r"([._\- ])\1+", r"\1", part).strip(" ")
    part = re.sub(r"^[._\- ]+(?=\w)|[._\- ]+$", "", part)
    part = re.sub(r"[_\- ]+(?=\.)", "", part)
    if _DEVICES.match(part):
        part = f"_{part}"
    if len(part) > _LONGEST:
        stem, dot, ending = part.rpartition(".")
        part = f"{stem[: _LONGEST - len(ending) - 1]}{dot}{ending}" if dot else part[:_LONGEST]
    return part
