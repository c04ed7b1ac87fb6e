"""Offers captions that an earlier session left behind."""

from pathlib import Path

from PySide6.QtCore import QObject

from alm_studio.gui.controllers.media import MediaController
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.notify import Action, Notifier
from alm_studio.gui.recovery import Recovered, Recovery, load


class RestoreController(QObject):
    """Looks once after the start, in the pool, and asks in the message bar."""

    def __init__(
        self,
        jobs: Jobs,
        recovery: Recovery,
        media: MediaController,
        notifier: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._recovery = recovery
        self._media = media
        self._notifier = notifier

    def look(self) -> None:
        """Search for leftovers, and offer them."""

        def work() -> list[tuple[Path, Recovered]]:
            found = [(path, load(path)) for path in self._recovery.leftovers()]
            return [(path, kept) for path, kept in found if kept is not None and kept.document.captions]

        self._jobs.run_io(work, self._offer)

    def _offer(self, found: list[tuple[Path, Recovered]]) -> None:
        if not found:
            return
        names = ", ".join(kept.media.name for _, kept in found[:3])
        if len(found) > 3:
            names = self.tr("{names} and {number} more").format(names=names, number=len(found) - 3)
        self._notifier.inform(
            self.tr("There are captions that were not exported: {names}.").format(names=names),
            Action(self.tr("Restore"), lambda: self._restore(found)),
            Action(self.tr("Discard"), lambda: self._discard(found)),
        )

    def _restore(self, found: list[tuple[Path, Recovered]]) -> None:
        items = [self._media.restore(kept) for _, kept in found]
        for item in items:
            self._recovery.note(item)  # into this session's folder, before the old files go
        self._recovery.flush()
        self._discard(found)
        self._media.opened.emit(items[0])

    def _discard(self, found: list[tuple[Path, Recovered]]) -> None:
        def work() -> None:
            for path, _ in found:
                path.unlink(missing_ok=True)

        self._jobs.run_io(work)
