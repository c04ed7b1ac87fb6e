"""The library in the window."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alm_studio.gui.dialogs.library import LibraryDialog
from alm_studio.gui.dialogs.question import ask
from alm_studio.gui.models.library import Found, grouped
from alm_studio.project.copying import remove_logs

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow


class LibraryController(QObject):
    """Searches in the pool, and opens what the user finds at that second."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._keeping = window.keeping
        self.dialog: LibraryDialog | None = None
        window.actions_["library"].triggered.connect(self.show)
        window.keeping.indexed.connect(self._refresh)

    def show(self) -> None:
        """Open the library."""
        if self.dialog is None:
            self.dialog = LibraryDialog(self._window)
            self.dialog.wanted.connect(self.search)
            self.dialog.chosen.connect(self.open)
            self.dialog.remove_wanted.connect(self._ask_to_remove)
        self.search(self.dialog.text.text())
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.text.setFocus()
        self.dialog.text.selectAll()

    def search(self, text: str) -> None:
        """Look for a text; for all projects where it is empty."""
        work = partial(self._look, text)
        self._window.jobs.run_io(work, partial(self._found, text), self._window.notifier.report)

    def open(self, path: Path, ms: int) -> None:
        """Open a project, at a place if ``ms`` is not negative."""
        self._window.projects.open(path, at=ms if ms >= 0 else None)
        self._window.raise_()
        self._window.activateWindow()

    def _look(self, text: str) -> list[Found]:
        """In the pool."""
        library = self._keeping.library
        if text.strip():
            return grouped(library.search(text))
        return [Found(entry, there=entry.path.is_file()) for entry in library.entries()]

    def _found(self, text: str, found: list[Found]) -> None:
        if self.dialog is not None:
            self.dialog.show_found(found, text)

    def _refresh(self) -> None:
        if self.dialog is not None and self.dialog.isVisible() and not self.dialog.text.text():
            self.search("")

    # Remove

    def _ask_to_remove(self, found: Found) -> None:
        if self._keeping.of(found.entry.path) is not None:
            self._window.notifier.warn(self.tr("It is open. Take it out of the queue first."), found.entry.title)
            return
        own = self._keeping.is_own(found.entry.path)
        if own:
            more = self.tr("Its captions are saved nowhere else: they are deleted, and cannot be brought back.")
        else:
            more = self.tr("The file stays where it is: {path}").format(path=found.entry.path)
        question = ask(
            self.dialog or self._window,
            self.tr("Remove {name} from the library?").format(name=found.entry.title),
            more,
            self.tr("Delete") if own else self.tr("Remove"),
        )
        question.accepted.connect(lambda: self.remove(found.entry.path))
        question.open()

    def remove(self, path: Path) -> None:
        """Take a project out of the library; one that the user never saved elsewhere is deleted."""
        own = self._keeping.is_own(path)

        def work() -> None:
            if own:
                path.unlink(missing_ok=True)
                remove_logs(path)
            self._keeping.library.forget(path)

        def done(_none: object) -> None:
            if self.dialog is not None:
                self.search(self.dialog.text.text())

        self._keeping.lane.run(work, done, self._window.notifier.report)
