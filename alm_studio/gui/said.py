"""Sentences of the packages below the window, which know no Qt, in the window's language."""

from functools import lru_cache

from PySide6.QtWidgets import QApplication

from alm_studio.gui import i18n
from alm_studio.gui.relabel import Dictionary

_CONTEXT = "Sentences"


def said(text: str) -> str:
    """An error's or a warning's sentence in the language of the window; itself where nobody translated it."""
    app = QApplication.instance()
    code = i18n.current(app) if isinstance(app, QApplication) else "en"
    if code == "en":
        return text
    other = _sentences(code).translate(text, [_CONTEXT])
    if other == text and ": " in text:  # a file's name before its sentence
        subject, _, sentence = text.partition(": ")
        translated = _sentences(code).translate(sentence, [_CONTEXT])
        return f"{subject}：{translated}" if translated != sentence else text
    return other


@lru_cache(maxsize=2)
def _sentences(code: str) -> Dictionary:
    def only(messages: dict[i18n.Message, str]) -> dict[i18n.Message, str]:
        return {message: text for message, text in messages.items() if message[0] == _CONTEXT}

    return Dictionary(only(i18n.catalogue("en")), only(i18n.catalogue(code)))
