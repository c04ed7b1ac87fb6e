"""Imports that take long, without the window standing still meanwhile."""


def import_numpy() -> None:
    """In the pool: what needs no Qt.

    Modules of Qt are imported in the window's thread alone. PySide makes a class when it is first named, and where
    another thread names a thousand of them, as pyqtgraph does, the window meets one that is half made, and crashes.
    """
    import numpy  # noqa: F401
