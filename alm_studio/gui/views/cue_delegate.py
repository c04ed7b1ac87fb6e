"""Paints and edits the cells of the cue table."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from alm_studio.gui import theme
from alm_studio.gui.models import cue_table

Index = QModelIndex | QPersistentModelIndex

_PADDING = 10
_MARK = 3  # width of the bar beside the cue that is on the screen
_DOT = 6  # of a cue that is worth a look
_LINES = 2


class CueEditor(QPlainTextEdit):
    """Edits a cue's lines. Return accepts, Shift+Return breaks the line, Escape gives up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(_PADDING - 4)
        self.setAccessibleName(self.tr("Text of the cue"))
        self.setToolTip(self.tr("Return accepts, Shift+Return starts a new line, Escape gives up"))


class CueDelegate(QStyledItemDelegate):
    """Draws a cell with one call from Qt.

    The stock delegate asks the model ten times a cell, and each question waits for the interpreter lock while
    the worker computes. This one asks the Python model from Python.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self._fonts: dict[str, QFont] = {}

    def row_height(self) -> int:
        """Two lines and the space around them."""
        return QFontMetrics(self._font("zh")).lineSpacing() * _LINES + 12

    def forget_fonts(self) -> None:
        """After the application's font changed."""
        self._fonts.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = _model(index)
        row, column = index.row(), index.column()
        rect, palette = option.rect, option.palette
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        current = row == model.current_row
        color = palette.color(QPalette.ColorRole.Text)
        if selected:
            group = QPalette.ColorGroup.Active
            if not option.state & QStyle.StateFlag.State_Active:
                group = QPalette.ColorGroup.Inactive
            painter.fillRect(rect, palette.color(group, QPalette.ColorRole.Highlight))
            color = palette.color(group, QPalette.ColorRole.HighlightedText)
        elif current:
            base = palette.color(QPalette.ColorRole.Base)
            painter.fillRect(rect, theme.mix(theme.kind_color("info", palette), base, 0.14))
        if current and column == cue_table.NUMBER:
            bar = theme.kind_color("info", palette) if not selected else color
            painter.fillRect(QRect(rect.left(), rect.top(), _MARK, rect.height()), bar)
        if column == cue_table.NUMBER and model.mark(row):
            self._draw_dot(painter, rect, color if selected else theme.kind_color("warning", palette))
        if column == cue_table.SPEED and not selected and model.too_fast(row):
            color = theme.kind_color("warning", palette)
        elif column != cue_table.TEXT and not selected:
            color = theme.muted_color(palette)
        if not selected:
            line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
            text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
            painter.fillRect(line, theme.mix(text, base, 0.08))
        painter.setPen(color)
        inner = rect.adjusted(_PADDING, 4, -_PADDING, -4)
        if column == cue_table.TEXT:
            painter.setFont(self._font(model.caption(row).language or model.item.document.language))
            self._draw_lines(painter, inner, model.shown(row, column))
        else:
            painter.setFont(self._font("digits"))
            right = column in cue_table.RIGHT
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, model.shown(row, column))

    def _draw_dot(self, painter: QPainter, rect: QRect, color: QColor) -> None:
        """The sign of a cue that is worth a look."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QRectF(rect.left() + 2 * _MARK, rect.center().y() - _DOT / 2 + 1, _DOT, _DOT))
        painter.restore()

    def _draw_lines(self, painter: QPainter, rect: QRect, text: str) -> None:
        """Up to two lines as the viewer reads them; what does not fit ends in an ellipsis."""
        metrics = painter.fontMetrics()
        lines = text.split("\n")
        if len(lines) == 1 and metrics.horizontalAdvance(text) > rect.width():
            lines = _wrap(text, painter.font(), rect.width())
        if len(lines) > _LINES:
            lines = [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])]
        height = metrics.lineSpacing()
        top = rect.center().y() - height * len(lines) / 2 + 1
        for number, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
            box = QRectF(rect.left(), top + number * height, rect.width(), height)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _font(self, language: str) -> QFont:
        font = self._fonts.get(language)
        if font is None:
            base = self._view.font()
            font = theme.monospaced_digits(base) if language == "digits" else theme.font_for(language, base)
            self._fonts[language] = font
        return font

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CueEditor(parent)
        editor.setFont(self._font(_model(index).caption(index.row()).language))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, CueEditor)
        text = index.data(Qt.ItemDataRole.EditRole)
        if editor.toPlainText() != text:  # else a repaint of the row would move the cursor
            editor.setPlainText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, CueEditor)
        model.setData(index, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        wanted = max(option.rect.height(), QFontMetrics(editor.font()).lineSpacing() * 3 + 16)
        rect = QRect(option.rect)
        rect.setHeight(wanted)
        viewport = editor.parentWidget()
        bottom = viewport.rect().bottom() if viewport else rect.bottom()
        if rect.bottom() > bottom:
            rect.moveBottom(max(bottom, wanted - 1))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, CueEditor) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            accepts = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if accepts and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor)
                return True
            if accepts:
                return False
        return super().eventFilter(editor, event)


def _model(index: Index) -> cue_table.CueTableModel:
    """The Python model behind an index."""
    model = index.model()
    assert isinstance(model, cue_table.CueTableModel)
    return model


def _wrap(text: str, font: QFont, width: int) -> list[str]:
    """Break one long line where a text engine would: between words, or between Han characters."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        lines.append(text[start : start + line.textLength()])
        if len(lines) == _LINES:
            lines[-1] = text[start:]
            break
    layout.endLayout()
    return lines
