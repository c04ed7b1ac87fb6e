"""How long the event loop was deaf: a heartbeat that measures its own lateness."""

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer


class StallMeter(QObject):
    """Measures the longest time the event loop could not run a Python slot.

    A timer fires every ``interval`` ms. What comes later than that was a stall: a slot that took too long, or
    another thread that held the interpreter lock.

    Attributes:
        longest: the longest stall so far, ms.
        stalls: ``(seconds since the start, ms)`` of each stall above ``threshold``.
    """

    def __init__(self, interval: int = 10, threshold: float = 50.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest = 0.0
        self.stalls: list[tuple[float, float]] = []
        self._threshold = threshold
        self._interval = interval
        self._began = self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin (again), with nothing measured yet."""
        self.longest = 0.0
        self.stalls.clear()
        self._began = self._last = perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """End; returns the longest stall in ms."""
        if self._timer.isActive():
            self._beat()
            self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        now = perf_counter()
        late = (now - self._last) * 1000 - self._interval
        if late > self._threshold:
            self.stalls.append((round(self._last - self._began, 3), round(late, 1)))
        self.longest = max(self.longest, late)
        self._last = now
