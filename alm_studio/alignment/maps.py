"""Where every head of every layer listens while a given text is read."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from alm_studio.alignment.attention_matrix import alignment_matrix
from alm_studio.alignment.dtw import Array, monotonic_path
from alm_studio.alignment.forced import read_text
from alm_studio.decoding.batch import Hypothesis
from alm_studio.model.seq2seq import Memory, Seq2Seq
from alm_studio.text.speech_tokenizer import SpeechTokenizer


def attention_maps(
    network: Seq2Seq,
    tokenizer: SpeechTokenizer,
    memory: Memory,
    tokens: Sequence[int],
    language: str,
    states: int,
) -> tuple[Hypothesis, Tensor]:
    """One teacher-forced pass over a window's text that keeps the attention of all heads.

    Args:
        network, tokenizer: of one model.
        memory: one encoded window (row 0 is taken).
        tokens: N text tokens.
        language: code.
        states: how many of the window's states hold sound.

    Returns:
        The hypothesis as ``alignment.forced.force`` gives it, and float16 [layers, heads, N + 1, states]: row n is
        where the model listened when it wrote token n, the last row when it ended the text.

    Raises:
        IndexError: the text is longer than the decoder takes.
    """
    everything = read_text(network.decoder.attend, network, tokenizer, memory, tokens, language, states)
    maps = everything.attention
    assert maps is not None
    reported = [maps[layer, head] for layer, head in network.decoder.alignment_heads]
    rows = torch.stack(reported) if reported else maps[0, :0]
    return replace(everything, attention=rows), maps


def alignment_path(rows: Tensor, states: int) -> Array:
    """The way of a text through the sound, as the heads that follow it tell.

    Args:
        rows: [H, N + 1, S], the last one that of the end.
        states: how many hold sound.

    Returns:
        [N, 2], int64: the first and the last state of each token.
    """
    first, last = monotonic_path(-alignment_matrix(rows, states).numpy())
    path: Array = np.stack([first, last], axis=1)[:-1]
    return path
