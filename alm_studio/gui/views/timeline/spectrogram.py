"""The sound as a spectrogram."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from alm_studio.gui.views.inspector import colors
from alm_studio.gui.views.timeline.tiles import Stretch, TiledLane
from alm_studio.gui.views.timeline.time_axis import TimeAxis

if TYPE_CHECKING:
    from alm_studio.audio.sound_store import SoundStore

_ROWS = 96
_KEPT = 192
"""Pictures of a tile each: 24 KB."""

Run = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""Does work in the background and hands its result over in the window's thread."""
_Key = tuple[float, float]


class SpectrogramLane(TiledLane):
    """Loudness over frequency; the picture of a tile is made in the background when the tile comes into view.

    Args:
        axis: which time is in view.
        run: where pictures are made.
    """

    def __init__(self, axis: TimeAxis, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(axis, 110, parent=parent)
        self.setMinimumHeight(48)
        self.setAccessibleName(self.tr("Spectrogram"))
        self._run = run
        self._sound: SoundStore | None = None
        self._text = ""
        self._pictures: OrderedDict[_Key, QImage] = OrderedDict()
        self._wanted: dict[_Key, Stretch] = {}
        self._making = False
        self._source = 0  # another one with every medium

    @property
    def empty(self) -> str:
        return "" if self._sound is not None else self._text

    def show_sound(self, sound: "SoundStore | None", text: str = "") -> None:
        """Draw this sound, as far as it is decoded; without any, say ``text``."""
        if sound is not self._sound:
            self._pictures.clear()
            self._source += 1
        self._sound, self._text = sound, text
        self._wanted.clear()
        self.refresh()

    def paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        key = (stretch.begin, stretch.per_px)
        picture = self._pictures.get(key)
        if picture is None:
            self._wanted.pop(key, None)
            self._wanted[key] = stretch  # the newest goes first
            self._make()
            return
        picture.setColorTable(colors.weight_table(self.palette()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(stretch.area, picture, QRectF(picture.rect()))

    def _make(self) -> None:
        if self._making or not self._wanted or self._sound is None:
            return
        key, stretch = self._wanted.popitem()
        self._making = True
        columns = round(stretch.area.width())
        work = partial(_draw, self._sound, stretch.begin, stretch.per_px, columns)
        self._run(work, partial(self._on_made, self._source, key, stretch))

    def _on_made(self, source: int, key: _Key, stretch: Stretch, pixels: Any) -> None:
        self._making = False
        if source == self._source and pixels is not None:
            height, width = pixels.shape
            picture = QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
            self._pictures[key] = picture.copy()
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
            self.refresh_stretch(stretch.begin + stretch.per_px, stretch.end - stretch.per_px)
        self._make()


def _draw(sound: "SoundStore", begin: float, per_px: float, columns: int) -> Any:
    """In the background."""
    from alm_studio.audio.spectrogram import spectrogram

    return spectrogram(sound.read, begin, per_px, columns, _ROWS)
