"""The list of places that are worth a look."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.review import ReviewModel
from alm_studio.gui.models.times import short_clock
from alm_studio.gui.views.findings_list import FindingsList
from alm_studio.gui.views.two_lines import TwoLineDelegate, draw_elided
from alm_studio.pipeline.review import Reason

Index = QModelIndex | QPersistentModelIndex

_ICONS = {
    Reason.UNBACKED: ("muted", "error"),
    Reason.UNWRITTEN: ("sound", "info"),
    Reason.UNSURE: ("warning", "warning"),
}


class ReviewDelegate(TwoLineDelegate):
    """Two lines a place: the text with what is in doubt underlined; when and why."""

    def icon(self, index: Index) -> tuple[str, str | None]:
        return _ICONS[_model(index).finding(index.row()).reason]

    def paint_first(self, painter: QPainter, line: QRect, index: Index, tint: QColor) -> None:
        model, row = _model(index), index.row()
        painter.setFont(theme.font_for(model.language(row), painter.font()))
        _draw_pieces(painter, line, model.pieces(row) or [(model.reason(row), False)], tint)

    def paint_second(self, painter: QPainter, line: QRect, index: Index) -> None:
        model, row = _model(index), index.row()
        painter.setFont(theme.monospaced_digits(painter.font()))
        parts = [short_clock(model.start(row))] + ([model.reason(row)] if model.pieces(row) else [])
        draw_elided(painter, line, " · ".join(parts))


def _model(index: Index) -> ReviewModel:
    model = index.model()
    assert isinstance(model, ReviewModel)
    return model


def _draw_pieces(painter: QPainter, line: QRect, pieces: list[tuple[str, bool]], tint: QColor) -> None:
    """One line of text, beginning early enough for the first piece in doubt to be seen."""
    metrics = QFontMetrics(painter.font())
    shown = _from_first_doubt(pieces, metrics, line.width())
    left, right = line.left(), line.right()
    for text, doubtful in shown:
        room = right - left
        if room <= 0:
            return
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = min(room, metrics.horizontalAdvance(cut))
        painter.drawText(QRect(left, line.top(), room, line.height()), Qt.AlignmentFlag.AlignVCenter, cut)
        if doubtful:
            space = metrics.horizontalAdvance(cut[: len(cut) - len(cut.lstrip())])
            painter.fillRect(left + space, line.bottom() - 1, width - space, 2, tint)
        left += width
        if cut != text:
            return


def _from_first_doubt(pieces: list[tuple[str, bool]], metrics: QFontMetrics, width: int) -> list[tuple[str, bool]]:
    """The pieces, with the first shortened from its left where what is in doubt would stand outside of ``width``."""
    if len(pieces) < 2 or pieces[0][1]:
        return pieces
    first, doubtful = pieces[0][0], pieces[1][0]
    room = max(width // 4, width - metrics.horizontalAdvance(doubtful))
    return [(metrics.elidedText(first, Qt.TextElideMode.ElideLeft, room), False), *pieces[1:]]


class ReviewList(FindingsList):
    """The places.

    Signals:
        play_wanted(): the place was double-clicked, or Return pressed.
    """

    play_wanted = Signal()

    def __init__(self, model: ReviewModel, parent: QWidget | None = None) -> None:
        super().__init__(model, ReviewDelegate(), parent)
        self.setAccessibleName(self.tr("Places to look at"))
        self.activated.connect(lambda _index: self.play_wanted.emit())

    def choose(self, row: int) -> None:
        """Go to the place in ``row``; to the last one behind the end, to none in an empty list."""
        row = min(row, self.model().rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, 0))
            self.go_to(self.currentIndex())
