import numpy as np
import pytest

from alm_studio.captions.transcript import Word
from alm_studio.streaming.events import Committed, Tentative
from alm_studio.streaming.measuring import Record, Stamped, lags, measure, noises


def word(text, start, end):
    return Word(f" {text}", start, end)


def test_words_are_stamped_and_what_is_taken_back_is_counted():
    record = Record()
    record.note([Tentative("")], 0.1)
    record.note([Tentative(" and so")], 0.5)
    record.note([Committed((word("And", 0, 200),), "en"), Tentative(" so my")], 1.0)
    record.note([Tentative(" so my fellow")], 1.5)
    record.note([Committed((word("so", 200, 400), word("my", 400, 500)), "en"), Tentative(" fallow")], 2.0)
    assert record.text == "And so my"
    assert [entry.at for entry in record.words] == [1.0, 2.0, 2.0]
    assert record.first_text == 0.5
    assert record.erased == 2 + 1  # "and so" became "And so", "fellow" became "fallow"


def test_lags_go_by_the_words_of_who_heard_everything():
    stamped = [
        Stamped(word("Ask", 0, 900), 1.5),
        Stamped(word("not", 900, 1000), 1.5),
        Stamped(word("hum", 0, 1100), 2.0),
    ]
    heard = [word("ask", 0, 500), word("Not,", 600, 800)]
    assert lags(stamped, heard, "en") == pytest.approx([1.0, 0.7, 0.9])
    assert lags(stamped, [], "en") == pytest.approx([0.6, 0.5, 0.9])


def test_virtual_time_goes_by_the_sound_or_by_the_work(monkeypatch):
    now = 0.0
    monkeypatch.setattr("alm_studio.streaming.measuring.time.perf_counter", lambda: now)

    class Slow:
        fed = 0

        def feed(self, samples):
            self.fed += samples.size

        def step(self):
            nonlocal now
            now += 0.5
            return []

        def finish(self):
            return [Committed((word("end", 0, 900),), "en", True)]

    session = Slow()
    measured = measure(session, np.zeros(16_000, np.float32))
    assert session.fed == 16_000
    assert measured.record.words[0].at == pytest.approx(1.6)  # 0.1 s heard, 0.5 worked, 0.5 heard and worked, the rest
    assert measured.late == pytest.approx(0.6, abs=0.11)


def test_noises_are_loud_enough_to_be_taken_for_something():
    for name, sound in noises(2.0).items():
        assert sound.dtype == np.float32 and len(sound) == 32_000
        assert (np.abs(sound).max() > 0.05) == (name != "silence")
