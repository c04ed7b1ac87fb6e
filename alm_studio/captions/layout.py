"""Words → cues: where they end, how their lines break, when they stand on the screen.

Three steps, each a module: ``units`` (words → parts that stay together), ``optimizer`` (units → cues) and
    ``linebreak`` (a cue's units → lines); ``timing`` gives in-times and out-times.
"""

from dataclasses import replace

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.linebreak import break_lines, width
from alm_studio.captions.optimizer import CueOptimizer, CutCue
from alm_studio.captions.styles import Style
from alm_studio.captions.timing import CueTimer
from alm_studio.captions.transcript import Segment, Transcript
from alm_studio.captions.units import Unit, units_of


class CueBuilder:
    """Turns segments into cues as they come, over the borders of segments.

    Cues come out as soon as nothing that follows can change them. Their joined text is that of the words,
    white space apart. How the segments are dealt out to ``add`` changes when cues come, never which.

    Args:
        style: the limits.
        language: Whisper's code, for segments that name none.
    """

    def __init__(self, style: Style, language: str) -> None:
        self._style = style
        self._language = language
        self._optimizer = CueOptimizer(style)
        self._timer = CueTimer(style)
        self._heard_until = 0

    def add(self, segment: Segment) -> list[Caption]:
        """Append ``segment``; the cues that became final."""
        language = segment.language or self._language
        if self._style.keep_segments:
            return self._keep(segment, language)
        cues: list[CutCue] = []
        for unit in units_of(segment, language, self._style.line_length(language)):
            cues += self._optimizer.add(self._in_order(unit))
        return [self._caption(*cue) for cue in cues + self._optimizer.settled()]

    def finish(self) -> list[Caption]:
        """The remaining cues."""
        return [self._caption(*cue) for cue in self._optimizer.finish()]

    def _in_order(self, unit: Unit) -> Unit:
        """``unit`` with times that never run backwards: the text is in order, the times may not be."""
        start = max(unit.start, self._heard_until)
        self._heard_until = start
        return replace(unit, start=start, end=max(start, unit.end))

    def _caption(self, units: list[Unit], following: int | None) -> Caption:
        style, language = self._style, units[0].language
        end = max(unit.end for unit in units)
        needed = width(units) * 1000 / style.cps(language)
        begin, until = self._timer.place(units[0].start, end, needed, following)
        lines = break_lines(units, style.line_length(language), style.max_lines)
        heard = all(unit.words for unit in units)
        words = tuple(word for unit in units for word in unit.words) if heard else ()
        return Caption(begin, until, "\n".join(lines), words, language)

    def _keep(self, segment: Segment, language: str) -> list[Caption]:
        text = segment.text.strip() or "".join(word.text for word in segment.words).strip()
        if not text:
            return []
        start = max(segment.start, self._heard_until)
        self._heard_until = max(segment.end, start + 1)
        return [Caption(start, self._heard_until, text, segment.words, language)]


def lay_out(transcript: Transcript, style: Style) -> Document:
    """The cues of a whole transcript: for another style, or for a transcript read from a file."""
    builder = CueBuilder(style, transcript.language)
    captions = [caption for segment in transcript.segments for caption in builder.add(segment)]
    return Document(captions + builder.finish(), language=transcript.language)
