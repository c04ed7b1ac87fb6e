"""Sets the limits of the user's own caption style."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from alm_studio.captions.styles import OWN, STYLES, Style
from alm_studio.gui.models.style_titles import style_title
from alm_studio.gui.views.quiet import quiet

_WIDTH = 130


class StyleDialog(QDialog):
    """The limits, and a way to begin with those of a house.

    Args:
        own: the user's own style as it is.
        begin: the style whose limits stand there at first.
        parent: the window.

    Signals:
        style_wanted(style): the limits were accepted.
    """

    style_wanted = Signal(object)

    def __init__(self, own: Style, begin: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = own
        self._base = own
        self.setWindowTitle(self.tr("Own caption style"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.house = QComboBox()
        for name, style in STYLES.items():
            if not style.keep_segments:
                self.house.addItem(self.tr("Own, as it is") if name == OWN else style_title(name), name)
        self.house.activated.connect(self._take_house)
        self.characters = _whole(8, 200)
        self.wide = _whole(4, 100)
        self.lines = _whole(1, 6)
        self.speed = _fraction(1, 60, 1, "")
        self.wide_speed = _fraction(1, 60, 1, "")
        self.shortest = _fraction(0.1, 10, 3, " s")
        self.longest = _fraction(0.5, 60, 3, " s")
        self.gap = _whole(0, 2000, " ms")
        self.flicker = _whole(0, 5000, " ms")
        self.hang = _whole(0, 5000, " ms")
        self.lead = _whole(0, 1000, " ms")
        top = QFormLayout()
        top.setHorizontalSpacing(18)
        top.addRow(self.tr("&Begin with"), self.house)
        columns = QHBoxLayout()
        columns.setSpacing(36)
        columns.addLayout(
            _form(
                (self.tr("&Characters a line"), self.characters, ""),
                (self.tr("… in Chinese and Korean"), self.wide, ""),
                (self.tr("&Lines"), self.lines, ""),
                (self.tr("Characters a &second"), self.speed, self.tr("How fast one has to read at most")),
                (self.tr("… in Chinese and Korean"), self.wide_speed, ""),
            )
        )
        columns.addLayout(
            _form(
                (self.tr("S&hortest"), self.shortest, self.tr("Least time on screen")),
                (self.tr("L&ongest"), self.longest, self.tr("Most time on screen")),
                (self.tr("Least &gap"), self.gap, self.tr("Between two cues")),
                (self.tr("Close gaps &below"), self.flicker, self.tr("A shorter gap only flickers")),
                (self.tr("Stay &after the words"), self.hang, self.tr("At most, so as to be read")),
                (
                    self.tr("Co&me before the words"),
                    self.lead,
                    self.tr("At most, and only where it could not be read otherwise"),
                ),
            )
        )
        hint = quiet(self.tr("New captions are cut by it once it is chosen as the caption style."), wrap=True)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(18)
        layout.addLayout(top)
        layout.addLayout(columns)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        self.house.setCurrentIndex(max(0, self.house.findData(begin.name)))
        self.show_limits(begin)

    def show_limits(self, style: Style) -> None:
        """Put the limits of a style into the fields."""
        self._base = style
        self.characters.setValue(style.characters)
        self.wide.setValue(style.line_length("zh"))
        self.lines.setValue(style.max_lines)
        self.speed.setValue(style.reading_speed)
        self.wide_speed.setValue(style.cps("zh"))
        self.shortest.setValue(style.min_duration / 1000)
        self.longest.setValue(style.max_duration / 1000)
        self.gap.setValue(style.min_gap)
        self.flicker.setValue(style.close_gaps_below)
        self.hang.setValue(style.max_hang)
        self.lead.setValue(style.max_lead)

    def limits(self) -> Style:
        """The style as the fields say. Languages that have limits of their own keep their proportion."""
        base = self._base
        longer = self.characters.value() / base.characters
        faster = self.speed.value() / base.reading_speed
        lengths = {code: max(4, round(limit * longer)) for code, limit in base.characters_by_language.items()}
        speeds = {code: round(limit * faster, 1) for code, limit in base.reading_speed_by_language.items()}
        wide = dict.fromkeys(("zh", "ko"), self.wide.value())
        dense = dict.fromkeys(("zh", "ko"), self.wide_speed.value())
        if self.wide_speed.value() == base.cps("zh") and "ko" in base.reading_speed_by_language:
            dense["ko"] = base.cps("ko")
        return replace(
            base,
            name=OWN,
            description=self._own.description,
            characters=self.characters.value(),
            characters_by_language={**lengths, **wide},
            max_lines=self.lines.value(),
            reading_speed=self.speed.value(),
            reading_speed_by_language={**speeds, **dense},
            min_duration=round(self.shortest.value() * 1000),
            max_duration=max(round(self.longest.value() * 1000), round(self.shortest.value() * 1000)),
            min_gap=self.gap.value(),
            close_gaps_below=max(self.flicker.value(), self.gap.value()),
            max_hang=self.hang.value(),
            max_lead=self.lead.value(),
        )

    def accept(self) -> None:
        self.style_wanted.emit(self.limits())
        super().accept()

    def _take_house(self, index: int) -> None:
        name = self.house.itemData(index)
        self.show_limits(self._own if name == OWN else STYLES[name])


def _form(*rows: tuple[str, QWidget, str]) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
    for title, field, tip in rows:
        field.setToolTip(tip or title.replace("&", ""))
        field.setAccessibleName(title.replace("&", ""))
        form.addRow(title, field)
    return form


def _whole(least: int, most: int, unit: str = "") -> QSpinBox:
    box = QSpinBox(minimum=least, maximum=most, suffix=unit)
    box.setFixedWidth(_WIDTH)
    return box


def _fraction(least: float, most: float, digits: int, unit: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox(decimals=digits, minimum=least, maximum=most, suffix=unit)
    box.setSingleStep(0.1)
    box.setFixedWidth(_WIDTH)
    return box
