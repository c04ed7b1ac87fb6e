"""All heads as small pictures, to choose one."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from alm_studio.gui import theme
from alm_studio.gui.views.inspector import colors, pictures
from alm_studio.pipeline.attention_map import AttentionMap

_WIDTH, _HEIGHT, _GAP, _HEADING = 46, 30, 4, 20


class HeadGrid(QWidget):
    """Layers down, heads across. Those that follow the sound have a frame.

    Signals:
        chosen(layer, head): the user chose one.
    """

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Heads"))
        self._map: AttentionMap | None = None
        self._pictures: dict[tuple[int, int], QImage] = {}
        self._choice: tuple[int | None, int | None] = (None, None)

    def show_map(self, shown: AttentionMap | None) -> None:
        """Draw the heads of this one."""
        self._map = shown
        self._pictures.clear()
        self.updateGeometry()
        self.resize(self.sizeHint())
        self.update()

    def choose(self, layer: int | None, head: int | None) -> None:
        """Mark a head, a layer (no head), or those that follow the sound (neither)."""
        self._choice = (layer, head)
        self.setAccessibleDescription("" if head is None else self.tr("Layer {0}, head {1}").format(layer, head))
        self.update()

    def sizeHint(self) -> QSize:
        if self._map is None:
            return QSize(0, 0)
        across, down = self._map.heads_per_layer, self._map.layers
        return QSize(_HEADING + across * (_WIDTH + _GAP) + _GAP, _HEADING + down * (_HEIGHT + _GAP) + _GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._map is None:
            return
        painter = QPainter(self)
        palette = self.palette()
        muted = theme.muted_color(palette)
        painter.setPen(muted)
        for head in range(self._map.heads_per_layer):
            heading = QRectF(_HEADING + head * (_WIDTH + _GAP), 0, _WIDTH, _HEADING)
            painter.drawText(heading, Qt.AlignmentFlag.AlignCenter, str(head))
        for layer in range(self._map.layers):
            heading = QRectF(0, _HEADING + layer * (_HEIGHT + _GAP), _HEADING - 4, _HEIGHT)
            painter.setPen(muted)
            painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(layer))
            for head in range(self._map.heads_per_layer):
                cell = self._cell(layer, head)
                if cell.intersects(QRectF(event.rect())):
                    self._paint_cell(painter, cell, layer, head)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: QRectF, layer: int, head: int) -> None:
        assert self._map is not None
        if (layer, head) not in self._pictures:
            small = pictures.shrunk(self._map.weights[layer, head], _HEIGHT, _WIDTH)
            table = colors.weight_table(self.palette())
            self._pictures[layer, head] = pictures.image(pictures.weights_to_levels(small), table)
        painter.drawImage(cell, self._pictures[layer, head])
        follows = (layer, head) in self._map.heads
        chosen_layer, chosen_head = self._choice
        chosen = follows if chosen_layer is None else layer == chosen_layer and chosen_head in (None, head)
        if chosen:
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 3))
            painter.drawRect(cell.adjusted(-1, -1, 1, 1))
        if follows:
            painter.setPen(QPen(colors.path_color(), 1.5))
            painter.drawRect(cell)
        elif not chosen:
            painter.setPen(
                theme.mix(theme.muted_color(self.palette()), self.palette().color(QPalette.ColorRole.Base), 0.4)
            )
            painter.drawRect(cell)

    def _cell(self, layer: int, head: int) -> QRectF:
        return QRectF(_HEADING + head * (_WIDTH + _GAP), _HEADING + layer * (_HEIGHT + _GAP), _WIDTH, _HEIGHT)

    def _at(self, place: QPointF) -> tuple[int, int] | None:
        if self._map is None:
            return None
        head, layer = int((place.x() - _HEADING) // (_WIDTH + _GAP)), int((place.y() - _HEADING) // (_HEIGHT + _GAP))
        inside = 0 <= head < self._map.heads_per_layer and 0 <= layer < self._map.layers
        return (layer, head) if inside else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not None:
            self.chosen.emit(*found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }  # fmt: skip
        move = moves.get(Qt.Key(event.key()))
        if move is None or self._map is None:
            super().keyPressEvent(event)
            return
        layer, head = (self._choice[0] or 0) + move[0], (self._choice[1] or 0) + move[1]
        self.chosen.emit(min(max(layer, 0), self._map.layers - 1), min(max(head, 0), self._map.heads_per_layer - 1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._pictures.clear()
            self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._map is not None:
            found = self._at(QPointF(event.pos()))
            text = self.tr("Layer {0}, head {1}").format(*found) if found else ""
            if found in self._map.heads:
                text += "\n" + self.tr("Follows the sound: word times come from it")
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
