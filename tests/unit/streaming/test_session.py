from dataclasses import replace
from itertools import pairwise

import numpy as np
import psutil
import pytest

from alm_studio.audio.decode import decode
from alm_studio.base.errors import UsageError
from alm_studio.checkpoints.loading import load_model
from alm_studio.decoding.continuation import Continuer
from alm_studio.streaming.events import Committed, Tentative
from alm_studio.streaming.measuring import noises
from alm_studio.streaming.options import LiveOptions
from alm_studio.streaming.session import LiveSession
from tests.helpers.speech import recording


@pytest.fixture(scope="module")
def model():
    return load_model("tiny.en", "cpu")


@pytest.fixture(scope="module")
def base():
    """Where it matters which words are written: the smaller one's hang on the processor's arithmetic."""
    return load_model("base", "cpu", "float32")


@pytest.fixture(scope="module")
def jfk():
    return np.concatenate(list(decode(recording("en/misc/jfk.flac"))))


def open_session(model, **options):
    """One that takes its machine for infinitely fast, so that it hears at the same moments wherever it runs."""
    return LiveSession(model, LiveOptions(**options), clock=lambda: 0.0)


def run(session, sound, step=6400, end=True):
    """Events with the second of the sound at which each came."""
    events = []
    for start in range(0, len(sound), step):
        session.feed(sound[start : start + step])
        events += [(session.seconds, event) for event in session.step()]
    return events + [(session.seconds, event) for event in (session.finish() if end else ())]


@pytest.mark.parametrize("policy", ["align-att", "local-agreement"])
def test_words_are_committed_while_they_are_spoken(model, jfk, policy):
    events = run(open_session(model, policy=policy), jfk)
    committed = [(at, event) for at, event in events if isinstance(event, Committed)]
    text = "".join(event.text for _, event in committed)
    assert "fellow Americans" in text and "for your country" in text
    words = [word for _, event in committed for word in event.words]
    assert all(word.start <= word.end for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
    lags = [at - word.end / 1000 for at, event in committed for word in event.words]
    assert min(lags) > -0.2 and np.median(lags) < 1.5
    assert len(committed) > 5


def test_silence_and_hum_are_no_words(model):
    seconds = np.arange(10 * 16_000) / 16_000
    hum = (0.05 * np.sin(2 * np.pi * 50 * seconds)).astype(np.float32)
    assert run(open_session(model), np.concatenate([np.zeros(80_000, np.float32), hum])) == []


def test_finish_commits_what_is_still_tentative(model, jfk):
    session = open_session(model)
    events = run(session, jfk[: round(2.1 * 16_000)])
    assert "fellow American" in "".join(event.text for _, event in events if isinstance(event, Committed))


def test_what_the_model_passes_over_is_heard_again(jfk, monkeypatch):
    """A model that writes nothing behind the words that it is given."""
    write = Continuer.write

    def silent(self, start, states, language, begun, draft, previous, most):
        return write(self, start, states, language, begun, draft, previous, 0 if len(begun) else most)

    monkeypatch.setattr(Continuer, "write", silent)
    model = load_model("base", "cpu")  # the smaller ones hear the two words "ask not" on some processors only
    text = "".join(event.text for _, event in run(open_session(model), jfk) if isinstance(event, Committed))
    for part in ("fellow Americans", "ask not", "can do for you", "what you can do"):
        assert part in text.lower().replace("americans", "Americans")
    assert text.count("fellow") == 1


def test_hearings_without_sense_take_nothing_away(model, jfk):
    session = open_session(model)
    events = run(session, jfk[: round(2.1 * 16_000)], end=False)
    shown = [event.text for _, event in events if isinstance(event, Tentative)][-1]
    assert "American" in shown
    hear = session._listener.hear
    session._listener.hear = lambda *given: replace(hear(*given), words=(), sound=False, cut=True)
    session.feed(jfk[round(2.1 * 16_000) : round(2.5 * 16_000)])
    assert session.step() == []
    first, *_ = session.finish()
    assert first.text == shown and first.ends


def test_sound_in_one_piece_gives_the_text_too(model, jfk):
    events = run(open_session(model), jfk, step=len(jfk))
    assert "for your country" in "".join(event.text for _, event in events if isinstance(event, Committed))


def test_long_speech_scrolls(model, jfk):
    session = open_session(model, longest=4.5, kept=2.0)
    without_pauses = np.concatenate([jfk[5_000:36_000], jfk[52_000:70_000], jfk[85_000:122_000], jfk[130_000:170_000]])
    events = run(session, without_pauses)
    text = "".join(event.text for _, event in events if isinstance(event, Committed))
    assert "country" in text
    assert text.count("fellow") == 1


def test_senseless_options_are_refused(model):
    for wrong in ({"step": 0.0}, {"longest": 30.0}, {"task": "sing"}, {"kept": 23.0}):
        with pytest.raises(UsageError):
            LiveOptions(**wrong)
    with pytest.raises(UsageError, match="policy"):
        LiveSession(model, LiveOptions(policy="guess"))


def test_what_is_longer_than_the_model_hears_is_heard_in_pieces(model, jfk, monkeypatch):
    """A machine that fell behind gets long speech in one piece."""
    monkeypatch.setattr("alm_studio.streaming.session._MOST", 5)
    sound = np.concatenate([jfk[5_000:36_000], jfk[52_000:70_000], jfk[85_000:122_000], jfk[130_000:170_000]])
    committed = [
        event
        for _, event in run(open_session(model, longest=4.0, kept=1.5), sound, len(sound))
        if isinstance(event, Committed)
    ]
    text = "".join(event.text for event in committed)
    assert "fellow America" in text and text.count("country") == 2
    words = [word for event in committed for word in event.words]
    assert all(before.end <= after.start for before, after in pairwise(words))


def test_the_longest_that_can_be_heard_scrolls_where_the_model_goes_round_in_circles(model, jfk):
    """Text that makes no sense commits nothing, and does not stop the session."""
    session = open_session(model, longest=24.0)
    hear = session._listener.hear
    session._listener.hear = lambda *given: replace(hear(*given), words=(), sound=False, cut=True)
    without_pauses = np.concatenate([jfk[5_000:36_000], jfk[52_000:70_000], jfk[85_000:122_000], jfk[130_000:170_000]])
    run(session, np.concatenate([without_pauses] * 5), step=32_000)
    assert session.seconds > 30


def test_a_slow_machine_hears_less_often(model, jfk):
    seconds = iter(range(1_000_000))
    session = LiveSession(model, LiveOptions(), clock=lambda: 2.0 * next(seconds))
    committed = [event for _, event in run(session, jfk) if isinstance(event, Committed)]
    assert session.slow
    assert "for your country" in "".join(event.text for event in committed)


def test_a_model_that_cannot_is_refused(model):
    with pytest.raises(UsageError, match="translate"):
        LiveSession(model, LiveOptions(task="translate"))
    with pytest.raises(UsageError, match="multilingual"):
        LiveSession(model, LiveOptions(language="German"))
    with pytest.raises(UsageError, match="Unknown language"):
        LiveSession(model, LiveOptions(language="Klingon"))
    assert LiveSession(model, LiveOptions(language="English")).language == "en"


def test_nothing_is_written_where_nobody_speaks(model):
    for name, sound in noises(8.0).items():
        committed = [event for _, event in run(open_session(model), sound) if isinstance(event, Committed)]
        assert not committed, name


def test_hours_need_no_more_memory_than_minutes(model, jfk):
    session, process = open_session(model), psutil.Process()
    minute = np.zeros(60 * 16_000, np.float32)
    sizes = []
    for _ in range(4):
        for start in range(0, 48_000, 6_400):
            session.feed(jfk[start : start + 6_400])
            session.step()
        for _ in range(8):
            session.feed(minute)
            session.step()
        sizes.append(process.memory_info().rss)
    assert session.seconds > 1900
    assert max(sizes[2:]) - sizes[1] < 30e6


def test_a_doubtful_word_and_what_is_before_it_are_no_context(model, jfk, monkeypatch):
    """What is given as said before is what was committed behind the last word of which the model was not sure."""
    sound = np.concatenate([jfk, np.zeros(40 * 16_000, np.float32), jfk[:60_000]])

    def contexts(sure):
        monkeypatch.setattr("alm_studio.streaming.session._SURE", sure)
        session, given = open_session(model), []
        hear = session._listener.hear

        def watched(hearing, draft):
            if session.seconds > 50.0:  # the second utterance
                given.append(list(hearing.context))
            return hear(hearing, draft)

        monkeypatch.setattr(session._listener, "hear", watched)
        words = [w for _, event in run(session, sound) if isinstance(event, Committed) for w in event.words]
        first = [word for word in words if word.end <= 11_500]
        behind = max((place + 1 for place, word in enumerate(first) if word.probability < sure), default=0)
        wanted = "".join(word.text for word in first[behind:]).strip()
        return first, model.tokenizer.decode(given[0]).strip(), wanted

    words, found, wanted = contexts(0.0)
    assert found == wanted
    _, rest, wanted = contexts(sorted(word.probability for word in words)[2])
    assert rest == wanted and rest != found
    assert contexts(1.1)[1] == ""


@pytest.mark.parametrize(("pause", "leads"), [(1.0, True), (5.0, True), (40.0, False)])
def test_what_was_said_before_a_pause_leads_to_what_follows(base, jfk, monkeypatch, pause, leads):
    first = jfk[:46_000]
    sound = np.concatenate([first, np.zeros(round(pause * 16_000), np.float32), jfk[52_000:]])
    session, given = open_session(base, language="en"), []
    hear = session._listener.hear

    def watched(hearing, draft):
        if session.seconds > 3.0 + pause:
            texts = (base.tokenizer.decode(tokens).strip(" .,") for tokens in (hearing.begun, hearing.context))
            given.append((*texts, hearing.led))
        return hear(hearing, draft)

    monkeypatch.setattr(session._listener, "hear", watched)
    events = run(session, sound)
    begun, context, led = given[0]
    if leads:
        assert begun.endswith("fellow Americans") and not context and 2.5 < led < 4.5
    else:
        assert not begun and context.endswith("fellow Americans") and led == 0.0
    text = "".join(event.text for _, event in events if isinstance(event, Committed))
    assert text.count("for your country") == 1 and text.count("fellow Americans") == 1


@pytest.mark.parametrize("pause", [0.6, 1.5])
def test_noise_behind_speech_is_not_written_down(model, jfk, pause):
    noise = np.random.default_rng(0).normal(0, 0.03, 8 * 16_000)
    for sound in (noise, np.cumsum(noise) / 60):
        silence = np.zeros(round(pause * 16_000))
        events = run(open_session(model), np.concatenate([jfk, silence, sound]).astype(np.float32))
        words = [word for _, event in events if isinstance(event, Committed) for word in event.words]
        assert words[-1].text.strip(" .") == "country" and words[-1].end < 11_200


def test_what_the_model_doubts_is_searched_for_before_it_is_committed(model, jfk, monkeypatch):
    """Words of which it is sure are not: a search takes time."""

    def committed(sure, found):
        monkeypatch.setattr("alm_studio.streaming.session._SURE", sure)
        session, searched = open_session(model), []
        search = session._listener.search
        monkeypatch.setattr(session._listener, "search", lambda heard: searched.append(heard) or found(search, heard))
        events = run(session, jfk)
        return len(searched), "".join(event.text for _, event in events if isinstance(event, Committed))

    def louder(search, heard):
        return replace(heard, words=tuple(replace(word, text=word.text.upper()) for word in heard.words))

    assert committed(0.0, louder)[0] == 0
    often, text = committed(1.1, louder)
    assert often > 5 and "WHAT YOUR COUNTRY CAN DO FOR YOU" in text
    assert "fellow Americans" in committed(1.1, lambda search, heard: search(heard))[1]


def test_the_better_text_of_two_is_kept(model, jfk):
    session = open_session(model)
    listener, heard = session._listener, []
    hear = listener.hear
    listener.hear = lambda *given: heard.append(hear(*given)) or heard[-1]
    run(session, jfk)
    kept = [(one, listener.search(one)) for one in heard if one.words]
    assert all(found is one or found.text.avg_logprob > one.text.avg_logprob for one, found in kept)
    changed = [found for one, found in kept if found is not one]
    assert changed and all(len(listener.time(found)) == len(found.words) for found in changed)
    poor = replace(kept[-1][0], text=replace(kept[-1][0].text, avg_logprob=-9.0))
    assert listener.search(poor) is not poor
    good = replace(poor, text=replace(poor.text, avg_logprob=0.0))
    assert listener.search(good) is good


def test_speech_behind_a_pause_that_gives_no_word_is_heard_by_itself(base, jfk, monkeypatch):
    sound = np.concatenate([jfk[:46_000], np.zeros(16_000, np.float32), jfk[:16_000]])
    session, given = open_session(base, language="en"), []
    hear = session._listener.hear

    def deaf(hearing, draft):
        """Hears nothing behind words that it is given."""
        if session.seconds <= 3.9:
            return hear(hearing, draft)
        given.append(len(hearing.begun) + len(hearing.context))
        heard = hear(hearing, draft)
        return replace(heard, words=()) if given[-1] else heard

    monkeypatch.setattr(session._listener, "hear", deaf)
    run(session, sound)
    assert given[0] > 0 and given[-1] == 0


def test_a_word_heard_again_because_it_went_over_speech_is_written_once(base, jfk, monkeypatch):
    """As with a speaker who stutters: the model gives one word all of the sound, and then begins with it again."""
    sound = jfk[: round(2.4 * 16_000)]
    session = open_session(base, language="en")
    run(session, sound, end=False)
    utterance = session._utterance
    assert utterance is not None and utterance.words
    last = session._said[-1]
    utterance.stretched = True
    hear = session._listener.hear

    def once_more(hearing, draft):
        heard = hear(hearing, draft)
        again = replace(heard.words[0], text=last) if heard.words else None
        return replace(heard, words=(again, *heard.words[1:])) if again and not hearing.begun else heard

    monkeypatch.setattr(session._listener, "hear", once_more)
    before = len(utterance.words)
    events = session.finish()
    written = [word.text for event in events if isinstance(event, Committed) for word in event.words]
    assert last not in written[:1] and len(utterance.words) > before


def test_what_is_heard_by_itself_again_and_again_keeps_no_more_sound(model, jfk):
    """One word after another that goes over speech: each time what follows is heard by itself."""
    session = open_session(model, longest=6.0, kept=3.0)
    without_pauses = np.concatenate([jfk[5_000:36_000], jfk[52_000:70_000], jfk[85_000:122_000], jfk[130_000:170_000]])
    most = 0
    for start in range(0, 5 * len(without_pauses), 6_400):
        session.feed(np.take(without_pauses, range(start, start + 6_400), mode="wrap"))
        session.step()
        if session._utterance is not None:
            session._utterance.stretched = bool(session._utterance.begun)
            most = max(most, session._buffer.end - session._utterance.begin)
    assert session.seconds > 35 and most < 12 * 16_000
