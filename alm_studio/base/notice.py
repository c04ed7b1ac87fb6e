"""Something to say to the user that is no error: the work goes on."""

from dataclasses import dataclass
from typing import Literal

NoticeKind = Literal["device-lost", "device-back", "sound-lost", "too-slow", "output-failed"]


@dataclass(frozen=True)
class Notice:
    """A sentence for the user.

    Attributes:
        kind: for a window that says it in another language.
        sentence: in English; says what happened, and what to do where something can be done.
        subject: the device, the file or the number that it is about.
    """

    kind: NoticeKind
    sentence: str
    subject: str = ""
