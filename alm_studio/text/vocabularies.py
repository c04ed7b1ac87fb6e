"""The kinds of vocabulary, by name."""

from collections.abc import Callable
from pathlib import Path

from alm_studio.base.errors import ModelError
from alm_studio.text.byte_pairs import BytePairTokenizer
from alm_studio.text.characters import CharacterTokenizer
from alm_studio.text.speech_tokenizer import SpeechTokenizer
from alm_studio.text.tokenizer import WhisperTokenizer

_LOADERS: dict[str, Callable[[Path, int], SpeechTokenizer]] = {
    CharacterTokenizer.kind: lambda path, vocabulary: CharacterTokenizer.load(path),
    BytePairTokenizer.kind: lambda path, vocabulary: BytePairTokenizer.load(path),
    WhisperTokenizer.kind: WhisperTokenizer.load,
}


def load_tokenizer(kind: str, path: Path, vocabulary: int) -> SpeechTokenizer:
    """Read a vocabulary.

    Args:
        kind: its name.
        path: a ``tokenizer.json``.
        vocabulary: the tokens that the model has.

    Raises:
        ModelError: no such kind; damaged; or not the vocabulary of this model.
    """
    if kind not in _LOADERS:
        raise ModelError(f"The model has a vocabulary of a kind ({kind!r}) that this version cannot read.")
    tokenizer = _LOADERS[kind](path, vocabulary)
    if tokenizer.vocabulary != vocabulary:
        raise ModelError(f"{path} is not the vocabulary of this model. Get the model again.")
    return tokenizer
