"""What edits are called in the user's language."""

from PySide6.QtCore import QCoreApplication


def label(text: str) -> str:
    """The name of an edit, as ``captions.edits`` gives it, in the user's language; an unknown one as it is."""
    return _labels().get(text, text)


def _labels() -> dict[str, str]:
    return {
        "Accept silence": _tr("Accept silence"),
        "Accept text": _tr("Accept text"),
        "Align text": _tr("Align text"),
        "Change times": _tr("Change times"),
        "Delete cue": _tr("Delete cue"),
        "Delete cues": _tr("Delete cues"),
        "Duplicate cue": _tr("Duplicate cue"),
        "Duplicate cues": _tr("Duplicate cues"),
        "Edit note": _tr("Edit note"),
        "Edit text": _tr("Edit text"),
        "Fix all": _tr("Fix all"),
        "Fix cue": _tr("Fix cue"),
        "Fix cues": _tr("Fix cues"),
        "Insert cue": _tr("Insert cue"),
        "Lay out anew": _tr("Lay out anew"),
        "Merge cues": _tr("Merge cues"),
        "Move word": _tr("Move word"),
        "Move words": _tr("Move words"),
        "Move word boundary": _tr("Move word boundary"),
        "Replace": _tr("Replace"),
        "Replace all": _tr("Replace all"),
        "Replace cues": _tr("Replace cues"),
        "Restore words": _tr("Restore words"),
        "Set in-time": _tr("Set in-time"),
        "Set note": _tr("Set note"),
        "Set out-time": _tr("Set out-time"),
        "Set speaker": _tr("Set speaker"),
        "Shift cues": _tr("Shift cues"),
        "Sort by time": _tr("Sort by time"),
        "Split cue": _tr("Split cue"),
        "Stretch cues": _tr("Stretch cues"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Edits", text)
