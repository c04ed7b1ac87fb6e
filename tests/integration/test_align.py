"""Given text on real speech: times against those of a forced aligner, and a language without spaces."""

from itertools import pairwise

import numpy as np
import pytest

from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.captions.scripts import bare
from alm_studio.captions.transcript import Transcript, Word
from alm_studio.checkpoints.loading import SpeechModel
from alm_studio.pipeline.aligner import Aligner
from alm_studio.pipeline.calibration import Piece, measure
from alm_studio.pipeline.events import Finished
from alm_studio.pipeline.options import TranscribeOptions, checked
from alm_studio.pipeline.retiming import retime
from alm_studio.pipeline.script import plain_script
from alm_studio.pipeline.windows import Window
from alm_studio.training.data.readers.word_times import read_textgrid
from tests.helpers.speech import recording, speech_folder

from .heard import reference

CLIPS = [f"LJ002-{number:04d}" for number in (2, 3, 4, 5)]
LEFT_OUT = CLIPS[2]
PAUSE = 300


def joined(names: list[str]) -> tuple[np.ndarray, list[int]]:
    """Recordings one after another with short pauses, and where each begins, ms."""
    parts, starts = [], []
    for name in names:
        starts.append(sum(map(len, parts)) * 1000 // SAMPLE_RATE)
        parts += [*decode(recording(name)), np.zeros(PAUSE * SAMPLE_RATE // 1000, np.float32)]
    return np.concatenate(parts), starts


def align(model: SpeechModel, samples: np.ndarray, text: str, language: str) -> Transcript:
    options = checked(TranscribeOptions(language=language, beam=1, context=False), model.tokenizer.languages)
    *_, last = Aligner(model).run_blocks([samples], plain_script(text), options, len(samples) * 1000 // SAMPLE_RATE)
    assert isinstance(last, Finished)
    return last.transcript


@pytest.fixture(scope="module")
def read(model: SpeechModel) -> tuple[Transcript, list[Word], np.ndarray]:
    """A passage with a sentence that nobody reads and one that is not in the text; the truth."""
    samples, starts = joined([f"en/ljspeech/test/{clip}.flac" for clip in CLIPS])
    truth = [
        Word(bare(word.text), word.start + start, word.end + start)
        for clip, start in zip(CLIPS, starts, strict=True)
        if clip != LEFT_OUT
        for word in read_textgrid(speech_folder() / f"en/ljspeech/words/{clip}.TextGrid")
    ]
    texts = [reference(f"en/ljspeech/test/{clip}.flac") for clip in CLIPS]
    script = f"{texts[0]} {texts[1]} Nobody in this recording ever says so. {texts[3]}"
    return align(model, samples, script, "en"), truth, samples


def test_words_lie_where_they_sound(read):
    transcript, truth, _ = read
    assert [bare(word.text) for word in transcript.words] == [word.text for word in truth]
    errors = [abs(word.start - true.start) for word, true in zip(transcript.words, truth, strict=True)]
    assert np.mean(errors) < 60 and np.median(errors) < 40


def test_both_sides_of_a_difference_are_found(read):
    transcript, _, _ = read
    text = {found.kind: found.text for found in transcript.mismatches}
    assert len(transcript.mismatches) == 2
    assert text["unspoken"] == "Nobody in this recording ever says so."
    assert "demands made on it" in text["unwritten"]


def test_a_dragged_edge_stays_and_the_others_give_way(read, model, tmp_path):
    transcript, _, samples = read
    words = transcript.segments[0].words[:8]
    pin = words[4].start + 60

    def sound(begin: int, end: int) -> np.ndarray:
        return samples[begin:end]

    again = retime(model, tmp_path / "unused.wav", words, {4: pin}, "en", read=sound)
    assert [word.text for word in again] == [word.text for word in words]
    assert again[4].start == pin and again[3].end <= pin
    assert all(one.start <= one.end <= two.start for one, two in pairwise(again))
    free = retime(model, tmp_path / "unused.wav", words, {}, "en", read=sound)
    assert all(abs(new.start - old.start) < 150 for new, old in zip(free, words, strict=True))


def test_chinese_by_character_groups(model):
    names = ["zh/SSB00050112.flac", "zh/SSB00120415.flac"]
    samples, starts = joined(names)
    text = "，".join(reference(name) for name in names) + "。"
    words = align(model, samples, text, "zh").words
    assert "".join(word.text for word in words) == text
    assert all(one.start <= one.end <= two.start for one, two in pairwise(words))
    first = next(word for word in words if word.text == reference(names[1])[0])
    assert abs(first.start - starts[1]) < 600


def test_heads_are_found_again_without_the_published_mask(read, model):
    _, _, samples = read
    window = Window(samples, ((0, len(samples)),), np.ones(len(samples) // 320 + 1, np.float32))
    found = measure(model, [Piece(window, "en")])
    published = set(model.spec.alignment_heads)
    assert len(published & set(found.heads)) >= 4
    assert 0.4 < found.share <= 1.0
