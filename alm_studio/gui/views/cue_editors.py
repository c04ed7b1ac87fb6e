"""Where the cells of the cue table are edited."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPalette, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextOption
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QPlainTextEdit, QWidget

from alm_studio.captions.document import Caption
from alm_studio.captions.quality import reading_speed
from alm_studio.captions.scripts import is_right_to_left
from alm_studio.captions.spelling import misspellings, speller
from alm_studio.captions.styles import Style
from alm_studio.gui import theme

_PADDING = 10


class CueEditor(QPlainTextEdit):
    """Edits a cue's lines. Return accepts, Shift+Return breaks the line, Escape gives up.

    In a corner it counts the characters of the longest line and those to be read each second, and warns where the
    style allows fewer; words that no dictionary knows are underlined.

    Args:
        parent: the table.
        caption: the cue; its text is set later.
        language: of its text.
        style: the limits; None counts without.
    """

    def __init__(self, parent: QWidget, caption: Caption, language: str, style: Style | None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._language = language
        self._style = style
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(_PADDING - 4)
        self.setAccessibleName(self.tr("Text of the cue"))
        self.setToolTip(self.tr("Return accepts, Shift+Return starts a new line, Escape gives up"))
        self._count = QLabel(self)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._count.setFont(theme.monospaced_digits(self.font()))
        self._spelling = _Underline(self, language) if speller(language) is not None else None
        self.textChanged.connect(self._on_text)

    def height_of_lines(self, lines: int) -> int:
        """Height that shows some lines and the counter, px."""
        return QFontMetrics(self.font()).lineSpacing() * (lines + 1) + 12

    @property
    def least_width(self) -> int:
        """Width that shows the counter and a line of about 40 letters, px."""
        return QFontMetrics(self.font()).averageCharWidth() * 32

    @property
    def counted(self) -> str:
        """What the counter says."""
        return self._count.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_count"):
            self._count.setFont(theme.monospaced_digits(self.font()))

    def _on_text(self) -> None:
        text = self.toPlainText()
        option = self.document().defaultTextOption()
        right = is_right_to_left(text)
        side = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        if option.textDirection() != side:
            changed = QTextOption(option)
            changed.setTextDirection(side)
            self.document().setDefaultTextOption(changed)
        longest = max(map(len, text.split("\n")))
        speed = reading_speed(self._caption.with_text(text))
        limits = self._limits()
        self._count.setText(
            self.tr("{longest} a line · {speed} a second").format(longest=longest, speed=f"{speed:.0f}")
            if limits is None
            else self.tr("{longest} of {most} a line · {speed} of {fastest} a second").format(
                longest=longest, most=limits[0], speed=f"{speed:.0f}", fastest=f"{limits[1]:g}"
            )
        )
        bad = limits is not None and (longest > limits[0] or speed > limits[1] + 0.5 or self._too_many(text))
        palette = QPalette(self.palette())
        color = theme.kind_color("warning", palette) if bad else theme.muted_color(palette)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self._count.setPalette(palette)
        self._place()

    def _limits(self) -> tuple[int, float] | None:
        """Characters of a line and characters per second; None where the style has no limits."""
        if self._style is None or self._style.keep_segments:
            return None
        return self._style.line_length(self._language), self._style.cps(self._language)

    def _too_many(self, text: str) -> bool:
        return self._style is not None and text.count("\n") >= self._style.max_lines

    def _place(self) -> None:
        self._count.adjustSize()
        room = self.viewport().geometry()
        self._count.move(room.right() - self._count.width() - 6, room.bottom() - self._count.height() - 3)


class _Underline(QSyntaxHighlighter):
    """Underlines what no dictionary knows."""

    def __init__(self, editor: CueEditor, language: str) -> None:
        super().__init__(editor.document())
        self._language = language
        self._wavy = QTextCharFormat()
        self._wavy.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        self._wavy.setUnderlineColor(theme.kind_color("error", editor.palette()))

    def highlightBlock(self, text: str) -> None:
        for found in misspellings([Caption(0, 1, text)], self._language):
            self.setFormat(found.start, found.end - found.start, self._wavy)


def make_line_edit(parent: QWidget, name: str, font: QFont | None, choices: Sequence[str] | None) -> QLineEdit:
    """An editor of one line; ``choices`` are offered while one types."""
    editor = QLineEdit(parent)
    editor.setAccessibleName(name)
    if font is not None:
        editor.setFont(font)
        editor.setToolTip(QCoreApplication.translate("CueEditor", "Minutes, seconds and milliseconds: 01:02.500"))
    if choices is not None:
        completer = QCompleter(list(choices), editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        editor.setCompleter(completer)
    return editor
