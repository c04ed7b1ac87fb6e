"""How live captions look, worked out from the settings."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from alm_studio.base.live_settings import LiveSettings
from alm_studio.gui import theme

_DARK = ("#ffffff", "#15181d")
_LIGHT = ("#15181d", "#ffffff")
_QUIET = 0.6
"""How much of the text's colour is in what is still tentative."""


@dataclass(frozen=True)
class Look:
    """Fonts and colours.

    Attributes:
        font: of the text.
        lines: that are seen.
        text, quiet, ground: colours of what is committed, of what is tentative, and behind both.
        opacity: of the ground, 0 to 1.
    """

    font: QFont
    lines: int
    text: QColor
    quiet: QColor
    ground: QColor
    opacity: float

    @property
    def dark(self) -> bool:
        """Whether the ground is dark."""
        return self.ground.lightness() < 128

    @property
    def outlined(self) -> bool:
        """Whether the text needs an edge of its own, because too little ground is behind it."""
        return self.opacity < 0.5

    def kind(self, kind: str) -> QColor:
        """The colour of ``"error"``, ``"warning"``, ``"done"`` or ``"info"`` on this ground."""
        return theme.kind_color(kind, self.palette())

    def palette(self) -> QPalette:
        """For the widgets that lie on the ground."""
        palette = QPalette(QApplication.palette())
        role = QPalette.ColorRole
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(name, self.text)
        for name in (role.Window, role.Base, role.Button):
            palette.setColor(name, self.ground)
        palette.setColor(role.PlaceholderText, self.quiet)
        return palette


def look_of(settings: LiveSettings) -> Look:
    """The look that the settings ask for; the system's colours are those of the program's palette."""
    dark = theme.is_dark() if settings.colors == "system" else settings.colors == "dark"
    text, ground = _DARK if dark else _LIGHT
    if settings.colors == "own":
        text, ground = settings.text_color, settings.ground_color
    font = QFont(QApplication.font())
    if settings.font:
        font.setFamilies([settings.font, *font.families()])
    font.setPointSize(settings.size)
    font.setWeight(QFont.Weight.Medium)
    colors = QColor(text), QColor(ground)
    return Look(font, settings.lines, colors[0], theme.mix(*colors, _QUIET), colors[1], settings.opacity)
