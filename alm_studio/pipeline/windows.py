"""Speech packed into windows of at most 30 s, cut at pauses, with long silences left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.silero import CHUNK
from alm_studio.audio.vad import Span, SpeechDetector

Samples = npt.NDArray[np.float32]

LONGEST = 30 * SAMPLE_RATE
"""Samples that fit a window of the model."""
STATE = SAMPLE_RATE // 50
"""Samples of one encoder state."""

_JOIN = SAMPLE_RATE
"""A pause up to here stays as it is: it is part of how people speak."""
_SHORTEST_CUT = 0.5
"""A full window is cut at its longest pause after this share of it."""
_UNUSED_PRICE = 0.04
"""Seconds of pause that a second of unused window is worth, when choosing where to cut."""
_SHORTEST_PAUSE = 0.2
"""Seconds of a pause within speech at which it may be cut."""
_SPOKEN = 0.15
"""Probability of speech below which there is a pause."""
_END = 2.0
"""Seconds of pause that the end of all speech is worth; a longer pause is worth no more."""
_EARLY = 10.0
"""Seconds of pause that an early end costs."""


@dataclass(frozen=True)
class Window:
    """What the model hears in one go.

    Attributes:
        samples: [N] float32, the pieces one after another.
        pieces: (begin, end) of each piece, samples of the medium, in order.
        speech: probability that somebody speaks, for each 20 ms state of the window; ones where nobody looked.
    """

    samples: Samples
    pieces: tuple[tuple[int, int], ...]
    speech: Samples

    @property
    def states(self) -> int:
        """How many of the encoder's states hold its sound."""
        return max(1, -(-len(self.samples) // STATE))

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / SAMPLE_RATE

    @property
    def start(self) -> int:
        """Ms of the medium at which it begins."""
        return _milliseconds(self.pieces[0][0])

    @property
    def end(self) -> int:
        """Ms of the medium at which it ends."""
        return _milliseconds(self.pieces[-1][1])

    def part(self, begin: float, end: float) -> "Window":
        """The window from ``begin`` to ``end``, seconds from its start."""
        first, last = max(0, round(begin / 0.02)), min(self.states, round(end / 0.02))
        start, stop = first * STATE, min(last * STATE, len(self.samples))
        pieces = []
        place = 0
        for left, right in self.pieces:
            inner, outer = max(left, left + start - place), min(right, left + stop - place)
            if inner < outer:
                pieces.append((inner, outer))
            place += right - left
        return Window(self.samples[start:stop], tuple(pieces), self.speech[first:last])

    def to_media(self, seconds: float, ending: bool = False) -> int:
        """Seconds of the window to ms of the medium.

        Args:
            seconds: from the window's start.
            ending: whether it is the end of something; at a joint that is the end of the piece before, not the
                beginning of the piece after.
        """
        place = round(seconds * SAMPLE_RATE)
        for begin, end in self.pieces:
            length = end - begin
            if place < length or (ending and place == length):
                return _milliseconds(begin + max(0, place))
            place -= length
        return self.end


def _milliseconds(samples: int) -> int:
    return round(samples * 1000 / SAMPLE_RATE)


class SpeechBuffer:
    """The sound that may still be needed, from its first wanted sample on."""

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self._start = 0
        self.end = 0

    def append(self, block: Samples) -> None:
        """Add the next samples."""
        self._blocks.append(block)
        self.end += len(block)

    def read(self, begin: int, end: int) -> Samples:
        """Samples [begin, end) of the medium."""
        parts = []
        place = self._start
        for block in self._blocks:
            if place < end and place + len(block) > begin:
                parts.append(block[max(0, begin - place) : end - place])
            place += len(block)
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def forget(self, before: int) -> None:
        """Drop whole blocks that end before this sample."""
        while self._blocks and self._start + len(self._blocks[0]) <= before:
            self._start += len(self._blocks.pop(0))


def pack(
    blocks: Iterable[Samples], detector: SpeechDetector | None, longest: int = LONGEST, first: int = 0
) -> Iterator[Window | int]:
    """Find speech and pack it into windows.

    Args:
        blocks: mono float32 at 16 kHz.
        detector: finds speech; None takes everything for speech.
        longest: samples that a window may have.
        first: samples that the first may have, so that it comes soon, if there is a pause to end it at; 0: as any.

    Yields:
        Windows in time order; between them numbers, for a progress display: the sample up to which nothing is left to
        write but the windows yielded; the last one is the number of all samples.
    """
    buffer = SpeechBuffer()
    spans: list[Span] = []  # speech not yet packed, cut to what fits
    limit = min(first or longest, longest)
    for block in blocks:
        buffer.append(block)
        if detector is None:
            _extend(spans, Span(buffer.end - len(block), buffer.end))
        else:
            spans += detector.feed(block)
        while _length(_joined(spans)) > limit:
            if limit == longest or _cut(spans, detector, limit):
                yield _next_window(buffer, spans, detector, limit)
            limit = longest
        unspoken = buffer.end if detector is None else detector.settled
        settled = spans[0].start if spans else unspoken
        buffer.forget(settled)
        yield settled
    if detector is not None:
        spans += detector.finish()
    while spans:
        yield _next_window(buffer, spans, detector, longest)
    yield buffer.end


def _extend(spans: list[Span], span: Span) -> None:
    """Add a span that continues the last one."""
    if spans and spans[-1].end == span.start:
        spans[-1] = Span(spans[-1].start, span.end)
    else:
        spans.append(span)


def _joined(spans: list[Span]) -> list[Span]:
    """Spans with the short pauses between them filled."""
    result: list[Span] = []
    for span in spans:
        if result and span.start - result[-1].end <= _JOIN:
            result[-1] = Span(result[-1].start, span.end)
        else:
            result.append(span)
    return result


def _length(spans: list[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _next_window(buffer: SpeechBuffer, spans: list[Span], detector: SpeechDetector | None, longest: int) -> Window:
    """Take the next window's worth off ``spans``."""
    cut = _cut(spans, detector, longest) or _quietest(buffer, spans[0], longest)
    pieces = _joined([Span(span.start, min(span.end, cut)) for span in spans if span.start < cut])
    spans[:] = [Span(max(span.start, cut), span.end) for span in spans if span.end > cut]
    return read_window(buffer, pieces, detector)


def read_window(buffer: SpeechBuffer, pieces: list[Span], detector: SpeechDetector | None) -> Window:
    """The window of at least one piece of sound; see ``speech_probabilities``."""
    samples = np.concatenate([buffer.read(piece.start, piece.end) for piece in pieces])
    return Window(samples, tuple((piece.start, piece.end) for piece in pieces), speech_probabilities(pieces, detector))


def _cut(spans: list[Span], detector: SpeechDetector | None, longest: int) -> int | None:
    """The best sample to end a window at: at a long pause, with little of the window unused; None where nothing fits.

    Before half of the window only between spans, and where nothing longer fits.
    """
    places = {span.end: 0.0 for span in spans}
    for begin, end in _pauses(spans, detector):
        ends = [span.end for span in spans if begin <= span.end <= end]
        seconds = min(_END, (end - begin) / SAMPLE_RATE)
        if ends or seconds >= _SHORTEST_PAUSE:
            places |= dict.fromkeys(ends or [(begin + end) // 2], seconds)
    places[spans[-1].end] = _END
    between = {span.end for span in spans}
    best, most = None, -np.inf
    for place, pause in sorted(places.items()):
        length = _length(_joined([Span(span.start, min(span.end, place)) for span in spans if span.start < place]))
        early = length < _SHORTEST_CUT * longest and place != spans[-1].end
        if length > longest or (early and place not in between):
            continue
        value = pause - _UNUSED_PRICE * (longest - length) / SAMPLE_RATE - (_EARLY if early else 0.0)
        if value >= most:
            best, most = place, value
    return best


def _pauses(spans: list[Span], detector: SpeechDetector | None) -> list[tuple[int, int]]:
    """Where nobody speaks between the first word and the last, (begin, end) in samples."""
    if detector is None:
        return []
    first = spans[0].start // CHUNK
    spoken = np.flatnonzero(detector.probabilities[first : -(-spans[-1].end // CHUNK)] >= _SPOKEN) + first
    gaps = np.flatnonzero(np.diff(spoken) > 1)
    return [((int(spoken[gap]) + 1) * CHUNK, int(spoken[gap + 1]) * CHUNK) for gap in gaps]


def speech_probabilities(pieces: list[Span], detector: SpeechDetector | None) -> Samples:
    """The detector's probabilities at every state of the pieces one after another; ones without a detector."""
    length = _length(pieces)
    middles = np.minimum(np.arange(STATE // 2, length + STATE // 2, STATE), length - 1)
    if detector is None:
        return np.ones(len(middles), np.float32)
    lengths = [piece.end - piece.start for piece in pieces]
    offsets = np.cumsum([0, *lengths[:-1]])
    piece_of = np.searchsorted(offsets, middles, side="right") - 1
    places = middles - offsets[piece_of] + np.array([piece.start for piece in pieces])[piece_of]
    probabilities = detector.probabilities
    return np.asarray(probabilities[np.minimum(places // CHUNK, len(probabilities) - 1)], np.float32)


def _quietest(buffer: SpeechBuffer, span: Span, longest: int) -> int:
    """The best place to cut speech without a pause: the quietest 0.3 s of the window's last third."""
    begin, end = span.start + longest * 2 // 3, span.start + longest - min(SAMPLE_RATE // 4, longest // 12)
    step = SAMPLE_RATE // 50
    samples = buffer.read(begin, end)
    frames = samples[: len(samples) // step * step].reshape(-1, step)
    width = min(15, len(frames))
    level = np.convolve(np.sqrt((frames**2).mean(axis=1)), np.ones(width) / width, mode="valid")
    return begin + (int(level.argmin()) + width // 2) * step
