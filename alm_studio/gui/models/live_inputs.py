"""Sound inputs as the user reads them."""

from PySide6.QtCore import QCoreApplication

from alm_studio.gui.live_run import SoundInput


def input_title(one: SoundInput) -> str:
    """Such as ``"USB microphone"``, or ``"Monitor of Speakers – what the computer plays"``."""
    if not one.monitor:
        return one.title
    return QCoreApplication.translate("LiveInputs", "{name} – what the computer plays").format(name=one.title)
