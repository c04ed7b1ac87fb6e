"""The picture with the cue drawn over it, as the viewer will read it."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtMultimedia import QVideoFrame, QVideoSink
from PySide6.QtWidgets import QSizePolicy, QWidget

from alm_studio.gui import theme

_GROUND = QColor("#101114")
_FAINT = QColor("#5a6070")

# Of the picture's height. A line of 42 characters then fills about four fifths of a 16:9 picture.
_TEXT_HEIGHT = 0.062
_MARGIN = 0.055
_OUTLINE = 0.16  # of the text's size


class VideoView(QWidget):
    """Paints frames from its sink, letter-boxed, and the present cue at the bottom centre.

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
        self._sink: QVideoSink | None = None
        self._caption = ""
        self._language = ""
        self._has_video: bool | None = None

    def use_sink(self, sink: QVideoSink) -> None:
        """Show what this sink receives."""
        self._sink = sink
        sink.videoFrameChanged.connect(self._on_frame)

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

    @property
    def caption(self) -> str:
        """The cue drawn now."""
        return self._caption

    def sizeHint(self) -> QSize:
        return QSize(720, 405)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

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
        elif self._has_video is False:
            self._paint_sound(painter, picture)
        if self._caption:
            paint_caption(painter, picture, self._caption, theme.font_for(self._language, self.font()))
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

    def _paint_sound(self, painter: QPainter, picture: QRectF) -> None:
        size = 64
        mark = theme.pixmap("sound", size, _FAINT, self.devicePixelRatioF())
        center = picture.center() - QPointF(size / 2, size / 2 + 14)
        painter.drawPixmap(center, mark)
        painter.setPen(_FAINT)
        below = QRectF(picture.left(), center.y() + size + 6, picture.width(), 24)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.tr("Sound only"))


def paint_caption(painter: QPainter, picture: QRectF, text: str, font: QFont) -> None:
    """Draw a cue at the bottom centre of a picture: white, outlined in black, readable on any ground."""
    pixels = max(13.0, picture.height() * _TEXT_HEIGHT)
    font = QFont(font)
    font.setPixelSize(round(pixels))
    font.setWeight(QFont.Weight.Medium)
    lines = text.split("\n")
    widest = max(QFontMetricsF(font).horizontalAdvance(line) for line in lines)
    room = picture.width() * 0.94
    if widest > room:
        font.setPixelSize(max(9, int(pixels * room / widest)))
    metrics = QFontMetricsF(font)
    bottom = picture.bottom() - picture.height() * _MARGIN - metrics.descent()
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for number, line in enumerate(reversed(lines)):
        left = picture.center().x() - metrics.horizontalAdvance(line) / 2
        path.addText(QPointF(left, bottom - number * metrics.lineSpacing()), font, line)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPen(QColor(0, 0, 0, 235), font.pixelSize() * _OUTLINE)
    outline.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, outline)
    painter.fillPath(path, Qt.GlobalColor.white)
    painter.restore()
