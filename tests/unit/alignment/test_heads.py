"""Heads that follow the sound, among heads made by hand."""

import pytest
import torch

from alm_studio.alignment.heads import best_heads, norm_scores, shares_on_words, sharpest_heads

TOKENS, STATES, WIDE = 20, 200, 10
SPANS = [(token * WIDE, (token + 1) * WIDE) for token in range(TOKENS)]


def head(kind: str) -> torch.Tensor:
    """Attention [N, S]."""
    places, tokens = torch.arange(STATES)[None, :], torch.arange(TOKENS)[:, None]
    if kind == "flat":
        return torch.full((TOKENS, STATES), 1 / STATES)
    middle = {
        "stuck": 7 + 0 * tokens,
        "follows": tokens * WIDE + 5,
        "ahead": tokens * WIDE + 25,
        "backwards": (TOKENS - 1 - tokens) * WIDE + 5,
    }
    return (-0.5 * ((places - middle[kind]) / 2.0) ** 2).softmax(dim=-1)


@pytest.fixture
def attention() -> torch.Tensor:
    """[2, 4, N, S]."""
    kinds = [["flat", "stuck", "follows", "flat"], ["ahead", "flat", "backwards", "follows"]]
    return torch.stack([torch.stack([head(kind) for kind in layer]) for layer in kinds])


def test_sharp_moving_heads_score_highest(attention):
    scores = norm_scores(attention)
    assert scores[0, 2] > scores[0, 1] > scores[0, 0]
    assert (scores > 0).all() and (scores <= 1).all()
    assert sharpest_heads(attention)[0] in {(0, 2), (1, 0), (1, 2), (1, 3)}  # backwards is as sharp as forwards
    assert len(sharpest_heads(attention)) == 2  # a quarter of eight


def test_heads_that_run_ahead_or_backwards_are_left_out(attention):
    shares = shares_on_words(attention, SPANS)
    assert shares[0, 2] == pytest.approx(shares[1, 3])
    assert shares[0, 2] > 0.95
    assert shares[1, 0] < 0.1
    assert shares[0, 0] == pytest.approx(WIDE / STATES)
    assert best_heads(shares) == ((0, 2), (1, 3))


def test_a_single_head_is_kept():
    assert best_heads(torch.zeros(1, 1)) == ((0, 0),)


def test_rows_without_weight_are_no_number_less():
    shares = shares_on_words(torch.zeros(1, 2, TOKENS, STATES), SPANS)
    assert torch.equal(shares, torch.zeros(1, 2))
