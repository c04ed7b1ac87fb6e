"""The lines of live captions: what is committed, and in a quieter colour what is tentative."""

import math
import unicodedata

from PySide6.QtCore import QEasingCurve, QPointF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.live.look import Look

_SPACING = 1.06
"""Height of a line, in heights of the font."""
_HISTORY = 12
"""Lines kept above those that are seen, for when the window becomes wider."""
_SLACK = 1
"""Lines that may stay empty at the foot when tentative text becomes shorter, so that the others stand still."""
_SCROLL_MS = 160
_HINT = 0.75
"""Size of the hint, in sizes of the text."""
_EDGE = [(x, y) for x in (-1.2, 0.0, 1.2) for y in (-1.2, 0.0, 1.2) if x or y]


class CaptionText(QWidget):
    """Shows the newest lines. A line that is full never breaks anew, so what was read stays where it is.

    Args:
        look: fonts and colours.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Live captions"))
        self._committed = self._tentative = self._hint = self._language = ""
        self._paused = False  # the speaker, after what is committed
        self._layout = QTextLayout()
        self._top = 0  # the first line that is seen
        self._scrolled = 1.0
        self._animation = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=_SCROLL_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_scrolled)
        self.use_look(look)

    @property
    def text(self) -> str:
        """What is committed, as far as it is kept."""
        return self._committed

    @property
    def tentative(self) -> str:
        """What is tentative."""
        return self._tentative

    @property
    def shown_lines(self) -> list[str]:
        """The lines that are seen."""
        text = self._layout.text()
        lines = (self._layout.lineAt(number) for number in range(self._top, self._layout.lineCount()))
        return [text[line.textStart() : line.textStart() + line.textLength()] for line in lines]

    def use_look(self, look: Look) -> None:
        """Other fonts and colours."""
        self._look = look
        self.setMinimumHeight(math.ceil(self.line_height))
        self._lay_out(keep_place=False)
        self.updateGeometry()

    @property
    def line_height(self) -> float:
        """Of one line, px."""
        return QFontMetricsF(self._font()).height() * _SPACING

    def lines_in(self, height: int) -> int:
        """How many lines fit into a height, px; at least one."""
        return max(1, math.floor((height + 0.5) / self.line_height))

    def sizeHint(self) -> QSize:
        return QSize(400, math.ceil(self._look.lines * self.line_height))

    def set_hint(self, text: str) -> None:
        """What stands there while nothing was said."""
        self._hint = text
        self._describe()
        self.update()

    def commit(self, text: str, language: str, ends: bool) -> None:
        """Add words that never change; ``ends``: the speaker pauses after them."""
        if language != self._language:
            self._language = language
        self._committed = joined(self._committed, text, self._paused)
        if text:
            self._paused = False
        self._paused = self._paused or ends
        self._lay_out(keep_place=True)
        self._describe()

    def set_tentative(self, text: str) -> None:
        """Show other tentative words."""
        if text != self._tentative:
            self._tentative = text
            self._lay_out(keep_place=True)

    def clear(self) -> None:
        """Forget all text."""
        self._committed = self._tentative = self._language = ""
        self._paused = False
        self._lay_out(keep_place=False)
        self._describe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(keep_place=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        height = self.line_height
        if self._layout.text():
            place = QPointF(self.contentsRect().left(), height * (1 - self._scrolled - self._top))
            painter.setClipRect(self.rect())
            if self._look.outlined:
                self._draw_edge(painter, place)
            self._draw(painter, place)
        elif self._hint:
            font = self._font()
            font.setPointSizeF(max(10.0, _HINT * font.pointSizeF()))
            painter.setFont(font)
            painter.setPen(self._look.quiet)
            painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._hint)
        painter.end()

    def _draw(self, painter: QPainter, place: QPointF) -> None:
        painter.setPen(self._look.text)
        self._layout.draw(painter, place, [_colored(self._begin, len(self._layout.text()), self._look.quiet)])

    def _draw_edge(self, painter: QPainter, place: QPointF) -> None:
        """Text over any picture: a rim of the ground's colour around each letter."""
        color = QColor(self._look.ground)
        color.setAlphaF(0.8)
        everything = [_colored(0, len(self._layout.text()), color)]
        for x, y in _EDGE:
            self._layout.draw(painter, place + QPointF(x, y), everything)

    def _font(self) -> QFont:
        return theme.font_for(self._language, self._look.font)

    def _lay_out(self, keep_place: bool) -> None:
        """Break the text into lines; where the place is kept, lines hardly ever move down."""
        self._break_lines()
        lines = max(1, self.lines_in(self.height()))
        surplus = self._full_lines() - lines - _HISTORY
        if surplus > 0:
            self._committed = self._committed[self._layout.lineAt(surplus).textStart() :]
            self._break_lines()
            self._top = max(0, self._top - surplus)
        needed = max(0, self._layout.lineCount() - lines)
        if not keep_place:
            self._top, self._scrolled = needed, 1.0
            self._animation.stop()
        elif needed > self._top:
            self._top = needed
            self._animation.stop()
            self._animation.start()
        elif needed < self._top - _SLACK:  # much that was tentative is gone
            self._top = needed
        self.update()

    def _break_lines(self) -> None:
        separator = " " if self._paused and self._committed and self._tentative[:1].strip() else ""
        tentative = separator + self._tentative if self._committed else self._tentative.lstrip()
        self._begin = len(self._committed)
        self._layout = QTextLayout(self._committed + tentative, self._font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        right = runs_right_to_left(self._layout.text())
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
        option.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        height, number = self.line_height, 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1, self.contentsRect().width()))
            line.setPosition(QPointF(0, number * height + (height - line.height()) / 2))
            number += 1
        self._layout.endLayout()

    def _full_lines(self) -> int:
        """Lines of committed text alone that can never break anew."""
        count = 0
        while count < self._layout.lineCount():
            line = self._layout.lineAt(count)
            if line.textStart() + line.textLength() > self._begin:
                break
            count += 1
        return count

    def _on_scrolled(self, share: float) -> None:
        self._scrolled = share
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self._committed[-300:] or self._hint)


def joined(before: str, text: str, paused: bool) -> str:
    """Committed text with more of it behind; after a pause a space parts them, also where words have none."""
    if not before:
        return text.lstrip()
    if paused and text and not text[0].isspace() and not before[-1].isspace():
        return f"{before} {text}"
    return before + text


def runs_right_to_left(text: str) -> bool:
    """Whether most letters of a text are of a script that does; a foreign name at its start counts little."""
    directions = [unicodedata.bidirectional(letter) for letter in text]
    return sum(one in ("R", "AL") for one in directions) > directions.count("L")


def _colored(begin: int, end: int, color: QColor) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start, result.length = begin, max(0, end - begin)
    form = QTextCharFormat()
    form.setForeground(color)
    result.format = form
    return result
