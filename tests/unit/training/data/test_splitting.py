from itertools import pairwise

import pytest

from alm_studio.captions.transcript import Word
from alm_studio.training.data.splitting import share_text, split_at_words
from tests.unit.training.data.sounds import example


@pytest.mark.parametrize(
    ("text", "heard", "parts"),
    [
        ("One two. Three four.", ["one two", "three four"], ["One two.", "Three four."]),
        ("One two. Three four.", ["one", "two three four"], ["One", "two. Three four."]),
        ("One two. Three four.", ["", "one two three four", ""], ["", "One two. Three four.", ""]),
        ("One 2 three, four.", ["one two", "three four"], ["One 2", "three, four."]),
        ("So one two three four.", ["one two", "tree four"], ["So one two", "three four."]),
        ("One two uh ah three four.", ["one two er", "eh three four"], ["One two uh", "ah three four."]),
        ("One two.", ["", ""], ["", ""]),
        ("你好世界。再见。", ["你好世界", "再见"], ["你好世界。", "再见。"]),
        ("One two.", [], []),
    ],
)
def test_share_text(text, heard, parts):
    assert share_text(text, heard) == parts


def words(*times):
    return tuple(Word(f" w{i}", start, end) for i, (start, end) in enumerate(times))


def spoken(path, *times, **more):
    said = words(*times)
    return example(path, "".join(word.text for word in said).strip(), words=said, end=times[-1][1], **more)


def test_pieces_cover_all_words_and_none_is_too_long(tmp_path):
    long = spoken(tmp_path / "a.wav", *((i * 370, i * 370 + 300) for i in range(400)))
    pieces = split_at_words(long, 30_000)
    assert " ".join(piece.text for piece in pieces) == long.text
    assert all(0 < piece.end - piece.start <= 30_000 for piece in pieces)
    assert all(one.end <= two.start for one, two in pairwise(pieces))
    assert min(piece.end - piece.start for piece in pieces[:-1]) > 15_000


def test_a_pause_of_minutes_is_left_out(tmp_path):
    long = spoken(tmp_path / "a.wav", (0, 500), (600, 900), (200_000, 200_400), start=0)
    first, second = split_at_words(long, 30_000)
    assert (first.start, first.end) == (0, 1100)
    assert (second.start, second.end) == (199_800, 200_400)


def test_what_cannot_be_split(tmp_path):
    said = spoken(tmp_path / "a.wav", (0, 40_000), (40_000, 41_000))
    assert split_at_words(said, 30_000) is None  # a word longer than a piece may be
    assert split_at_words(example(tmp_path / "a.wav", "w0 w1 w2", words=words((0, 1), (1, 2))), 30_000) is None
    assert split_at_words(example(tmp_path / "a.wav"), 30_000) is None
