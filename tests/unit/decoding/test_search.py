"""The search against exhaustive enumeration, on a toy decoder whose probabilities depend on the last two tokens."""

import itertools
import math

import pytest
import torch

from alm_studio.decoding.search import BeamSearch, Candidate, Sampling, Search, top_tokens

VOCABULARY, EOT = 6, 5


def _logits(history: tuple[int, ...]) -> torch.Tensor:
    seed = 1 + sum((place + 2) * 31 * (token + 1) for place, token in enumerate(history[-2:]))
    return torch.randn(VOCABULARY, generator=torch.Generator().manual_seed(seed)) * 1.5


def _run(search: Search, group: int, examples: int, limit: int) -> list[list[Candidate]]:
    """Drive a search by hand; every example starts from its own first token."""
    histories = [(100 + example,) for example in range(examples) for _ in range(group)]
    for _ in range(limit):
        logits = torch.stack([_logits(history) for history in histories])
        attention = logits[:, None, :]  # [R, 1, V]: so that each row tells which logits it belongs to
        tokens, order = search.choose(logits.clone(), attention)
        parents = range(len(histories)) if order is None else order.tolist()
        histories = [(*histories[p], token) for p, token in zip(parents, tokens.tolist(), strict=True)]
        going = [p for p in range(len(search.active)) if not search.done(p)]
        if not going:
            return search.finished
        if len(going) < len(search.active):
            search.keep(going)
            histories = [histories[p * group + row] for p in going for row in range(group)]
    for position in range(len(search.active)):
        search.close(position)
    return search.finished


def _total(start: int, tokens: tuple[int, ...]) -> float:
    history: tuple[int, ...] = (start,)
    total = 0.0
    for token in (*tokens, EOT):
        total += float(_logits(history).log_softmax(0)[token])
        history = (*history, token)
    return total


def test_a_wide_beam_finds_the_most_probable_text() -> None:
    """With as many rows as there are beginnings, beam search is exhaustive."""
    group, limit = 150, 4
    finished = _run(BeamSearch(2, group, EOT), group, 2, limit)
    for example, candidates in enumerate(finished):
        texts = itertools.chain.from_iterable(itertools.product(range(EOT), repeat=n) for n in range(limit))
        totals = {text: _total(100 + example, text) for text in texts}
        best = max(totals, key=lambda text: totals[text])
        found = max((c for c in candidates if len(c.tokens) < limit), key=lambda c: c.total)
        assert tuple(found.tokens) == best
        assert found.total == pytest.approx(totals[best], abs=1e-4)


def test_greedy_takes_the_most_probable_token_each_time() -> None:
    (candidate,) = _run(BeamSearch(1, 1, EOT), 1, 1, 30)[0]
    history: tuple[int, ...] = (100,)
    while (token := int(_logits(history).argmax())) != EOT and len(history) <= 30:
        history = (*history, token)
    assert candidate.tokens == list(history[1:])
    assert sum(candidate.logprobs) + float(_logits(history).log_softmax(0)[EOT]) == pytest.approx(
        candidate.total, abs=1e-4
    )


@pytest.mark.parametrize("group", [1, 3])
def test_each_token_keeps_the_attention_behind_it(group: int) -> None:
    """Rows change places; the attention kept for a token must be the one of the row that wrote it."""
    search = BeamSearch(1, group, EOT)
    candidates = _run(search, group, 1, 12)[0]
    assert search.best(0).attention is not None
    for candidate in candidates:
        if candidate.attention is None:
            assert candidate is not search.best(0)
            continue
        assert candidate.attention.shape[1] == len(candidate.tokens) + 1
        history: tuple[int, ...] = (100,)
        for place, token in enumerate(candidate.tokens):
            torch.testing.assert_close(candidate.attention[0, place], _logits(history))
            assert candidate.logprobs[place] == pytest.approx(float(_logits(history).log_softmax(0)[token]), abs=1e-4)
            history = (*history, token)


def test_examples_do_not_influence_each_other() -> None:
    together = _run(BeamSearch(3, 2, EOT), 2, 3, 15)
    alone = _run(BeamSearch(1, 2, EOT), 2, 1, 15)[0]
    assert [c.tokens for c in together[0]] == [c.tokens for c in alone]


def test_sampling_is_repeatable_and_near_zero_temperature_is_greedy() -> None:
    first = _run(Sampling(1, 4, EOT, 1.0), 4, 1, 20)[0]
    again = _run(Sampling(1, 4, EOT, 1.0), 4, 1, 20)[0]
    assert [c.tokens for c in first] == [c.tokens for c in again]
    cold = _run(Sampling(1, 2, EOT, 1e-4), 2, 1, 30)[0]
    (greedy,) = _run(BeamSearch(1, 1, EOT), 1, 1, 30)[0]
    assert all(c.tokens == greedy.tokens for c in cold)


def test_a_score_is_normalised_by_length() -> None:
    candidate = Candidate([1, 2, 3, 4], [-1.0] * 4, -6.0, None)
    assert candidate.score(1.0) == -1.5
    assert candidate.score(0.0) == -6.0
    assert candidate.avg_logprob == -1.2


@pytest.mark.parametrize("size", [7, 1000, 51865])
def test_top_tokens_are_those_of_topk(size: int) -> None:
    logits = torch.randn(3, size, generator=torch.Generator().manual_seed(size))
    logits[0, : size // 2] = -math.inf
    values, indices = top_tokens(logits, 5)
    expected, places = logits.topk(5, dim=1)
    torch.testing.assert_close(values, expected)
    torch.testing.assert_close(indices, places)


def test_finished_texts_are_ranked_by_their_probability_per_token() -> None:
    search = BeamSearch(1, 4, EOT)
    _run(search, 4, 1, 12)
    ranked = search.ranked(0)
    assert ranked[0] is search.best(0)
    assert len(ranked) == 4 and len({tuple(candidate.tokens) for candidate in ranked}) == 4
    scores = [candidate.score(1.0) for candidate in ranked]
    assert scores == sorted(scores, reverse=True)
    assert [candidate.attention is None for candidate in ranked] == [False, True, True, True]
    for candidate in ranked:
        assert candidate.total == pytest.approx(_total(100, tuple(candidate.tokens)), abs=1e-3)
