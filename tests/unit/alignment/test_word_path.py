"""The way through the letters against a plain search of every way, and where it has no room."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alm_studio.alignment import word_path
from alm_studio.alignment.word_path import Score, Spelled, find_way
from alm_studio.native.way import LETTER, PAUSE, SKIP


@pytest.fixture(params=["kernels", "numpy"], autouse=True)
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "numpy":
            patch.setattr(word_path, "tried_machine", lambda: None)
        elif not word_path.tried_machine():
            pytest.skip("there are no kernels for this processor")
        yield


def _score(seed: int, frames: int, classes: int = 3) -> Score:
    chance = np.random.default_rng(seed)
    return Score(
        chance.normal(size=(frames, classes)),
        chance.normal(size=frames),
        chance.normal(size=frames),
        chance.normal(size=frames),
    )


def _best(words: list[list[int]], score: Score) -> float:
    """The best sum there is, by trying every pause, every silent letter and every length."""
    frames = len(score.pause)

    @cache
    def between(word: int, frame: int) -> float:
        """From a frame at which the words before have ended."""
        if word == len(words):
            return float(score.pause[frame:].sum())
        ways = [starting(word, frame)]
        ways += [
            float(score.pause[frame:begin].sum()) + starting(word, begin) for begin in range(frame + PAUSE, frames)
        ]
        return max(ways)

    def starting(word: int, frame: int) -> float:
        return float(score.start[frame]) + inside(word, 0, frame, True) if frame < frames else -np.inf

    @cache
    def inside(word: int, letter: int, frame: int, silent_so_far: bool) -> float:
        """From a frame at which a letter, one of the two after it, or nothing more sounds."""
        letters = words[word]
        ways = [-np.inf]
        for silent in range(3):
            price, following = -SKIP * silent, letter + silent
            if following > len(letters) or (silent_so_far and following == len(letters)):
                break
            if following == len(letters):
                bonus = float(score.end[frame]) if frame < frames else 0.0
                ways.append(price + bonus + between(word + 1, frame))
                continue
            for after in range(frame + LETTER, frames + 1):
                heard = float(score.letters[frame:after, letters[following]].sum())
                ways.append(price + heard + inside(word, following + 1, after, False))
        return max(ways)

    return between(0, 0)


def _sum(words: list[list[int]], score: Score) -> float:
    """What the way found adds up to."""
    total, before, frames = 0.0, 0, len(score.pause)
    for letters, way in zip(words, find_way([Spelled(letters) for letters in words], score), strict=True):
        total += score.pause[before : way.start].sum() + score.start[way.start]
        heard = [(first, letter) for first, letter in zip(way.letters, letters, strict=True) if first >= 0]
        for (first, letter), (after, _) in zip(heard, [*heard[1:], (way.end, 0)], strict=True):
            total += score.letters[first:after, letter].sum()
        total -= SKIP * (len(letters) - len(heard))
        total += score.end[way.end] if way.end < frames else 0.0
        before = way.end
    return float(total + score.pause[before:].sum())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=3), min_size=1, max_size=3),
    st.integers(9, 13),
    st.integers(0, 1000),
)
def test_the_way_is_the_best(words: list[list[int]], frames: int, seed: int) -> None:
    score = _score(seed, frames)
    best = _best(words, score)
    if np.isfinite(best):
        assert _sum(words, score) == pytest.approx(best)


def _clear(pattern: str) -> Score:
    """Letters a to f where they stand, pauses where a stroke stands."""
    letters = np.full((len(pattern), 6), -5.0)
    pause = np.full(len(pattern), -5.0)
    for frame, sign in enumerate(pattern):
        if sign == "_":
            pause[frame] = 0.0
        else:
            letters[frame, "abcdef".index(sign)] = 0.0
    return Score(letters, pause, np.zeros(len(pattern)), np.zeros(len(pattern)))


WORDS = [Spelled([0, 1, 2]), Spelled([3]), Spelled([4, 5])]


def test_words_and_pauses_are_found_where_they_sound() -> None:
    ways = find_way(WORDS, _clear("___aabbccdd____eeeff______"))
    assert [(way.start, way.end) for way in ways] == [(3, 9), (9, 11), (15, 20)]
    assert list(ways[0].letters) == [3, 5, 7]


def test_a_pinned_word_begins_where_it_is_held() -> None:
    score = _clear("___aabbccdd____eeeff______")
    ways = find_way(WORDS, score, {2: 13})
    assert ways[2].start == 13 and [way.start for way in ways[:2]] == [3, 9]
    assert find_way(WORDS, score, {1: 7})[1].start == 7


def test_what_is_heard_besides_decides_between_two_places() -> None:
    score = _clear("____aa____aa____")
    heard = np.zeros((1, 16))
    heard[0, 8:] = 3.0
    assert find_way([Spelled([0], heard)], score)[0].start == 10
    assert find_way([Spelled([0], heard[:, ::-1])], score)[0].start == 4


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_without_room_words_share_the_time(frames: int) -> None:
    ways = find_way([Spelled([0, 1, 2, 0, 1])] * 7, _score(0, frames))
    edges = [edge for way in ways for edge in (way.start, way.end)]
    assert len(ways) == 7 and edges == sorted(edges) and edges[0] >= 0 and edges[-1] <= frames


def test_pins_without_room_between_them_are_kept_as_far_as_they_go() -> None:
    ways = find_way(WORDS, _score(1, 30, 6), {0: 20, 1: 21, 2: 22})
    assert [way.start for way in ways] == [20, 21, 22]
    assert all(way.start <= way.end for way in ways)


def test_no_words_have_no_way() -> None:
    assert find_way([], _score(0, 5)) == []


def test_kernels_and_numpy_find_the_same_way() -> None:
    chance = np.random.default_rng(3)
    score = _score(3, 600, 27)
    words = []
    for _ in range(20):
        letters = list(chance.integers(0, 27, chance.integers(1, 9)))
        words.append(Spelled(letters, chance.normal(size=(len(letters), 600))))
    found = find_way(words, score, {4: 100})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_path, "tried_machine", lambda: None)
        wanted = find_way(words, score, {4: 100})
    assert [(way.start, way.end, *way.letters) for way in found] == [
        (way.start, way.end, *way.letters) for way in wanted
    ]
