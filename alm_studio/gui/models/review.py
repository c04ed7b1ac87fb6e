"""The places of a medium that are worth a look, as a list."""

from PySide6.QtCore import QCoreApplication

from alm_studio.captions.scripts import one_line
from alm_studio.gui.models.findings import FindingsModel
from alm_studio.pipeline.review import Finding, Reason


def describe(finding: Finding) -> str:
    """Why a place is worth a look, in plain words."""
    if finding.reason is Reason.UNBACKED:
        return _tr("No sound stands behind this text")
    if finding.reason is Reason.UNWRITTEN:
        seconds = (finding.end - finding.start) / 1000
        return _tr("Speech without text, {seconds:.1f} s").format(seconds=seconds)
    return _tr("May be wrong, {percent} %").format(percent=min(99, round(100 * finding.doubt)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)


class ReviewModel(FindingsModel):
    """Places in the order in which a person goes through them, with the text of their cues."""

    def reason(self, row: int) -> str:
        return describe(self.finding(row))

    def start(self, row: int) -> int:
        return int(self.finding(row).start)

    def title(self, row: int) -> str:
        return self.text(row) or self.reason(row)

    def pieces(self, row: int) -> list[tuple[str, bool]]:
        """The text of the cue in ``row``, in pieces: what is in doubt, and what is not."""
        finding, caption = self.finding(row), self.caption(row)
        if caption is None:
            return []
        if not finding.words:
            return [(one_line(caption.text), False)]
        doubtful = set(finding.words)
        pieces: list[tuple[str, bool]] = []
        for index, word in enumerate(caption.words):
            text = word.text if pieces else word.text.lstrip()
            if pieces and pieces[-1][1] == (index in doubtful):
                pieces[-1] = (pieces[-1][0] + text, pieces[-1][1])
            else:
                pieces.append((text, index in doubtful))
        return pieces

    def language(self, row: int) -> str:
        """Code of the language of the text in ``row``."""
        caption = self.caption(row)
        return caption.language if caption else ""
