"""A model as the window shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelChoice:
    """One model to choose. Plain data, so that views need not know the registry.

    Attributes:
        name: as the settings and the command line call it.
        title: for people.
        installed: whether it works without a download.
        multilingual: whether it knows languages besides English.
        size: bytes to download where it is not installed; 0 while unknown.
    """

    name: str
    title: str
    installed: bool = True
    multilingual: bool = True
    size: int = 0
