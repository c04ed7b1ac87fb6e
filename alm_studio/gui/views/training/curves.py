"""The curves of a training: loss, and word error rate."""

import math

import pyqtgraph
from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.training_log import TrainingLog

Line = tuple[list[int], list[float], str, str]

_INTERVAL_MS = 1000
_STACKED_BELOW = 560  # px of width


class CurvesView(QWidget):
    """Two plots, side by side where there is room; drawn once a second at most, however often a training tells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = _Plot(self.tr("Loss (nats per token)"))
        self.rates = _Plot(self.tr("Word error rate (%)"))
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        for plot in (self.loss, self.rates):
            self._layout.addWidget(plot, 1)
        self._log = TrainingLog()
        self._timer = QTimer(self, singleShot=True, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._draw)

    def show_log(self, log: TrainingLog) -> None:
        """Draw what is known, now or in a moment."""
        fresh = log is not self._log
        self._log = log
        if fresh or not log.steps:
            self._timer.stop()
            self._draw()
        elif not self._timer.isActive():
            self._timer.start()

    def _draw(self) -> None:
        log = self._log
        steps = log.started.steps if log.started else 0
        self.loss.show_lines(
            [
                (log.steps, log.losses, "step", self.tr("each step")),
                (log.steps, log.smooth, "info", self.tr("smoothed")),
                (*_points(log, "loss", general=False), "done", self.tr("held out")),
            ],
            steps,
        )
        held, general = _points(log, "wer", general=False), _points(log, "wer", general=True)
        lines = [(*held, "done", self.tr("held out"))]
        if general[0]:
            lines.append((*general, "warning", self.tr("general")))
        self.rates.show_lines(lines, steps, marked=True)
        self.loss.setAccessibleDescription(
            self.tr("{loss:.2f} at step {step}").format(loss=log.smooth[-1], step=log.steps[-1]) if log.steps else ""
        )
        self.rates.setAccessibleDescription(
            self.tr("{rate:.1f} % at step {step}").format(rate=held[1][-1], step=held[0][-1]) if held[0] else ""
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _STACKED_BELOW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._layout.direction() != direction:
            self._layout.setDirection(direction)


def _points(log: TrainingLog, name: str, *, general: bool) -> tuple[list[int], list[float]]:
    """A score over the steps; rates in per cent."""
    factor = 1.0 if name == "loss" else 100.0
    found = [(known.step, known.general if general else known.scores) for known in log.evaluations]
    pairs = [(step, getattr(scores, name) * factor) for step, scores in found if scores is not None]
    pairs = [(step, value) for step, value in pairs if math.isfinite(value)]
    return [step for step, _ in pairs], [value for _, value in pairs]


class _Plot(QWidget):
    """One plot under its title, in the colours of the window. Made when it is first seen, which takes a moment."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[list[Line], int, bool] = ([], 0, False)
        self._title = QLabel(title)
        self._legend = QLabel(textFormat=Qt.TextFormat.RichText)
        self._plot: pyqtgraph.PlotWidget | None = None
        self._curves: list[pyqtgraph.PlotDataItem] = []
        self._kinds: list[str] = []  # the colour that each has
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._legend)
        self.setMinimumSize(160, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    def sizeHint(self) -> QSize:
        return QSize(320, 220)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._plot is None:
            self._plot = self._make_plot()
            self._layout.addWidget(self._plot, 1)
            self._recolor()
        self._draw()

    def _make_plot(self) -> pyqtgraph.PlotWidget:
        plot = pyqtgraph.PlotWidget(background=None)
        plot.setAntialiasing(True)
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.getPlotItem().showGrid(y=True, alpha=0.15)
        plot.getAxis("left").setWidth(44)
        for name in ("left", "bottom"):
            plot.getAxis(name).enableAutoSIPrefix(False)
        plot.getPlotItem().layout.setContentsMargins(0, 2, 8, 0)
        return plot

    def show_lines(self, lines: list[Line], steps: int, *, marked: bool = False) -> None:
        """Draw lines ``(xs, ys, colour, name)``; ``marked`` with a dot at each point."""
        self._shown = (lines, steps, marked)
        if self.isVisible():
            self._draw()

    def _draw(self) -> None:
        lines, steps, marked = self._shown
        if self._plot is None:
            return
        legend = []
        for number, (xs, ys, kind, name) in enumerate(lines):
            self._curve(number, kind, marked or kind == "done").setData(xs, ys)
            if xs:
                legend.append(f'<span style="color:{self._color(kind).name()}">●</span> {name}')
        for curve in self._curves[len(lines) :]:
            curve.setData([], [])
        self._legend.setText("&nbsp;&nbsp;&nbsp;".join(legend) or "&nbsp;")
        for name in ("left", "bottom"):
            self._plot.getAxis(name).setStyle(showValues=bool(legend))
        if steps:
            self._plot.setXRange(0, steps, padding=0.02)
        top = max((max(ys) for _, ys, _, _ in lines if ys), default=0)
        self._plot.setYRange(0, top * 1.08 if top > 0 else 1, padding=0)

    def _curve(self, number: int, kind: str, dots: bool) -> pyqtgraph.PlotDataItem:
        """The line of that number, made when it is first asked for."""
        assert self._plot is not None
        while len(self._curves) <= number:
            self._curves.append(self._plot.plot([], []))
            self._kinds.append("")
            # Of many steps as many points as there are pixels.
            self._curves[-1].setDownsampling(auto=True, method="peak")
        curve = self._curves[number]
        if self._kinds[number] != kind:
            color = self._color(kind)
            curve.setPen(pyqtgraph.mkPen(color, width=1 if kind == "step" else 2))
            curve.setSymbol("o" if dots else None)
            curve.setSymbolSize(6)
            curve.setSymbolBrush(color)
            curve.setSymbolPen(None)
            self._kinds[number] = kind
        return curve

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_plot") and self._plot is not None:
            self._kinds = [""] * len(self._kinds)
            self._recolor()
            self._draw()

    def _recolor(self) -> None:
        palette = self.palette()
        assert self._plot is not None
        self._plot.setBackground(palette.color(QPalette.ColorRole.Base))
        text = theme.mix(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.7)
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setPen(theme.mix(text, palette.color(QPalette.ColorRole.Base), 0.4))
            axis.setTextPen(text)

    def _color(self, kind: str) -> QColor:
        palette = self.palette()
        if kind == "step":
            return theme.mix(theme.kind_color("info", palette), palette.color(QPalette.ColorRole.Base), 0.35)
        return theme.kind_color(kind, palette)
