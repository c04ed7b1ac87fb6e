"""What is seldom changed about how captions are made."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QSpacerItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from alm_studio.base.settings import Settings
from alm_studio.gui import i18n
from alm_studio.gui.views.quiet import quiet

_FIELD_WIDTH = 380
_GAP = 12
_PROMPT_LINES = 3


class PreferencesDialog(QDialog):
    """Writes into the settings when it is accepted, and not before."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.language = QComboBox()
        self.language.addItem(self.tr("As the system"), i18n.SYSTEM)
        for code, name in i18n.LANGUAGES.items():
            self.language.addItem(name, code)
        self.beam = QSpinBox(minimum=0, maximum=20)
        self.beam.setSpecialValueText(self.tr("Automatic"))
        self.beam.setMinimumWidth(110)
        self.compute = QComboBox()
        for title, name in (
            (self.tr("Automatic"), "auto"),
            (self.tr("32 bits (float32)"), "float32"),
            (self.tr("16 bits, wide range (bfloat16)"), "bfloat16"),
            (self.tr("16 bits (float16, GPU only)"), "float16"),
            (self.tr("8 bits (int8, processor only)"), "int8"),
        ):
            self.compute.addItem(title, name)
        self.prompt = QPlainTextEdit(tabChangesFocus=True)
        self.prompt.setPlaceholderText(self.tr("For example: Ada Lovelace, Qwen, log-mel"))
        lines = QFontMetrics(self.prompt.font()).lineSpacing() * _PROMPT_LINES
        self.prompt.setFixedHeight(lines + 2 * round(self.prompt.document().documentMargin()) + 4)
        self.vad = QCheckBox(self.tr("Look for speech &first, and skip what is none"))
        self.context = QCheckBox(self.tr("Tell the model what was said &before"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(18)
        layout.addLayout(self._form())
        layout.addWidget(self._buttons())
        self._show(settings)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            (self.tr("&Language"), self.language, self.tr("Of menus and messages; captions have their own.")),
            (
                self.tr("&Search width"),
                self.beam,
                self.tr("Texts weighed against each other; automatic weighs them where the model is in doubt."),
            ),
            (self.tr("&Precision"), self.compute, self.tr("Fewer bits need less memory and are mostly faster.")),
            (
                self.tr("&Words to expect"),
                self.prompt,
                self.tr("Names and terms as they should be spelt, the most important last."),
            ),
            (
                self.tr("Sound"),
                self.vad,
                self.tr("Without it, silence and music reach the model, which may invent words there."),
            ),
            (
                self.tr("Context"),
                self.context,
                self.tr("Names stay spelt alike; takes a little longer."),
            ),
        )
        for number, (label, field, help_text) in enumerate(rows):
            if number:
                form.addItem(QSpacerItem(0, _GAP))
            title, below = QLabel(label), quiet(help_text, wrap=True)
            below.setMinimumWidth(_FIELD_WIDTH)
            if not isinstance(field, QCheckBox):  # a box has a key in its own text
                title.setBuddy(field)
                field.setAccessibleName(label.replace("&", ""))
            field.setAccessibleDescription(help_text)
            form.addRow(title, field)
            form.addRow("", below)
        self.prompt.setMinimumWidth(_FIELD_WIDTH)
        return form

    def _buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.RestoreDefaults | standard.Cancel | standard.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(standard.RestoreDefaults).clicked.connect(lambda: self._show(Settings()))
        return buttons

    def accept(self) -> None:
        """Take the choices over."""
        settings = self._settings
        settings.interface_language = self.language.currentData()
        settings.beam = self.beam.value()
        settings.compute = self.compute.currentData()
        settings.prompt = " ".join(self.prompt.toPlainText().split())
        settings.vad = self.vad.isChecked()
        settings.context = self.context.isChecked()
        super().accept()

    def _show(self, settings: Settings) -> None:
        self.language.setCurrentIndex(max(0, self.language.findData(settings.interface_language)))
        self.beam.setValue(settings.beam)
        self.compute.setCurrentIndex(max(0, self.compute.findData(settings.compute)))
        self.prompt.setPlainText(settings.prompt)
        self.vad.setChecked(settings.vad)
        self.context.setChecked(settings.context)
