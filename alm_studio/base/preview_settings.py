"""How cues look in the preview."""

import re
from dataclasses import dataclass

GROUNDS = ("outline", "box", "shadow")
PLACES = ("bottom", "top")


@dataclass
class PreviewSettings:
    """The look of a cue over the picture. Sizes are shares of the picture's height, so that they fit any window.

    Attributes:
        font: family; empty for the window's own.
        size: of the letters, percent.
        color: of the letters, ``"#rrggbb"``.
        ground: what keeps them readable on any picture: one of ``GROUNDS``.
        place: one of ``PLACES``.
        margin: to the picture's edge, percent.
    """

    font: str = ""
    size: float = 6.2
    color: str = "#ffffff"
    ground: str = "outline"
    place: str = "bottom"
    margin: float = 5.5

    def check(self) -> None:
        """Bring what cannot be into what can."""
        self.size = min(20.0, max(2.0, self.size))
        self.margin = min(40.0, max(0.0, self.margin))
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.color):
            self.color = "#ffffff"
        if self.ground not in GROUNDS:
            self.ground = GROUNDS[0]
        if self.place not in PLACES:
            self.place = PLACES[0]
