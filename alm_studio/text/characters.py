"""A vocabulary of single characters, learned from texts."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from alm_studio.base.errors import ModelError
from alm_studio.text.plain_tokenizer import PlainTokenizer

_MOST = 20_000
"""Characters: more than any script has in use."""


class CharacterTokenizer(PlainTokenizer):
    """One token for each character.

    A character that the vocabulary lacks is written in the other case, or without its accents, or left out.

    Args:
        characters: each once; the place is the token.
    """

    kind = "characters"

    def __init__(self, characters: Sequence[str]) -> None:
        super().__init__(len(characters))
        self._characters = tuple(characters)
        self._tokens = {character: token for token, character in enumerate(characters)}

    @classmethod
    def train(cls, texts: Iterable[str], vocabulary: int = _MOST) -> "CharacterTokenizer":
        """Learn the characters of some texts.

        Args:
            texts: what the model shall write.
            vocabulary: the most characters to keep; the rarest are left out.
        """
        counts = Counter(character for text in texts for character in _clean(text))
        counts[" "] += 1
        kept = [character for character, _ in counts.most_common(min(vocabulary, _MOST))]
        return cls(sorted({*kept, " "}))

    @classmethod
    def load(cls, path: Path) -> "CharacterTokenizer":
        """Read what ``save`` wrote.

        Raises:
            ModelError: unreadable, damaged, or something else.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise ModelError(f"{path} is damaged ({error}). Get the model again.") from error
        characters = content.get("characters") if isinstance(content, dict) else None
        if (
            not isinstance(characters, list)
            or not 1 <= len(characters) <= _MOST
            or not all(isinstance(character, str) and len(character) == 1 for character in characters)
            or len(set(characters)) < len(characters)
        ):
            raise ModelError(f"{path} is not a vocabulary of characters. Get the model again.")
        return cls(characters)

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        content = {"kind": self.kind, "characters": self._characters}
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

    def encode(self, text: str) -> list[int]:
        """Text tokens, without special ones. White space becomes single spaces."""
        return [token for character in _clean(text) for token in self._encode(character)]

    def _decode_part(self, tokens: list[int]) -> str:
        return "".join(self._characters[token] for token in tokens)

    def _encode(self, character: str) -> list[int]:
        bare = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
        for spelling in ([character], [character.lower()], [character.upper()], bare, [c.lower() for c in bare]):
            if all(part in self._tokens for part in spelling):
                return [self._tokens[part] for part in spelling]
        return []


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
