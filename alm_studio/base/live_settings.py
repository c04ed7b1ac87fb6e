"""What the window remembers about live captions."""

import re
from dataclasses import dataclass, field

COLORS = ("system", "dark", "light", "own")


@dataclass
class LiveSettings:
    """The user's choices for live captions. Every default is a good first choice.

    Attributes:
        device: number or part of the name of the sound input; empty: the system's default.
        language: Whisper's code, or ``"auto"``.
        task: ``"transcribe"`` or ``"translate"``.
        model: name of the model; empty: the one that files are captioned with.
        used: whether live captions were ever started; then the model is made ready at the start of the program.
        font: family; empty: the program's.
        size: of the text, in points.
        lines: of text that are seen.
        colors: one of ``COLORS``.
        text_color, ground_color: ``"#rrggbb"``, for own colours.
        opacity: of the ground behind the text, 0 to 1.
        click_through: whether the mouse reaches what lies under the captions.
        place: left, top, width and height of the captions on the desktop in px; empty: at the foot of the screen.
        text_path: file that the text is added to; empty: none.
        page: whether the captions are served as a web page.
        page_port: its port.
        page_token: part of its address that nobody can guess; kept, so that the address stays; empty: a new one.
        page_open: whether other machines of the network may see it.
    """

    device: str = ""
    language: str = "auto"
    task: str = "transcribe"
    model: str = ""
    used: bool = False
    font: str = ""
    size: int = 24
    lines: int = 3
    colors: str = "system"
    text_color: str = "#ffffff"
    ground_color: str = "#15181d"
    opacity: float = 0.85
    click_through: bool = False
    place: list[int] = field(default_factory=list)
    text_path: str = ""
    page: bool = False
    page_port: int = 8765
    page_token: str = ""
    page_open: bool = False

    def check(self) -> None:
        """Put what cannot be back into its bounds: a settings file can be edited by hand."""
        default = LiveSettings()
        self.size = min(96, max(10, self.size))
        self.lines = min(8, max(1, self.lines))
        self.opacity = min(1.0, max(0.0, self.opacity))
        if self.colors not in COLORS:
            self.colors = default.colors
        for name in ("text_color", "ground_color"):
            if not re.fullmatch("#[0-9a-fA-F]{6}", getattr(self, name)):
                setattr(self, name, getattr(default, name))
        if self.task not in ("transcribe", "translate"):
            self.task = default.task
        if len(self.place) != 4 or not all(isinstance(number, int) for number in self.place):
            self.place = []
        if not 1024 <= self.page_port <= 65535:
            self.page_port = default.page_port
