"""Draws a cue over a picture, as the viewer will read it."""

import unicodedata

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from alm_studio.base.preview_settings import PreviewSettings

_RIGHT_TO_LEFT = {"ar", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"}
_MARK = "\u200f"  # RIGHT-TO-LEFT MARK: makes a line run to the left even where it begins with a Latin word
_OUTLINE = 0.16  # of the letters' size
_ROOM = 0.94  # of the picture's width


def paint_caption(
    painter: QPainter, picture: QRectF, text: str, font: QFont, look: PreviewSettings, language: str = ""
) -> None:
    """Draw a cue into a picture.

    Args:
        painter: to draw with.
        picture: px.
        text: the lines, parted by ``"\\n"``.
        font: where the look names none; its fallbacks in any case.
        look: size, colour, place.
        language: code of the text, which says in which direction it runs; empty: its first letter does.
    """
    mark = _MARK if runs_left(text, language) else ""
    lines = [f"{mark}{line}{mark}" for line in text.split("\n")]
    font = _sized(font, look, lines, picture)
    metrics = QFontMetricsF(font)
    margin, spacing = picture.height() * look.margin / 100, metrics.lineSpacing()
    if look.place == "top":
        first = picture.top() + margin + metrics.ascent()
    else:
        first = picture.bottom() - margin - metrics.descent() - (len(lines) - 1) * spacing
    path, boxes = QPainterPath(), QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    boxes.setFillRule(Qt.FillRule.WindingFill)
    for number, line in enumerate(lines):
        width = metrics.horizontalAdvance(line)
        left, baseline = picture.center().x() - width / 2, first + number * spacing
        path.addText(QPointF(left, baseline), font, line)
        if line.strip(_MARK).strip():
            side = font.pixelSize() * 0.35
            boxes.addRect(QRectF(left - side, baseline - metrics.ascent() - 1, width + 2 * side, spacing + 2))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.ground == "box":
        painter.fillPath(boxes.simplified(), QColor(0, 0, 0, 190))
    elif look.ground == "shadow":
        offset = max(1.0, font.pixelSize() * 0.07)
        for distance, alpha in ((2.0, 70), (1.0, 210)):
            painter.fillPath(path.translated(offset * distance, offset * distance), QColor(0, 0, 0, alpha))
    else:
        outline = QPen(QColor(0, 0, 0, 235), font.pixelSize() * _OUTLINE)
        outline.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, outline)
    painter.fillPath(path, QColor(look.color))
    painter.restore()


def runs_left(text: str, language: str = "") -> bool:
    """Whether a text runs from right to left: as its language does, else as its first letter (Unicode's rule P2)."""
    if language:
        return language.split("-")[0] in _RIGHT_TO_LEFT
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def _sized(font: QFont, look: PreviewSettings, lines: list[str], picture: QRectF) -> QFont:
    """The look's size, smaller where the longest line would not fit."""
    font = QFont(font)
    if look.font:
        font.setFamilies([look.font, *font.families()])
    pixels = max(13.0, picture.height() * look.size / 100)
    font.setPixelSize(round(pixels))
    font.setWeight(QFont.Weight.Medium)
    widest = max(QFontMetricsF(font).horizontalAdvance(line) for line in lines)
    room = picture.width() * _ROOM
    if widest > room:
        font.setPixelSize(max(9, int(pixels * room / widest)))
    return font
