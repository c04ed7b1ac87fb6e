"""Lists of two lines an entry, with an icon beside them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alm_studio.gui import theme

Index = QModelIndex | QPersistentModelIndex


class TwoLineDelegate(QStyledItemDelegate):
    """Draws the ground, the icon and two lines, the second in a quieter colour. Each list says what they are."""

    def icon(self, index: Index) -> tuple[str, str | None]:
        """Name of the entry's icon and kind of its colour; None is the colour of the text."""
        raise NotImplementedError

    def paint_first(self, painter: QPainter, line: QRect, index: Index, tint: QColor) -> None:
        """Draw the first line; ``tint`` is the colour of the icon."""
        raise NotImplementedError

    def paint_second(self, painter: QPainter, line: QRect, index: Index) -> None:
        """Draw the second line."""
        raise NotImplementedError

    def second_color(self, index: Index, palette: QPalette) -> QColor:
        """Of the second line where the entry is not selected."""
        return theme.muted_color(palette)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.lineSpacing() * 2 + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, palette = option.rect, option.palette
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        color = palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        name, kind = self.icon(index)
        tint = color if selected or kind is None else theme.kind_color(kind, palette)
        ratio = option.widget.devicePixelRatioF()
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 10, theme.pixmap(name, 20, tint, ratio))
        height = option.fontMetrics.lineSpacing()
        line = QRect(rect.left() + 40, rect.top() + 8, rect.width() - 50, height)
        painter.setFont(option.font)
        painter.setPen(color)
        self.paint_first(painter, line, index, tint)
        painter.setFont(option.font)
        painter.setPen(color if selected else self.second_color(index, palette))
        self.paint_second(painter, line.translated(0, height + 2), index)


class TwoLineList(QListView):
    """Entries under each other, without a frame and never wider than the view."""

    def __init__(self, delegate: TwoLineDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def draw_elided(
    painter: QPainter, line: QRect, text: str, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
) -> None:
    """Draw one line of text, as much of it as there is room for."""
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(text, mode, line.width()))
