"""The first page: what to learn from, and what the check says of it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from alm_studio.gui import theme
from alm_studio.gui.models.examples import LENGTH, SOUND, TEXT, DataReport, ExampleRow, ExampleTableModel
from alm_studio.gui.models.times import short_clock
from alm_studio.gui.views.drop_field import DropField
from alm_studio.gui.views.quiet import muted
from alm_studio.gui.views.training.parts import heading
from alm_studio.text.languages import LANGUAGES


class DataPage(QWidget):
    """Chooses the data and shows the report.

    Signals:
        chosen(paths): files or folders to learn from.
        captions_wanted: the corrected cues of the document in view, instead.
        options_changed: language or check are other than before.
        listen_wanted(row): play an example.
        cancel_wanted: the check shall stop.
    """

    chosen = Signal(list)
    captions_wanted = Signal()
    options_changed = Signal()
    listen_wanted = Signal(object)
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: DataReport | None = None
        self.field = SourceField()
        self.field.folder.clicked.connect(self._choose_folder)
        self.field.file.clicked.connect(self._choose_file)
        self.field.captions.clicked.connect(self.captions_wanted)
        self.language = QComboBox()
        self.language.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.language.setMinimumContentsLength(8)
        self.language.setAccessibleName(self.tr("Language of the data"))
        self.language.setToolTip(self.tr("Used where the data do not tell their language"))
        self.language.addItem(self.tr("As the data say"), "")
        for code, title in sorted(LANGUAGES.items(), key=lambda entry: entry[1]):
            self.language.addItem(title, code)
        self.language.activated.connect(lambda _index: self.options_changed.emit())
        self.hear = QCheckBox(self.tr("&Compare texts with what the model hears"))
        self.hear.setToolTip(
            self.tr("Leaves out examples whose text is far from what is said. Takes as long as transcribing them.")
        )
        self.hear.toggled.connect(lambda _on: self.options_changed.emit())
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName(self.tr("Check of the data"))
        self._bar_text = QLabel()
        self._cancel = QPushButton(self.tr("Stop the check"))
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.cancel_wanted)
        self._progress = QWidget()
        self._summary = heading(scale=1.1)
        self._notes = muted()
        self._tabs = QTabBar(drawBase=False, expanding=False)
        self._tabs.setAccessibleName(self.tr("Which examples are shown"))
        for _ in range(2):
            self._tabs.addTab("")
        self._tabs.currentChanged.connect(lambda _tab: self._show_rows())
        self.listen = QPushButton(self.tr("&Listen"))
        self.listen.setToolTip(self.tr("Play the selected example (double click)"))
        self.listen.setAutoDefault(False)
        self.listen.clicked.connect(self._listen)
        self.table = _ExampleTable()
        self.table.doubleClicked.connect(lambda _index: self._listen())
        self._result = QWidget()
        self._lay_out()
        self.refresh()
        self.show_nothing()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Lan&guage"))
        label.setBuddy(self.language)
        options = QHBoxLayout()
        options.setSpacing(10)
        options.addWidget(label)
        options.addWidget(self.language, 1)
        options.addWidget(self.hear)
        options.addStretch(1)
        progress = QVBoxLayout(self._progress)
        progress.setContentsMargins(0, 20, 0, 0)
        line = QHBoxLayout()
        line.addWidget(self._bar_text, 1)
        line.addWidget(self._cancel)
        progress.addLayout(line)
        progress.addWidget(self._bar)
        progress.addStretch(1)
        result = QVBoxLayout(self._result)
        result.setContentsMargins(0, 4, 0, 0)
        result.setSpacing(6)
        result.addWidget(self._summary)
        result.addWidget(self._notes)
        row = QHBoxLayout()
        row.addWidget(self._tabs)
        row.addStretch(1)
        row.addWidget(self.listen)
        result.addLayout(row)
        result.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.field)
        layout.addLayout(options)
        layout.addWidget(self._progress, 1)
        layout.addWidget(self._result, 1)

    # What it shows

    def show_nothing(self) -> None:
        """Nothing is chosen yet."""
        self._report = None
        self.field.show_source("")
        self._progress.hide()
        self._result.hide()

    def show_checking(self, source: str, fraction: float | None, text: str) -> None:
        """The check is on its way."""
        self.field.show_source(source, "open")
        self._result.hide()
        self._progress.show()
        self._bar.setRange(0, 0 if fraction is None else 1000)
        if fraction is not None:
            self._bar.setValue(round(fraction * 1000))
        self._bar_text.setText(text)

    def show_report(self, source: str, report: DataReport) -> None:
        """The check is done."""
        self.field.show_source(source, "done" if report.kept_count else "warning")
        self._progress.hide()
        self._result.show()
        if report is self._report:
            return
        self._report = report
        length = short_clock(round(report.seconds * 1000))
        if report.kept_count:
            text = self.tr("{count} examples, {length} of speech").format(count=report.kept_count, length=length)
        else:
            text = self.tr("There is nothing to learn from here.")
        if report.dropped_count:
            text += "  ·  " + self.tr("{count} left out").format(count=report.dropped_count)
        self._summary.setText(text)
        self._notes.setText("\n".join(report.notes))
        self._notes.setVisible(bool(report.notes))
        self._tabs.setTabText(0, self.tr("To learn from ({count})").format(count=report.kept_count))
        self._tabs.setTabText(1, self.tr("Left out ({count})").format(count=report.dropped_count))
        self._tabs.setTabEnabled(1, report.dropped_count > 0)
        self._tabs.setCurrentIndex(0 if report.kept_count else 1)
        self._show_rows()

    def offer_captions(self, name: str, reason: str) -> None:
        """Whether the document in view can be learnt from: its name, or else why it cannot."""
        self.field.captions.setEnabled(bool(name))
        self.field.captions.setToolTip(
            self.tr("Learn from the corrected captions of {name}").format(name=name) if name else reason
        )

    def set_playing(self, playing: bool) -> None:
        """Whether an example sounds."""
        self.listen.setText(self.tr("Stop &listening") if playing else self.tr("&Listen"))
        self.listen.setIcon(theme.icon("stop" if playing else "volume"))

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        self.field.refresh()
        self.set_playing(False)

    def _show_rows(self) -> None:
        if self._report is not None:
            self.table.show_rows(self._report.kept if self._tabs.currentIndex() == 0 else self._report.dropped)
            self.listen.setEnabled(self.table.examples.rowCount() > 0)

    # What the user does

    def _listen(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.listen_wanted.emit(self.table.examples.row(index.row()))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder to learn from"))
        if chosen:
            self.chosen.emit([Path(chosen)])

    def _choose_file(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Files to learn from"),
            "",
            ";;".join(
                (
                    self.tr("Lists and subtitles ({patterns})").format(
                        patterns="*.jsonl *.json *.csv *.tsv *.srt *.vtt"
                    ),
                    self.tr("All files ({patterns})").format(patterns="*"),
                )
            ),
        )
        if paths:
            self.chosen.emit([Path(path) for path in paths])


class SourceField(DropField):
    """A dashed field that says what may be dropped, or what was chosen, with the other ways in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(10, parent)
        self._icon = QLabel()
        self._title = heading(scale=1.1)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hint = muted(
            self.tr("Sound with text or subtitles beside it, CSV, JSON lines, LJSpeech, Common Voice or Kaldi.")
        )
        self.folder = QPushButton(self.tr("Choose &folder…"))
        self.file = QPushButton(self.tr("Choose f&ile…"))
        self.captions = QPushButton(self.tr("Corrected ca&ptions"))
        for button in (self.folder, self.file, self.captions):
            button.setAutoDefault(False)
        self.folder.setToolTip(self.tr("Learn from a folder of sound with its text"))
        self.file.setToolTip(self.tr("Learn from a list of examples, or from a medium's subtitles"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.folder, self.file, self.captions):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._text = QWidget()
        text = QVBoxLayout(self._text)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(4)
        text.addWidget(self._title)
        text.addWidget(self._hint)
        text.addSpacing(6)
        text.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addStretch(1)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(18)
        row.addWidget(self._text, 100)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 16, 10, 16)
        layout.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)

    def show_source(self, name: str, icon: str = "drop") -> None:
        """What was chosen; empty for nothing, which leaves the field all the room there is."""
        self._title.setText(name or self.tr("Drop a folder or a file here"))
        self._title.setToolTip(name)
        self._hint.setVisible(not name)
        vertical = QSizePolicy.Policy.Fixed if name else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self._text.setMaximumWidth(16_777_215 if name else 480)  # no bound; or in the middle of the field
        self._set_icon(icon)

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        self._set_icon(self._name)
        for button, name in ((self.folder, "open"), (self.file, "queue"), (self.captions, "captions")):
            button.setIcon(theme.icon(name))

    _name = "drop"

    def _set_icon(self, name: str) -> None:
        self._name = name
        known = name in ("done", "warning")
        color = theme.kind_color(name) if known else theme.muted_color(QApplication.palette())
        self._icon.setPixmap(theme.pixmap(name, 32, color, self.devicePixelRatioF()))


class _ExampleTable(QTableView):
    """The examples, one a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.examples = ExampleTableModel(self)
        self.setModel(self.examples)
        self.setAccessibleName(self.tr("Examples"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(120)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)

    def show_rows(self, rows: tuple[ExampleRow, ...]) -> None:
        """Show these, the first selected."""
        self.examples.show_rows(rows)
        widths = {SOUND: 190, LENGTH: 70, TEXT: 220}
        for section in range(self.examples.columnCount() - 1):
            self.horizontalHeader().setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(section, widths[self.examples.column(section)])
        if rows:
            self.selectRow(0)
