"""What a reader of training data must be able to do."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from alm_studio.base.cancel import CancelToken
from alm_studio.training.data.example import Example


class Reader(ABC):
    """One way of keeping speech with its text. Stateless; its row in ``sources.READERS`` makes it known.

    Attributes:
        name: a word for it.
        label: for people: what a folder or file of this kind looks like.
    """

    name: ClassVar[str]
    label: ClassVar[str]

    @abstractmethod
    def accepts(self, path: Path) -> bool:
        """Whether ``path``, an existing file or folder, looks like this kind: by names and a first line."""

    @abstractmethod
    def read(self, path: Path, language: str, cancel: CancelToken) -> list[Example]:
        """The examples of ``path``, in the order in which they stand there. No sound is opened.

        Args:
            path: what ``accepts`` took.
            language: of the examples that do not tell their own.
            cancel: looked at while files are read.

        Raises:
            UsageError: the data contradicts its form; the sentence names the file and the place.
            CancelledError: ``cancel`` asks for it.
        """
