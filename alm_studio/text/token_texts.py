"""What each token of a text stands for."""

from collections.abc import Sequence

from alm_studio.text.speech_tokenizer import SpeechTokenizer


def token_texts(tokenizer: SpeechTokenizer, tokens: Sequence[int]) -> tuple[str, ...]:
    """The text of each token, with its leading space.

    A character that is written in several tokens stands at the first of them; the others are empty.
    """
    texts: list[str] = []
    first = 0
    for index in range(len(tokens)):
        text = tokenizer.decode(tokens[first : index + 1])
        texts.append("")
        if "\ufffd" not in text or index == len(tokens) - 1:
            texts[first] = text
            first = index + 1
    return tuple(texts)
