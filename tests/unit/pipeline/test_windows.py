"""Packing of speech into windows, with a detector whose answers are known."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alm_studio.audio.silero import CHUNK
from alm_studio.audio.vad import Span
from alm_studio.pipeline.windows import LONGEST, Samples, Window, pack

RATE = 16_000


class _Detector:
    """Finds the spans it was given, each as soon as the stream has passed its end."""

    def __init__(self, spans: list[Span], size: int) -> None:
        self._spans = list(spans)
        self._seen = 0
        self.settled = 0
        self.probabilities = np.zeros(size // CHUNK + 1, np.float32)
        for span in spans:
            self.probabilities[span.start // CHUNK : span.end // CHUNK + 1] = 1

    def feed(self, block: Samples) -> list[Span]:
        self._seen += len(block)
        sure = [span for span in self._spans if span.end <= self._seen]
        self._spans = self._spans[len(sure) :]
        self.settled = min([self._seen, *[span.start for span in self._spans]])
        return sure

    def finish(self) -> list[Span]:
        return self._spans


def _stream(size: int, block: int = RATE * 5) -> Iterator[Samples]:
    """Samples that tell their own place."""
    for start in range(0, size, block):
        yield np.arange(start, min(start + block, size), dtype=np.float32)


def _windows(spans: list[Span], size: int) -> list[Window]:
    detector = _Detector(spans, size)
    return [item for item in pack(_stream(size), detector) if isinstance(item, Window)]  # type: ignore[arg-type]


def _seconds(*pairs: tuple[float, float]) -> list[Span]:
    return [Span(round(a * RATE), round(b * RATE)) for a, b in pairs]


def test_silence_gives_no_window() -> None:
    assert _windows([], RATE * 100) == []


def test_short_pauses_stay_and_long_ones_go() -> None:
    (window,) = _windows(_seconds((1, 3), (3.5, 5), (20, 22)), RATE * 30)
    assert [(a / RATE, b / RATE) for a, b in window.pieces] == [(1, 5), (20, 22)]
    assert window.seconds == pytest.approx(6)
    assert window.samples[0] == RATE
    assert window.samples[-1] == 22 * RATE - 1


def test_a_full_window_is_cut_at_its_longest_pause() -> None:
    spans = _seconds((0, 10), (10.5, 20), (21.5, 25), (25.4, 29), (29.4, 36))
    first, second = _windows(spans, RATE * 40)
    assert first.pieces[-1][1] == 20 * RATE
    assert second.pieces[0][0] == round(21.5 * RATE)


def test_the_first_window_can_be_short() -> None:
    spans = _seconds((0, 3), (3.5, 7), (8, 12), (13, 25), (26, 40))
    windows = list(pack(_stream(RATE * 45), _Detector(spans, RATE * 45), first=RATE * 10))  # type: ignore[arg-type]
    found = [item for item in windows if isinstance(item, Window)]
    assert [window.end for window in found] == [7_000, 25_000, 40_000]
    assert windows.index(found[0]) < 4  # as soon as more was heard than fits


def test_the_first_window_is_not_cut_within_speech_to_be_short() -> None:
    spans = _seconds((0, 15), (16, 25), (26, 40))
    windows = list(pack(_stream(RATE * 45), _Detector(spans, RATE * 45), first=RATE * 10))  # type: ignore[arg-type]
    assert [item.end for item in windows if isinstance(item, Window)] == [25_000, 40_000]


def test_times_map_back_to_the_medium() -> None:
    (window,) = _windows(_seconds((10, 12), (50, 53)), RATE * 60)
    assert window.to_media(0.0) == 10_000
    assert window.to_media(1.5) == 11_500
    assert window.to_media(2.0) == 50_000
    assert window.to_media(2.0, ending=True) == 12_000
    assert window.to_media(99) == 53_000
    assert (window.start, window.end) == (10_000, 53_000)


def test_a_part_of_a_window_knows_its_place() -> None:
    (window,) = _windows(_seconds((10, 12), (50, 53)), RATE * 60)
    part = window.part(1.0, 3.0)
    assert [(a / RATE, b / RATE) for a, b in part.pieces] == [(11, 12), (50, 51)]
    assert part.samples[0] == 11 * RATE
    assert part.samples[-1] == 51 * RATE - 1
    assert len(part.speech) == part.states == 100


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0.0, 6.0), st.floats(0.2, 29.0)), max_size=12))
def test_every_spoken_sample_is_in_exactly_one_window(gaps_and_lengths: list[tuple[float, float]]) -> None:
    spans, place = [], 0
    for gap, length in gaps_and_lengths:
        start = place + round(gap * RATE)
        place = start + round(length * RATE)
        spans.append(Span(start, place))
    windows = _windows(spans, place + RATE)
    covered = np.zeros(place + RATE, np.int8)
    last = 0
    for window in windows:
        assert 0 < len(window.samples) <= LONGEST
        assert len(window.speech) == window.states
        offset = 0
        for begin, end in window.pieces:
            assert last <= begin < end
            last = end
            covered[begin:end] += 1
            assert window.samples[offset] == np.float32(begin)
            offset += end - begin
        assert offset == len(window.samples)
    for span in spans:
        assert (covered[span.start : span.end] == 1).all()


def test_without_a_detector_everything_is_heard_and_cut_where_it_is_quiet() -> None:
    rng = np.random.default_rng(0)
    sound = rng.standard_normal(RATE * 50).astype(np.float32) * 0.1
    sound[RATE * 26 : RATE * 27] *= 0.01
    blocks = (sound[start : start + RATE * 4] for start in range(0, len(sound), RATE * 4))
    first, second = [item for item in pack(blocks, None) if isinstance(item, Window)]
    assert 26.0 < first.seconds < 27.0
    assert first.seconds + second.seconds == pytest.approx(50)


def test_an_hour_of_silence_is_forgotten_as_it_passes() -> None:
    detector = _Detector([], RATE * 3600)
    stream = pack((np.zeros(RATE * 10, np.float32) for _ in range(360)), detector)  # type: ignore[arg-type]
    *passed, everything = stream
    assert passed == [RATE * 10 * (n + 1) for n in range(360)]
    assert everything == RATE * 3600
