"""A live run as a project that is whole at any moment."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from alm_studio.audio.downmix import Samples
from alm_studio.audio.resampling import SAMPLE_RATE
from alm_studio.captions.document import Caption
from alm_studio.captions.layout import CueBuilder
from alm_studio.captions.styles import get_style
from alm_studio.captions.transcript import Segment, Word
from alm_studio.project.project import Project
from alm_studio.streaming.events import Committed, LiveEvent
from alm_studio.streaming.sinks.sink import Sink

_LONG, _TOO_LONG = 12_000, 30_000
"""Ms of an utterance after which its segment ends with the sentence, and after which it ends anyway: each commit writes
what is not yet final anew."""
_ENDINGS = tuple(".!?…。！？؟")


class ProjectFile(Sink):
    """Writes segments and cues as they are committed, those too that what follows may still lay out anew.

    Args:
        path: which must not exist.
        sound: the recording; it may come into being a little later.
        style: see ``captions.styles``.
        **meta: facts for ``Project.set_meta``.

    Raises:
        OutputError: it exists, or cannot be written.
    """

    def __init__(self, path: Path, sound: Path, style: str = "netflix", **meta: Any) -> None:
        self._project = Project.create(path)
        self._project.set_meta(style=style, title=sound.stem, **meta)
        self._sound = sound
        self._referred = False
        self._style = get_style(style)
        self._builder: CueBuilder | None = None
        self._words: list[Word] = []  # of the segment that is not over
        self._segments = self._cues = self._samples = 0  # final ones
        self._language = ""

    def hear(self, samples: Samples) -> None:
        """See ``Sink``."""
        self._samples += samples.size
        if not self._referred and self._sound.exists():  # so that it is found after a kill too
            self._referred = True
            self._project.set_media(self._sound)

    def show(self, event: LiveEvent) -> None:
        """See ``Sink``."""
        if not isinstance(event, Committed):
            return
        self._language = event.language or self._language
        if self._builder is None:
            self._builder = CueBuilder(self._style, self._language)
        self._words += event.words
        if event.words or event.ends:
            self._write(ended=event.ends or self._long_enough())

    def mark(self, time: int, text: str) -> None:
        """Note a moment: ``time`` in ms of the recording, and a few words. From any thread."""
        self._project.add_mark(time, text)

    def close(self) -> None:
        """See ``Sink``. Cues that were marked carry the words of the mark as a note."""
        project = self._project
        try:
            if self._builder is not None:
                self._write(ended=True)
            with project.together():
                if self._sound.exists():
                    project.set_media(self._sound)  # as large as it became
                project.set_meta(duration=self._samples * 1000 // SAMPLE_RATE)
                captions = project.document().captions
                noted = _noted(captions, [(mark.time, mark.text) for mark in project.marks()])
                if noted != captions:
                    project.truncate(0)
                    project.append(captions=noted)
                project.set_meta(appended=len(noted))
        finally:
            project.close()

    def _long_enough(self) -> bool:
        length = self._words[-1].end - self._words[0].start
        return length >= _TOO_LONG or (length >= _LONG and self._words[-1].text.endswith(_ENDINGS))

    def _write(self, ended: bool) -> None:
        """Put what is final behind what is final, and behind that what is not."""
        assert self._builder is not None
        segment = self._segment()
        with self._project.together():
            self._project.keep_segments(self._segments)
            self._project.truncate(self._cues)
            final: list[Caption] = []
            if ended and segment is not None:
                final = self._builder.add(segment)
                self._words.clear()
                self._segments += 1
            rest = deepcopy(self._builder)
            open_cues = rest.add(segment) if segment is not None and not ended else []
            cues = [*final, *open_cues, *rest.finish()]
            self._project.append([segment] if segment is not None else [], cues, language=self._language)
        self._cues += len(final)

    def _segment(self) -> Segment | None:
        if not self._words:
            return None
        text = "".join(word.text for word in self._words).strip()
        return Segment(self._words[0].start, self._words[-1].end, text, tuple(self._words), self._language)


def _noted(captions: Sequence[Caption], marks: Sequence[tuple[int, str]]) -> list[Caption]:
    """The cues, each mark as a note of the cue that was said last before it, or else of the first."""
    result = list(captions)
    for time, text in marks:
        if result:
            said = [number for number, caption in enumerate(result) if caption.start <= time]
            place = said[-1] if said else 0
            result[place] = replace(result[place], note="; ".join(filter(None, (result[place].note, text))))
    return result
