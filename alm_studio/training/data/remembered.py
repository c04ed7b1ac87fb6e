"""What a model heard in examples, kept on the disk: the dialog's check listens once, the training's check reads."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from alm_studio.base.errors import OutputError
from alm_studio.training.data.example import Example
from alm_studio.training.data.sound_cache import SoundCache, identity
from alm_studio.training.data.splitting import Hear


class RememberedHearing:
    """A ``Hear`` that asks a model only for what it has not heard before.

    Args:
        load: makes the ``Hear`` of a model; called when the first example is new.
        model: by which the model is known, with whatever changes what it writes (language, beam).
        cache: in whose folder the texts are kept.
    """

    def __init__(self, load: Callable[[], Hear], model: str, cache: SoundCache | None = None) -> None:
        self._load = load
        self._hear: Hear | None = None
        name = hashlib.blake2b(model.encode(), digest_size=16).hexdigest()
        self._file = (cache or SoundCache()).folder / "heard" / f"{name}.jsonl"
        self._texts = _read(self._file)

    def __call__(self, examples: Sequence[Example]) -> list[str]:
        """The text of each example.

        Raises:
            OutputError: the disk takes no more.
        """
        keys = [_key(example) for example in examples]
        new = [(key, example) for key, example in zip(keys, examples, strict=True) if key not in self._texts]
        if new:
            self._hear = self._hear or self._load()
            texts = self._hear([example for _, example in new])
            found = {key: text for (key, _), text in zip(new, texts, strict=True)}
            self._write(found)
            self._texts.update(found)
        return [self._texts[key] for key in keys]

    def _write(self, found: dict[str, str]) -> None:
        lines = "".join(json.dumps([key, text]) + "\n" for key, text in found.items())
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(lines)
        except OSError as error:
            raise OutputError(
                f"{self._file} cannot be written ({error.strerror or error}). Make room on the disk."
            ) from error


def _key(example: Example) -> str:
    return f"{identity(example.audio)} {example.start} {example.end} {example.language}"


def _read(file: Path) -> dict[str, str]:
    """The texts of a file; a line that a kill cut short is heard again."""
    if not file.is_file():
        return {}
    texts = {}
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            key, text = json.loads(line)
        except ValueError:
            continue
        texts[str(key)] = str(text)
    return texts
