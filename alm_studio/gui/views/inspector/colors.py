"""Colours for weights and for sound: ordered by lightness, and told apart by colour-blind eyes."""

from functools import lru_cache

from PySide6.QtGui import QColor, QPalette, qRgb

from alm_studio.gui import theme

# viridis (van der Walt and Smith, 2015), from dark to light; on a light ground ColorBrewer's Blues (Brewer, 2002).
_VIRIDIS = (
    "#440154",
    "#482878",
    "#3e4989",
    "#31688e",
    "#26828e",
    "#1f9e89",
    "#35b779",
    "#6ece58",
    "#b5de2b",
    "#fde725",
)
_BLUES = ("#ffffff", "#f7fbff", "#deebf7", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b")


def weight_table(palette: QPalette) -> list[int]:
    """256 colours for weights from none to much."""
    return _table(_VIRIDIS if theme.is_dark(palette) else _BLUES)


def sound_table(palette: QPalette) -> list[int]:
    """256 colours for sound from quiet to loud."""
    base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    return _table((base.name(), theme.mix(text, base, 0.85).name()))


def path_color() -> QColor:
    """The path over the weights: Okabe and Ito's orange, far from both maps."""
    return QColor("#e69f00")


@lru_cache(maxsize=8)
def _table(anchors: tuple[str, ...]) -> list[int]:
    colors = [QColor(anchor) for anchor in anchors]
    table = []
    for level in range(256):
        place = level / 255 * (len(colors) - 1)
        low = min(int(place), len(colors) - 2)
        mixed = theme.mix(colors[low + 1], colors[low], place - low)
        table.append(qRgb(mixed.red(), mixed.green(), mixed.blue()))
    return table
