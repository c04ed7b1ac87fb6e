"""The keys of all actions: those they come with, and those that the user chose."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from alm_studio.gui import theme
from alm_studio.gui.actions import Actions, specs

_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Shortcuts(QObject):
    """Gives actions their keys.

    A key that also types or presses buttons (``I``, ``Space``) acts only while the focus is in one of ``homes``; other
    keys act in the whole window.

    Args:
        actions: all of them.
        homes: table, picture and timeline.
        chosen: name → keys in Qt's portable writing, of those that differ; the settings' own table.
    """

    def __init__(
        self, actions: Actions, homes: Sequence[QWidget], chosen: dict[str, str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._actions, self._homes, self._chosen = actions, homes, chosen
        self._defaults = {spec.name: QKeySequence(spec.keys) for spec in specs()}
        self._contexts = {name: actions[name].shortcutContext() for name in actions}
        for name in list(chosen):
            if name not in self._defaults:  # of another version
                del chosen[name]
        for name in actions:
            self._apply(name)

    def keys(self, name: str) -> QKeySequence:
        """The keys of an action; none where it is without."""
        if name in self._chosen:
            return QKeySequence.fromString(self._chosen[name], QKeySequence.SequenceFormat.PortableText)
        return self._defaults[name]

    def default(self, name: str) -> QKeySequence:
        """The keys that it comes with."""
        return self._defaults[name]

    def user(self, keys: QKeySequence, but: str = "") -> str:
        """The action that has these keys, other than ``but``; empty where none has."""
        if keys.isEmpty():
            return ""
        return next((name for name in self._actions if name != but and self.keys(name) == keys), "")

    def choose(self, name: str, keys: QKeySequence) -> None:
        """Give an action other keys. An action that had them has none from now on."""
        if other := self.user(keys, but=name):
            self.choose(other, QKeySequence())
        if keys == self._defaults[name]:
            self._chosen.pop(name, None)
        else:
            self._chosen[name] = keys.toString(QKeySequence.SequenceFormat.PortableText)
        self._apply(name)

    def reset(self) -> None:
        """Give all actions the keys that they come with."""
        changed = list(self._chosen)
        self._chosen.clear()
        for name in changed:
            self._apply(name)

    def _apply(self, name: str) -> None:
        action, keys = self._actions[name], self.keys(name)
        tip = action.toolTip().removesuffix(theme.shortcut_hint(action))
        action.setShortcut(keys)
        action.setToolTip(tip + theme.shortcut_hint(action))
        context = self._contexts[name]
        if types(keys):
            for home in self._homes:
                home.addAction(action)
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        elif context is Qt.ShortcutContext.WidgetWithChildrenShortcut:
            context = Qt.ShortcutContext.WindowShortcut
        action.setShortcutContext(context)


def types(keys: QKeySequence) -> bool:
    """Whether the first of the keys would write something into a text."""
    if keys.isEmpty():
        return False
    combination: QKeyCombination = keys[0]  # type: ignore[index]  # the stubs do not know it
    plain = not combination.keyboardModifiers() & _MODIFIERS
    return plain and int(combination.key()) < int(Qt.Key.Key_Escape)


def written(keys: QKeySequence) -> str:
    """As the system writes them."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def title(action: QAction) -> str:
    """What an action is called, without its mnemonic: ``"&Loop cue"`` or, as in Chinese, ``"循环字幕条(&L)"``."""
    text = re.sub(r"\s*\(&\w\)", "", action.text())
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
