"""The third page: the training while it runs."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.times import time_left
from alm_studio.gui.models.training_log import TrainingLog
from alm_studio.gui.views.quiet import muted
from alm_studio.gui.views.training.curves import CurvesView
from alm_studio.gui.views.training.parts import heading
from alm_studio.gui.views.training.samples import SamplesView


class RunPage(QWidget):
    """Curves, examples, time left, and the ways to pause and stop.

    Signals:
        pause_wanted, resume_wanted, stop_wanted: the user pressed a button.
    """

    pause_wanted = Signal()
    resume_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paused = False
        self._title = heading()
        self._facts = muted()
        self._facts.setFont(theme.monospaced_digits(self._facts.font()))
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName(self.tr("Progress of the training"))
        self.pause = QPushButton(self.tr("&Pause"))
        self.pause.setAutoDefault(False)
        self.pause.clicked.connect(self._on_pause)
        self.stop = QPushButton(self.tr("S&top"))
        self.stop.setToolTip(self.tr("Stop, and keep the best model so far"))
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.stop_wanted)
        self._note = QLabel(wordWrap=True)
        self.curves = CurvesView()
        self.samples = SamplesView()
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self._title)
        text.addWidget(self._facts)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(text, 1)
        top.addWidget(self.pause)
        top.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addWidget(self._note)
        layout.addWidget(self.curves, 3)
        layout.addWidget(self.samples, 2)
        self.refresh()

    @property
    def title(self) -> str:
        """What it says of the state."""
        return self._title.text()

    def show_state(self, title: str, log: TrainingLog, *, paused: bool, active: bool, stopping: bool) -> None:
        """Show how far the training is.

        Args:
            title: the state in words.
            log: what it told.
            paused: whether it waits for the user.
            active: whether there is a training to pause or stop.
            stopping: whether it was asked to stop.
        """
        self._title.setText(title)
        self._facts.setText(self._facts_of(log, paused))
        fraction = log.fraction
        if log.activity is not None and not log.fraction:
            fraction = log.activity.done / max(1, log.activity.total)
        unknown = active and not paused and fraction is None
        self._bar.setRange(0, 0 if unknown else 1000)
        if not unknown:
            self._bar.setValue(round((fraction or 0.0) * 1000))
        if paused != self._paused:  # icons take long to draw
            self._paused = paused
            self.pause.setIcon(theme.icon("play" if paused else "pause"))
        self.pause.setText(self.tr("&Resume") if paused else self.tr("&Pause"))
        self.pause.setToolTip(
            self.tr("Go on learning") if paused else self.tr("Wait after this step; the memory stays in use")
        )
        self.pause.setEnabled(active and not stopping)
        self.stop.setEnabled(active and not stopping)
        self.curves.show_log(log)
        self.samples.show_samples(log.evaluations[-1].samples if log.evaluations else ())
        self.show_note(log.notes[-1] if log.notes else "")

    def show_note(self, text: str, kind: str = "info") -> None:
        """A sentence about the run; empty for none."""
        self._note.setText(text)
        self._note.setVisible(bool(text))
        palette = QPalette()
        if kind != "info":
            palette.setColor(QPalette.ColorRole.WindowText, theme.kind_color(kind))
        self._note.setPalette(palette)

    def refresh(self) -> None:
        """Draw the icons again, in the present palette."""
        self.stop.setIcon(theme.icon("stop"))
        self.pause.setIcon(theme.icon("play" if self._paused else "pause"))

    def _facts_of(self, log: TrainingLog, paused: bool) -> str:
        parts = []
        if log.activity is not None and log.started is not None:
            parts.append(
                self.tr("Measuring: {done} of {total} examples").format(
                    done=log.activity.done, total=log.activity.total
                )
            )
        if log.last is not None:
            parts.append(self.tr("Step {step} of {steps}").format(step=log.last.step, steps=log.last.steps))
            parts.append(self.tr("Round {epoch:.1f}").format(epoch=log.last.epoch))
            if not paused:
                if log.last.remaining is not None:
                    parts.append(self.tr("{time} left").format(time=time_left(log.last.remaining)))
                parts.append(self.tr("{speed:.1f}× real time").format(speed=log.last.speed))
        elif log.started is not None:
            parts.append(
                self.tr("{trainable:.1f} of {all:.1f} M weights learn").format(
                    trainable=log.started.trainable / 1e6, all=log.started.parameters / 1e6
                )
            )
        if log.started is not None:
            parts.append(log.started.device.upper())
        return "   ·   ".join(parts)

    def _on_pause(self) -> None:
        (self.resume_wanted if self._paused else self.pause_wanted).emit()
