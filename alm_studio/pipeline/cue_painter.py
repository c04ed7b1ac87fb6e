"""Paints cues as pictures, to be laid over the pictures of a film.

PyAV's FFmpeg comes without libass, so the filters ``subtitles`` and ``ass`` are not there; Pillow shapes and draws text
in every script (with Raqm and FriBidi, which its wheels hold).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, features

from alm_studio.captions.formats.base import clean_lines
from alm_studio.captions.scripts import is_right_to_left

_FAMILIES = (
    *("Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC"),
    *("Microsoft YaHei", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai"),
    *("Segoe UI", "Arial Unicode MS", "Hiragino Sans", "Malgun Gothic", "Leelawadee UI", "Nirmala UI"),
)
"""By preference; the first that has all the letters of a line draws it."""

_HEIGHT = 0.052
"""Of a line's letters, as a share of the picture's height: what broadcasters use."""
_OUTLINE = 0.09
"""Of the letters' size."""
_MARGIN = 0.05
"""Of the picture's height, below the lowest line."""
_WIDEST = 0.9
"""Of the picture's width; longer lines are drawn smaller."""
_SMALLEST = 0.7
"""Share of their size below which lines are cut in two instead."""


@dataclass(frozen=True)
class Painted:
    """A cue as it lies over a picture: white letters with a black edge.

    Attributes:
        left, top: where it lies, in pixels; even, as half-size colour planes ask.
        luma: [H, W] float32, brightness from 0 to 1.
        alpha: [H, W] float32, 0 where the picture shows through; H and W are even.
    """

    left: int
    top: int
    luma: NDArray[np.float32]
    alpha: NDArray[np.float32]


def paint(text: str, width: int, height: int) -> Painted | None:
    """A cue's text for a picture of ``width`` × ``height`` pixels; None where nothing is to be seen."""
    if not text.strip() or width < 16 or height < 16:
        return None
    size = max(8, round(height * _HEIGHT))
    lines = [part for line in clean_lines(text) for part in _parts(line, size, width * _WIDEST / _SMALLEST)]
    widest = max(_length(line, size) for line in lines)
    if widest > width * _WIDEST:
        size = int(size * width * _WIDEST / widest)
    edge = max(1, round(size * _OUTLINE))
    step = round(size * 1.3)
    box_height = _even(min(height, step * len(lines) + 2 * edge + round(size * 0.4)))
    box_width = _even(min(width, round(max(_length(line, size) for line in lines)) + 4 * edge + 2))
    image = Image.new("LA", (box_width, box_height))
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        place = (box_width / 2, edge + (number + 0.8) * step)
        pen.text(place, line, (255, 255), _font(line, size), "ms", stroke_width=edge, stroke_fill=(0, 255),
                 **_direction(line))  # fmt: skip
    drawn: NDArray[np.float32] = np.asarray(image, np.float32) / np.float32(255)
    top = max(0, height - round(height * _MARGIN) - box_height)
    return Painted((width - box_width) // 4 * 2, top // 2 * 2, drawn[..., 0], drawn[..., 1])


def _parts(line: str, size: int, widest: float) -> list[str]:
    """``line``, cut in the middle until every part is narrow enough."""
    if len(line) < 2 or _length(line, size) <= widest:
        return [line]
    middle = len(line) // 2
    spaces = [place for place, letter in enumerate(line) if letter.isspace()]
    cut = min(spaces, key=lambda place: abs(place - middle), default=middle)
    return [part for half in (line[:cut].strip(), line[cut:].strip()) if half for part in _parts(half, size, widest)]


def _direction(line: str) -> dict[str, Any]:
    """Raqm's direction; without Raqm Pillow knows none."""
    return {"direction": "rtl" if is_right_to_left(line) else "ltr"} if features.check("raqm") else {}


def _length(line: str, size: int) -> float:
    return float(_font(line, size).getlength(line))


def _even(number: int) -> int:
    return number // 2 * 2


def _font(line: str, size: int) -> ImageFont.FreeTypeFont:
    return _load(_file_for(frozenset(line)), size)


@lru_cache(maxsize=64)
def _load(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


@lru_cache(maxsize=4096)
def _file_for(letters: frozenset[str]) -> str:
    """The file of the first font that has all of ``letters``, else of the one that has most of them."""
    wanted = {ord(letter) for letter in letters if letter.isprintable() and not letter.isspace()}
    return max(_files(), key=lambda file: len(wanted & _letters_of(file)))


@lru_cache(maxsize=1)
def _files() -> Sequence[str]:
    """The files of the preferred fonts that are installed; matplotlib's own are always there."""
    from matplotlib import font_manager

    installed = {font.name: font.fname for font in font_manager.fontManager.ttflist
                 if font.style == "normal" and str(font.weight) in ("400", "normal", "regular", "book")}  # fmt: skip
    found = [installed[name] for name in _FAMILIES if name in installed and Path(installed[name]).is_file()]
    return found or [font_manager.findfont("DejaVu Sans")]


@lru_cache(maxsize=32)
def _letters_of(file: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(file).get_charmap())
