"""One medium in the window: the file, how far its transcription is, and its captions."""

import enum
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alm_studio.captions.document import Document
from alm_studio.captions.transcript import Transcript

if TYPE_CHECKING:
    from alm_studio.audio.peaks import Peaks
    from alm_studio.audio.sound_store import SoundStore
    from alm_studio.pipeline.attention_log import AttentionLog
    from alm_studio.pipeline.resuming import Place


class State(enum.Enum):
    """Where a medium stands in the queue."""

    READY = "ready"
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(eq=False)
class MediaItem:
    """A medium and what has been made of it. Plain data: controllers change it, models tell the views.

    Attributes:
        path: the file.
        state: in the queue.
        stage: what is being done while ``WORKING``: ``"loading"``, ``"listening"``, ``"writing"`` or
            ``"aligning"``.
        detail: more about the stage, such as what is being downloaded.
        fraction: share done while ``WORKING``, 0 to 1; None while unknown.
        speed: seconds of sound per second of work; 0 while unknown.
        seconds_left: estimate; None while unknown.
        error: the sentence for the user when ``FAILED``.
        document: the cues.
        transcript: what was heard so far.
        style: the caption style that the cues were made with.
        track: index of the audio track to listen to.
        tracks: titles of the audio tracks, once known.
        duration: ms; 0 while unknown.
        has_video: None while unknown.
        attention: where the model listened while it wrote; None where nothing was kept.
        sound: what is decoded so far; None before.
        sound_track: the track that it is of.
        peaks: the waveform so far; None before.
        edited: whether a cue is other than the model wrote it.
        exported: whether the captions as they are now have been written to a file.
        settings: what the captions are written with, to go on the same way: ``model``, ``compute``, ``options``.
        place: where the transcription can be taken up again; None where it has not begun, or is over.
        laid_out: how many cues came out of the transcription.
        missing: whether the file is not where its project says.
    """

    path: Path
    state: State = State.READY
    stage: str = ""
    detail: str = ""
    fraction: float | None = None
    speed: float = 0.0
    seconds_left: float | None = None
    error: str = ""
    document: Document = field(default_factory=Document)
    transcript: Transcript = field(default_factory=Transcript)
    style: str = ""
    track: int = 0
    tracks: list[str] = field(default_factory=list)
    duration: int = 0
    has_video: bool | None = None
    attention: "AttentionLog | None" = None
    sound: "SoundStore | None" = None
    sound_track: int = 0
    peaks: "Peaks | None" = None
    edited: bool = False
    exported: bool = True
    settings: dict[str, Any] = field(default_factory=dict)
    place: "Place | None" = None
    laid_out: int = 0
    missing: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def active(self) -> bool:
        """Whether a transcription runs or waits."""
        return self.state in (State.WAITING, State.WORKING)

    @property
    def resumable(self) -> bool:
        """Whether an interrupted transcription can be gone on with."""
        heard = bool(self.settings) and bool(self.transcript.segments)
        return self.place is not None and heard and not self.active and not self.missing

    def clear(self) -> None:
        """Forget the captions, for another run."""
        self.document.captions.clear()
        self.document.silences.clear()
        self.document.language = ""
        self.document.title = self.path.stem
        self.transcript = Transcript()
        self.attention = None
        self.error = self.stage = self.detail = ""
        self.fraction = self.seconds_left = None
        self.speed = 0.0
        self.edited = False
        self.exported = True
        self.settings = {}
        self.place = None
        self.laid_out = 0
