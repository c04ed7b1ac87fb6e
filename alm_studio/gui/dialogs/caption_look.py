"""Font, size and place of the cues over the picture."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QLinearGradient, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFontComboBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from alm_studio.base.preview_settings import PreviewSettings
from alm_studio.gui import theme
from alm_studio.gui.views.caption_painter import paint_caption


class CaptionLookDialog(QDialog):
    """Shows every choice at once, in a sample and, through ``changed``, in the preview; Cancel takes it back.

    Args:
        look: as it is now.
        text: of the sample.
        language: of the text.

    Signals:
        changed(look): show this one.
    """

    changed = Signal(object)

    def __init__(self, look: PreviewSettings, text: str, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Caption look"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.look = look
        self._before = look
        self.sample = _Sample(text or self.tr("This is how captions look.\nEach has two lines at most."), language)
        self.own_font = QCheckBox(self.tr("&Own font"))
        self.font_box = QFontComboBox()
        self.size_box = _percent(2, 20)
        self.margin_box = _percent(0, 40)
        self.color_button = QPushButton(self.tr("Choose…"))
        self.ground_box = _choices(
            (self.tr("Outline"), "outline"), (self.tr("Box"), "box"), (self.tr("Shadow"), "shadow")
        )
        self.place_box = _choices((self.tr("Bottom"), "bottom"), (self.tr("Top"), "top"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(16)
        layout.addWidget(self.sample)
        layout.addLayout(self._form())
        layout.addWidget(self._buttons())
        self._show(look)
        for signal in (
            self.own_font.toggled,
            self.font_box.currentFontChanged,
            self.size_box.valueChanged,
            self.margin_box.valueChanged,
            self.ground_box.currentIndexChanged,
            self.place_box.currentIndexChanged,
        ):
            signal.connect(self._take)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        font = QHBoxLayout()
        font.addWidget(self.own_font)
        font.addWidget(self.font_box, 1)
        form.addRow(self.tr("Font"), font)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("&Size"), self.size_box),
            (self.tr("&Colour"), self.color_button),
            (self.tr("&Ground"), self.ground_box),
            (self.tr("&Place"), self.place_box),
            (self.tr("Distance to the &edge"), self.margin_box),
        )
        for label, field in rows:
            form.addRow(label, field)
            field.setAccessibleName(label.replace("&", ""))
            field.setMinimumWidth(130)
        self.font_box.setAccessibleName(self.tr("Font"))
        self.size_box.setToolTip(self.tr("Of the picture's height"))
        self.margin_box.setToolTip(self.tr("Of the picture's height"))
        self.color_button.clicked.connect(self._ask_color)
        return form

    def _buttons(self) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.RestoreDefaults | standard.Cancel | standard.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(standard.RestoreDefaults).clicked.connect(self._restore)
        return buttons

    def reject(self) -> None:
        """As it was."""
        self.changed.emit(self._before)
        super().reject()

    def _restore(self) -> None:
        self._show(PreviewSettings())
        self._take()

    def _show(self, look: PreviewSettings) -> None:
        self.look = look
        self.own_font.setChecked(bool(look.font))
        self.font_box.setCurrentFont(QFont(look.font) if look.font else self.font())
        self.font_box.setEnabled(bool(look.font))
        self.size_box.setValue(look.size)
        self.margin_box.setValue(look.margin)
        self.ground_box.setCurrentIndex(self.ground_box.findData(look.ground))
        self.place_box.setCurrentIndex(self.place_box.findData(look.place))
        self._show_color(look.color)
        self.sample.show_look(look)

    def _show_color(self, color: str) -> None:
        patch = QPixmap(16, 16)
        patch.fill(theme.muted_color(self.palette()))
        painter = QPainter(patch)
        painter.fillRect(patch.rect().adjusted(1, 1, -1, -1), QColor(color))
        painter.end()
        self.color_button.setIcon(QIcon(patch))

    def _take(self, *_: object) -> None:
        self.font_box.setEnabled(self.own_font.isChecked())
        self.look = replace(
            self.look,
            font=self.font_box.currentFont().family() if self.own_font.isChecked() else "",
            size=self.size_box.value(),
            margin=self.margin_box.value(),
            ground=self.ground_box.currentData(),
            place=self.place_box.currentData(),
        )
        self.sample.show_look(self.look)
        self.changed.emit(self.look)

    def _ask_color(self) -> None:
        color = QColorDialog.getColor(QColor(self.look.color), self, self.tr("Colour of the letters"))
        if color.isValid():
            self.look = replace(self.look, color=color.name())
            self._show_color(color.name())
            self._take()


class _Sample(QWidget):
    """A cue over a picture of dark and light."""

    def __init__(self, text: str, language: str) -> None:
        super().__init__()
        self._text, self._language = text, language
        self._look = PreviewSettings()
        self.setMinimumSize(480, 270)
        self.setAccessibleName(self.tr("Sample"))
        self.setAccessibleDescription(text)

    def show_look(self, look: PreviewSettings) -> None:
        """Draw the sample so."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 270)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        ground = QLinearGradient(QPointF(0, 0), QPointF(area.width(), 0))
        for place, color in ((0.0, "#20242d"), (0.5, "#6f7f8c"), (1.0, "#e9edf0")):
            ground.setColorAt(place, QColor(color))
        painter.fillRect(area, ground)
        font = theme.font_for(self._language, self.font())
        paint_caption(painter, area, self._text, font, self._look, self._language)
        painter.end()


def _percent(least: float, most: float) -> QDoubleSpinBox:
    return QDoubleSpinBox(minimum=least, maximum=most, decimals=1, singleStep=0.5, suffix=" %")


def _choices(*choices: tuple[str, str]) -> QComboBox:
    box = QComboBox()
    for title, name in choices:
        box.addItem(title, name)
    return box
