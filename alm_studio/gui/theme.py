"""Icons that follow the palette, fonts that know Chinese, and the few colours the palette has no role for."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QFontInfo, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from alm_studio.base.paths import resources_dir

# By preference; those that are installed count. Han glyphs differ between Chinese and Japanese.
_HAN_FONTS = {
    "zh": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei UI"),
    "yue": ("Noto Sans CJK HK", "Noto Sans HK", "PingFang HK", "Microsoft JhengHei UI"),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Hiragino Sans", "Yu Gothic UI"),
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic"),
}

_ICON_SIZES = (16, 20, 24, 32, 48, 64)


@lru_cache(maxsize=1)
def _installed_families() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


def font_for(language: str, base: QFont | None = None) -> QFont:
    """``base`` (the application's font) with the right fallback for a language's script."""
    font = QFont(base or QApplication.font())
    han = _HAN_FONTS.get(language, _HAN_FONTS["zh"])
    preferred = [name for name in han if name in _installed_families()]
    every = {name for names in _HAN_FONTS.values() for name in names}
    own = [name for name in font.families() if name and name not in every] or [QFontInfo(font).family()]
    font.setFamilies([*own, *preferred])
    return font


def is_dark(palette: QPalette | None = None) -> bool:
    """Whether light text stands on a dark ground."""
    palette = palette or QApplication.palette()
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def kind_color(kind: str, palette: QPalette | None = None) -> QColor:
    """The colour of ``"error"``, ``"warning"``, ``"done"`` or ``"info"``, readable on the window's ground."""
    dark = is_dark(palette)
    colors = {
        "error": "#ff8a80" if dark else "#b3261e",
        "warning": "#f2b84b" if dark else "#8a5300",
        "done": "#7bd88f" if dark else "#1b7a3a",
        "info": "#8ab4f8" if dark else "#1f5fbf",
    }
    return QColor(colors[kind])


def muted_color(palette: QPalette) -> QColor:
    """For second lines: the text colour, three fifths of the way from the ground."""
    return mix(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.62)


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """``share`` of ``first``, the rest ``second``."""

    def channel(a: int, b: int) -> int:
        return round(a * share + b * (1 - share))

    return QColor(
        channel(first.red(), second.red()),
        channel(first.green(), second.green()),
        channel(first.blue(), second.blue()),
    )


def icon(name: str, color: QColor | None = None) -> QIcon:
    """An icon of ``resources/icons`` in the text colour, or in ``color``."""
    palette = QApplication.palette()
    normal = color or palette.color(QPalette.ColorRole.ButtonText)
    disabled = mix(normal, palette.color(QPalette.ColorRole.Window), 0.35)
    result = QIcon()
    for size in _ICON_SIZES:
        result.addPixmap(_render(name, size, normal), QIcon.Mode.Normal)
        result.addPixmap(_render(name, size, disabled), QIcon.Mode.Disabled)
    return result


def pixmap(name: str, size: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """One icon at one size in device-independent pixels."""
    result = _render(name, round(size * ratio), color)
    result.setDevicePixelRatio(ratio)
    return result


def tinted(source: QIcon, color: QColor, size: int, ratio: float = 1.0) -> QIcon:
    """An icon in another colour, for a ground that is not the window's; ``size`` in device-independent pixels."""
    result = QIcon()
    if source.isNull():
        return result
    for mode, strength in ((QIcon.Mode.Normal, 1.0), (QIcon.Mode.Disabled, 0.35)):
        drawn = source.pixmap(QSize(size, size), ratio)
        painter = QPainter(drawn)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        shade = QColor(color)
        shade.setAlphaF(strength)
        painter.fillRect(drawn.rect(), shade)
        painter.end()
        result.addPixmap(drawn, mode)
    return result


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resources_dir() / "icon.svg"))


@lru_cache(maxsize=64)
def _source(name: str) -> bytes:
    path: Path = resources_dir() / "icons" / f"{name}.svg"
    return path.read_bytes()


def _render(name: str, size: int, color: QColor) -> QPixmap:
    source = _source(name).replace(b"currentColor", color.name().encode())
    result = QPixmap(QSize(size, size))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return result


class Icons(QObject):
    """Remembers who shows which icon, and draws them again when light turns to dark."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._users: dict[QAction | QAbstractButton, str] = {}

    def set(self, user: QAction | QAbstractButton, name: str) -> None:
        """Give ``user`` an icon, in place of the one it had."""
        if user not in self._users:
            user.destroyed.connect(lambda: self._users.pop(user, None))
        if self._users.get(user) != name:
            self._users[user] = name
            user.setIcon(icon(name))

    def refresh(self) -> None:
        """Draw all of them in the present palette."""
        for user, name in self._users.items():
            user.setIcon(icon(name))


def shortcut_hint(action: QAction) -> str:
    """The action's shortcut as the system writes it, in brackets; empty where it has none."""
    text = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
    return f" ({text})" if text else ""


def monospaced_digits(font: QFont) -> QFont:
    """The same font with digits of one width, so that running times do not jitter."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result
