"""What a cue does against its style, in the user's words."""

from PySide6.QtCore import QCoreApplication, QObject

from alm_studio.captions.quality import Breach


class _Counts(QObject):
    """Sentences with a plural, which lupdate finds in objects alone."""

    def lost(self, words: int) -> str:
        """How many words were left out."""
        return self.tr("%n heard word(s) left out", "", words)


def describe(breach: Breach) -> str:
    """A sentence about a breach, without the number of its cue."""
    value, limit = breach.value, breach.limit
    match breach.rule:
        case "cps":
            return _tr("{value} characters per second; {limit} at most").format(value=_fine(value), limit=_fine(limit))
        case "line length":
            return _tr("A line of {value} characters; {limit} at most").format(value=_fine(value), limit=_fine(limit))
        case "lines":
            return _tr("{value} lines; {limit} at most").format(value=_fine(value), limit=_fine(limit))
        case "line break":
            return _tr("The line ends inside a phrase")
        case "duration" if value < limit:
            return _tr("{value} s on screen; {limit} s at least").format(value=_s(value), limit=_s(limit))
        case "duration":
            return _tr("{value} s on screen; {limit} s at most").format(value=_s(value), limit=_s(limit))
        case "gap" if value < limit:
            return _tr("{value} s to the next cue; {limit} s at least").format(value=_s(value), limit=_s(limit))
        case "gap":
            return _tr("A gap of {value} s flickers; close it to {limit} s").format(value=_s(value), limit=_s(limit))
        case "overlap":
            return _tr("Overlaps the next cue by {value} s").format(value=_s(value))
        case "lost words":
            return _Counts().lost(round(value))
        case rule:
            return rule


def title(rule: str) -> str:
    """What a rule is called."""
    return {
        "cps": _tr("Reading speed"),
        "line length": _tr("Line length"),
        "lines": _tr("Lines"),
        "line break": _tr("Line break"),
        "duration": _tr("Duration"),
        "gap": _tr("Gap"),
        "overlap": _tr("Overlap"),
        "lost words": _tr("Lost words"),
    }[rule]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Breaches", text)


def _fine(value: float) -> str:
    """``20.0`` → ``"20"``, ``20.94`` → ``"20.9"``."""
    return f"{value:.1f}".removesuffix(".0")


def _s(ms: float) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")
