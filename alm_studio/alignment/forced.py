"""Given text laid over sound: how probable it is there, and where the model listens for each of its tokens."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from alm_studio.captions.scripts import is_unspaced
from alm_studio.decoding.batch import Hypothesis
from alm_studio.model.seq2seq import Memory, Seq2Seq
from alm_studio.text.speech_tokenizer import SpeechTokenizer


def room_for_text(network: Seq2Seq, tokenizer: SpeechTokenizer, language: str) -> int:
    """Tokens that ``force`` takes at most: the decoder's positions without the prompt and the end."""
    return network.decoder.longest_text - len(tokenizer.prompt(language, "transcribe", False)) - 1


def text_tokens(tokenizer: SpeechTokenizer, text: str) -> list[int]:
    """A text as the model would write it: Whisper puts a space before each word, the first one too.

    In scripts without spaces it puts none.
    """
    text = text.strip()
    spaced = tokenizer.kind == "whisper" and not is_unspaced(text[:1] or " ")
    return tokenizer.encode(" " + text if spaced else text)


def force(
    network: Seq2Seq,
    tokenizer: SpeechTokenizer,
    memory: Memory,
    tokens: Sequence[int],
    language: str,
    states: int | None = None,
) -> Hypothesis:
    """Let the decoder read a text that is given, in one pass, instead of choosing its own.

    Args:
        network, tokenizer: of one model.
        memory: one encoded window (row 0 is taken).
        tokens: N text tokens; none is a text too.
        language: code.
        states: how many of the window's states hold sound; attention is cut there. All by default.

    Returns:
        The text as if it had been decoded: log-probabilities of each token given those before it, and the attention
        [H, N + 1, S] of the reported heads, on the processor.

    Raises:
        IndexError: the text is longer than ``room_for_text``.
    """
    return read_text(network.decoder, network, tokenizer, memory, tokens, language, states)


@torch.inference_mode()
def read_text(
    read: Callable[[Tensor, Memory], tuple[Tensor, Tensor]],
    network: Seq2Seq,
    tokenizer: SpeechTokenizer,
    memory: Memory,
    tokens: Sequence[int],
    language: str,
    states: int | None,
) -> Hypothesis:
    """As ``force``, where ``read`` says which attention is returned: its shape is that of ``read`` without the batch.

    Args:
        read: a decoder, or its ``attend``: tokens [1, N] and a memory to logits [1, N, V] and attention [1, ..., N, S].
    """
    if len(tokens) > room_for_text(network, tokenizer, language):
        raise IndexError(f"a text of {len(tokens)} tokens is longer than the decoder's")
    prompt = tokenizer.prompt(language, "transcribe", False)
    device = memory.states.device
    given = torch.tensor([[*prompt, *tokens]], device=device)
    alone = Memory(memory.states[:1], memory.lengths[:1], memory.seconds_per_state)
    logits, attention = read(given, alone)
    first = len(prompt) - 1  # the last token of the prompt is what the first token of the text follows
    written = torch.tensor([*tokens, tokenizer.eot], device=device)
    logprobs = logits[0, first:].float().log_softmax(dim=-1).gather(1, written[:, None])[:, 0].tolist()
    return Hypothesis(
        tokens=list(tokens),
        logprobs=logprobs[:-1],
        avg_logprob=sum(logprobs) / len(logprobs),
        no_speech_prob=0.0,
        temperature=0.0,
        language=language,
        attention=attention[0, ..., first:, :states].half().cpu(),
    )
