"""A film of a minute and a half: nothing missing, cues by the rules, the stream of events, stopping in the middle."""

import threading
import time
from collections import Counter

import pytest
import torch

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.captions.document import Caption
from alm_studio.captions.layout import lay_out
from alm_studio.captions.lost_words import lost_words
from alm_studio.captions.quality import check
from alm_studio.captions.styles import Style, get_style
from alm_studio.pipeline.events import Advanced, Finished, LanguageDetected, Opened, SegmentReady
from alm_studio.pipeline.options import TranscribeOptions
from tests.helpers.speech import recording

from .heard import missing, subtitle_lines, word_error_rate
from .test_english import HARVARD, LIBRISPEECH
from .test_languages import LONG_CHINESE, SHORT_CHINESE

FILM = "video/manifesto.mp4"
LINES = "video/manifesto.srt"

pytestmark = pytest.mark.slow


def test_no_line_of_the_film_is_missing(hear):
    heard = hear(FILM)
    lines = subtitle_lines(LINES)
    # Lines of one to three words may fall between two others in the alignment: they go with their neighbour.
    joined = [" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2)]
    assert missing(joined, heard.text) == []
    # The captions were made by a machine too: other programs differ from them by 6 %.
    assert word_error_rate(" ".join(lines), heard.text) < 0.12


def test_captions_stand_where_the_film_has_its_own(hear):
    """Words that only one line has, and that were written once, are shown within two seconds of that line's time."""
    lines = list(timed_lines())
    spoken = once([(word, start) for start, text in lines for word in text.lower().split() if len(word) > 5])
    words = [word for segment in hear(FILM).segments for word in segment.words]
    shown = once([(word.text.strip(" .,;:!?").lower(), word.start) for word in words])
    late = {word: (start, shown[word]) for word, start in spoken.items() if word in shown}
    assert len(late) >= 20
    wrong = {word: times for word, times in late.items() if not -2000 <= times[1] - times[0] <= 6000}
    assert wrong == {}


def once(timed: list[tuple[str, int]]) -> dict[str, int]:
    """The words that stand in a list one time only."""
    counts = Counter(word for word, _ in timed)
    return {word: start for word, start in timed if counts[word] == 1}


def timed_lines():
    text = recording(LINES).read_text(encoding="utf-8-sig")
    for block in text.strip().split("\n\n"):
        _, times, *lines = block.splitlines()
        hours, minutes, seconds = times.split(" --> ")[0].replace(",", ".").split(":")
        yield int((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000), " ".join(lines)


def test_cues_keep_the_rules_and_lose_no_word(hear):
    style = get_style("netflix")
    cues, hurried, breaches = 0, 0, []
    for name in (FILM, HARVARD, *LIBRISPEECH, LONG_CHINESE, SHORT_CHINESE):
        heard = hear(name)
        assert lost_words(heard.document, heard.transcript) == [], name
        cues += len(heard.captions)
        for breach in check(heard.document, style):
            if breach.rule == "cps" and uses_all_time(heard.captions, breach.index, style):
                hurried += 1
            else:
                breaches.append(f"{name}: {breach.message}")
        assert lay_out(heard.transcript, style).captions == heard.captions  # in pieces or at once: the same
    assert cues > 40
    assert len(breaches) <= cues / 100, breaches
    # Who speaks faster than anyone may read cannot be captioned word for word at a reader's pace; it is a few cues.
    assert hurried <= 0.08 * cues


def uses_all_time(captions: list[Caption], index: int, style: Style) -> bool:
    """Whether a cue stands from its first word on, as long as it may: up to the next, or the style's longest."""
    cue = captions[index]
    longest = cue.words[-1].end + style.max_hang
    if index + 1 < len(captions):
        longest = min(longest, captions[index + 1].start - style.min_gap)
    return cue.start <= cue.words[0].start and cue.end >= longest - 1


def test_events_come_in_order(hear):
    heard = hear(FILM)
    assert isinstance(heard.events[0], Opened)
    assert isinstance(heard.events[-1], Finished)
    assert heard.events[0].duration == pytest.approx(heard.transcript.duration, abs=500)
    kinds = [type(event) for event in heard.events]
    assert kinds.index(LanguageDetected) < kinds.index(SegmentReady)
    advanced = [event for event in heard.events if isinstance(event, Advanced)]
    assert [event.done for event in advanced] == sorted(event.done for event in advanced)
    assert advanced[-1].done == advanced[-1].total == heard.transcript.duration
    # The film is no single batch: words appear while most of it is still to be heard.
    first = kinds.index(SegmentReady)
    assert max(event.done for event in heard.events[:first] if isinstance(event, Advanced)) < 0.6 * advanced[-1].total
    assert heard.segments == heard.transcript.segments


def test_segments_and_words_are_in_time_order(hear):
    transcript = hear(FILM).transcript
    for one, two in zip(transcript.segments, transcript.segments[1:], strict=False):
        assert one.end <= two.start
    for segment in transcript.segments:
        assert "".join(word.text for word in segment.words).strip() == segment.text
        assert all(one.end <= two.start for one, two in zip(segment.words, segment.words[1:], strict=False))
        assert all(word.start <= word.end for word in segment.words)
    assert transcript.words[0].start >= 0
    assert transcript.words[-1].end <= transcript.duration


@pytest.fixture(scope="module")
def one_encoding(model):
    """Seconds in which this machine encodes a window: the longest step that is not interrupted."""
    started = time.monotonic()
    with torch.inference_mode():
        model.network.encode(torch.zeros(1, 3000, model.spec.mel_bands, device=model.device))
    return time.monotonic() - started


@pytest.mark.parametrize("after", [1, 4])
def test_cancelled_in_the_middle(after, transcriber, hear, one_encoding):
    """Stops within half a second; what was told before is what a whole run tells."""
    whole = hear(FILM)
    token, asked = CancelToken(), []
    segments = []

    def cancel() -> None:
        asked.append(time.monotonic())
        token.cancel()

    with pytest.raises(CancelledError):
        for event in transcriber.run(recording(FILM), TranscribeOptions(), token):
            if isinstance(event, SegmentReady):
                segments.append(event.segment)
            if len(segments) == after and not asked:
                # In the midst of the next batch, not between two: there it is easy.
                asked.append(0.0)
                threading.Timer(0.1, lambda: (asked.clear(), cancel())).start()
    assert time.monotonic() - asked[-1] < max(1.0, 3 * one_encoding)  # the goal is 0.5 s, on a calm machine
    assert len(segments) >= after
    assert segments == whole.segments[: len(segments)]
    assert len(segments) < len(whole.segments)
