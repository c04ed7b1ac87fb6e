"""A vocabulary of byte pairs, learned from texts.

Source: Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units", 2016; over bytes as in GPT-2, so
that every text can be written.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from alm_studio.base.errors import ModelError
from alm_studio.text.plain_tokenizer import PlainTokenizer

_BYTES = 256
_MOST = 100_000


class BytePairTokenizer(PlainTokenizer):
    """One token for each frequent piece of a word, with the space before it."""

    kind = "byte-pairs"

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__(tokenizer.get_vocab_size())
        self._tokenizer = tokenizer

    @classmethod
    def train(cls, texts: Iterable[str], vocabulary: int = 500) -> "BytePairTokenizer":
        """Learn the pieces of some texts.

        Args:
            texts: what the model shall write.
            vocabulary: how many text tokens there may be; 256 at least, one for each byte.
        """
        tokenizer = Tokenizer(models.BPE())
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
        )
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=max(_BYTES, min(vocabulary, _MOST)),
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train_from_iterator(texts, trainer)
        return cls(tokenizer)

    @classmethod
    def load(cls, path: Path) -> "BytePairTokenizer":
        """Read a ``tokenizer.json``.

        Raises:
            ModelError: unreadable, damaged, or something else.
        """
        tokenizer = read_tokenizer(path)
        count = tokenizer.get_vocab_size()
        if not _BYTES <= count <= _MOST or any(tokenizer.id_to_token(token) is None for token in range(count)):
            raise ModelError(f"{path} is not a vocabulary of byte pairs. Get the model again.")
        return cls(tokenizer)

    def save(self, path: Path) -> None:
        """Write it in the form of the tokenizers library."""
        path.write_text(self._tokenizer.to_str(pretty=True), encoding="utf-8")

    def encode(self, text: str) -> list[int]:
        """Text tokens, without special ones. White space becomes single spaces."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids) if text.strip() else []

    def _decode_part(self, tokens: list[int]) -> str:
        return str(self._tokenizer.decode(tokens, skip_special_tokens=False))


def read_tokenizer(path: Path, mend: Callable[[str], str] = str) -> Tokenizer:
    """A ``tokenizer.json`` of the tokenizers library, which neither truncates nor pads.

    Args:
        path: of the file.
        mend: changes its text before it is parsed.

    Raises:
        ModelError: unreadable or damaged.
    """
    try:
        tokenizer = Tokenizer.from_str(mend(path.read_text(encoding="utf-8")))
    except Exception as error:  # the library raises a bare Exception
        raise ModelError(f"{path} is damaged ({error}). Get the model again.") from error
    # Some files truncate or pad; text of any length must pass.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
