"""A field for the names of exported files, with an example of what they will be."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from alm_studio.base.errors import AlmError
from alm_studio.gui.views.quiet import say


class NameTemplate(QWidget):
    """The template and, below it, the name that it makes of the first file, or what is wrong with it.

    Signals:
        changed: the template, and so perhaps whether it can be used.
    """

    changed = Signal()

    def __init__(self, template: str, media: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._media, self._format, self._language = media, ("srt", "srt"), "en"
        self.field = QLineEdit(template)
        self.field.setAccessibleName(self.tr("Names of the files"))
        self.example = QLabel(wordWrap=True)
        self.example.setMinimumWidth(300)
        tip = self.tr("Between braces: name, language, format, style, model, date, number. A slash makes a folder.")
        self.field.setToolTip(tip)
        self.field.setAccessibleDescription(tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.example)
        self.field.textChanged.connect(self._show)
        self._show()

    @property
    def template(self) -> str:
        """What was typed."""
        return self.field.text().strip()

    @property
    def usable(self) -> bool:
        """Whether it makes names."""
        return self._name() is not None

    def show_for(self, format_name: str, language: str = "") -> None:
        """Let the example be of a format, and of a language where one is known."""
        from alm_studio.captions.formats.registry import get_format

        self._format = (format_name, get_format(format_name).ending)
        self._language = language or self._language
        self._show()

    def _name(self) -> Path | None:
        from alm_studio.captions.naming import file_name

        name, ending = self._format
        try:
            return file_name(
                self.template, self._media, format_name=name, ending=ending, language=self._language,
                style="netflix", model="base",
            )  # fmt: skip
        except AlmError:
            return None

    def _show(self) -> None:
        name = self._name()
        if name is None:
            text = self.tr("Use {fields}, with {name} or {number} among them.").replace(
                "{fields}", "{name} {language} {format} {style} {model} {date} {number}"
            )
            say(self.example, text, "error")
        else:
            say(self.example, self.tr("For example: {name}").format(name=name))
        self.changed.emit()
