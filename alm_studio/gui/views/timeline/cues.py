"""The cues as blocks along time: to choose, to move, to stretch, to make."""

from bisect import bisect_left
from collections.abc import Callable, Collection

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from alm_studio.gui import theme
from alm_studio.gui.models.cue_drag import Drag
from alm_studio.gui.models.timeline_cues import SHORTEST, Grip, LaneCue, gap_at, room
from alm_studio.gui.models.times import clock
from alm_studio.gui.views.caption_painter import runs_left
from alm_studio.gui.views.timeline.tiles import Stretch, TiledLane
from alm_studio.gui.views.timeline.time_axis import TimeAxis

_NEAR = 6  # px around an edge that take hold of it
_CATCH = 9  # px from which a place catches what is dragged
_TOP = 3  # px above and below the blocks
_LONGEST = 30_000  # ms: a cue that lasts longer may lie under others unseen
_READABLE = 24  # px of a block that holds text
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

Snaps = Callable[[int, int], "list[int]"]
"""Places (ms, in order) between two times that catch what is dragged."""


class CueLane(TiledLane):
    """A block for each cue.

    Attributes:
        snaps: asked for what catches, when something is taken hold of.

    Signals:
        chosen(row, modifiers): the user pressed on a cue.
        times_wanted(row, start, end): an edge was dragged there, ms.
        shift_wanted(rows, by): cues were dragged by so many ms.
        create_wanted(start, end): a place without cues was drawn over, ms.
        edit_wanted(row): a cue was double-clicked.
        menu_wanted(row, ms, point): the context menu is asked for; row -1 between cues.
    """

    chosen = Signal(int, object)
    times_wanted = Signal(int, int, int)
    shift_wanted = Signal(object, int)
    create_wanted = Signal(int, int)
    edit_wanted = Signal(int)
    menu_wanted = Signal(int, int, QPoint)

    def __init__(self, axis: TimeAxis, gutter: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(axis, 52, gutter, parent)
        self.snaps: Snaps = lambda _begin, _end: []
        self.setMinimumHeight(30)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Cues along time"))
        self._cues: list[LaneCue] = []
        self._starts: list[int] = []
        self._selected: frozenset[int] = frozenset()
        self._drag: Drag | None = None
        self._pressed = QPointF()

    def show_cues(self, cues: list[LaneCue]) -> None:
        """Draw these."""
        self._cues, self._starts = cues, [cue.start for cue in cues]
        self._selected = frozenset(row for row in self._selected if row < len(cues))
        self.near = None
        self._let_go()
        self.refresh()

    def select(self, rows: Collection[int]) -> None:
        """Show these cues as chosen."""
        self._selected = frozenset(row for row in rows if row < len(self._cues))
        self.axis.set_bands([(self._cues[row].start, self._cues[row].end) for row in sorted(self._selected)])
        self.update()

    # Drawing

    def paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        first = bisect_left(self._starts, stretch.begin - _LONGEST)
        for cue in self._cues[first : bisect_left(self._starts, stretch.end)]:
            if cue.end >= stretch.begin:
                left, right = stretch.place(cue.start), stretch.place(cue.end)
                self._paint_block(painter, self._block(left, right), cue, chosen=False)

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.Base)
        held = self._drag.rows if self._drag is not None else frozenset()
        for row in sorted(self._selected | held):
            cue = self._cues[row]
            if cue.end < self.axis.begin or cue.start > self.axis.end:
                continue
            block = self._block(self.place(cue.start), self.place(cue.end))
            painter.fillRect(block.adjusted(-1, -1, 1, 1), ground)
            if row not in held:
                self._paint_block(painter, block, cue, chosen=True)
        if self._drag is not None:
            for cue in self._drag.moved(self._cues):
                self._paint_block(painter, self._block(self.place(cue.start), self.place(cue.end)), cue, chosen=True)
        elif self.near is not None and self.near[1] is not Grip.BODY:
            cue = self._cues[self.near[0]]
            x = self.place(cue.start if self.near[1] is Grip.START else cue.end)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawLine(QPointF(x, area.top() + _TOP), QPointF(x, area.bottom() - _TOP))
        painter.restore()

    def _block(self, left: float, right: float) -> QRectF:
        return QRectF(left, _TOP, max(2.0, right - left), self.height() - 2 * _TOP)

    def _paint_block(self, painter: QPainter, block: QRectF, cue: LaneCue, chosen: bool) -> None:
        palette = self.palette()
        base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
        kind = "warning" if cue.mark else "info"
        color = palette.color(QPalette.ColorRole.Highlight) if chosen else theme.kind_color(kind, palette)
        fill = theme.mix(color, base, 0.42 if chosen else 0.2)
        if block.width() < 6:
            painter.fillRect(block, theme.mix(color, base, 0.6))
            return
        painter.setPen(QPen(theme.mix(color, base, 0.9 if chosen else 0.55), 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(block.adjusted(1, 0.5, -1, -0.5), 4, 4)
        if block.width() < _READABLE:
            return
        font = theme.font_for(cue.language, self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        metrics = QFontMetricsF(font)
        inside = block.adjusted(7, 3, -6, -3)
        lines = cue.text.split("\n")
        if metrics.lineSpacing() * len(lines) > inside.height() + 2:
            lines = [" ".join(lines)]
        painter.setFont(font)
        painter.setPen(text)
        left = runs_left(cue.text, cue.language)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if left else Qt.LayoutDirection.LeftToRight)
        start = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        height = inside.height() / len(lines)
        for number, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, inside.width())
            place = QRectF(inside.left(), inside.top() + number * height, inside.width(), height)
            painter.drawText(place, int(start) | int(Qt.TextFlag.TextSingleLine), shown)

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        at = self._at(event.position().x())
        if at is None:
            self._begin_new(event.position())
            return
        row, grip = at
        self.axis.unmark()
        self.chosen.emit(row, event.modifiers())
        if row >= len(self._cues) or event.modifiers() & (_CONTROL | _SHIFT):
            return
        rows = self._selected if grip is Grip.BODY and row in self._selected else frozenset((row,))
        self._begin(rows, row, grip, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag_to(event)
            return
        if event.buttons():
            super().mouseMoveEvent(event)
            return
        near = self._at(event.position().x())
        edge = near is not None and near[1] is not Grip.BODY
        self.hover(near, Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self._drag
        if drag is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        self._let_go()
        if drag.grip is None:
            if drag.begun and drag.new[1] - drag.new[0] >= SHORTEST:
                self.create_wanted.emit(*drag.new)
            elif not drag.begun:
                self.seek_wanted.emit(round(drag.origin))
        elif not drag.begun:
            self.seek_wanted.emit(self._cues[drag.row].start)
        elif drag.grip is Grip.BODY:
            if drag.by:
                self.shift_wanted.emit(sorted(drag.rows), drag.by)
        elif drag.by:
            cue = drag.moved(self._cues)[0]
            self.times_wanted.emit(cue.row, cue.start, cue.end)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().x())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._let_go()
            self.edit_wanted.emit(at[0])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self._at(event.pos().x())
        row = at[0] if at is not None else -1
        if row >= 0 and row not in self._selected:
            self.chosen.emit(row, Qt.KeyboardModifier.NoModifier)
        self.menu_wanted.emit(row, round(self.ms(event.pos().x())), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def tip(self, x: float) -> str:
        at = self._at(x)
        if at is None:
            return self.tr("Drag to make a cue.")
        cue = self._cues[at[0]]
        return "\n".join(filter(None, (_times(cue), cue.text, cue.mark)))

    # Dragging

    def _begin(self, rows: Collection[int], row: int, grip: Grip, point: QPointF) -> None:
        held = frozenset(rows)
        cue = self._cues[row]
        edges = {Grip.BODY: (cue.start, cue.end), Grip.START: (cue.start,), Grip.END: (cue.end,)}[grip]
        limits = room(self._cues, held, grip, round(self.axis.last))
        self._pressed = point
        self._drag = Drag(self.ms(point.x()), self._places(), held, row, grip, edges, limits)

    def _begin_new(self, point: QPointF) -> None:
        self.axis.unmark()
        self._pressed = point
        self._drag = Drag(self.ms(point.x()), self._places())
        self._drag.gap = gap_at(self._cues, round(self._drag.origin), round(self.axis.last))

    def _places(self) -> list[int]:
        return self.snaps(round(self.axis.begin), round(self.axis.end))

    def _drag_to(self, event: QMouseEvent) -> None:
        drag = self._drag
        assert drag is not None
        if not drag.begun:
            moved = (event.position() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            drag.begun = moved and (drag.grip is not None or drag.gap is not None)
            if not drag.begun:
                return
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        reach = 0.0 if free else _CATCH * self.axis.span / self.area.width()
        place = drag.move(self.ms(event.position().x()), reach)
        self.axis.set_guide(place)
        cue = drag.moved(self._cues)[0]
        QToolTip.showText(event.globalPosition().toPoint(), _times(cue), self)
        self.update()

    def _let_go(self) -> None:
        self._drag = None
        self.axis.set_guide(None)
        QToolTip.hideText()
        self.update()

    def _at(self, x: float) -> tuple[int, Grip] | None:
        """The cue under the pointer, and what of it; None between cues."""
        ms, reach = self.ms(x), _NEAR * self.axis.span / self.area.width()
        first = bisect_left(self._starts, ms - _LONGEST)
        found: tuple[int, Grip] | None = None
        nearest = reach
        for cue in self._cues[first : bisect_left(self._starts, ms + reach)]:
            wide = (cue.end - cue.start) > 3 * reach  # a narrow block is moved, not stretched
            for grip, edge in ((Grip.START, cue.start), (Grip.END, cue.end)):
                inwards = 1.0 if cue.start <= ms < cue.end else 1.5  # of two that touch, the one pointed at
                if wide and abs(ms - edge) * inwards <= nearest:
                    nearest, found = abs(ms - edge) * inwards, (cue.row, grip)
            if found is None and cue.start <= ms < cue.end:
                found = (cue.row, Grip.BODY)
        return found


def _times(cue: LaneCue) -> str:
    return f"{clock(cue.start)} – {clock(cue.end)}  ({(cue.end - cue.start) / 1000:.2f} s)"
