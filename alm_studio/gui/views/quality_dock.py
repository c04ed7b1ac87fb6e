"""The dock with what the cues do against their style."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alm_studio.captions.scripts import one_line
from alm_studio.captions.styles import STYLES
from alm_studio.gui import theme
from alm_studio.gui.models.breaches import describe
from alm_studio.gui.models.quality import QualityModel
from alm_studio.gui.models.style_titles import style_title
from alm_studio.gui.models.times import short_clock

Index = QModelIndex | QPersistentModelIndex


class QualityDelegate(QStyledItemDelegate):
    """Two lines a breach: what is wrong; when, and with which text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.lineSpacing() * 2 + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, QualityModel)
        breach, caption = model.breach(index.row()), model.caption(index.row())
        rect, palette = option.rect, option.palette
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        group = QPalette.ColorGroup.Active
        if not option.state & QStyle.StateFlag.State_Active:
            group = QPalette.ColorGroup.Inactive
        if selected:
            painter.fillRect(rect, palette.color(group, QPalette.ColorRole.Highlight))
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        color = palette.color(group, role)
        kind = "error" if breach.rule in ("lost words", "overlap") else "warning"
        tint = color if selected else theme.kind_color(kind, palette)
        ratio = option.widget.devicePixelRatioF()
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 10, theme.pixmap("warning", 20, tint, ratio))
        height = option.fontMetrics.lineSpacing()
        line = QRect(rect.left() + 40, rect.top() + 8, rect.width() - 50, height)
        painter.setPen(color)
        painter.setFont(option.font)
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            line, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(describe(breach), elide, line.width())
        )
        line.translate(0, height + 2)
        painter.setFont(theme.monospaced_digits(theme.font_for(caption.language, option.font)))
        painter.setPen(color if selected else theme.muted_color(palette))
        said = f"{breach.index + 1} · {short_clock(caption.start)} · {one_line(caption.text)}"
        painter.drawText(
            line, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(said, elide, line.width())
        )


class QualityList(QListView):
    """The breaches. When they change, the one that takes the selected one's row is selected.

    Signals:
        chosen(row): the user went to the breach in that row of the list.
    """

    chosen = Signal(int)

    def __init__(self, model: QualityModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = -1
        self.setModel(model)
        self.setItemDelegate(QualityDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What breaks the style"))
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QVBoxLayout(self.viewport())
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addWidget(self._empty)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.activated.connect(lambda index: self.chosen.emit(index.row()))
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)

    def set_empty_text(self, text: str) -> None:
        """What to say while there is no breach."""
        self._empty.setText(text)

    def moveCursor(self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        if index.isValid() and index.row() != self.currentIndex().row():
            self.chosen.emit(index.row())
        return index

    def _remember(self) -> None:
        self._row = self.currentIndex().row()

    def _restore(self) -> None:
        count = self.model().rowCount()
        self._empty.setVisible(count == 0)
        if self._row >= 0 and count:
            self.setCurrentIndex(self.model().index(min(self._row, count - 1), 0))


class QualityDock(QDockWidget):
    """Which style counts, how many cues break it, which they are, and what can be done.

    Args:
        model: the breaches shown.
        actions: to fix the selected cues and all of them.

    Signals:
        style_chosen(name): the cues are to be held to another style.
        layout_wanted(): the words are to be cut into cues anew by that style.
        report_wanted(): the list is wanted as a file.
        own_style_wanted(): the user's own style is to be edited.
    """

    style_chosen = Signal(str)
    layout_wanted = Signal()
    report_wanted = Signal()
    own_style_wanted = Signal()

    def __init__(self, model: QualityModel, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Quality"))
        self.setObjectName("quality")
        self._count = QLabel()
        self.style_box = QComboBox()
        self.style_box.setAccessibleName(self.tr("Style"))
        self.style_box.setToolTip(self.tr("The limits that the cues are held to; the cues stay as they are"))
        for name in STYLES:
            self.style_box.addItem(style_title(name), name)
        self.style_box.activated.connect(lambda index: self.style_chosen.emit(self.style_box.itemData(index)))
        self.own = _button(self.tr("Edit your own style"), "settings")
        self.own.clicked.connect(self.own_style_wanted)
        self.list = QualityList(model)
        self.anew = _button(self.tr("Lay out anew"), "captions", self.tr("Cut the words into cues anew by this style"))
        self.anew.clicked.connect(self.layout_wanted)
        self.report = _button(self.tr("Report…"), "export", self.tr("Write this list to a file"))
        self.report.clicked.connect(self.report_wanted)
        top = QHBoxLayout()
        top.setContentsMargins(12, 6, 8, 6)
        top.addWidget(self._count, 1)
        top.addWidget(self.style_box)
        top.addWidget(self.own)
        keys = QHBoxLayout()
        keys.setContentsMargins(8, 6, 8, 6)
        keys.setSpacing(4)
        for action in actions:
            button = _button("", "")
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            keys.addWidget(button)
        for button in (self.anew, self.report):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            keys.addWidget(button)
        keys.addStretch(1)
        body = QWidget()
        body.setMinimumWidth(300)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addLayout(keys)
        self.setWidget(body)

    def refresh(self) -> None:
        """Draw the icons in the present palette."""
        for button, name in ((self.own, "settings"), (self.anew, "captions"), (self.report, "export")):
            button.setIcon(theme.icon(name))

    def show_style(self, name: str) -> None:
        """Which style counts."""
        self.style_box.setCurrentIndex(self.style_box.findData(name))

    def set_count(self, broken: int, cues: int) -> None:
        """How many cues break the style, of how many."""
        share = self.tr("{broken} of {cues} cues, {share} %").format(
            broken=broken, cues=cues, share=f"{100 * broken / max(1, cues):.1f}"
        )
        self._count.setText(share if cues else "")
        self.report.setEnabled(cues > 0)
        self.anew.setEnabled(cues > 0)


def _button(text: str, icon: str, tip: str = "") -> QToolButton:
    button = QToolButton()
    if icon:
        button.setIcon(theme.icon(icon))
    button.setText(text)
    button.setToolTip(tip or text)
    button.setAccessibleName(text)
    button.setIconSize(QSize(18, 18))
    button.setAutoRaise(True)
    return button
