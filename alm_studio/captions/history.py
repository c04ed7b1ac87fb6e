"""The edits that were made, to undo and redo them."""

from collections.abc import Callable, Sequence
from typing import Protocol

from alm_studio.captions.document import Document
from alm_studio.captions.edits import Change, Edit


class Journal(Protocol):
    """Hears what is done, to keep it. A project file is one."""

    def record(self, edit: Edit) -> None:
        """``edit`` was made; what was undone before can no longer be redone."""

    def undo(self) -> None:
        """The last edit was taken back."""

    def redo(self) -> None:
        """The last edit taken back was made again."""


class History:
    """Makes every edit of one document, and knows the way back.

    Args:
        document: the document that the edits change.

    Attributes:
        listeners: called after each change, with what changed in the list of cues.
        journal: told of each change before the listeners are; None keeps nothing.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.listeners: list[Callable[[Change], None]] = []
        self.journal: Journal | None = None
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._saved: Edit | None = None

    def do(self, edit: Edit) -> None:
        """Make ``edit``; what was undone before can no longer be redone.

        Raises:
            UsageError: the edit is not possible; nothing has changed.
        """
        change = edit.do(self.document)
        self._done.append(edit)
        self._undone.clear()
        if self.journal is not None:
            self.journal.record(edit)
        self._tell(change)

    def undo(self) -> None:
        """Take the last edit back; does nothing where there is none."""
        if self._done:
            edit = self._done.pop()
            change = edit.undo(self.document)
            self._undone.append(edit)
            if self.journal is not None:
                self.journal.undo()
            self._tell(change)

    def redo(self) -> None:
        """Make the last undone edit again; does nothing where there is none."""
        if self._undone:
            edit = self._undone.pop()
            change = edit.do(self.document)
            self._done.append(edit)
            if self.journal is not None:
                self.journal.redo()
            self._tell(change)

    @property
    def undo_label(self) -> str | None:
        """What ``undo`` would take back, such as ``"Edit text"``; None where there is nothing."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What ``redo`` would make again; None where there is nothing."""
        return self._undone[-1].label if self._undone else None

    @property
    def changed(self) -> bool:
        """Whether the document differs from when it was last saved."""
        return (self._done[-1] if self._done else None) is not self._saved

    def mark_saved(self) -> None:
        """Note that the document is saved as it is now."""
        self._saved = self._done[-1] if self._done else None

    def restore(self, done: Sequence[Edit], undone: Sequence[Edit]) -> None:
        """Go on where an earlier session ended.

        Args:
            done: edits that the document holds, in the order in which they were made.
            undone: edits that were taken back, the next one to redo first.
        """
        self._done, self._undone = list(done), list(reversed(undone))
        self._saved = None

    @property
    def edits(self) -> tuple[list[Edit], list[Edit]]:
        """The edits that are done, and those that were taken back, as ``restore`` takes them."""
        return list(self._done), list(reversed(self._undone))

    def clear(self) -> None:
        """Forget all edits, for a document that is filled anew."""
        self._done.clear()
        self._undone.clear()
        self._saved = None

    def _tell(self, change: Change) -> None:
        for listener in list(self.listeners):
            listener(change)
