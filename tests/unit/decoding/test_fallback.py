from collections.abc import Sequence

from alm_studio.base.cancel import CancelToken
from alm_studio.decoding.batch import Hypothesis
from alm_studio.decoding.fallback import FallbackOptions, compression_ratio, decode_with_fallback, first_round, loops
from alm_studio.decoding.options import DecodeOptions


def test_a_loop_is_found_wherever_it_stands() -> None:
    said = list(range(50))
    assert not loops(said)
    assert loops(said + [7, 8, 9, 10] * 4 + said)
    assert loops([3] * 8)


def test_the_first_round_of_a_loop_ends_where_the_second_begins() -> None:
    assert first_round([1, 2, 3], times=3) is None
    assert first_round([7, 8, *[1, 2, 3, 4] * 3], times=3) == 6
    assert first_round([7, *[1, 2] * 6, 9], times=3) == 3
    assert first_round([7, 1, 1, 1, 1, 1], times=3) is None
    assert first_round([7, 1, 1, 1, 1, 1, 1], times=3) == 2
    assert first_round([], times=3) is None


def test_people_repeat_themselves_a_little() -> None:
    assert not loops([5, 5, 5, 6])  # "no, no, no"
    assert not loops([1, 2, 3, 4, 5] * 3)
    assert not loops([1, 2] * 4)  # "ha ha", "bye bye", counted twice over


def test_compression_ratio_tells_repetition() -> None:
    assert compression_ratio("") == 1.0
    assert compression_ratio("The quick brown fox jumps over the lazy dog.") < 1.2
    assert compression_ratio("thank you " * 40) > 2.4


class _Tokenizer:
    eot = 1000

    def decode(self, tokens: list[int]) -> str:
        return " ".join(f"word{token}" for token in tokens)


class _Batch:
    """Answers each try of a window from a script; remembers what it was asked."""

    def __init__(self, script: dict[int, list[tuple[list[int], float]]]) -> None:
        self._script = script
        self.asked: list[tuple[float, list[int], list[int] | None]] = []

    def forget(self) -> None:
        """It keeps nothing."""

    def decode(
        self,
        languages: Sequence[str],
        options: DecodeOptions,
        windows: Sequence[int],
        previous: Sequence[Sequence[int]] | None = None,
        cancel: CancelToken | None = None,
    ) -> list[Hypothesis]:
        lengths = None if previous is None else [len(text) for text in previous]
        self.asked.append((options.temperature, list(windows), lengths))
        answers = [self._script[window].pop(0) for window in windows]
        return [
            Hypothesis(tokens, [], logprob, 0.0, options.temperature, language, None)
            for (tokens, logprob), language in zip(answers, languages, strict=True)
        ]


def _decode(batch: _Batch, count: int, previous: list[list[int]] | None = None) -> list[Hypothesis]:
    languages = ["en"] * count
    options = [DecodeOptions()] * len(languages)
    return decode_with_fallback(batch, languages, _Tokenizer(), options, FallbackOptions(), previous)  # type: ignore[arg-type]


def test_windows_are_decoded_with_those_whose_context_is_as_long() -> None:
    batch = _Batch({window: [([window], -0.1)] for window in range(4)})
    texts = _decode(batch, 4, [[], [7] * 32, [8] * 32, []])
    assert [text.tokens for text in texts] == [[0], [1], [2], [3]]
    assert batch.asked == [(0.0, [0, 3], [0, 0]), (0.0, [1, 2], [32, 32])]


def test_a_loop_is_tried_without_context_and_then_warmer() -> None:
    loop = [5, 6, 7, 8] * 10
    batch = _Batch({0: [([1], -0.1)], 1: [(loop, -0.1), (loop, -0.1), ([2, 3], -0.5)]})
    texts = _decode(batch, 2, [[], [9] * 32])
    assert [text.tokens for text in texts] == [[1], [2, 3]]
    assert [text.temperature for text in texts] == [0.0, 0.2]
    assert batch.asked[2:] == [(0.0, [1], None), (0.2, [1], None)]


class _DraftedBatch(_Batch):
    """Also writes greedily behind drafts; remembers those."""

    drafts: list[tuple[int, list[int]]]

    def follow(
        self,
        window: int,
        language: str,
        draft: Sequence[int],
        options: DecodeOptions,
        previous: Sequence[int] = (),
        cancel: CancelToken | None = None,
    ) -> Hypothesis:
        self.drafts.append((window, list(draft)))
        tokens, logprob = self._script[window].pop(0)
        return Hypothesis(tokens, [], logprob, 0.0, 0.0, language, None)


def test_a_greedy_text_in_doubt_is_searched_for_with_a_beam() -> None:
    batch = _DraftedBatch({0: [([1], -0.1)], 1: [([2], -0.5), ([3], -0.4)]})
    batch.drafts = []
    options = [DecodeOptions(beam=1)] * 2
    texts = decode_with_fallback(
        batch,  # type: ignore[arg-type]
        ["en"] * 2,
        _Tokenizer(),  # type: ignore[arg-type]
        options,
        FallbackOptions(beam=5),
        drafts=[[1], [2, 2]],
    )
    assert [text.tokens for text in texts] == [[1], [3]]
    assert batch.drafts == [(0, [1]), (1, [2, 2])]
    assert batch.asked == [(0.0, [1], [0])]


def test_windows_in_doubt_are_searched_a_few_at_a_time() -> None:
    batch = _Batch({window: [([window], -0.5), ([window, 9], -0.4)] for window in range(5)})
    options = FallbackOptions(beam=5, together=2)
    texts = decode_with_fallback(batch, ["en"] * 5, _Tokenizer(), [DecodeOptions(beam=1)] * 5, options)  # type: ignore[arg-type]
    assert [text.tokens for text in texts] == [[window, 9] for window in range(5)]
    assert [windows for _, windows, _ in batch.asked] == [[0, 1, 2, 3, 4], [0, 1], [2, 3], [4]]


def test_so_are_they_where_the_first_search_went_wrong_too() -> None:
    loop = [7] * 40
    batch = _Batch({window: [(loop, -0.5), (loop, -0.4), ([window], -0.3)] for window in range(3)})
    options = FallbackOptions(beam=5, together=2)
    decode_with_fallback(batch, ["en"] * 3, _Tokenizer(), [DecodeOptions(beam=1)] * 3, options)  # type: ignore[arg-type]
    assert [windows for _, windows, _ in batch.asked] == [[0, 1, 2], [0, 1], [2], [0, 1], [2]]


def test_where_nothing_helps_the_most_probable_text_is_kept() -> None:
    tries = [([n], logprob) for n, logprob in enumerate([-1.5, -1.9, -1.2, -2.0, -1.3, -3.0])]
    (text,) = _decode(_Batch({0: tries}), 1)
    assert text.tokens == [2]
