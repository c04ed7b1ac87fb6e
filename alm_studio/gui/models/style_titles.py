"""What caption styles are called in the window."""

from PySide6.QtCore import QCoreApplication


def style_title(name: str) -> str:
    """The title of a style; houses keep their names."""
    titles = {
        "netflix": "Netflix",
        "bbc": "BBC",
        "amazon": "Amazon",
        "arte": "Arte",
        "vertical": _tr("Vertical video"),
        "none": _tr("As the model wrote it"),
        "own": _tr("Own"),
    }
    return titles.get(name, name.capitalize())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Styles", text)
