"""Segments, cues and mismatches of a text that has its times."""

from itertools import pairwise

from alm_studio.captions.document import Caption
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Word
from alm_studio.pipeline.aligned import Aligned, aligned_captions, aligned_transcript
from alm_studio.pipeline.script import captions_script, plain_script

STYLE = get_style("netflix")


def aligned(script, spoken, strays=(), duration=60_000):
    """``spoken``: index of a word → (start, end); the others are not spoken."""
    times = [Word(w.text, *spoken[n], 0.9) if n in spoken else None for n, w in enumerate(script.words)]
    return Aligned(script, times, strays, "en", duration)


def every(script, seconds=0.5):
    spoken = [n for n, word in enumerate(script.words) if word.key]
    return {n: (round(1000 * seconds * k), round(1000 * seconds * k + 400)) for k, n in enumerate(spoken)}


def test_sentences_become_segments_and_a_dash_goes_with_its_word():
    script = plain_script("He came – late. She went.")
    transcript = aligned_transcript(aligned(script, every(script)), "base")
    assert [segment.text for segment in transcript.segments] == ["He came – late.", "She went."]
    assert transcript.mismatches == [] and transcript.model == "base" and transcript.duration == 60_000
    assert all(one.end <= two.start for one, two in pairwise(transcript.words))


def test_text_that_is_not_spoken_is_left_out_and_told():
    script = plain_script("One two. Nobody reads this. Three four.")
    times = every(script)
    spoken = {n: times[n] for n in (0, 1, 5, 6)}
    result = aligned(script, spoken)
    transcript = aligned_transcript(result, "base")
    assert [segment.text for segment in transcript.segments] == ["One two.", "Three four."]
    assert [(m.kind, m.start, m.end, m.text) for m in transcript.mismatches] == [
        ("unspoken", 900, 2500, "Nobody reads this.")
    ]
    text = " ".join(caption.text for caption in aligned_captions(result, transcript, STYLE))
    assert "Nobody" not in text


def test_speech_beside_the_text_is_told_once_for_each_stretch():
    script = plain_script("One two.")
    strays = [
        Word(" well", 1000, 1300, 0.9),
        Word(" then", 1300, 1600, 0.8),
        Word(" uh", 5000, 5100, 0.9),  # a single short word is no news
        Word(" invented", 9000, 9900, 0.1),  # neither is what the model guessed
    ]
    spoken = {0: (0, 900), 1: (2000, 2400)}
    strays[2:2] = []
    mismatches = aligned_transcript(aligned(script, spoken, strays[:2]), "base").mismatches
    assert [(m.kind, m.start, m.end, m.text) for m in mismatches] == [("unwritten", 1000, 1600, "well then")]
    assert aligned_transcript(aligned(script, spoken, strays[2:3]), "base").mismatches == []
    assert aligned_transcript(aligned(script, spoken, strays[3:]), "base").mismatches == []


def test_captions_keep_texts_and_cues_and_move_to_the_speech():
    cues = [Caption(0, 2000, "One two"), Caption(2000, 3500, "[music]"), Caption(4000, 6000, "three\nfour")]
    script = captions_script(cues)
    spoken = {0: (10_000, 10_400), 1: (10_500, 10_900), 3: (15_000, 15_400), 4: (15_500, 15_900)}
    assert [script.words[n].text for n in spoken] == [" One", " two", " three", " four"]
    result = aligned(script, spoken)
    captions = aligned_captions(result, aligned_transcript(result, "base"), STYLE)
    assert [caption.text for caption in captions] == ["One two", "[music]", "three\nfour"]
    assert [caption.start for caption in captions] == [10_000, 12_000, 15_000]
    assert captions[1].end <= 15_000
    assert all(caption.end > caption.start for caption in captions)
    assert [word.text for word in captions[2].words] == [" three", " four"]


def test_silent_cues_without_room_still_stand_in_order():
    cues = [Caption(n * 1000, n * 1000 + 900, text) for n, text in enumerate(["One", "[a]", "[b]", "two", "[c]"])]
    script = captions_script(cues)
    result = aligned(script, {0: (0, 1990), 3: (2000, 2400)})
    captions = aligned_captions(result, aligned_transcript(result, "base"), STYLE)
    assert [caption.text for caption in captions] == ["One", "[a]", "[b]", "two", "[c]"]
    assert all(one.start <= two.start for one, two in pairwise(captions))
    assert all(caption.end > caption.start for caption in captions)


def test_captions_before_the_first_spoken_one_move_with_it():
    cues = [Caption(1000, 2000, "[intro]"), Caption(3000, 4000, "Hello there")]
    script = captions_script(cues)
    result = aligned(script, {1: (8000, 8300), 2: (8400, 8800)})
    captions = aligned_captions(result, aligned_transcript(result, "base"), STYLE)
    assert [(caption.text, caption.start) for caption in captions] == [("[intro]", 6000), ("Hello there", 8000)]
