"""The languages of the window: which there are, and how another is chosen while it is open."""

import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from alm_studio.base.paths import resources_dir
from alm_studio.gui import theme

SYSTEM = "system"
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""The languages with their own names; a new one is a file ``alm_studio_CODE.ts`` and a row here."""

Message = tuple[str, str]
"""Context and source text."""


class _Translators(QObject):
    """Owns what is installed, so that it can be taken out again."""

    code = "en"


def resolve(wanted: str) -> str:
    """A code of ``LANGUAGES`` for a setting: itself, or for ``SYSTEM`` what the system's languages come closest to."""
    if wanted in LANGUAGES:
        return wanted
    for name in QLocale.system().uiLanguages():
        language, script_or_place = name.replace("-", "_").split("_")[0], name
        if language == "zh" and not any(part in script_or_place for part in ("Hant", "TW", "HK", "MO")):
            return "zh_CN"
        if language in LANGUAGES:
            return language
    return "en"


def current(app: QApplication) -> str:
    """The code of the language in use."""
    found = app.findChild(_Translators)
    return found.code if isinstance(found, _Translators) else "en"


def use(app: QApplication, wanted: str) -> str:
    """Translate all that is said from now on, Qt's own dialogs included; what stands there already stays.

    Args:
        app: the application.
        wanted: a code of ``LANGUAGES``, or ``SYSTEM``.

    Returns:
        The code of the language that is used.
    """
    code = resolve(wanted)
    if isinstance(before := app.findChild(_Translators), _Translators):
        for translator in before.findChildren(QTranslator):
            app.removeTranslator(translator)
        before.setParent(None)
    owner = _Translators(app)
    owner.code = code
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{code}", qt), (f"alm_studio_{code}", str(folder_of_translations()))):
        translator = QTranslator(owner)
        if translator.load(name, folder):
            app.installTranslator(translator)
    app.setFont(theme.font_for("zh" if code == "zh_CN" else QLocale.system().name().split("_")[0], app.font()))
    return code


def folder_of_translations() -> Path:
    """Where the ``.ts`` and ``.qm`` files are."""
    return resources_dir() / "translations"


@lru_cache(maxsize=4)
def catalogue(code: str) -> dict[Message, str]:
    """Every text of the window with its translation; in English itself. Plurals, which are made anew, are left out."""
    if code == "en":
        return {message: message[1] for message in catalogue("zh_CN")}
    found: dict[Message, str] = {}
    for context in ElementTree.parse(folder_of_translations() / f"alm_studio_{code}.ts").getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            if message.get("numerus") != "yes":
                source = message.findtext("source") or ""
                found[name, source] = message.findtext("translation") or source
    return found
