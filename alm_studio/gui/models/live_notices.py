"""What a live run has to say, in the language of the window."""

from PySide6.QtCore import QCoreApplication

from alm_studio.base.notice import Notice


def notice_text(notice: Notice) -> str:
    """The sentence of a notice."""
    texts = {
        "device-lost": QCoreApplication.translate(
            "LiveNotices", "{subject} no longer delivers sound. Plug it in again: listening goes on by itself."
        ),
        "device-back": QCoreApplication.translate("LiveNotices", "Listening to {subject} again."),
        "too-slow": QCoreApplication.translate(
            "LiveNotices",
            "This computer is slower than the speech: captions come later, and nothing is lost. "
            "A smaller model is faster.",
        ),
    }
    return texts[notice.kind].format(subject=notice.subject) if notice.kind in texts else notice.sentence


def notice_kind(notice: Notice) -> str:
    """``"info"`` for good news, else ``"warning"``."""
    return "info" if notice.kind == "device-back" else "warning"
