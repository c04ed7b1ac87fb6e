"""The places of a medium that are worth a look, as a list."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from alm_studio.captions.document import Caption
from alm_studio.captions.scripts import one_line
from alm_studio.gui.models.times import short_clock
from alm_studio.pipeline.review import Finding, Reason

Index = QModelIndex | QPersistentModelIndex


def describe(finding: Finding) -> str:
    """Why a place is worth a look, in plain words."""
    if finding.reason is Reason.UNBACKED:
        return _tr("No sound stands behind this text")
    if finding.reason is Reason.UNWRITTEN:
        seconds = (finding.end - finding.start) / 1000
        return _tr("Speech without text, {seconds:.1f} s").format(seconds=seconds)
    return _tr("May be wrong, {percent} %").format(percent=min(99, round(100 * finding.doubt)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)


class ReviewModel(QAbstractListModel):
    """Findings in the order in which a person goes through them, with the text of their cues."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[tuple[Finding, Caption | None]] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding, caption = self._entries[index.row()]
        text = one_line(caption.text) if caption else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return text or describe(finding)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (short_clock(finding.start), describe(finding), text)))
        return None

    def show(self, entries: list[tuple[Finding, Caption | None]]) -> None:
        """Show these and no others: each with its cue, if it has one."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def finding(self, row: int) -> Finding:
        """The finding in ``row``."""
        return self._entries[row][0]

    def pieces(self, row: int) -> list[tuple[str, bool]]:
        """The text of the cue in ``row``, in pieces: what is in doubt, and what is not."""
        finding, caption = self._entries[row]
        if caption is None:
            return []
        if not finding.words:
            return [(one_line(caption.text), False)]
        doubtful = set(finding.words)
        pieces: list[tuple[str, bool]] = []
        for index, word in enumerate(caption.words):
            text = word.text if pieces else word.text.lstrip()
            if pieces and pieces[-1][1] == (index in doubtful):
                pieces[-1] = (pieces[-1][0] + text, pieces[-1][1])
            else:
                pieces.append((text, index in doubtful))
        return pieces

    def language(self, row: int) -> str:
        """Code of the language of the text in ``row``."""
        caption = self._entries[row][1]
        return caption.language if caption else ""
