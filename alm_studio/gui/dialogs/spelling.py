"""Goes through the words that no dictionary knows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from alm_studio.captions.document import Caption
from alm_studio.captions.scripts import one_line
from alm_studio.captions.spelling import Misspelling, speller
from alm_studio.gui import theme
from alm_studio.gui.models.times import short_clock
from alm_studio.gui.views.quiet import quiet

_SIZE = (560, 400)


class SpellingDialog(QDialog):
    """Words at the left; what may be meant, and what can be done, at the right.

    Args:
        captions: all cues.
        found: the words, in order.
        language: of cues that name none.
        parent: the window.

    Signals:
        chosen(row): the user went to a word in that cue.
        replace_wanted(places, word): these words are to be replaced by another.
    """

    chosen = Signal(int)
    replace_wanted = Signal(list, str)

    def __init__(
        self,
        captions: Sequence[Caption],
        found: Sequence[Misspelling],
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._captions = captions
        self._language = language
        self._words: dict[str, list[Misspelling]] = {}
        for one in found:
            self._words.setdefault(one.word, []).append(one)
        self.setWindowTitle(self.tr("Spelling"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.words = QListWidget()
        self.words.setAccessibleName(self.tr("Words that no dictionary knows"))
        self.place = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.place.setMinimumHeight(self.place.fontMetrics().lineSpacing() * 3)
        self.place.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.into = QLineEdit()
        self.into.setAccessibleName(self.tr("Replace with"))
        self.meant = QListWidget()
        self.meant.setAccessibleName(self.tr("What may be meant"))
        self.replace = QPushButton(self.tr("&Replace everywhere"))
        self.ignore = QPushButton(self.tr("&It is right"))
        self.ignore.setToolTip(self.tr("Leave this word as it is, and do not list it again"))
        close = QPushButton(self.tr("Close"))
        for button in (self.ignore, close):
            button.setAutoDefault(False)
        self.replace.setDefault(True)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.place)
        right.addWidget(self.into)
        right.addWidget(self.meant, 1)
        keys = QHBoxLayout()
        for button in (self.replace, self.ignore):
            keys.addWidget(button)
        keys.addStretch(1)
        right.addLayout(keys)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.words, 2)
        both.addLayout(right, 3)
        foot = QHBoxLayout()
        self.count = quiet()
        foot.addWidget(self.count, 1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(both, 1)
        layout.addLayout(foot)
        self.words.currentTextChanged.connect(self._show_word)
        self.meant.currentTextChanged.connect(self._take)
        self.meant.itemActivated.connect(lambda _item: self._replace())
        self.replace.clicked.connect(self._replace)
        self.ignore.clicked.connect(self._settle)
        close.clicked.connect(self.close)
        self.words.addItems(list(self._words))
        self.words.setCurrentRow(0)
        self._tell()

    def _show_word(self, word: str) -> None:
        places = self._words.get(word, [])
        self.meant.clear()
        self.into.clear()
        if not places:
            self.place.clear()
            return
        first = places[0]
        caption = self._captions[first.row]
        before = one_line(caption.text[: first.start] + "\0")[:-1]
        after = one_line("\0" + caption.text[first.end :])[1:]
        color = theme.kind_color("error", self.palette()).name()
        more = " " + self.tr("(and %n more)", "", len(places) - 1) if len(places) > 1 else ""
        self.place.setText(
            f"<p>{short_clock(caption.start)}{more}</p><p>{_html(before)}"
            f'<b style="color:{color}">{_html(word)}</b>{_html(after)}</p>'
        )
        if (knows := speller(caption.language or self._language)) is not None:
            self.meant.addItems(knows.suggest(word))
            if self.meant.count():
                self.into.setText(self.meant.item(0).text())
        self.chosen.emit(first.row)

    def _take(self, meant: str) -> None:
        if meant:
            self.into.setText(meant)

    def _replace(self) -> None:
        item, into = self.words.currentItem(), self.into.text().strip()
        if item is not None and into:
            places = self._words[item.text()]
            self.replace_wanted.emit(list(places), into)
            self._shift(places, len(into) - len(item.text()))
            self._settle()

    def _shift(self, gone: Sequence[Misspelling], by: int) -> None:
        """The words behind a replaced one in its cue have moved."""
        for word, places in self._words.items():
            self._words[word] = [
                Misspelling(one.row, one.start + moved, one.end + moved, one.word)
                for one in places
                for moved in [by * sum(other.row == one.row and other.start < one.start for other in gone)]
            ]

    def _settle(self) -> None:
        """The word is done with."""
        row = self.words.currentRow()
        if row >= 0:
            del self._words[self.words.takeItem(row).text()]
            self._tell()

    def _tell(self) -> None:
        left = self.words.count()
        self.count.setText(self.tr("%n word(s) left", "", left) if left else self.tr("All words are right."))
        for widget in (self.replace, self.ignore, self.into):
            widget.setEnabled(left > 0)


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
