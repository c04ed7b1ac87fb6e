"""Changes the language of the window while it is open."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from alm_studio.gui import i18n
from alm_studio.gui.relabel import relabel

if TYPE_CHECKING:
    from alm_studio.gui.main_window import MainWindow


def speak(window: "MainWindow") -> None:
    """Let the window speak the language of the settings."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = i18n.current(app)
    after = i18n.resolve(window.settings.interface_language)
    if after != before:
        i18n.use(app, after)
        relabel(app, before, after)
        window.presenter.update_all()
