"""All keys in one list, to look them up and to choose others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from alm_studio.gui.actions import Actions
from alm_studio.gui.shortcuts import Shortcuts, title, written
from alm_studio.gui.views.quiet import say

_NAME = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """Changes take effect at once.

    Args:
        actions: all of them.
        bar: the menus that they are grouped by.
        shortcuts: their keys.

    Signals:
        changed: an action has other keys.
    """

    changed = Signal()

    def __init__(self, actions: Actions, bar: QMenuBar, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 640)
        self._actions, self._shortcuts = actions, shortcuts
        self.search = QLineEdit(placeholderText=self.tr("Search by name or key"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search"))
        self.search.textChanged.connect(self._filter)
        self.list = self._make_list(bar)
        self.editor = QKeySequenceEdit(clearButtonEnabled=True)
        self.editor.setMaximumSequenceLength(1)
        self.editor.setAccessibleName(self.tr("New keys"))
        self.editor.editingFinished.connect(self._on_typed)
        self.default = QPushButton(self.tr("&Default"), autoDefault=False)
        self.default.setToolTip(self.tr("Give this action the keys that it comes with"))
        self.default.clicked.connect(self._restore)
        self._label = QLabel()
        self._label.setBuddy(self.editor)
        self._say = QLabel(wordWrap=True)
        self._say.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._say.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.take = QPushButton(self.tr("&Use it here instead"), autoDefault=False)
        self.take.clicked.connect(self._take)
        row = QHBoxLayout()
        row.addWidget(self._label, 1)
        row.addWidget(self.editor)
        row.addWidget(self.default)
        below = QHBoxLayout()
        below.addWidget(self._say, 1)
        below.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        layout.addLayout(below)
        layout.addWidget(self._buttons())
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self._choose_first()

    def _make_list(self, bar: QMenuBar) -> QTreeWidget:
        view = QTreeWidget()
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setIndentation(14)
        view.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        view.setAccessibleName(self.tr("Actions and their keys"))
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        view.header().setStretchLastSection(False)
        names = {self._actions[name]: name for name in self._actions}
        for entry in bar.actions():
            menu = entry.menu()
            within = _within(menu) if isinstance(menu, QMenu) else []
            listed = {names.pop(action): said for action, said in within if action in names}
            if listed:
                self._add_group(view, title(entry), listed)
        if names:
            self._add_group(view, self.tr("Others"), {name: title(action) for action, name in names.items()})
        view.expandAll()
        return view

    def _add_group(self, view: QTreeWidget, heading: str, names: dict[str, str]) -> None:
        group = QTreeWidgetItem(view, [heading])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for name, said in names.items():
            item = QTreeWidgetItem(group)
            item.setData(0, _NAME, name)
            item.setText(0, said)
            item.setIcon(0, self._actions[name].icon())
            self._refresh(item)

    def _buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.RestoreDefaults | standard.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(standard.RestoreDefaults).clicked.connect(self._restore_all)
        return buttons

    # What is chosen

    @property
    def name(self) -> str:
        """The action that is chosen; empty where none is."""
        item = self.list.currentItem()
        return item.data(0, _NAME) or "" if item is not None else ""

    def choose(self, name: str) -> None:
        """Choose an action."""
        self.list.setCurrentItem(next(item for item in self._items() if item.data(0, _NAME) == name))

    def _show_current(self) -> None:
        name = self.name
        for widget in (self.editor, self.default):
            widget.setEnabled(bool(name))
        self._label.setText(title(self._actions[name]) if name else "")
        self.editor.setKeySequence(self._shortcuts.keys(name) if name else QKeySequence())
        self._tell("")

    def _on_typed(self) -> None:
        name, keys = self.name, self.editor.keySequence()
        if not name or keys == self._shortcuts.keys(name):
            return
        other = self._shortcuts.user(keys, but=name)
        if other:
            text = self.tr("{keys} is already used for “{action}”.")
            self._tell(text.format(keys=written(keys), action=title(self._actions[other])), warning=True)
        else:
            self._give(keys)

    def _take(self) -> None:
        self._give(self.editor.keySequence())

    def _give(self, keys: QKeySequence) -> None:
        self._shortcuts.choose(self.name, keys)
        for item in self._items():
            self._refresh(item)
        self._tell(self.tr("Changed.") if keys else self.tr("This action has no keys now."))
        self.changed.emit()

    def _restore(self) -> None:
        self.editor.setKeySequence(self._shortcuts.default(self.name))
        self._on_typed()

    def _restore_all(self) -> None:
        self._shortcuts.reset()
        for item in self._items():
            self._refresh(item)
        self._show_current()
        self._tell(self.tr("All actions have the keys that they come with."))
        self.changed.emit()

    def _tell(self, text: str, warning: bool = False) -> None:
        say(self._say, text, "warning" if warning else "")
        self.take.setVisible(warning)

    # The list

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for group in self._groups() for item in _children(group)]

    def _groups(self) -> list[QTreeWidgetItem]:
        return _children(self.list.invisibleRootItem())

    def _refresh(self, item: QTreeWidgetItem) -> None:
        name = item.data(0, _NAME)
        keys = self._shortcuts.keys(name)
        item.setText(1, written(keys))
        font = item.font(1)
        font.setBold(keys != self._shortcuts.default(name))
        item.setFont(1, font)
        item.setToolTip(1, self.tr("Chosen by you") if font.bold() else "")

    def _filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        for item in self._items():
            said = f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(wanted not in said)
        for group in self._groups():
            group.setHidden(all(item.isHidden() for item in _children(group)))
        self._choose_first()

    def _choose_first(self) -> None:
        item = self.list.currentItem()
        shown = [one for one in self._items() if not one.isHidden()]
        if shown and (item is None or item.isHidden()):
            self.list.setCurrentItem(shown[0])
        self._show_current()


def _within(menu: QMenu, where: str = "") -> list[tuple[QAction, str]]:
    """All actions of a menu and of the menus in it, each with what it is called there."""
    found: list[tuple[QAction, str]] = []
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += _within(inner, f"{title(action)} › ")
        else:
            found.append((action, where + title(action)))
    return found


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    children = (item.child(number) for number in range(item.childCount()))
    return [child for child in children if child is not None]
