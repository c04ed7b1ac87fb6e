"""Paints and edits the cells of the cue table."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget
from shiboken6 import isValid

from alm_studio.captions.scripts import is_right_to_left
from alm_studio.gui import theme
from alm_studio.gui.models import cue_table
from alm_studio.gui.views.cue_editors import CueEditor, make_line_edit

Index = QModelIndex | QPersistentModelIndex

_PADDING = 10
_MARK = 3  # width of the bar beside the cue that is on the screen
_DOT = 6  # of a cue that is worth a look
_LINES = 2
_SIGN = 16  # size of the signs at the end of a text


class CueDelegate(QStyledItemDelegate):
    """Draws a cell with one call from Qt.

    The stock delegate asks the model ten times a cell, and each question waits for the interpreter lock while
    the worker computes. This one asks the Python model from Python.
    """

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._view = parent
        self._fonts: dict[str, QFont] = {}
        self._editor: CueEditor | None = None

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
        wrong = column in (cue_table.SPEED, cue_table.DURATION, cue_table.END) and bool(model.breaches(row, column))
        if wrong:
            warning = theme.kind_color("warning", palette)
            if not selected:
                ground = theme.mix(warning, palette.color(QPalette.ColorRole.Base), 0.13)
                painter.fillRect(rect, ground)
                color = warning
            self._draw_corner(painter, rect, color)
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
            signs = self._signs(model, row)
            for number, (name, kind) in enumerate(signs, 1):
                tint = color if selected or not kind else theme.kind_color(kind, palette)
                place = QRect(inner.right() - number * (_SIGN + 4), rect.center().y() - _SIGN // 2, _SIGN, _SIGN)
                painter.drawPixmap(place, theme.pixmap(name, _SIGN, tint, self._view.devicePixelRatioF()))
            inner.setRight(inner.right() - len(signs) * (_SIGN + 4) - (6 if signs else 0))
            painter.setPen(color)
            self._draw_lines(painter, inner, model.shown(row, column))
        elif column == cue_table.SPEAKER:
            shown = painter.fontMetrics().elidedText(
                model.shown(row, column), Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        else:
            painter.setFont(self._font("digits"))
            right = column in cue_table.RIGHT
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, model.shown(row, column))

    def _signs(self, model: cue_table.CueTableModel, row: int) -> list[tuple[str, str]]:
        """Icons at the end of the text, from the right: that something is wrong with it, and that there is a note.

        What has its mark in a column for which there is no room counts here.
        """
        places = {cue_table.PLACES[breach.rule] for breach in model.breaches(row)}
        told = any(place == cue_table.TEXT or self._view.isColumnHidden(place) for place in places)
        signs = [("warning", "warning")] if told else []
        return [*signs, ("note", "info")] if model.caption(row).note else signs

    @staticmethod
    def _draw_corner(painter: QPainter, rect: QRect, color: QColor) -> None:
        """The sign of a figure that breaks a limit, for those who see no colours: a small triangle in the corner."""
        right, top = rect.right() + 1, rect.top()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon([QPoint(right - _DOT, top), QPoint(right, top), QPoint(right, top + _DOT)])
        painter.restore()

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
            right = is_right_to_left(text)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
            painter.drawText(box, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setLayoutDirection(self._view.layoutDirection())

    def _font(self, language: str) -> QFont:
        font = self._fonts.get(language)
        if font is None:
            base = self._view.font()
            font = theme.monospaced_digits(base) if language == "digits" else theme.font_for(language, base)
            self._fonts[language] = font
        return font

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = _model(index)
        if index.column() != cue_table.TEXT:
            speakers = model.speakers if index.column() == cue_table.SPEAKER else None
            digits = None if speakers is not None else self._font("digits")
            return make_line_edit(parent, model.title(index.column()), digits, speakers)
        caption = model.caption(index.row())
        language = caption.language or model.item.document.language
        editor = CueEditor(parent, caption, language, model.style)
        editor.setFont(self._font(language))
        self._editor = editor
        return editor

    @property
    def editor(self) -> CueEditor | None:
        """Where a text is being edited; None where none is."""
        return self._editor if self._editor is not None and isValid(self._editor) else None

    def accept(self) -> None:
        """End editing as Return does."""
        if (editor := self.editor) is not None:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._editor:
            self._editor = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QLineEdit):
            if editor.text() != text:
                editor.setText(text)
                editor.selectAll()
            return
        assert isinstance(editor, CueEditor)
        if editor.toPlainText() != text:  # else a repaint of the row would move the cursor
            editor.setPlainText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, CueEditor | QLineEdit)
        model.setData(index, editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        if isinstance(editor, QLineEdit):
            height = min(rect.height(), editor.sizeHint().height() + 4)
            width = max(rect.width(), editor.sizeHint().width() // 2) if index.column() == cue_table.SPEAKER else 0
            rect = QRect(rect.left(), rect.center().y() - height // 2, max(rect.width(), width), height)
            editor.setGeometry(rect)
            return
        assert isinstance(editor, CueEditor)
        rect.setLeft(max(0, min(rect.left(), rect.right() - editor.least_width)))
        wanted = max(rect.height(), editor.height_of_lines(3))
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
