"""Hears when the cues in view change, whichever they are."""

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from shiboken6 import isValid

from alm_studio.gui.models.cue_table import CueTableModel


class CueWatch(QObject):
    """Tells once of changes that come in a group.

    Args:
        delay: ms after the last of them.

    Attributes:
        cues: those that are watched; None where none are.

    Signals:
        changed(): cues came, went or were edited.
    """

    changed = Signal()

    def __init__(self, delay: int, parent: QObject) -> None:
        super().__init__(parent)
        self.cues: CueTableModel | None = None
        self._timer = QTimer(self, singleShot=True, interval=delay)
        self._timer.timeout.connect(self.changed)

    def show(self, cues: CueTableModel | None) -> bool:
        """Watch other cues; None watches nothing. Tells whether they are others than before."""
        if cues is self.cues:
            return False
        if self.cues is not None and isValid(self.cues):
            for signal in _changes(self.cues):
                signal.disconnect(self.touch)
        if cues is not None:
            for signal in _changes(cues):
                signal.connect(self.touch)
        self.cues = cues
        return True

    @property
    def pending(self) -> bool:
        """Whether something has changed that was not told yet."""
        return self._timer.isActive()

    def touch(self, *_: object) -> None:
        """Something has changed."""
        self._timer.start()


def _changes(cues: CueTableModel) -> tuple[SignalInstance, ...]:
    return cues.rowsInserted, cues.modelReset, cues.edited
