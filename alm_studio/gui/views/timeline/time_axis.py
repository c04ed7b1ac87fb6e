"""The stretch of time that several lanes show together."""

from PySide6.QtCore import QObject, Signal

_SHORTEST = 100.0
"""Ms: closer than this there is nothing more to see."""
_FOLLOW_MARGIN = 0.1
"""Share of the view in front of its right edge at which a running play head turns the page."""


class TimeAxis(QObject):
    """Which ms of the medium are in view. Lanes read it, and all move together.

    Attributes:
        first, last: ms; between them lies all that can be shown.
        begin, end: ms in view.
        selection: ms that the user marked, first and last; None where nothing is.
        bands: (begin, end) in ms of what is chosen, shown in every lane.
        guide: ms of what is being dragged, shown in every lane; None where nothing is.

    Signals:
        changed: another stretch is in view, or marked.
        touched: what lies over the lanes is another.
        selected(begin, end): the user has marked a stretch.
    """

    changed = Signal()
    touched = Signal()
    selected = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first, self.last = 0.0, 1000.0
        self.begin, self.end = 0.0, 1000.0
        self.selection: tuple[float, float] | None = None
        self.bands: list[tuple[int, int]] = []
        self.guide: float | None = None

    @property
    def span(self) -> float:
        """Ms in view."""
        return self.end - self.begin

    def set_range(self, first: float, last: float) -> None:
        """What there is; a view that showed all of it still does."""
        whole = (self.begin, self.end) == (self.first, self.last)
        self.first, self.last = first, max(last, first + _SHORTEST)
        self.show(*((self.first, self.last) if whole else (self.begin, self.end)))

    def show(self, begin: float, end: float) -> None:
        """Bring a stretch into view, as far as there is one."""
        span = min(max(end - begin, _SHORTEST), self.last - self.first)
        begin = min(max(begin, self.first), self.last - span)
        self.begin, self.end = begin, begin + span
        self.changed.emit()

    def zoom(self, factor: float, at: float) -> None:
        """Show ``factor`` times as much; ``at`` (ms) stays where it is."""
        span = min(max(self.span * factor, _SHORTEST), self.last - self.first)
        share = (at - self.begin) / self.span
        self.show(at - share * span, at + (1 - share) * span)

    def move(self, ms: float) -> None:
        """Show what lies later, or with a negative number earlier."""
        self.show(self.begin + ms, self.end + ms)

    def mark(self, begin: float, end: float) -> None:
        """Mark a stretch, given by its two ends in any order."""
        inside = [min(max(place, self.first), self.last) for place in (begin, end)]
        self.selection = min(inside), max(inside)
        self.changed.emit()

    def unmark(self) -> None:
        """Mark nothing."""
        if self.selection is not None:
            self.selection = None
            self.changed.emit()

    def set_bands(self, bands: list[tuple[int, int]]) -> None:
        """Show what is chosen, in every lane."""
        if bands != self.bands:
            self.bands = bands
            self.touched.emit()

    def set_guide(self, ms: float | None) -> None:
        """Show a place in every lane; None: none."""
        if ms != self.guide:
            self.guide = ms
            self.touched.emit()

    def follow(self, ms: float) -> None:
        """Turn the page when a running play head leaves it."""
        if (not self.begin <= ms <= self.end - _FOLLOW_MARGIN * self.span and self.end < self.last) or ms < self.begin:
            self.show(ms - _FOLLOW_MARGIN * self.span, ms + (1 - _FOLLOW_MARGIN) * self.span)

    def reveal(self, begin: float, end: float) -> None:
        """Bring a stretch into view, with as much around it as is shown now."""
        if begin < self.begin or end > self.end:
            span = max(self.span, (end - begin) * 1.2)
            middle = (begin + end) / 2
            self.show(middle - span / 2, middle + span / 2)
