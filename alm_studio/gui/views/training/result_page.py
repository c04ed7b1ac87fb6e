"""The last page: what the training was good for."""

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.training_log import TrainingLog
from alm_studio.gui.views.quiet import muted
from alm_studio.gui.views.training.parts import heading
from alm_studio.gui.views.training.samples import SamplesView
from alm_studio.training.report import Scores

_FEW = 20  # examples: one wrong word more or less is seen in the rates
_SAME = 0.0005  # a difference of rates that is none


class ResultPage(QWidget):
    """Error rates before and after, and examples.

    Signals:
        use_wanted: the new model shall be the one that writes captions.
        more_wanted: learn on from where it stopped.
    """

    use_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log: TrainingLog | None = None
        self._title = heading()
        self._text = muted()
        self._card = QFrame()
        self._card.setFrameShape(QFrame.Shape.StyledPanel)
        self._card.setBackgroundRole(QPalette.ColorRole.Base)
        self._card.setAutoFillBackground(True)
        self._table = QGridLayout(self._card)
        self._table.setContentsMargins(16, 12, 16, 12)
        self._table.setHorizontalSpacing(18)
        self._table.setVerticalSpacing(6)
        self._table.setColumnStretch(0, 1)
        self.use = QPushButton(self.tr("&Use this model"))
        self.use.setToolTip(self.tr("Choose the new model for captions"))
        self.use.clicked.connect(self.use_wanted)
        self.more = QPushButton(self.tr("&Go on learning"))
        self.more.setToolTip(self.tr("Learn on from where it stopped"))
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self.more_wanted)
        self.samples = SamplesView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addWidget(self._card)
        layout.addWidget(self.samples, 1)

    @property
    def title(self) -> str:
        """The result in a sentence."""
        return self._title.text()

    def cells(self) -> list[list[str]]:
        """What the table says, row by row."""
        rows = []
        for row in range(self._table.rowCount()):
            items = [self._table.itemAtPosition(row, column) for column in range(self._table.columnCount())]
            widgets = [item.widget() if item is not None else None for item in items]
            texts = [
                widget.text().replace("<b>", "").replace("</b>", "") if isinstance(widget, QLabel) else ""
                for widget in widgets
            ]
            if any(texts):
                rows.append(texts)
        return rows

    def show_log(self, log: TrainingLog, name: str, *, stopped: bool) -> None:
        """Show how a run ended."""
        self._log = log
        before, after = log.before, log.after
        self._clear()
        self.use.setEnabled(log.ended is not None)
        if before is None or after is None:
            self._title.setText(self.tr("Stopped before there was anything to keep"))
            self._text.setText(self.tr("Go on, or begin again with other choices."))
            self._card.hide()
            self.samples.hide()
            return
        self._card.show()
        self.samples.setVisible(bool(after.samples))
        self._title.setText(self._verdict(before.scores.wer, after.scores.wer))
        self._text.setText(self._details(log, name, stopped))
        self._fill(before.scores, after.scores, before.general, after.general)
        self.samples.show_samples(after.samples)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "samples"):
            self._recolor()

    def _recolor(self) -> None:
        if self._log is not None and self._log.before is not None and self._log.after is not None:
            before, after = self._log.before, self._log.after
            self._clear()
            self._fill(before.scores, after.scores, before.general, after.general)

    def _verdict(self, before: float, after: float) -> str:
        if before > 0 and after < before - _SAME:
            return self.tr("{share:.0f} % fewer wrong words than before").format(share=100 * (before - after) / before)
        if after > before + _SAME:
            return self.tr("The new model makes more mistakes than the one before")
        return self.tr("The new model is as good as the one before")

    def _details(self, log: TrainingLog, name: str, stopped: bool) -> str:
        after = log.after
        assert after is not None
        sentences = []
        if stopped:
            sentences.append(self.tr("Stopped by you; the best model so far is kept."))
        elif log.ended is not None and log.ended.reason == "early-stop":
            sentences.append(self.tr("It stopped by itself: it no longer became better."))
        elif log.ended is not None and log.ended.reason == "time":
            sentences.append(self.tr("It stopped at the time limit."))
        sentences.append(
            self.tr("Measured on {count} held-out examples, which it did not learn from.").format(
                count=after.scores.count
            )
        )
        if after.scores.count < _FEW:
            sentences.append(self.tr("So few make the numbers rough."))
        if log.ended is not None:
            sentences.append(self.tr("It is in the list of models as {name}.").format(name=name))
        return " ".join(sentences)

    def _fill(self, before: Scores, after: Scores, general_before: Scores | None, general_after: Scores | None) -> None:
        groups = [(self.tr("Held out"), before, after)]
        if general_before is not None and general_after is not None:
            groups.append((self.tr("General"), general_before, general_after))
        for number, (title, _, _) in enumerate(groups):
            first = 1 + 4 * number  # a column between the groups is empty
            self._table.setColumnMinimumWidth(first - 1, 16 if number else 0)
            if len(groups) > 1:
                self._put(0, first, f"<b>{title}</b>", span=3)
            for column, text in enumerate((self.tr("Before"), self.tr("Now"), self.tr("Change"))):
                self._put(1, first + column, text, dim=True)
        rows = (
            (self.tr("Words wrong"), "wer"),
            (self.tr("Words wrong, as written"), "raw_wer"),
            (self.tr("Characters wrong"), "cer"),
            (self.tr("Characters wrong, as written"), "raw_cer"),
        )
        for line, (text, name) in enumerate(rows, 2):
            label = QLabel(text)
            label.setToolTip(self._explain(name))
            self._table.addWidget(label, line, 0)
            for number, (_, old, new) in enumerate(groups):
                first = 1 + 4 * number
                was, now = getattr(old, name), getattr(new, name)
                self._put(line, first, _percent(was))
                self._put(line, first + 1, f"<b>{_percent(now)}</b>" if name == "wer" else _percent(now))
                self._put(line, first + 2, _change(was, now), kind=_kind(was, now))

    def _explain(self, name: str) -> str:
        words = self.tr("Word error rate") if name.endswith("wer") else self.tr("Character error rate")
        if name.startswith("raw"):
            return self.tr("{rate}, where case and punctuation count").format(rate=words)
        return self.tr("{rate} of normalised text: without case and punctuation").format(rate=words)

    def _put(self, row: int, column: int, text: str, *, span: int = 1, dim: bool = False, kind: str = "") -> None:
        label = muted(text) if dim else QLabel(text)
        label.setWordWrap(False)
        label.setFont(theme.monospaced_digits(label.font()))
        if kind:
            palette = QPalette()
            for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):  # on the card it is the second
                palette.setColor(role, theme.kind_color(kind))
            label.setPalette(palette)
        side = Qt.AlignmentFlag.AlignHCenter if span > 1 else Qt.AlignmentFlag.AlignRight
        label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._table.addWidget(label, row, column, 1, span)

    def _clear(self) -> None:
        while (item := self._table.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f} %" if math.isfinite(rate) else "–"


def _change(before: float, after: float) -> str:
    difference = 100 * (after - before)
    if not math.isfinite(difference):
        return "–"
    return "0.0" if abs(difference) < 0.05 else f"{difference:+.1f}".replace("-", "−")


def _kind(before: float, after: float) -> str:
    if not math.isfinite(after - before) or abs(after - before) < _SAME:
        return ""
    return "done" if after < before else "warning"
