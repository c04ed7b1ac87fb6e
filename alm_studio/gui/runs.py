"""What transcriptions bring that cannot go into the document as it comes."""

from dataclasses import dataclass, field, fields, replace

from alm_studio.base.progress import Progress
from alm_studio.captions.document import Caption
from alm_studio.captions.layout import CueBuilder
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Segment, Transcript
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.pipeline import events
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.resuming import Resume


@dataclass
class Resumed:
    """A transcription that goes on.

    Attributes:
        known: what it begins with.
        until: ms up to which there are cues already.
    """

    known: Resume
    until: int

    def behind(self, captions: list[Caption]) -> list[Caption]:
        """The cues that say something new; one that begins too early waits until the cues that are there go."""
        new = [caption for caption in captions if caption.end > self.until]
        return [replace(caption, start=max(caption.start, self.until)) for caption in new]


@dataclass
class Aside:
    """What an alignment or a second pass brings, until it is whole.

    Attributes:
        before: the item's state, to go back to.
        captions: the new ones.
        transcript: the spoken words; None until the end.
    """

    before: State
    captions: list[Caption] = field(default_factory=list)
    transcript: Transcript | None = None

    def takes(self, event: events.Event | Progress) -> bool:
        """Whether an event is a result, which is kept here."""
        match event:
            case events.CaptionsReady():
                self.captions += event.captions
            case events.Finished():
                self.transcript = event.transcript
            case events.SegmentReady() | events.LanguageDetected() | events.Reached():
                pass
            case _:
                return False
        return True


def options_of(item: MediaItem) -> TranscribeOptions:
    """What a transcription began with; what another version of the program added is passed over."""
    names = {one.name for one in fields(TranscribeOptions)}
    kept = item.settings.get("options", {"style": item.style})
    return TranscribeOptions(**{name: value for name, value in kept.items() if name in names})


def language_of(item: MediaItem, options: TranscribeOptions) -> str:
    """For segments that name none."""
    return item.document.language if options.language == "auto" else options.language


def lay_out(segments: list[Segment], style: str, language: str) -> list[Caption]:
    """The cues of segments; in the pool."""
    builder = CueBuilder(get_style(style), language)
    captions: list[Caption] = []
    for segment in segments:
        captions += builder.add(segment)
    return captions + builder.finish()
