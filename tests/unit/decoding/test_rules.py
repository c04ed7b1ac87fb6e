"""Timestamp rules against a plain restatement of openai/whisper's, on random histories."""

import random

import pytest
import torch

from alm_studio.decoding.rules import SuppressTokens, TimestampRules, keep_rows


class _Tokens:
    """A small vocabulary: 0-9 text, 10 end, 11 no timestamps, 12-32 timestamps."""

    eot, no_timestamps, timestamp_begin, vocabulary = 10, 11, 12, 33


def _expected(logits: torch.Tensor, history: list[int], last: int, first: int) -> torch.Tensor:
    """openai/whisper ``ApplyTimestampRules``, one row, with the window's end as one more bound."""
    logits = logits.clone()
    begin = _Tokens.timestamp_begin
    logits[_Tokens.no_timestamps] = -torch.inf
    was_stamp = len(history) >= 1 and history[-1] >= begin
    before_stamp = len(history) < 2 or history[-2] >= begin
    if was_stamp:
        if before_stamp:
            logits[begin:] = -torch.inf
        else:
            logits[: _Tokens.eot] = -torch.inf
    stamps = [token for token in history if token >= begin]
    if stamps:
        earliest = stamps[-1] if was_stamp and not before_stamp else stamps[-1] + 1
        logits[begin:earliest] = -torch.inf
    if not history:
        logits[:begin] = -torch.inf
        logits[begin + first + 1 :] = -torch.inf
    logits[begin + last + 1 :] = -torch.inf
    logprobs = logits.log_softmax(dim=-1)
    if logprobs[begin:].logsumexp(dim=-1) > logprobs[:begin].max():
        logits[:begin] = -torch.inf
    return logits


@pytest.mark.parametrize("length", range(6))
def test_timestamp_rules_agree_with_whisper(length: int) -> None:
    generator = random.Random(length)
    rows = 40
    torch.manual_seed(length)
    logits = torch.randn(rows, _Tokens.vocabulary) * 3
    histories = []
    for _ in range(rows):
        stamps = sorted(generator.choices(range(12, 33), k=length))
        histories.append([s if generator.random() < 0.5 else generator.randrange(10) for s in stamps])
    last = torch.tensor([generator.randrange(3, 21) for _ in range(rows)])
    actual = logits.clone()
    TimestampRules(_Tokens, last, first=0.1).apply(actual, torch.tensor(histories).view(rows, length).long())  # type: ignore[arg-type]
    for row in range(rows):
        torch.testing.assert_close(actual[row], _expected(logits[row], histories[row], int(last[row]), 5))


def test_rows_that_leave_take_their_bounds_along() -> None:
    rule = TimestampRules(_Tokens, torch.tensor([3, 9]))  # type: ignore[arg-type]
    keep_rows(rule, torch.tensor([1]))
    logits = torch.zeros(1, _Tokens.vocabulary)
    rule.apply(logits, torch.zeros(1, 0).long())
    assert torch.isfinite(logits[0]).nonzero().flatten().tolist() == list(range(12, 22))


def test_suppressed_tokens_are_never_chosen() -> None:
    logits = torch.zeros(2, 8)
    SuppressTokens([1, 5, 5], torch.device("cpu")).apply(logits, torch.zeros(2, 3).long())
    assert torch.isinf(logits).nonzero().tolist() == [[0, 1], [0, 5], [1, 1], [1, 5]]
