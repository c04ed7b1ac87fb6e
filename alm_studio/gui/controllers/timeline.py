"""Fills the timeline: the sound as it is decoded, words as they are written, boundaries as they are dragged."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import AlmError, CancelledError, MediaError
from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Word
from alm_studio.gui.backend import Look
from alm_studio.gui.controllers.cue_lane import CueLaneController
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.timeline_words import Edge, lane_words

if TYPE_CHECKING:
    from alm_studio.audio.peaks import Peaks
    from alm_studio.audio.sound_store import SoundStore
    from alm_studio.gui.main_window import MainWindow

_CALM_MS = 200
"""Words are drawn again this long after the first of several changes."""
_LANE_HEIGHT = 90
"""Px that the timeline gains with a spectrogram."""
_BLOCKS = 24
"""Blocks of 5 s from one picture of a growing waveform to the next."""

_Heard = tuple[int, "SoundStore | None", "Peaks"]
"""Track, its sound so far, its waveform so far."""


class TimelineController(QObject):
    """What the timeline and the medium in view have to do with each other."""

    _grown = Signal(object, object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._view = window.editor.timeline
        self._item: MediaItem | None = None
        self._token = CancelToken()
        self._hearing: tuple[MediaItem, int] | None = None
        self._redraw = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._redraw.timeout.connect(self._draw_words)
        self.cues = CueLaneController(window)
        self._grown.connect(self._on_grown)
        window.queue.item_changed.connect(self._on_changed)
        window.playback.position_changed.connect(self._on_position)
        window.playback.duration_changed.connect(self._view.set_duration)
        window.actions_["spectrogram"].toggled.connect(self._show_spectrogram)
        self._view.seek_wanted.connect(window.playback.seek)
        self._view.boundary_moved.connect(self._move)

    def open(self, item: MediaItem | None) -> None:
        """Show another medium."""
        self._token.cancel()
        self._hearing = None
        self._item = item
        self._view.open(item.duration if item else 0)
        self._draw_words()
        self._draw_sound()
        self.hear()

    def close(self) -> None:
        """The window goes; what is still decoded is wanted by nobody."""
        self._token.cancel()
        self._item = self._hearing = None

    def set_visible(self, visible: bool) -> None:
        """Show the timeline, or hide it."""
        self._view.setVisible(visible)
        self.hear()

    def edited(self) -> None:
        """The user changed a cue."""
        self._draw_words()

    # The sound

    def hear(self) -> None:
        """Decode the sound of the medium in view, unless it is there or nobody looks."""
        item = self._item
        if item is None or self._view.isHidden() or self._hearing == (item, item.track):
            return
        if item.sound is not None and item.sound.complete and item.sound_track == item.track:
            return
        self._token.cancel()
        self._token = CancelToken()
        self._hearing = (item, item.track)
        item.sound = item.peaks = None
        work = partial(self._decode, item, item.path, item.track, self._token)
        self._window.jobs.run_io(work, partial(self._on_heard, item), partial(self._on_deaf, item, self._token))

    def _decode(self, item: MediaItem, path: Path, track: int, token: CancelToken) -> _Heard:
        """In the pool: peaks and samples of all of a track."""
        from alm_studio.audio.decode import decode
        from alm_studio.audio.peaks import FINE, Peaks, PeaksBuilder
        from alm_studio.audio.peaks_cache import load_peaks, save_peaks
        from alm_studio.audio.sound_store import SoundStore

        kept = load_peaks(path, track)
        if kept is not None:
            self._grown.emit(item, (track, None, kept))
        store, builder = SoundStore(), PeaksBuilder(FINE)
        for number, block in enumerate(decode(path, track)):
            token.check()
            store.write(block)
            if kept is None:
                builder.add(block)
            if number % _BLOCKS == 0:
                self._grown.emit(item, (track, store, kept or Peaks(builder.result())))
        store.finish()
        if kept is None:
            kept = Peaks(builder.result())
            save_peaks(path, track, kept)
        return track, store, kept

    def _on_grown(self, item: MediaItem, heard: _Heard) -> None:
        if self._hearing == (item, heard[0]):
            self._take(item, *heard)

    def _on_heard(self, item: MediaItem, heard: _Heard) -> None:
        if self._hearing == (item, heard[0]):
            self._take(item, *heard)
            self._view.set_duration(max(item.duration, heard[2].duration))

    def _take(self, item: MediaItem, track: int, store: "SoundStore | None", peaks: "Peaks") -> None:
        fresh = peaks is not item.peaks
        item.sound_track, item.sound, item.peaks = track, store, peaks
        if fresh:
            self._view.show_peaks(peaks)
            self._window.editor.video.show_peaks(peaks)
        self._view.show_sound(store, self.tr("Reading the sound…"))

    def _on_deaf(self, item: MediaItem, token: CancelToken, error: BaseException) -> None:
        if isinstance(error, CancelledError) or token.cancelled:
            return
        if item is self._item:
            self._view.show_peaks(None, self.tr("The sound cannot be shown."))
        if not isinstance(error, MediaError):  # the queue tells of media that cannot be read
            self._window.notifier.report(error if isinstance(error, AlmError) else AlmError(str(error)), item.path)

    def _draw_sound(self) -> None:
        item, waits = self._item, self.tr("Reading the sound…")
        self._view.show_peaks(item.peaks if item else None, waits if item else "")
        self._view.show_sound(item.sound if item else None, waits if item else "")
        self._window.editor.video.show_peaks(item.peaks if item else None)

    def _show_spectrogram(self, wanted: bool) -> None:
        self._view.show_spectrogram(wanted, lambda work, done: self._window.jobs.run_io(work, done))
        above, below = self._window.editor.sizes()
        lane = _LANE_HEIGHT if wanted else -_LANE_HEIGHT
        self._window.editor.setSizes([above - lane, below + lane])
        self._draw_sound()

    # The words

    def _on_changed(self, item: MediaItem) -> None:
        if item is self._item:
            self._view.set_duration(item.duration)
            if not self._redraw.isActive():
                self._redraw.start()

    def _draw_words(self) -> None:
        item = self._item
        self.cues.draw(item)
        if item is None:
            self._view.show_words([], "", None)
            return
        if item.state in (State.WAITING, State.WORKING):
            text = ""
        elif item.document.captions:
            text = self.tr("These captions have no times of words. “Align text” finds them.")
        else:
            text = self.tr("Words appear here with the captions.")
        self._view.show_words(lane_words(item.document.captions), item.document.language, item.attention, text)

    def _on_position(self, ms: int) -> None:
        self._view.set_position(ms, playing=self._window.playback.playing)

    # A boundary that is dragged

    def _move(self, edge: Edge, ms: int) -> None:
        """Put a word's boundary elsewhere; where a word begins there, the model times its neighbours again."""
        item = self._item
        if item is None:
            return
        row, index = edge.word.row, edge.word.index
        caption = item.document.captions[row]
        if not edge.begins:
            words = list(caption.words)
            words[index] = replace(words[index], end=ms)
            self._replace(item, row, caption, tuple(words))
            return
        request = self._window.transcription.request_for(item)
        if request is None:
            self._window.notifier.warn(self.tr("The training has the device. Try again when it is over."), item.name)
            return
        # Words further away than the neighbours stay as they are.
        pinned = {number: word.start for number, word in enumerate(caption.words) if abs(number - index) > 1}
        pinned[index] = ms
        language = caption.language or item.document.language
        look = Look(request, caption.start, caption.end, caption.text, caption.words, language, item.sound)
        self._window.jobs.ask(
            lambda backend, _cancel: backend.retime(look, pinned),
            lambda words: self._replace(item, row, caption, words),
            lambda error: self._window.notifier.report(error, item.path),
        )

    def _replace(self, item: MediaItem, row: int, caption: Caption, words: tuple[Word, ...]) -> None:
        """Give a cue other words, unless it was changed meanwhile."""
        captions = item.document.captions
        if item not in self._window.queue or row >= len(captions) or captions[row] is not caption:
            return
        try:
            self._window.queue.cues(item).replace_words(row, words)
        except AlmError as error:
            self._window.notifier.report(error, item.path)
