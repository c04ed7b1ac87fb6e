"""The picture with the cue drawn over it, as the viewer will read it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtMultimedia import QVideoFrame, QVideoSink
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from alm_studio.base.preview_settings import PreviewSettings
from alm_studio.gui import theme
from alm_studio.gui.views.caption_painter import paint_caption
from alm_studio.gui.views.timeline.tiles import Stretch
from alm_studio.gui.views.timeline.waveform import paint_wave

if TYPE_CHECKING:
    from alm_studio.audio.peaks import Peaks

_GROUND = QColor("#101114")
_FAINT = QColor("#5a6070")
_HEARD, _COMING = QColor("#5b8def"), QColor("#35415a")
_WAVE_SPAN = 8000.0  # ms of sound that are seen where there is no picture
_WAVE_HEIGHT = 0.42  # of the picture's height


class VideoView(QWidget):
    """Paints frames from its sink, letter-boxed, and the present cue; of sound alone its waveform.

    Signals:
        clicked: to play or pause.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Picture"))
        self.menu = QMenu(self)
        self._look = PreviewSettings()
        self._sink: QVideoSink | None = None
        self._caption = ""
        self._language = ""
        self._has_video: bool | None = None
        self._peaks: Peaks | None = None
        self._position = 0

    def use_sink(self, sink: QVideoSink) -> None:
        """Show what this sink receives."""
        self._sink = sink
        sink.videoFrameChanged.connect(self._on_frame)

    def set_look(self, look: PreviewSettings) -> None:
        """How cues look."""
        self._look = look
        self.update()

    def set_has_video(self, has_video: bool | None) -> None:
        """Whether to expect a picture; None while nobody knows."""
        self._has_video = has_video
        self.update()

    def set_caption(self, text: str, language: str) -> None:
        """Draw this cue; an empty text draws none."""
        if (text, language) != (self._caption, self._language):
            self._caption, self._language = text, language
            self.setAccessibleDescription(text)
            self.update()

    def show_peaks(self, peaks: "Peaks | None") -> None:
        """The waveform, for where there is no picture."""
        self._peaks = peaks
        self.update()

    def set_position(self, ms: int) -> None:
        """The play head, which the waveform runs past."""
        self._position = ms
        if self._has_video is False and self._peaks is not None:
            self.update()

    @property
    def caption(self) -> str:
        """The cue drawn now."""
        return self._caption

    def sizeHint(self) -> QSize:
        return QSize(720, 405)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.menu.isEmpty():
            self.menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), _GROUND)
        frame = self._sink.videoFrame() if self._sink is not None else QVideoFrame()
        picture = self._picture_rect(frame)
        if frame.isValid():
            options = QVideoFrame.PaintOptions()
            options.backgroundColor = _GROUND
            options.paintFlags = QVideoFrame.PaintOptions.PaintFlag.DontDrawSubtitles
            frame.paint(painter, QRectF(self.rect()), options)
        elif self._has_video is False and self._peaks is not None:
            self._paint_wave(painter, picture, self._peaks)
        elif self._has_video is False:
            self._paint_sound(painter, picture)
        if self._caption:
            font = theme.font_for(self._language, self.font())
            paint_caption(painter, picture, self._caption, font, self._look, self._language)
        painter.end()

    def _on_frame(self, _frame: QVideoFrame) -> None:
        self.update()

    def _picture_rect(self, frame: QVideoFrame) -> QRectF:
        size = QSizeF(frame.size()) if frame.isValid() else QSizeF(16, 9)
        if frame.isValid() and frame.rotation().value % 180:
            size.transpose()
        size.scale(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        return QRectF(corner, size)

    def _paint_wave(self, painter: QPainter, picture: QRectF, peaks: "Peaks") -> None:
        """The sound around the play head, which stands in the middle; what was heard is brighter."""
        height = picture.height() * _WAVE_HEIGHT
        per_px = _WAVE_SPAN / self.width()
        middle = round(self.width() / 2)
        top = picture.center().y() - height * (0.6 if self._look.place == "bottom" else 0.4)
        parts = ((0, middle, _HEARD), (middle, self.width(), _COMING))
        for left, right, color in parts:
            area = QRectF(left, top, right - left, height)
            begin = self._position + (left - middle) * per_px
            paint_wave(painter, peaks, 0.0, Stretch(begin, per_px, area, self.devicePixelRatioF()), color)
        painter.setPen(QPen(QColor("#ff7a59"), 1))
        painter.drawLine(QPointF(middle + 0.5, top), QPointF(middle + 0.5, top + height))

    def _paint_sound(self, painter: QPainter, picture: QRectF) -> None:
        size = 64
        mark = theme.pixmap("sound", size, _FAINT, self.devicePixelRatioF())
        center = picture.center() - QPointF(size / 2, size / 2 + 14)
        painter.drawPixmap(center, mark)
        painter.setPen(_FAINT)
        below = QRectF(picture.left(), center.y() + size + 6, picture.width(), 24)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.tr("Sound only"))
