"""The list of places that are worth a look."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.review import ReviewModel, describe
from alm_studio.gui.models.times import short_clock
from alm_studio.pipeline.review import Reason

Index = QModelIndex | QPersistentModelIndex

_ICONS = {
    Reason.UNBACKED: ("muted", "error"),
    Reason.UNWRITTEN: ("sound", "info"),
    Reason.UNSURE: ("warning", "warning"),
}


class ReviewDelegate(QStyledItemDelegate):
    """Two lines a place: the text with what is in doubt underlined; when and why."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.lineSpacing() * 2 + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ReviewModel)
        row, rect, palette = index.row(), option.rect, option.palette
        finding = model.finding(row)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        group = (
            QPalette.ColorGroup.Active if option.state & QStyle.StateFlag.State_Active else QPalette.ColorGroup.Inactive
        )
        if selected:
            painter.fillRect(rect, palette.color(group, QPalette.ColorRole.Highlight))
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        color = palette.color(group, role)
        name, kind = _ICONS[finding.reason]
        tint = color if selected else theme.kind_color(kind, palette)
        painter.drawPixmap(
            rect.left() + 10, rect.center().y() - 10, theme.pixmap(name, 20, tint, option.widget.devicePixelRatioF())
        )
        height = option.fontMetrics.lineSpacing()
        line = QRect(rect.left() + 40, rect.top() + 8, rect.width() - 50, height)
        pieces = model.pieces(row) or [(describe(finding), False)]
        font = theme.font_for(model.language(row), option.font)
        _draw_pieces(painter, line, pieces, font, color, tint)
        line.translate(0, height + 2)
        painter.setFont(theme.monospaced_digits(option.font))
        painter.setPen(color if selected else theme.muted_color(palette))
        parts = [short_clock(finding.start)] + ([describe(finding)] if model.pieces(row) else [])
        second = QFontMetrics(painter.font()).elidedText(" · ".join(parts), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, second)


def _draw_pieces(
    painter: QPainter, line: QRect, pieces: list[tuple[str, bool]], font: QFont, color: QColor, tint: QColor
) -> None:
    """One line of text, beginning early enough for the first piece in doubt to be seen."""
    metrics = QFontMetrics(font)
    shown = _from_first_doubt(pieces, metrics, line.width())
    painter.setFont(font)
    left, right = line.left(), line.right()
    for text, doubtful in shown:
        room = right - left
        if room <= 0:
            return
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = min(room, metrics.horizontalAdvance(cut))
        painter.setPen(color)
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


class ReviewList(QListView):
    """The list itself. When its places change, the one that takes the selected one's row is selected.

    Signals:
        chosen(finding): the user went to a place.
        play_wanted(): the place was double-clicked, or Return pressed.
    """

    chosen = Signal(object)
    play_wanted = Signal()

    def __init__(self, model: ReviewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = model
        self._row = -1
        self.setModel(model)
        self.setItemDelegate(ReviewDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Places to look at"))
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QVBoxLayout(self.viewport())
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addWidget(self._empty)
        self.activated.connect(lambda _index: self.play_wanted.emit())
        self.clicked.connect(lambda index: self.chosen.emit(model.finding(index.row())))
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def set_empty_text(self, text: str) -> None:
        """What to say while there is no place."""
        self._empty.setText(text)

    def choose(self, row: int) -> None:
        """Go to the place in ``row``; to the last one behind the end, to none in an empty list."""
        row = min(row, self._review.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self._review.index(row))
            self.chosen.emit(self._review.finding(row))

    @property
    def row(self) -> int:
        """Of the selected place; -1 where none is."""
        return self.currentIndex().row()

    def moveCursor(self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        if index.isValid() and index.row() != self.row:
            self.chosen.emit(self._review.finding(index.row()))
        return index

    def _remember(self) -> None:
        self._row = self.row

    def _restore(self) -> None:
        count = self._review.rowCount()
        self._empty.setVisible(count == 0)
        if self._row >= 0 and count:
            self.setCurrentIndex(self._review.index(min(self._row, count - 1)))
