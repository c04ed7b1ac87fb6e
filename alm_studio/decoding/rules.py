"""Rules that forbid tokens, vectorised over all rows. Source: openai/whisper ``decoding.py`` (LogitFilter)."""

from abc import ABC, abstractmethod

import torch
from torch import Tensor

from alm_studio.text.speech_tokenizer import SpeechTokenizer
from alm_studio.text.tokenizer import TIMESTAMP_SECONDS


class LogitRule(ABC):
    """Sets the logits of forbidden tokens to -inf, in place.

    Attributes:
        constant: whether it forbids the same whatever was written.
    """

    constant = False

    @abstractmethod
    def apply(self, logits: Tensor, tokens: Tensor) -> None:
        """Forbid.

        Args:
            logits: [R, V], changed.
            tokens: [R, N], what each row has written so far (without the prompt).
        """


class SuppressTokens(LogitRule):
    """Never these tokens."""

    constant = True

    def __init__(self, tokens: list[int], device: torch.device) -> None:
        self._tokens = torch.tensor(sorted(set(tokens)), device=device)

    def apply(self, logits: Tensor, tokens: Tensor) -> None:
        """See ``LogitRule``."""
        logits.index_fill_(1, self._tokens, -torch.inf)


class SuppressBlank(LogitRule):
    """A text does not begin with the vocabulary's blanks: with Whisper, a space or the end."""

    def __init__(self, tokenizer: SpeechTokenizer, device: torch.device) -> None:
        self._tokens = torch.tensor(tokenizer.blanks, device=device)

    def apply(self, logits: Tensor, tokens: Tensor) -> None:
        """See ``LogitRule``."""
        if tokens.shape[1] == 0:
            logits.index_fill_(1, self._tokens, -torch.inf)


class TimestampRules(LogitRule):
    """Timestamps come in pairs, never go back, stay inside the window, and come when they are likelier than text.

    Args:
        tokenizer: for the special tokens; the one that forbids timestamps stands before the first of them.
        last: [R], the latest timestamp each row may write, counted in timestamp tokens from zero.
        first: seconds within which the first segment has to begin.
    """

    def __init__(self, tokenizer: SpeechTokenizer, last: Tensor, first: float = 1.0) -> None:
        self._begin = tokenizer.timestamp_begin
        self._eot = tokenizer.eot
        self._no_timestamps = tokenizer.timestamp_begin - 1
        self._first = round(first / TIMESTAMP_SECONDS)
        self._last = last

    def apply(self, logits: Tensor, tokens: Tensor) -> None:
        """See ``LogitRule``."""
        rows, count = tokens.shape
        begin = self._begin
        logits[:, self._no_timestamps] = -torch.inf
        stamps = logits[:, begin:]
        place = torch.arange(stamps.shape[1], device=logits.device)
        forbidden = place > self._last[:rows, None]
        if count == 0:
            logits[:, :begin] = -torch.inf
            forbidden |= place > self._first
        else:
            is_stamp = tokens >= begin
            ended = is_stamp[:, -1]
            paired = ended & (is_stamp[:, -2] if count > 1 else torch.ones_like(ended))
            opened = ended & ~paired  # a lone stamp: text is over, the next segment's stamp or the end follows
            logits[:, : self._eot].masked_fill_(opened[:, None], -torch.inf)
            latest = (tokens - begin).clamp(min=-1).amax(dim=1)
            # A segment has a length: only the stamp right after a stamp may repeat it.
            earliest = latest + (~opened).long()
            forbidden |= (place < earliest[:, None]) | paired[:, None]
        stamps.masked_fill_(forbidden, -torch.inf)
        text_best = logits[:, :begin].amax(dim=1)
        likelier = stamps.logsumexp(dim=1) > text_best
        logits[:, :begin].masked_fill_(likelier[:, None], -torch.inf)


def make_rules(
    tokenizer: SpeechTokenizer, device: torch.device, *, fresh: bool, last: Tensor | None = None
) -> list[LogitRule]:
    """What a text may hold.

    Args:
        tokenizer: the model's.
        device: of the logits.
        fresh: whether nothing of the text is written yet.
        last: see ``TimestampRules``; None forbids timestamps.
    """
    stamps = range(tokenizer.timestamp_begin, tokenizer.vocabulary)
    rules: list[LogitRule] = [SuppressTokens([*tokenizer.never_written, *(stamps if last is None else ())], device)]
    if tokenizer.blanks and fresh:
        rules.append(SuppressBlank(tokenizer, device))
    if last is not None:
        rules.append(TimestampRules(tokenizer, last))
    return rules


def keep_rows(rule: LogitRule, rows: Tensor) -> None:
    """Tell a rule that holds numbers per row that only these rows remain."""
    if isinstance(rule, TimestampRules):
        rule._last = rule._last[rows]
