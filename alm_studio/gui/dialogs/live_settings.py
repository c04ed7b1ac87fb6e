"""The settings of live captions. Each choice counts at once, so that one sees what one does."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFontComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alm_studio.base.live_settings import LiveSettings
from alm_studio.gui.dialogs.live_text import ask_text_file
from alm_studio.gui.live_run import SoundInput
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.live_inputs import input_title
from alm_studio.gui.views.quiet import muted
from alm_studio.gui.views.training.parts import picker
from alm_studio.text.languages import LANGUAGES

_FIELD_WIDTH = 340
_INDENT = 24  # of what belongs to a box, under its text
_PATCH = 16


class LiveSettingsDialog(QDialog):
    """Writes into the settings as it is used.

    Args:
        settings: shown, and changed.
        address: of the web page, while it is served.

    Signals:
        input_chosen(name): listen to another sound input.
        speech_changed: language, task or model.
        look_changed: font, colours, lines, opacity or whether clicks go through.
        text_chosen(path): add what is said to a file; empty: to none.
        page_wanted(on): serve the web page, or no longer.
        page_changed: its port, or who may see it.
    """

    input_chosen = Signal(str)
    speech_changed = Signal()
    look_changed = Signal()
    text_chosen = Signal(str)
    page_wanted = Signal(bool)
    page_changed = Signal()

    def __init__(self, settings: LiveSettings, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Live captions"))
        self._make_speech()
        self._make_look()
        self._make_outputs()
        tabs = QTabWidget()
        for title, page in (
            (self.tr("&Speech"), self._speech_page()),
            (self.tr("&Look"), self._look_page()),
            (self.tr("&Outputs"), self._outputs_page()),
        ):
            tabs.addTab(page, title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(14)
        column.addWidget(tabs)
        column.addWidget(buttons)
        self.show_outputs(address)

    # Speech

    def set_inputs(self, inputs: list[SoundInput], problem: str = "") -> None:
        """Offer sound inputs; ``problem``: why there are none."""
        box, chosen = self.input, self._settings.device
        box.clear()
        box.addItem(self.tr("The system's default"), "")
        for one in inputs:
            box.addItem(input_title(one), one.name)
        if box.findData(chosen) < 0:
            box.addItem(self.tr("{name} (not connected)").format(name=chosen), chosen)
        box.setCurrentIndex(box.findData(chosen))
        self._no_inputs.setText(problem or self.tr("No microphone was found. Connect one; it appears here."))
        self._no_inputs.setVisible(not inputs)

    def _make_speech(self) -> None:
        settings = self._settings
        self.input = _wide(picker(self.tr("Sound input"), self.tr("What is listened to"), []))
        self._no_inputs = _note()
        self.set_inputs([])
        self._no_inputs.hide()
        languages = sorted(LANGUAGES.items(), key=lambda entry: entry[1])
        choices = [(self.tr("Detect automatically"), "auto"), *((title, code) for code, title in languages)]
        self.language = _wide(picker(self.tr("Language spoken"), self.tr("The language of the speech"), choices))
        self.task = _wide(
            picker(
                self.tr("Write"),
                self.tr("Captions in the language spoken, or in English"),
                [(self.tr("As spoken"), "transcribe"), (self.tr("In English (translate)"), "translate")],
            )
        )
        self.model = _wide(
            picker(self.tr("Model"), self.tr("Smaller models follow faster"), [(self.tr("The same as for files"), "")])
        )
        self.input.activated.connect(lambda: self.input_chosen.emit(self.input.currentData()))
        for name, box in (("language", self.language), ("task", self.task), ("model", self.model)):
            _choose(box, getattr(settings, name))
            box.activated.connect(lambda _index, name=name, box=box: self._on_speech(name, box.currentData()))

    def set_models(self, models: list[ModelChoice]) -> None:
        """Offer the models that are there."""
        while self.model.count() > 1:
            self.model.removeItem(1)
        for model in models:
            if model.installed:
                self.model.addItem(model.title, model.name)
        _choose(self.model, self._settings.model)

    def _speech_page(self) -> QWidget:
        form = _form()
        form.addRow(self.tr("Sound &input"), self.input)
        form.addRow("", self._no_inputs)
        form.addRow(self.tr("La&nguage spoken"), self.language)
        form.addRow(self.tr("&Write"), self.task)
        form.addRow(self.tr("&Model"), self.model)
        return _page(form)

    def _on_speech(self, name: str, value: str) -> None:
        setattr(self._settings, name, value)
        self.speech_changed.emit()

    # Look

    def _make_look(self) -> None:
        settings = self._settings
        self.font_box = QFontComboBox()
        self.font_box.setAccessibleName(self.tr("Font"))
        self.font_box.setMaximumWidth(_FIELD_WIDTH)
        self.font_box.setCurrentFont(QFont(settings.font) if settings.font else self.font())
        self.text_size = QSpinBox(minimum=10, maximum=96, value=settings.size)
        self.text_size.setSuffix(self.tr(" pt"))
        self.text_size.setAccessibleName(self.tr("Size"))
        self.lines = QSpinBox(minimum=1, maximum=8, value=settings.lines)
        self.lines.setAccessibleName(self.tr("Lines"))
        self.colors = picker(
            self.tr("Colours"),
            self.tr("Of text and ground"),
            [
                (self.tr("As the system"), "system"),
                (self.tr("Light on dark"), "dark"),
                (self.tr("Dark on light"), "light"),
                (self.tr("My own"), "own"),
            ],
        )
        _choose(self.colors, settings.colors)
        self.text_color, self.ground_color = self._color("text_color"), self._color("ground_color")
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(round(100 * settings.opacity))
        self.opacity.setAccessibleName(self.tr("Opacity of the ground"))
        self.opacity.setMinimumWidth(200)
        self.through = QCheckBox(self.tr("Let the mouse reach what lies &under the captions"))
        self.through.setChecked(settings.click_through)
        self.font_box.currentFontChanged.connect(lambda font: self._on_look("font", font.family()))
        self.text_size.valueChanged.connect(lambda value: self._on_look("size", value))
        self.lines.valueChanged.connect(lambda value: self._on_look("lines", value))
        self.opacity.valueChanged.connect(lambda value: self._on_look("opacity", value / 100))
        self.colors.activated.connect(lambda: self._on_look("colors", self.colors.currentData()))
        self.through.toggled.connect(lambda on: self._on_look("click_through", on))

    def _look_page(self) -> QWidget:
        form = _form()
        form.addRow(self.tr("&Font"), self.font_box)
        form.addRow(self.tr("Si&ze"), self.text_size)
        form.addRow(self.tr("Li&nes"), self.lines)
        self._own_colors = QWidget()
        row = QHBoxLayout(self._own_colors)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text_color)
        row.addWidget(self.ground_color)
        row.addStretch(1)
        form.addRow(self.tr("&Colours"), self.colors)
        form.addRow("", self._own_colors)
        form.addRow(self.tr("O&pacity"), self.opacity)
        form.addRow("", self.through)
        self._own_colors.setEnabled(self._settings.colors == "own")
        return _page(form)

    def _color(self, name: str) -> QPushButton:
        button = QPushButton(self.tr("Text…") if name == "text_color" else self.tr("Ground…"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._ask_color(name, button))
        self._show_color(name, button)
        return button

    def _show_color(self, name: str, button: QPushButton) -> None:
        patch = QPixmap(_PATCH, _PATCH)
        patch.fill(self.palette().color(QPalette.ColorRole.Mid))  # an edge, for what is as light as the button
        painter = QPainter(patch)
        painter.fillRect(patch.rect().adjusted(1, 1, -1, -1), QColor(getattr(self._settings, name)))
        painter.end()
        button.setIcon(patch)

    def _ask_color(self, name: str, button: QPushButton) -> None:
        dialog = QColorDialog(QColor(getattr(self._settings, name)), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def chosen(color: QColor) -> None:
            self._on_look(name, color.name())
            self._show_color(name, button)

        dialog.currentColorChanged.connect(chosen)
        dialog.open()

    def _on_look(self, name: str, value: object) -> None:
        setattr(self._settings, name, value)
        self._own_colors.setEnabled(self._settings.colors == "own")
        self.look_changed.emit()

    # Outputs

    def show_outputs(self, address: str) -> None:
        """Show what is on; ``address`` of the web page, empty while it is not served."""
        settings = self._settings
        for box, on in ((self.text, bool(settings.text_path)), (self.page, settings.page)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self._text_path.setText(settings.text_path)
        self._text_path.setVisible(bool(settings.text_path))
        self.address.setText(address)
        self.address.setCursorPosition(0)
        self.address.setEnabled(bool(address))
        self.copy.setEnabled(bool(address))

    def _make_outputs(self) -> None:
        settings = self._settings
        self.text = QCheckBox(self.tr("Write to a &text file…"))
        self.text.clicked.connect(self._on_text)
        self._text_path = _note()
        self._text_path.setContentsMargins(_INDENT, 0, 0, 0)
        self.page = QCheckBox(self.tr("Serve a &web page, for OBS and the like"))
        self.page.clicked.connect(self.page_wanted)
        self.address = QLineEdit(readOnly=True)
        self.address.setAccessibleName(self.tr("Address of the page"))
        self.address.setPlaceholderText(self.tr("The address appears here"))
        self.address.setMinimumWidth(_FIELD_WIDTH)
        self.copy = QToolButton()
        self.copy.setText(self.tr("Copy"))
        self.copy.setToolTip(self.tr("Copy the address; in OBS, add it as a browser source"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.address.text()))
        self.port = QSpinBox(minimum=1024, maximum=65535, value=settings.page_port)
        self.port.setAccessibleName(self.tr("Port"))
        self.open_page = QCheckBox(self.tr("Other computers of the &network may see it"))
        self.open_page.setChecked(settings.page_open)
        self.port.editingFinished.connect(lambda: self._on_page("page_port", self.port.value()))
        self.open_page.clicked.connect(lambda on: self._on_page("page_open", on))

    def _outputs_page(self) -> QWidget:
        row = QHBoxLayout()
        row.addWidget(self.address, 1)
        row.addWidget(self.copy)
        form = _form()
        form.addRow(self.text)
        form.addRow(self._text_path)
        form.addRow(self.page)
        label = QLabel(self.tr("&Address"))
        label.setBuddy(self.address)
        form.addRow(label, row)
        form.addRow(self.tr("&Port"), self.port)
        form.addRow("", self.open_page)
        form.addRow("", _note(self.tr("Only who knows the whole address can see the page.")))
        return _page(form)

    def _on_text(self, on: bool) -> None:
        self.text_chosen.emit(ask_text_file(self) if on else "")

    def _on_page(self, name: str, value: object) -> None:
        if getattr(self._settings, name) != value:
            setattr(self._settings, name, value)
            self.page_changed.emit()


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(10)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
    return form


def _page(form: QFormLayout) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 18, 20, 18)
    column.addLayout(form)
    column.addStretch(1)
    return page


def _note(text: str = "") -> QLabel:
    """A quiet line under a field."""
    label = muted(text)
    label.setMinimumWidth(_FIELD_WIDTH)
    return label


def _wide(box: QComboBox) -> QComboBox:
    box.setMinimumWidth(_FIELD_WIDTH)
    box.setMaxVisibleItems(16)
    return box


def _choose(box: QComboBox, value: str) -> None:
    if box.findData(value) < 0:
        box.addItem(value, value)
    box.setCurrentIndex(box.findData(value))
