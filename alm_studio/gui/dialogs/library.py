"""The library: every project, and a search through everything that was ever said."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.library import Found
from alm_studio.gui.views.library_list import LibraryList
from alm_studio.gui.views.quiet import quiet

_SIZE = (720, 560)
_CALM_MS = 120
_LIST_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class LibraryDialog(QDialog):
    """Looks for what is typed while it is typed.

    Signals:
        wanted(text): look for that; all projects where it is empty.
        chosen(path, ms): open that project there; ms is -1 for no place in particular.
        remove_wanted(found): that project is to leave the library.
    """

    wanted = Signal(str)
    chosen = Signal(object, int)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Library"))
        self.resize(*_SIZE)
        self.text = QLineEdit(clearButtonEnabled=True)
        self.text.setPlaceholderText(self.tr("Search everything that was ever said"))
        self.text.setAccessibleName(self.tr("Search everything that was ever said"))
        self.text.addAction(
            theme.icon("find", theme.muted_color(self.palette())), QLineEdit.ActionPosition.LeadingPosition
        )
        self.list = LibraryList()
        self.count = quiet()
        self.open_button = QPushButton(self.tr("&Open"))
        self.open_button.setDefault(True)
        self.remove_button = QPushButton(self.tr("&Remove…"))
        self.remove_button.setToolTip(self.tr("Take this project out of the library"))
        close = QPushButton(self.tr("Close"))
        for button in (self.remove_button, close):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        for button in (self.remove_button, self.open_button, close):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self.text)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(lambda: self.wanted.emit(self.text.text()))
        self.text.textChanged.connect(lambda _text: self._calm.start())
        self.text.installEventFilter(self)
        self.list.chosen.connect(self._choose)
        self.list.itemSelectionChanged.connect(self._on_selected)
        self.open_button.clicked.connect(self.list.choose_current)
        self.remove_button.clicked.connect(lambda: self.remove_wanted.emit(self.list.project))
        close.clicked.connect(self.close)

    def show_found(self, found: Sequence[Found], query: str) -> None:
        """Show the answer to ``wanted``."""
        if query != self.text.text():  # a later one is on its way
            return
        self.list.show_found(found, query)
        places = sum(len(project.hits) for project in found)
        if places:
            self.count.setText(
                self.tr("{places} in {projects}").format(
                    places=self.tr("%n place(s)", "", places), projects=self.tr("%n project(s)", "", len(found))
                )
            )
        elif query.strip():
            self.count.setText(self.tr("Nobody has said this so far."))
        elif found:
            self.count.setText(self.tr("%n project(s)", "", len(found)))
        else:
            self.count.setText(self.tr("Every medium that you caption is kept here."))
        self._on_selected()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move through the list while the search has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _on_selected(self) -> None:
        found = self.list.project
        self.open_button.setEnabled(found is not None and found.there)
        self.remove_button.setEnabled(found is not None)

    def _choose(self, path: object, ms: int) -> None:
        found = self.list.project
        if found is not None and found.there:
            self.chosen.emit(path, ms)
