import json
from dataclasses import replace

import numpy as np
import pytest

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.captions.transcript import Word
from alm_studio.training.data.check import check_examples
from alm_studio.training.data.findings import Reason
from alm_studio.training.data.sources import read_examples
from tests.helpers.speech import recording, speech_folder
from tests.unit.training.data.sounds import example, speechlike, tone, wav

SAID = "some words that are said here"


def reasons(report):
    return [(found.audio.name, str(finding.reason)) for found, finding in report.dropped]


def test_what_is_good_is_kept_with_its_end(tmp_path):
    whole = example(wav(tmp_path / "a.wav", 2.5), " Some\nwords. ", language="en")
    cue = example(wav(tmp_path / "b.wav", 4, seed=1), "More words.", start=1000, end=4500)
    report = check_examples([whole, cue])
    assert report.dropped == ()
    assert report.kept == (replace(whole, text="Some words.", end=2500), replace(cue, end=4000))
    assert report.seconds == pytest.approx(5.5)


@pytest.mark.parametrize(
    ("samples", "text", "more", "reason"),
    [
        (speechlike(2), "", {}, Reason.EMPTY),
        (speechlike(2), " \n", {}, Reason.EMPTY),
        (speechlike(2), "[Music] ♪ (laughter)", {}, Reason.NO_SPEECH),
        (speechlike(9), "and so on and so on " * 8, {}, Reason.REPETITIVE),
        (speechlike(0.05), "oh", {}, Reason.SHORT),
        (speechlike(2), SAID, {"start": 1990}, Reason.SHORT),
        (speechlike(31), SAID * 2, {}, Reason.LONG),
        (speechlike(2), SAID, {"start": 2500, "end": 2800}, Reason.OUTSIDE),
        (speechlike(2), SAID, {"start": 500, "end": 3500}, Reason.OUTSIDE),
        (np.zeros(32000, np.float32), SAID, {}, Reason.SILENT),
        (np.concatenate([speechlike(0.1), np.zeros(48000, np.float32)]), SAID, {}, Reason.SILENT),
        (np.clip(speechlike(2, level=3.0), -1, 1), SAID, {}, Reason.CLIPPED),
        (speechlike(1), "said much too fast to be true at all, however one tries", {}, Reason.DENSE),
        (speechlike(1), "说得太快了不可能是真的无论怎么努力都不行的", {}, Reason.DENSE),
        (speechlike(25), "Yes.", {}, Reason.SPARSE),
    ],
)
def test_what_is_dropped(tmp_path, samples, text, more, reason):
    report = check_examples([example(wav(tmp_path / "a.wav", samples=samples), text, **more)])
    assert report.kept == ()
    assert [finding.reason for _, finding in report.dropped] == [reason]
    assert str(report.dropped[0][1]).endswith(".")
    assert report.counts == {reason: 1}
    assert any("1 example left out" in line for line in report.sentences())


def test_equal_digits_are_no_repetition(tmp_path):
    assert len(check_examples([example(wav(tmp_path / "a.wav", 5), "seven " * 7)]).kept) == 1


@pytest.mark.parametrize("seconds", [0.15, 0.3, 0.6])
def test_single_digits_are_long_enough(tmp_path, seconds):
    assert len(check_examples([example(wav(tmp_path / "a.wav", seconds), "seven")]).kept) == 1


def test_unreadable_files_are_named_once_each(tmp_path):
    (tmp_path / "text.wav").write_text("not sound")
    (tmp_path / "empty.wav").write_bytes(b"")
    names = ("text.wav", "empty.wav", "gone.wav")
    report = check_examples([example(tmp_path / name) for name in names])
    assert reasons(report) == [(name, "unreadable") for name in names]
    assert "There is no file" in report.dropped[2][1].sentence


def test_duplicates(tmp_path):
    samples = speechlike(2)
    for name in ("a", "b", "c"):
        wav(tmp_path / f"{name}.wav", samples=samples)
    texts = {"a": "The same.", "b": "The Same.", "c": "Another."}
    report = check_examples([example(tmp_path / f"{name}.wav", text) for name, text in texts.items()])
    assert [kept.text for kept in report.kept] == ["The same."]
    assert reasons(report) == [("b.wav", "duplicate"), ("c.wav", "contradiction")]
    assert "'The same.'" in report.dropped[1][1].sentence


def test_long_example_with_word_times_is_split(tmp_path):
    path = wav(tmp_path / "a.wav", 48)
    words = tuple(
        Word(f" {i * 7919 % 99991:05x}", 1000 * i + 100, 1000 * i + (800 if i != 19 else 500)) for i in range(48)
    )
    text = "".join(word.text for word in words).strip()
    report = check_examples([example(path, text, words=words)])
    assert report.dropped == ()
    first, second = report.kept
    assert f"{first.text} {second.text}" == text
    assert first.text == "".join(word.text for word in words[:20]).strip()  # the longest pause of the second half
    assert (first.start, second.end) == (50, 47_900)  # half of the pause stays
    assert 19_500 <= first.end <= second.start <= 20_100
    assert all(piece.words[0].start >= piece.start and piece.words[-1].end <= piece.end for piece in report.kept)
    assert second.previous == first.text


def test_hearing_drops_what_stands_out(tmp_path):
    examples = [example(wav(tmp_path / f"{i}.wav", 2, seed=i), f"The text of example {i}.") for i in range(10)]
    examples[3] = replace(examples[3], text="Printing is an art of its own.")
    asked = []

    def hear(some):
        asked.extend(some)
        return [f"the text of, example {found.audio.stem}" for found in some]

    report = check_examples(examples, hear=hear)
    assert reasons(report) == [("3.wav", "another text")]
    assert "The model hears 'the text of, example 3'" in str(report.dropped[0][1])
    assert len(asked) == 10
    assert len(report.kept) == 9
    assert report.notes[-1] == "The untrained model writes 0% of the characters otherwise than the labels (median)."


def test_a_model_that_knows_nothing_judges_nothing(tmp_path):
    examples = [example(wav(tmp_path / f"{i}.wav", 2, seed=i), f"The text of example {i}.") for i in range(5)]
    report = check_examples(examples, hear=lambda some: ["Äh." for _ in some])
    assert len(report.kept) == 5
    assert "it judged none" in report.notes[-1]


def test_long_example_is_split_by_what_is_heard(tmp_path):
    path = recording("en/misc/bill_gates-TED.mp3")
    text = "When I was a kid, the disaster we worried about most was a nuclear war. That is why we had a barrel."
    heard = ["When I was a kid the disaster", "we worried about most was a nuclear war", "that's why we had a barrel"]

    def hear(pieces):
        assert all(piece.end - piece.start <= 25_000 for piece in pieces)
        return heard[: len(pieces)] + [""] * (len(pieces) - len(heard))

    report = check_examples([example(path, text)], longest=25.0, hear=hear)
    assert " ".join(found.text for found in report.kept) == text
    assert len(report.kept) == 3


def test_progress_reaches_the_end(tmp_path):
    examples = [example(wav(tmp_path / f"{i}.wav", 12, seed=i)) for i in range(3)]
    seen = []
    check_examples(examples, progress=seen.append, hear=lambda some: [SAID for _ in some])
    reading = [moment for moment in seen if moment.unit == "B"]
    hearing = [moment for moment in seen if moment.unit == "s"]
    for moments in (reading, hearing):
        shares = [moment.fraction for moment in moments]
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
    assert len(reading) >= 9
    assert hearing[-1].total == pytest.approx(36)


@pytest.mark.parametrize("unit", ["B", "s"])
def test_cancel(tmp_path, unit):
    examples = [example(wav(tmp_path / f"{i}.wav", 1, seed=i)) for i in range(20)]
    token, seen = CancelToken(), []

    def told(moment):
        seen.append(moment)
        if moment.unit == unit:
            token.cancel()

    with pytest.raises(CancelledError):
        check_examples(examples, hear=lambda some: [SAID for _ in some], cancel=token, progress=told)
    assert seen[-1].fraction < 1.0
    assert sum(moment.unit == unit for moment in seen) <= 2


def test_notes(tmp_path):
    loud = np.clip(speechlike(2, level=1.02), -1, 1)
    examples = [
        example(wav(tmp_path / "a.wav", samples=loud), "no point at the end"),
        example(wav(tmp_path / "b.wav", samples=np.concatenate([speechlike(2), np.zeros(80_000, np.float32)])), SAID),
    ]
    notes = " ".join(check_examples(examples).notes)
    for part in ("somewhat overdriven", "mostly silence", "punctuation", "all in small", "little to learn from"):
        assert part in notes


def test_report_as_json(tmp_path):
    good, bad = wav(tmp_path / "a.wav", 2), wav(tmp_path / "b.wav", samples=tone(2.0, level=0.0))
    report = check_examples([example(good), example(bad)])
    plain = json.loads(json.dumps(report.to_plain()))
    assert (plain["kept"], plain["seconds"], plain["counts"]) == (1, 2.0, {"silent": 1})
    assert plain["dropped"][0]["audio"] == str(bad)


def test_nothing_to_check():
    report = check_examples([])
    assert (report.kept, report.dropped, report.seconds) == ((), (), 0.0)


def test_real_speech_is_kept():
    recording("en/ljspeech/test/LJ002-0001.flac")
    report = check_examples(read_examples(speech_folder() / "en" / "ljspeech" / "test")[:8])
    assert len(report.kept) == 8
    assert all(found.end and 1000 < found.end < 12_000 for found in report.kept)


def test_real_odd_files():
    recording("odd/broken_evil.wav")
    files = sorted((speech_folder() / "odd").iterdir())
    report = check_examples([example(file, SAID) for file in files])
    counts = report.counts
    assert counts[Reason.UNREADABLE] >= 5
    assert counts[Reason.SILENT] >= 3
    assert len(report.kept) + len(report.dropped) == len(files)
