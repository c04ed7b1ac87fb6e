"""The second page: how the model shall learn, and what that will cost."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from alm_studio.gui import theme
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.times import megabytes
from alm_studio.gui.models.training_method import FULL, LORA, RECOMMENDED, SCRATCH, Method, sensible_epochs
from alm_studio.gui.views.quiet import muted
from alm_studio.gui.views.training.parts import DataBox, heading, picker
from alm_studio.training.config import ATTENTIONS, DECODERS, ENCODERS, TOKENS

_INDENT = 26  # of what explains a choice, under its text


class MethodPage(QWidget):
    """Shows and changes a ``Method``.

    Signals:
        changed: another choice was made.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own_epochs = False  # the user's number, not ours
        self._seconds = 0.0
        self.kinds = QButtonGroup(self)
        self._kind_names = (RECOMMENDED, LORA, FULL, SCRATCH)
        self.model = picker(self.tr("Model to start from"), self.tr("The model that learns on"), [])
        self.encoder = picker(self.tr("Encoder"), self.tr("What hears"), self._titles(ENCODERS))
        self.decoder = picker(self.tr("Decoder"), self.tr("What writes"), self._titles(DECODERS))
        self.attention = picker(
            self.tr("Attention"), self.tr("How the writing part looks at the sound"), self._titles(ATTENTIONS)
        )
        self.tokens = picker(self.tr("Tokens"), self.tr("What the text is made of"), self._titles(TOKENS))
        self.encoder.setCurrentIndex(self.encoder.findData("transformer"))
        self.decoder.setCurrentIndex(self.decoder.findData("transformer"))
        self.attention.setCurrentIndex(self.attention.findData("multi-head"))
        self.device = picker(
            self.tr("Device"),
            self.tr("Where it computes"),
            [
                (self.tr("Automatic"), "auto"),
                (self.tr("Processor (CPU)"), "cpu"),
                (self.tr("NVIDIA GPU (CUDA)"), "cuda"),
                (self.tr("Apple GPU (MPS)"), "mps"),
            ],
        )
        self.epochs = QDoubleSpinBox(minimum=0.5, maximum=1000, decimals=1, singleStep=1, value=3)
        self.epochs.setAccessibleName(self.tr("Times through the data"))
        self.epochs.setToolTip(self.tr("It stops earlier by itself when it no longer becomes better"))
        self.minutes = QSpinBox(minimum=0, maximum=100_000, singleStep=5, value=0)
        self.minutes.setSpecialValueText(self.tr("No limit"))
        self.minutes.setSuffix(self.tr(" min"))
        self.minutes.setAccessibleName(self.tr("Time limit"))
        self.minutes.setToolTip(self.tr("It stops after so long and keeps the best model"))
        self.name = QLineEdit(maxLength=60)
        self.name.setAccessibleName(self.tr("Name of the new model"))
        self.name.setToolTip(self.tr("Under this name it stands in the list of models"))
        self.valid = DataBox(
            self.tr("Measure with"),
            self.tr("What it does not learn from, but is tested with"),
            self.tr("A tenth of the data"),
        )
        self.general = DataBox(
            self.tr("Watch for forgetting"),
            self.tr("Other speech, with which it is tested too: so you see whether it forgets"),
            self.tr("Nothing"),
        )
        self._estimate = heading(scale=1.1)
        self._estimate_note = muted()
        self._lay_out()
        self._connect()
        self._show_kind()

    def _lay_out(self) -> None:
        choices = QVBoxLayout()
        choices.setSpacing(2)
        for number, (title, text) in enumerate(self._explained()):
            button = QRadioButton(title)
            button.setAccessibleDescription(text)
            self.kinds.addButton(button, number)
            below = muted(text)
            below.setContentsMargins(_INDENT, 0, 0, 8)
            choices.addWidget(button)
            choices.addWidget(below)
        self.kinds.button(0).setChecked(True)
        scratch, tuned = QWidget(), QWidget()
        self._parts = QStackedWidget()
        for page, rows in (
            (tuned, ((self.tr("&Start from"), self.model),)),
            (
                scratch,
                (
                    (self.tr("&Encoder"), self.encoder),
                    (self.tr("De&coder"), self.decoder),
                    (self.tr("&Attention"), self.attention),
                    (self.tr("To&kens"), self.tokens),
                ),
            ),
        ):
            _fill(_form(page), rows)
            self._parts.addWidget(page)
        common = _form()
        _fill(
            common,
            (
                (self.tr("&Name of the new model"), self.name),
                (self.tr("&Times through the data"), self.epochs),
                (self.tr("Time &limit"), self.minutes),
                (self.tr("&Measure with"), self.valid),
                (self.tr("Watch for &forgetting"), self.general),
                (self.tr("&Device"), self.device),
            ),
        )
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(2, 0, 8, 0)
        column.setSpacing(10)
        column.addLayout(choices)
        column.addWidget(self._parts)
        column.addLayout(common)
        column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(form)
        area.viewport().setAutoFillBackground(False)
        form.setAutoFillBackground(False)
        cost = QVBoxLayout()
        cost.setSpacing(2)
        cost.addWidget(self._estimate)
        cost.addWidget(self._estimate_note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(area, 1)
        layout.addLayout(cost)

    def _connect(self) -> None:
        self.kinds.idClicked.connect(lambda _id: self._on_kind())
        for box in (self.model, self.encoder, self.decoder, self.attention, self.tokens, self.device):
            box.activated.connect(lambda _index: self.changed.emit())
        for box in (self.valid, self.general):
            box.chosen.connect(self.changed)
        self.epochs.valueChanged.connect(lambda _value: self._on_epochs())
        self.minutes.valueChanged.connect(lambda _value: self.changed.emit())
        self.name.textChanged.connect(lambda _text: self.changed.emit())

    # What it shows

    def method(self) -> Method:
        """What is chosen."""
        return Method(
            kind=self.kind,
            model=self.model.currentData() or "",
            encoder=self.encoder.currentData(),
            decoder=self.decoder.currentData(),
            attention=self.attention.currentData(),
            tokens=self.tokens.currentData(),
            epochs=self.epochs.value(),
            minutes=float(self.minutes.value()),
            device=self.device.currentData(),
            name=self.name.text().strip(),
        )

    @property
    def kind(self) -> str:
        """The method's kind."""
        return self._kind_names[self.kinds.checkedId()]

    def choose(self, kind: str) -> None:
        """Choose a kind as the user would."""
        self.kinds.button(self._kind_names.index(kind)).setChecked(True)
        self._on_kind()

    def set_models(self, models: Iterable[ModelChoice], chosen: str) -> None:
        """Offer models to start from."""
        before = self.model.currentData() or chosen
        self.model.clear()
        for model in models:
            title = model.title
            if not model.installed:
                title = self.tr("{title} (download, {size})").format(title=title, size=megabytes(model.size))
            self.model.addItem(title, model.name)
        index = self.model.findData(before)
        self.model.setCurrentIndex(max(0, index))

    def set_seconds(self, seconds: float) -> None:
        """There is so much speech to learn from."""
        self._seconds = seconds
        if not self._own_epochs:
            self._suggest_epochs()

    def show_estimate(self, text: str, note: str = "", grave: bool = False) -> None:
        """What it will cost."""
        self._estimate.setText(text)
        self._estimate_note.setText(note)
        self._estimate_note.setVisible(bool(note))
        palette = QPalette()
        if grave:
            palette.setColor(QPalette.ColorRole.WindowText, theme.kind_color("warning"))
        self._estimate.setPalette(palette)

    @property
    def estimate(self) -> str:
        """What it says of the cost."""
        return self._estimate.text()

    # What the user does

    def _on_kind(self) -> None:
        self._show_kind()
        if not self._own_epochs:
            self._suggest_epochs()
        self.changed.emit()

    def _on_epochs(self) -> None:
        self._own_epochs = True
        self.changed.emit()

    def _suggest_epochs(self) -> None:
        self.epochs.blockSignals(True)
        self.epochs.setValue(sensible_epochs(self._seconds, self.kind))
        self.epochs.blockSignals(False)

    def _show_kind(self) -> None:
        self._parts.setCurrentIndex(1 if self.kind == SCRATCH else 0)
        page = self._parts.currentWidget()
        if page is not None:
            self._parts.setFixedHeight(page.sizeHint().height())

    def _explained(self) -> tuple[tuple[str, str], ...]:
        return (
            (
                self.tr("&Recommended"),
                self.tr("Chooses what suits the amount of speech and this computer, and stops when it is at its best."),
            ),
            (
                self.tr("Sma&ll adapters (LoRA)"),
                self.tr("Few weights learn. Fast, needs little memory, and forgets little of what the model knew."),
            ),
            (
                self.tr("All &weights"),
                self.tr("Learns most where there are hours of speech; takes the most memory."),
            ),
            (
                self.tr("A new model from scrat&ch"),
                self.tr("Made of the parts that you choose; knows nothing but your data. Good for a small vocabulary."),
            ),
        )

    def _titles(self, names: tuple[str, ...]) -> list[tuple[str, str]]:
        known = {
            "mfcc": self.tr("MFCC"),
            "cnn": self.tr("Convolutions (CNN)"),
            "cnn-wave": self.tr("Convolutions on the waveform"),
            "lstm": self.tr("LSTM"),
            "transformer": self.tr("Transformer"),
            "whisper": self.tr("Whisper"),
            "dot": self.tr("Dot product"),
            "scaled-dot": self.tr("Scaled dot product"),
            "additive": self.tr("Additive"),
            "multi-head": self.tr("Multi-head"),
            "char": self.tr("Characters"),
            "bpe": self.tr("Pieces of words (BPE)"),
        }
        return [(known.get(name, name), name) for name in names]


def _form(parent: QWidget | None = None) -> QFormLayout:
    form = QFormLayout(parent) if parent is not None else QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    return form


def _fill(form: QFormLayout, rows: Iterable[tuple[str, QWidget]]) -> None:
    for text, field in rows:
        label = QLabel(text)
        label.setBuddy(field)
        label.setMinimumWidth(170)
        field.setMinimumWidth(220 if isinstance(field, QComboBox | QLineEdit) else 120)
        form.addRow(label, field)
