"""The choices of a transcription as plain pickers, and the button that starts it."""

from collections.abc import Iterable

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from alm_studio.base.settings import Settings
from alm_studio.captions.styles import STYLES
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.style_titles import style_title
from alm_studio.gui.models.times import megabytes
from alm_studio.gui.views.quiet import quiet
from alm_studio.text.languages import LANGUAGES

_COMMON = ("en", "zh", "es", "fr", "de", "ja", "ko", "pt", "ru", "it")


class ChoicesBar(QWidget):
    """Language, task, model, style and device. Writes what is chosen into the settings.

    Signals:
        changed: a setting was changed.
        model_chosen(name, before): another model was chosen, and the one that was chosen before.
        track_chosen(index): another audio track was chosen.
    """

    changed = Signal()
    model_chosen = Signal(str, str)
    track_chosen = Signal(int)

    def __init__(self, settings: Settings, generate: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._english_only: set[str] = set()
        self._before: tuple[str, str] | None = None  # language and task before an English model was chosen
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 6)
        layout.setSpacing(10)
        self._pickers: dict[str, QComboBox] = {}
        for name, label, tip in (
            ("language", self.tr("&Language spoken"), self.tr("The language of the speech")),
            ("task", self.tr("&Write"), self.tr("Captions in the language spoken, or in English")),
            ("model", self.tr("&Model"), self.tr("Larger models hear better and take longer")),
            (
                "style",
                self.tr("Caption &style"),
                self.tr("Line length, reading speed, timing"),
            ),
            ("device", self.tr("&Device"), self.tr("Where the model computes")),
        ):
            self._pickers[name] = self._picker(layout, label, tip)
        self._track = self._picker(layout, self.tr("A&udio track"), self.tr("The audio track to listen to"))
        self._track.activated.connect(self.track_chosen)
        self._show_track(False)
        layout.addStretch(1)
        self._beside = QHBoxLayout()
        layout.addLayout(self._beside)
        self.button = QPushButton(default=True)
        self.button.setMinimumHeight(38)
        self.button.setMinimumWidth(170)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self._action = generate
        generate.changed.connect(self._mirror_action)
        self.button.clicked.connect(self._on_clicked)
        self._turned = QElapsedTimer()  # since the button got another meaning
        self._fill()
        for name, picker in self._pickers.items():
            picker.activated.connect(lambda _index, name=name: self._on_chosen(name))
        self._mirror_action()

    def use_action(self, action: QAction) -> None:
        """Let the button do another thing: generate, or stop."""
        if action is not self._action:
            self._action.changed.disconnect(self._mirror_action)
            self._action = action
            self._turned.start()
            action.changed.connect(self._mirror_action)
            self._mirror_action()

    def add_button(self, button: QAbstractButton) -> None:
        """Put another button beside the one that starts."""
        button.setFixedHeight(self.button.minimumHeight())
        self._beside.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)

    def set_models(self, models: Iterable[ModelChoice]) -> None:
        """Offer the models."""
        picker = self._pickers["model"]
        picker.clear()
        self._english_only.clear()
        for model in models:
            shown = model.title
            if not model.installed:
                shown = self.tr("{title} (download, {size})").format(title=shown, size=megabytes(model.size))
            picker.addItem(shown, model.name)
            if not model.multilingual:
                self._english_only.add(model.name)
        self._select("model", self._settings.model)
        self._fit_model()

    def select_model(self, name: str) -> None:
        """Choose a model as the user would, but without telling."""
        self._settings.model = name
        self._select("model", name)
        self._fit_model()

    def set_tracks(self, titles: list[str], chosen: int) -> None:
        """Offer the audio tracks where there are several."""
        self._track.clear()
        self._track.addItems(titles)
        self._track.setCurrentIndex(chosen)
        self._show_track(len(titles) > 1)

    def _show_track(self, shown: bool) -> None:
        for widget in (self._track, self._track_label):
            widget.setVisible(shown)

    def picker(self, name: str) -> QComboBox:
        """The picker of a setting."""
        return self._pickers[name]

    def _picker(self, layout: QHBoxLayout, label: str, tip: str) -> QComboBox:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        picker = QComboBox()
        picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        picker.setMinimumWidth(100)
        picker.setMaximumWidth(300)
        picker.setMaxVisibleItems(16)
        picker.setToolTip(tip)
        picker.setAccessibleName(label.replace("&", ""))
        picker.setAccessibleDescription(tip)
        title = quiet(label)
        self._track_label = title  # the track's is the last
        title.setBuddy(picker)
        column.addWidget(title)
        column.addWidget(picker)
        layout.addWidget(holder, 0, Qt.AlignmentFlag.AlignBottom)
        return picker

    def _fill(self) -> None:
        language = self._pickers["language"]
        language.addItem(self.tr("Detect automatically"), "auto")
        language.insertSeparator(1)
        for code in _COMMON:
            language.addItem(LANGUAGES[code], code)
        language.insertSeparator(language.count())
        for code, title in sorted(LANGUAGES.items(), key=lambda entry: entry[1]):
            if code not in _COMMON:
                language.addItem(title, code)
        task = self._pickers["task"]
        task.addItem(self.tr("As spoken"), "transcribe")
        task.addItem(self.tr("In English (translate)"), "translate")
        self._pickers["model"].addItem(self._settings.model, self._settings.model)
        style = self._pickers["style"]
        for known in STYLES.values():
            style.addItem(style_title(known.name), known.name)
            style.setItemData(style.count() - 1, known.description, Qt.ItemDataRole.ToolTipRole)
        device = self._pickers["device"]
        for title, name in (
            (self.tr("Automatic"), "auto"),
            (self.tr("Processor (CPU)"), "cpu"),
            (self.tr("NVIDIA GPU (CUDA)"), "cuda"),
            (self.tr("Apple GPU (MPS)"), "mps"),
        ):
            device.addItem(title, name)
        for name in self._pickers:
            self._select(name, getattr(self._settings, name))

    def _select(self, name: str, value: str) -> None:
        picker = self._pickers[name]
        index = picker.findData(value)
        if index < 0 and name == "model":  # a folder or a hub name from the settings file
            picker.addItem(value, value)
            index = picker.count() - 1
        if index < 0:  # a style or language this version does not know
            index = 0
            setattr(self._settings, name, picker.itemData(0))
        picker.setCurrentIndex(index)

    def _on_chosen(self, name: str) -> None:
        before = getattr(self._settings, name)
        setattr(self._settings, name, self._pickers[name].currentData())
        if name == "model":
            self._fit_model()
            if self._settings.model != before:
                self.model_chosen.emit(self._settings.model, before)
        self.changed.emit()

    def _fit_model(self) -> None:
        """An English model leaves nothing to choose about language and task."""
        settings = self._settings
        english = settings.model in self._english_only
        if english and self._before is None:
            self._before = (settings.language, settings.task)
            settings.language, settings.task = "en", "transcribe"
        elif not english and self._before is not None:
            settings.language, settings.task = self._before
            self._before = None
        for name in ("language", "task"):
            picker = self._pickers[name]
            self._select(name, getattr(settings, name))
            picker.setEnabled(not english)
            picker.setToolTip(self.tr("This model knows English alone") if english else picker.accessibleDescription())

    def _on_clicked(self) -> None:
        # The second click of a double click on "Generate" must not be one on "Stop".
        if not self._turned.isValid() or self._turned.elapsed() > QApplication.doubleClickInterval():
            self._action.trigger()

    def _mirror_action(self) -> None:
        self.button.setText(self._action.text().replace("&", ""))
        self.button.setIcon(self._action.icon())
        self.button.setEnabled(self._action.isEnabled())
        self.button.setToolTip(self._action.toolTip())
        self.button.setAccessibleName(self._action.iconText())
