import threading
import time

import numpy as np
import pytest

from alm_studio.audio.decode import decode
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError, ModelError, OutputError
from alm_studio.base.notice import Notice
from alm_studio.checkpoints.loading import load_model
from alm_studio.streaming.events import Committed, Delay, Ended, Level, Ready
from alm_studio.streaming.runner import LiveRunner
from alm_studio.streaming.session import LiveSession
from alm_studio.streaming.sinks.sink import Sink
from alm_studio.streaming.sinks.sound_file import SoundFile
from alm_studio.streaming.sources import FileSource
from tests.helpers.speech import recording


@pytest.fixture(scope="module")
def model():
    return load_model("tiny.en", "cpu")


class Deliveries:
    """A live source that has everything at once, or breaks off."""

    realtime = True

    def __init__(self, blocks, failure=None):
        self.blocks, self.failure = list(blocks), failure
        self.clock = 0.0
        self.closed = False

    @property
    def ended(self):
        return not self.blocks and self.failure is None

    def read(self, seconds):
        if self.blocks:
            return self.blocks.pop(0)
        raise self.failure

    def notices(self):
        return []

    def close(self):
        self.closed = True
        return np.zeros(0, np.float32)


class Kept(Sink):
    def __init__(self):
        self.sound, self.events, self.closed = [], [], 0

    def hear(self, samples):
        self.sound.append(samples)

    def show(self, event):
        self.events.append(event)

    def close(self):
        self.closed += 1


def text_of(events):
    return "".join(event.text for event in events if isinstance(event, Committed))


def test_a_run_tells_everything_in_order(model, tmp_path):
    events, sink = [], Kept()
    source = FileSource(recording("en/misc/jfk.flac"), realtime=False)
    LiveRunner(source, lambda: LiveSession(model), events.append, [sink, SoundFile(tmp_path / "a.flac")]).run(
        CancelToken()
    )
    assert "for your country" in text_of(events) == text_of(sink.events)
    kinds = [type(event) for event in events]
    assert kinds.index(Ready) < kinds.index(Committed) < kinds.index(Delay)
    assert kinds[-1] is Ended and events[-1].seconds == pytest.approx(11.0, abs=0.1)
    assert max(event.rms for event in events if isinstance(event, Level)) > 0.05
    assert all(event.seconds < 4 for event in events if isinstance(event, Delay))
    jfk = np.concatenate(list(decode(recording("en/misc/jfk.flac"))))
    np.testing.assert_array_equal(np.concatenate(sink.sound), jfk)
    assert len(np.concatenate(list(decode(tmp_path / "a.flac")))) == len(jfk)
    assert sink.closed == 1


def test_sound_is_kept_while_the_model_is_loaded(model):
    jfk = np.concatenate(list(decode(recording("en/misc/jfk.flac"))))
    sink, events = Kept(), []
    everything = threading.Event()
    source = Deliveries(np.array_split(jfk, 100))

    def slow_start():
        while sum(part.size for part in sink.sound) < len(jfk):
            everything.wait(0.01)
        return LiveSession(model)

    LiveRunner(source, slow_start, events.append, [sink]).run(CancelToken())
    assert "for your country" in text_of(events)
    assert source.closed


def test_a_model_that_fails_ends_the_listening(model):
    source = Deliveries([np.zeros(1600, np.float32)] * 10_000_000)
    events, sink = [], Kept()

    def start():
        raise ModelError("There is no such model.")

    with pytest.raises(ModelError):
        LiveRunner(source, start, events.append, [sink]).run(CancelToken())
    assert source.closed and sink.closed == 1 and isinstance(events[-1], Ended)


@pytest.mark.parametrize("failure", [MediaError("The file breaks off."), ZeroDivisionError()])
def test_a_source_that_breaks_off_loses_no_word(model, failure):
    jfk = np.concatenate(list(decode(recording("en/misc/jfk.flac"))))
    events = []
    with pytest.raises(type(failure)):
        LiveRunner(Deliveries([jfk[:64_000]], failure), lambda: LiveSession(model), events.append).run(CancelToken())
    assert "fellow Americans" in text_of(events)


def test_a_sink_that_fails_is_told_and_let_go(model):
    class Full(Kept):
        def hear(self, samples):
            super().hear(samples)
            if len(self.sound) == 3:
                raise OutputError("The disk is full.")

    events, full, kept = [], Full(), Kept()
    source = FileSource(recording("en/misc/jfk.flac"), realtime=False)
    runner = LiveRunner(source, lambda: LiveSession(model, clock=lambda: 0.0), events.append, [full, kept])
    runner.run(CancelToken())
    assert [event.sentence for event in events if isinstance(event, Notice)] == ["The disk is full."]
    assert (len(full.sound), full.closed) == (3, 1)
    assert len(kept.sound) > 20 and "country" in text_of(kept.events)
    assert [str(error) for error in runner.failed] == ["The disk is full."]


def test_sinks_come_and_go(model):
    events, early, late = [], Kept(), Kept()

    def listener(event):
        events.append(event)
        if isinstance(event, Committed) and not late.events and not late.closed:
            runner.add(late)
            runner.remove(early)
            runner.remove(early)

    source = FileSource(recording("en/misc/jfk.flac"), realtime=False)
    runner = LiveRunner(source, lambda: LiveSession(model), listener, [early])
    runner.run(CancelToken())
    assert early.closed == late.closed == 1
    assert text_of(late.events) == text_of(events)[len(text_of(early.events)) :]


def test_a_pause_has_no_length_and_hides_what_is_said(model):
    jfk = np.concatenate(list(decode(recording("en/misc/jfk.flac"))))
    blocks = np.array_split(jfk, 110)  # 0.1 s each
    paused, events, sink = threading.Event(), [], Kept()

    class Switched(Deliveries):
        def read(self, seconds):
            time.sleep(0.001)
            here = 110 - len(self.blocks)
            if here == 30:
                paused.set()
            elif here == 80:
                paused.clear()
            return super().read(seconds)

    LiveRunner(Switched(blocks), lambda: LiveSession(model), events.append, [sink]).run(CancelToken(), paused)
    heard = sum(part.size for part in sink.sound) / 16_000
    assert heard == pytest.approx(11 - 5 + 0.8, abs=0.11)
    text = text_of(events)
    assert "fellow" in text and "country" in text and "ask not" not in text.lower()
    assert any(event.ends for event in events if type(event) is Committed)


def test_stop_finishes_what_was_said(model):
    stop, events = CancelToken(), []

    def listener(event):
        events.append(event)
        if isinstance(event, Level) and sum(isinstance(e, Level) for e in events) == 6:
            stop.cancel()

    source = FileSource(recording("en/misc/jfk.flac"), realtime=False)
    LiveRunner(source, lambda: LiveSession(model), listener).run(stop)
    assert "fellow American" in text_of(events)
    assert events[-1].seconds == pytest.approx(2.4, abs=0.01)
