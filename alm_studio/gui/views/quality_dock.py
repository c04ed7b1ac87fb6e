"""The dock with what the cues do against their style."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Signal
from PySide6.QtGui import QAction, QColor, QPainter
from PySide6.QtWidgets import QComboBox, QDockWidget, QLabel, QWidget

from alm_studio.captions.styles import STYLES
from alm_studio.gui import theme
from alm_studio.gui.models.quality import QualityModel
from alm_studio.gui.models.style_titles import style_title
from alm_studio.gui.models.times import short_clock
from alm_studio.gui.views.dock_body import action_button, dock_body, icon_button
from alm_studio.gui.views.findings_list import FindingsList
from alm_studio.gui.views.two_lines import TwoLineDelegate, draw_elided

Index = QModelIndex | QPersistentModelIndex


class QualityDelegate(TwoLineDelegate):
    """Two lines a breach: what is wrong; when, and with which text."""

    def icon(self, index: Index) -> tuple[str, str | None]:
        severe = _model(index).finding(index.row()).rule in ("lost words", "overlap")
        return "warning", "error" if severe else "warning"

    def paint_first(self, painter: QPainter, line: QRect, index: Index, tint: QColor) -> None:
        draw_elided(painter, line, _model(index).reason(index.row()))

    def paint_second(self, painter: QPainter, line: QRect, index: Index) -> None:
        model, row = _model(index), index.row()
        painter.setFont(theme.monospaced_digits(theme.font_for(model.caption(row).language, painter.font())))
        number = model.finding(row).index + 1
        draw_elided(painter, line, f"{number} · {short_clock(model.start(row))} · {model.text(row)}")


def _model(index: Index) -> QualityModel:
    model = index.model()
    assert isinstance(model, QualityModel)
    return model


class QualityList(FindingsList):
    """The breaches."""

    def __init__(self, model: QualityModel, parent: QWidget | None = None) -> None:
        super().__init__(model, QualityDelegate(), parent)
        self.setAccessibleName(self.tr("What breaks the style"))
        self.activated.connect(self.go_to)


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
        self.own = icon_button(self.tr("Edit your own style"), "settings")
        self.own.clicked.connect(self.own_style_wanted)
        self.list = QualityList(model)
        self.anew = icon_button(
            self.tr("Lay out anew"), "captions", self.tr("Cut the words into cues anew by this style")
        )
        self.anew.clicked.connect(self.layout_wanted)
        self.report = icon_button(self.tr("Report…"), "export", self.tr("Write this list to a file"))
        self.report.clicked.connect(self.report_wanted)
        top = [self._count, self.style_box, self.own]
        keys = [*map(action_button, actions), self.anew, self.report]
        self.setWidget(dock_body(top, self.list, keys, 300))

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
