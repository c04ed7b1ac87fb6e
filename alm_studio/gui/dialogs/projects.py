"""Asks for project files, and for media that were moved."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from alm_studio.project.project import SUFFIX


def _tr(text: str) -> str:
    return QCoreApplication.translate("Projects", text)


def ask_projects(parent: QWidget, recent: list[str]) -> list[Path]:
    """Let the user choose projects to open; none when they cancel."""
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = str(Path(recent[0]).parent) if recent else home
    paths, _ = QFileDialog.getOpenFileNames(parent, _tr("Open project"), folder, _filter())
    return [Path(path) for path in paths]


def ask_project_file(parent: QWidget, media: Path) -> Path | None:
    """Let the user choose where a project is to be saved, at first beside its medium; None when they cancel."""
    proposed = str(media.with_suffix(SUFFIX))
    path, _ = QFileDialog.getSaveFileName(parent, _tr("Save project as"), proposed, _filter())
    if not path:
        return None
    chosen = Path(path)
    return chosen if chosen.suffix.lower() == SUFFIX else chosen.with_name(chosen.name + SUFFIX)


def ask_moved(parent: QWidget, media: Path) -> Path | None:
    """Let the user show where a medium is now; None when they cancel."""
    title = _tr("Where is {name} now?").format(name=media.name)
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    same = f"{media.name} ({media.name});;" if not set(media.name) & set("()*?[];") else ""
    path, _ = QFileDialog.getOpenFileName(parent, title, home, f"{same}{_tr('All files')} (*)")
    return Path(path) if path else None


def _filter() -> str:
    return f"{_tr('Projects')} (*{SUFFIX})"
