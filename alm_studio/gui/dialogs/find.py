"""Find and replace over all cues, with a preview of every place."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QTextDocument, QTextOption
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from alm_studio.captions.document import Caption
from alm_studio.captions.scripts import is_right_to_left
from alm_studio.captions.search import Hit, Query
from alm_studio.gui import theme
from alm_studio.gui.models.times import short_clock
from alm_studio.gui.views.quiet import say

_SIZE = (640, 460)
_MOST_SHOWN = 500
_LINE = "\u2009⏎\u2009"
"""The end of a line, on one line."""

_HIT = Qt.ItemDataRole.UserRole
_CAPTION = Qt.ItemDataRole.UserRole + 1


class FindDialog(QDialog):
    """Finds while one types; each place stands in a list as it is and as it would be.

    Signals:
        changed(): something else is looked for.
        chosen(row): the user went to a place in that cue.
        replace_wanted(hits): these places are to be replaced.
    """

    changed = Signal()
    chosen = Signal(int)
    replace_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find and replace"))
        self.resize(*_SIZE)
        self._hits: list[Hit] = []
        self.text = QLineEdit(clearButtonEnabled=True)
        self.text.setAccessibleName(self.tr("Find"))
        self.with_text = QLineEdit(clearButtonEnabled=True)
        self.with_text.setAccessibleName(self.tr("Replace with"))
        self.regular = QCheckBox(self.tr("Regular e&xpression"))
        self.regular.setToolTip(self.tr("\\1 in the replacement is what the first brackets found"))
        self.match_case = QCheckBox(self.tr("Match &case"))
        self.whole_words = QCheckBox(self.tr("Whole &words"))
        self.places = QListWidget()
        self.places.setItemDelegate(_PlaceDelegate(self.places))
        self.places.setAccessibleName(self.tr("Places found"))
        self.places.setUniformItemSizes(True)
        self.places.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.count = QLabel(wordWrap=True)
        self.one = QPushButton(self.tr("&Replace"))
        self.all = QPushButton(self.tr("Replace &all"))
        close = QPushButton(self.tr("Close"))
        for button in (self.one, self.all, close):
            button.setAutoDefault(False)
        self._lay_out(close)
        for field in (self.text, self.with_text):
            field.textChanged.connect(lambda _text: self.changed.emit())
        for box in (self.regular, self.match_case, self.whole_words):
            box.toggled.connect(lambda _checked: self.changed.emit())
        self.text.returnPressed.connect(self._next)
        self.places.itemClicked.connect(lambda item: self.chosen.emit(item.data(_HIT).row))
        self.places.itemActivated.connect(lambda item: self.chosen.emit(item.data(_HIT).row))
        self.one.clicked.connect(self._replace_one)
        self.all.clicked.connect(lambda: self.replace_wanted.emit(list(self._hits)))
        close.clicked.connect(self.close)

    def _lay_out(self, close: QPushButton) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        for row, (title, field) in enumerate(
            ((self.tr("&Find"), self.text), (self.tr("Re&place with"), self.with_text))
        ):
            label = QLabel(title)
            label.setBuddy(field)
            fields.addWidget(label, row, 0)
            fields.addWidget(field, row, 1)
        options = QHBoxLayout()
        options.setSpacing(18)
        for box in (self.match_case, self.whole_words, self.regular):
            options.addWidget(box)
        options.addStretch(1)
        fields.addLayout(options, 2, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        for button in (self.one, self.all, close):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(fields)
        layout.addWidget(self.places, 1)
        layout.addLayout(buttons)

    @property
    def query(self) -> Query:
        """What is looked for."""
        return Query(
            self.text.text(), self.regular.isChecked(), self.match_case.isChecked(), self.whole_words.isChecked()
        )

    @property
    def replacement(self) -> str:
        """What is to stand there instead."""
        return self.with_text.text()

    def open_with(self, text: str) -> None:
        """Show the dialog; look for ``text`` if there is some."""
        if text:
            self.text.setText(text)
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()
        self.text.selectAll()

    def show_hits(self, hits: Sequence[Hit], captions: Sequence[Caption], language: str) -> None:
        """List these places, each in its cue."""
        row = self.places.currentRow()
        self._hits = list(hits)
        self.places.clear()
        for hit, caption in zip(hits[:_MOST_SHOWN], captions, strict=False):
            item = QListWidgetItem()
            item.setData(_HIT, hit)
            item.setData(_CAPTION, caption)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{short_clock(caption.start)}, {caption.text}")
            item.setFont(theme.font_for(caption.language or language, self.places.font()))
            self.places.addItem(item)
        if self.places.count():
            self.places.setCurrentRow(min(max(row, 0), self.places.count() - 1))
        found = self.tr("%n place(s)", "", len(hits))
        if len(hits) > _MOST_SHOWN:
            found = self.tr("{found}; the first {shown} are shown").format(found=found, shown=_MOST_SHOWN)
        self._tell(found if self.text.text() else "", problem=False)

    def show_problem(self, text: str) -> None:
        """Why nothing can be found."""
        self._hits = []
        self.places.clear()
        self._tell(text, problem=True)

    def _tell(self, text: str, *, problem: bool) -> None:
        say(self.count, text, "error" if problem else "")
        for button in (self.one, self.all):
            button.setEnabled(bool(self._hits))

    def _next(self) -> None:
        """Return goes to the place that is chosen, then to the next."""
        if self.places.count():
            self.chosen.emit(self.places.currentItem().data(_HIT).row)
            self.places.setCurrentRow((self.places.currentRow() + 1) % self.places.count())

    def _replace_one(self) -> None:
        if (item := self.places.currentItem()) is not None:
            self.replace_wanted.emit([item.data(_HIT)])


class _PlaceDelegate(QStyledItemDelegate):
    """Time and text on one line: what goes is struck out, what comes stands behind it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(200, option.fontMetrics.lineSpacing() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        hit, caption = index.data(_HIT), index.data(_CAPTION)  # type: ignore[attr-defined]
        palette, rect = option.palette, option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        if selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        color = palette.color(role)
        clock = theme.monospaced_digits(option.font)
        painter.setFont(clock)
        painter.setPen(color if selected else theme.muted_color(palette))
        painter.drawText(rect.adjusted(10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, short_clock(caption.start))
        gone = color if selected else theme.kind_color("error", palette)
        comes = color if selected else theme.kind_color("done", palette)
        left = rect.left() + 20 + QFontMetrics(clock).horizontalAdvance("0:00:00")
        room = rect.right() - left - 8
        font = index.data(Qt.ItemDataRole.FontRole) or option.font  # type: ignore[attr-defined]
        before = _from_hit(caption.text[: hit.start], QFontMetrics(font), room // 2)
        parts = [
            escape(before),
            f'<span style="color:{gone.name()}"><s>{escape(caption.text[hit.start : hit.end])}</s></span>',
            f'<span style="color:{comes.name()}"><b>{escape(hit.replacement)}</b></span>',
            escape(caption.text[hit.end :]),
        ]
        page = QTextDocument()
        page.setDefaultFont(font)
        page.setDocumentMargin(0)
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.NoWrap)
        if is_right_to_left(caption.text):
            wrap.setTextDirection(Qt.LayoutDirection.RightToLeft)
        page.setDefaultTextOption(wrap)
        page.setHtml(f'<span style="color:{color.name()}">{"".join(parts)}</span>'.replace("\n", _LINE))
        page.setTextWidth(room)
        painter.save()
        painter.translate(left, rect.center().y() - page.size().height() / 2)
        page.drawContents(painter, QRectF(0, 0, room, page.size().height()))
        painter.restore()


def _from_hit(text: str, metrics: QFontMetrics, width: int) -> str:
    """``text`` before a hit, shortened at its left so that the hit is seen."""
    shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideLeft, width)
    return shown if shown.startswith("…") else text
