"""What a decoder tells before it writes: which language is spoken, and whether anybody speaks."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from alm_studio.model.seq2seq import Decoder, DecoderState
from alm_studio.text.speech_tokenizer import SpeechTokenizer


@dataclass(frozen=True)
class FirstStep:
    """What is told of W windows.

    Attributes:
        no_speech: [W], probability that nobody speaks; 0 for models that cannot tell.
        languages: [W, languages] probabilities, in the tokenizer's order; None for models of one language.
    """

    no_speech: Tensor
    languages: Tensor | None


def first_step(decoder: Decoder, tokenizer: SpeechTokenizer, start: DecoderState, windows: int) -> FirstStep:
    """Read the start token.

    Args:
        decoder, tokenizer: of one model.
        start: before the first token; stays as it is.
        windows: W, the examples of ``start``.
    """
    tokens = torch.full((windows, 1), tokenizer.sot, device=start.device)
    logits, _ = decoder.step(tokens, start.branch(torch.arange(windows, device=start.device), 1))
    begin = tokenizer.sot + 1
    return FirstStep(
        logits.new_zeros(windows) if tokenizer.no_speech is None else logits.softmax(dim=1)[:, tokenizer.no_speech],
        logits[:, begin : begin + len(tokenizer.languages)].softmax(dim=1) if tokenizer.multilingual else None,
    )


def join_first_steps(steps: Sequence[FirstStep]) -> FirstStep:
    """What was told of all windows, one after another; by one model."""
    languages = [step.languages for step in steps if step.languages is not None]
    return FirstStep(torch.cat([step.no_speech for step in steps]), torch.cat(languages) if languages else None)
