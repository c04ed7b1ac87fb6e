"""Gives a window that is open another language.

Qt's own way is a method in every widget that sets all its texts anew. Every text here comes from one catalogue, so
what stands in a widget can be looked up backwards instead: from the text in the old language to its source, and from
that to the new language. Texts that are made while the program runs (states, counts, empty views) are made anew by
their owners.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QStandardItemModel
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QLineEdit, QTabWidget, QTextEdit, QWidget

from alm_studio.gui import i18n

_TIP = Qt.ItemDataRole.ToolTipRole
_PROPERTIES = (
    *("text", "toolTip", "statusTip", "whatsThis", "windowTitle", "title", "iconText", "placeholderText"),
    *("accessibleName", "accessibleDescription", "prefix", "suffix", "specialValueText"),
)
_NAMED = re.compile(r"\{(\w*)(?::[^{}]*)?\}")
_FIELD = re.compile(r"\\\{\w*(?::[^{}]*)?\\\}")


class Dictionary:
    """From a text in one language to the same in another.

    Args:
        old: the messages in the language that is shown.
        new: the same messages in the language that is wanted.
    """

    def __init__(self, old: Mapping[i18n.Message, str], new: Mapping[i18n.Message, str]) -> None:
        self._exact: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._patterns: list[tuple[re.Pattern[str], str, str]] = []
        for message, shown in old.items():
            wanted = new.get(message, message[1])
            for form in (str, _without_mnemonic, _as_icon_text):
                self._exact[form(shown)].append((message[0], form(wanted)))
            if "{" in shown:
                self._patterns.append((_pattern(shown), wanted, message[0]))
        self._patterns.sort(key=lambda row: -len(row[0].pattern))  # what says more is tried first

    def translate(self, text: str, contexts: Iterable[str]) -> str:
        """``text`` in the new language, best from one of ``contexts``; itself where it is in no catalogue."""
        found = self._exact.get(text)
        if found:
            known = dict(reversed(found))
            return next((known[name] for name in contexts if name in known), found[0][1])
        if text.endswith(")") and " (" in text:  # a tip with its shortcut behind it
            tip, _, keys = text.rpartition(" (")
            other = self.translate(tip, contexts)
            return f"{other} ({keys}" if other != tip else text
        for pattern, wanted, _context in self._patterns:
            if match := pattern.fullmatch(text):
                return _filled(wanted, match.groupdict())
        return text


def relabel(app: QApplication, old: str, new: str) -> None:
    """Say everything in the windows that are open in ``new`` what is said in ``old`` (codes of ``LANGUAGES``)."""
    translator = _Relabeller(Dictionary(i18n.catalogue(old), i18n.catalogue(new)), old, new)
    for window in app.topLevelWidgets():
        for thing in [window, *window.findChildren(QObject)]:
            translator.relabel(thing)


class _Relabeller:
    """One change of the language. What a text was before stays with its owner: on the way back nothing is guessed."""

    def __init__(self, dictionary: Dictionary, old: str, new: str) -> None:
        self._dictionary, self._old, self._new = dictionary, old, new

    def relabel(self, thing: QObject) -> None:
        """Every text of one object."""
        if isinstance(thing, QAbstractItemModel):
            _refresh(thing)
            return
        if not isinstance(thing, (QWidget, QAction)):
            return
        contexts = list(_contexts(thing))
        typed = isinstance(thing, QLineEdit) or (isinstance(thing, QTextEdit) and not thing.isReadOnly())
        for name in _PROPERTIES:
            text = thing.property(name)
            if isinstance(text, str) and text and not (typed and name == "text"):
                self._say(thing, name, text, contexts, partial(thing.setProperty, name))
        self._relabel_parts(thing, contexts)

    def _say(self, thing: QObject, key: str, text: str, contexts: Sequence[str], use: Callable[[str], object]) -> None:
        """Find what ``text`` is in the new language, and ``use`` it where that is something else."""
        known = thing.property(f"_said_{key}")
        if isinstance(known, list) and known[0] == self._new and known[2] == text:
            other = known[1]
        else:
            other = self._dictionary.translate(text, contexts)
        if other != text:
            use(other)
            thing.setProperty(f"_said_{key}", [self._old, text, other])

    def _relabel_parts(self, thing: QObject, contexts: Sequence[str]) -> None:
        """Texts of items and tabs, which are no properties."""
        if isinstance(thing, QComboBox) and isinstance(thing.model(), QStandardItemModel):
            for row in range(thing.count()):
                self._say(thing, f"item_{row}", thing.itemText(row), contexts, partial(thing.setItemText, row))
                if tip := thing.itemData(row, _TIP):
                    set_tip = partial(_set_item_tip, thing, row)
                    self._say(thing, f"tip_{row}", str(tip), contexts, set_tip)
        elif isinstance(thing, QDialogButtonBox):  # Qt's own texts are in Qt's own catalogue
            for button in thing.buttons():
                if (kind := thing.standardButton(button)) != QDialogButtonBox.StandardButton.NoButton:
                    fresh = QDialogButtonBox(kind)
                    button.setText(fresh.button(kind).text())
        elif isinstance(thing, QTabWidget):
            for tab in range(thing.count()):
                self._say(thing, f"tab_{tab}", thing.tabText(tab), contexts, partial(thing.setTabText, tab))
        if isinstance(thing, QWidget):
            thing.update()


def _set_item_tip(box: QComboBox, row: int, text: str) -> None:
    box.setItemData(row, text, _TIP)


def _refresh(model: QAbstractItemModel) -> None:
    """Let the views ask a model for its texts again."""
    rows = model.rowCount(QModelIndex())
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    if rows and columns:
        model.dataChanged.emit(model.index(0, 0), model.index(rows - 1, columns - 1))
    if columns:
        model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)


def _contexts(thing: QObject) -> Iterator[str]:
    """Whose texts may stand in ``thing``: its own class's, then those of what it is in."""
    owner: QObject | None = thing
    while owner is not None:
        yield from (kind.__name__ for kind in type(owner).__mro__[:-1])
        owner = owner.parent()


def _filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its fields as they were in the other language, formatted already."""
    return _NAMED.sub(lambda field: values.get(f"f_{field[1]}", field[0]), template)


def _pattern(template: str) -> re.Pattern[str]:
    """A template such as ``"{n} cues"`` as an expression with a group for each field."""
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name = re.sub(r"\W.*", "", match.group().replace("\\", "").strip("{}"))
        if name in seen:
            return f"(?P=f_{name})"
        seen.add(name)
        return f"(?P<f_{name}>.+?)"

    return re.compile(_FIELD.sub(group, re.escape(template)), re.DOTALL)


def _without_mnemonic(text: str) -> str:
    """``text`` without the key of a menu entry: ``&Open``, or in Chinese ``打开(&O)``."""
    return re.sub(r"\(&\w\)|&(?=\S)", "", text)


def _as_icon_text(text: str) -> str:
    return _without_mnemonic(text).rstrip("…")
