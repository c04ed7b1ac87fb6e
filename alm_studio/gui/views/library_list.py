"""The library's list: projects with their facts, and under them the places found."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from alm_studio.captions.scripts import is_right_to_left
from alm_studio.gui import theme
from alm_studio.gui.models.library import Found, describe, marked
from alm_studio.gui.models.times import short_clock

FOUND, HIT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_PAD = 8
_GAP = 4
_CLOCK = "0:00:00"

Index = QModelIndex | QPersistentModelIndex


class LibraryList(QTreeWidget):
    """Projects, each with the places found in it.

    Signals:
        chosen(path, ms): open that project there; ms is -1 for no place in particular.
    """

    chosen = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Projects and places"))
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.itemActivated.connect(lambda item, _column: self._choose(item))

    def show_found(self, found: Sequence[Found], query: str) -> None:
        """Show other projects and places."""
        self._delegate.query = query
        self.clear()
        for project in found:
            top = QTreeWidgetItem(self)
            top.setData(0, FOUND, project)
            facts = describe(project.entry) if project.there else self.tr("No longer there")
            top.setText(0, f"{project.entry.title}, {facts}")  # read aloud
            top.setToolTip(0, str(project.entry.path))
            for hit in project.hits:
                row = QTreeWidgetItem(top)
                row.setData(0, FOUND, project)
                row.setData(0, HIT, hit)
                row.setText(0, f"{short_clock(hit.start)}, {hit.text}")
                row.setToolTip(0, hit.text)
        self.expandAll()
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first.child(0) or first)

    @property
    def project(self) -> Found | None:
        """The project of the selected row."""
        item = self.currentItem()
        return item.data(0, FOUND) if item is not None else None

    def choose_current(self) -> None:
        """As if the selected row had been double-clicked."""
        item = self.currentItem()
        if item is not None:
            self._choose(item)

    def _choose(self, item: QTreeWidgetItem) -> None:
        hit = item.data(0, HIT)
        path: Path = item.data(0, FOUND).entry.path
        self.chosen.emit(path, hit.start if hit is not None else -1)


class _Delegate(QStyledItemDelegate):
    """Paints projects on two lines, places on one, with what was looked for in bold."""

    query = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = option.fontMetrics.height()
        lines = 1 if index.data(HIT) is not None else 2
        return QSize(200, lines * height + (2 * _GAP if lines == 1 else 5 * _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        ink = option.palette.color(role)
        ground = option.palette.color(QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base)
        quiet = theme.mix(ink, ground, 0.66)
        painter.save()
        area = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        hit, found = index.data(HIT), index.data(FOUND)
        if hit is None:
            self._project(painter, option, area, found, ink if found.there else quiet, quiet)
        else:
            painter.setFont(theme.monospaced_digits(option.font))
            painter.setPen(quiet)
            width = painter.fontMetrics().horizontalAdvance(_CLOCK) + 2 * _PAD
            clock = QRect(area.left(), area.top(), width - _PAD, area.height())
            aside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(clock, aside, short_clock(hit.start))
            painter.setPen(ink)
            self._passage(painter, option, area.adjusted(width + _PAD, 0, 0, 0), hit.text)
        painter.restore()

    def _project(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, found: Found, ink: QColor, quiet: QColor
    ) -> None:
        bold = QFont(option.font)
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        upper = QRect(area.left(), area.top() + 2 * _GAP + 1, area.width(), metrics.height())
        painter.setFont(bold)
        painter.setPen(ink)
        elide = Qt.TextElideMode.ElideMiddle
        painter.drawText(
            upper, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(found.entry.title, elide, upper.width())
        )
        facts = (
            describe(found.entry) if found.there else self.tr("No longer there: {path}").format(path=found.entry.path)
        )
        painter.setFont(option.font)
        painter.setPen(quiet)
        lower = upper.translated(0, upper.height() + 2)
        shown = option.fontMetrics.elidedText(facts, elide, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, shown)

    def _passage(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str) -> None:
        spans = marked(text, self.query)
        text = _around(text, spans, option.fontMetrics, area.width())
        layout = QTextLayout(text, option.font)
        direction = QTextOption(Qt.AlignmentFlag.AlignLeft)
        direction.setWrapMode(QTextOption.WrapMode.NoWrap)
        if is_right_to_left(text):
            direction.setTextDirection(Qt.LayoutDirection.RightToLeft)
        layout.setTextOption(direction)
        formats = []
        for begin, end in marked(text, self.query):
            bold = QTextCharFormat()
            bold.setFontWeight(QFont.Weight.Bold)
            place = QTextLayout.FormatRange()
            place.start, place.length, place.format = begin, end - begin, bold
            formats.append(place)
        layout.setFormats(formats)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(area.width())
        layout.endLayout()
        painter.setClipRect(area)
        top = area.top() + (area.height() - line.height()) / 2
        layout.draw(painter, QPointF(area.left(), top))


def _around(text: str, spans: Sequence[tuple[int, int]], metrics: QFontMetrics, width: int) -> str:
    """The part of ``text`` that fits ``width``, with the first place found in it."""
    begin = spans[0][0] if spans else 0
    if metrics.horizontalAdvance(text[: spans[0][1] if spans else 0]) > width * 0.8:
        text = "…" + text[max(0, begin - 20) :]
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
