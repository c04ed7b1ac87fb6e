"""Turns the queue into jobs, and what the jobs tell into changes of documents."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from alm_studio.base.errors import AlmError, CancelledError
from alm_studio.base.progress import Progress
from alm_studio.base.settings import Settings
from alm_studio.captions.document import Caption
from alm_studio.gui.backend import Request
from alm_studio.gui.jobs import Job, Jobs
from alm_studio.gui.media_item import MediaItem, State
from alm_studio.gui.models.queue import QueueModel
from alm_studio.gui.models.times import describe_download
from alm_studio.gui.notify import Notifier
from alm_studio.gui.runs import Aside, Resumed, language_of, lay_out, options_of
from alm_studio.pipeline import events
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.resuming import Place, Resume

if TYPE_CHECKING:  # it reads caption formats, which are heavy to import
    from alm_studio.pipeline.script import Script

_log = logging.getLogger(__name__)


class TranscriptionController(QObject):
    """Starts, follows and stops transcriptions. One runs at a time; a failure never stops the others.

    Attributes:
        place: asked where captions can be written now, which were to be written on a device; None: they have to wait.

    Signals:
        state_changed: something started, ended, or is on its way to stop.
        held(items): they wait, because something else has the device.
        moved(device): they are written there, because something else has the device that was chosen.
        aligned(item, captions, transcript): a given text has its times. The item's own captions are as they were.
        rewritten(item, captions, transcript): captions were written again. The item's own ones are as they were.
    """

    state_changed = Signal()
    held = Signal(list)
    moved = Signal(str)
    aligned = Signal(object, list, object)
    rewritten = Signal(object, list, object)

    def __init__(
        self,
        jobs: Jobs,
        queue: QueueModel,
        settings: Settings,
        notifier: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._queue = queue
        self._settings = settings
        self._notifier = notifier
        self._running: dict[Job, MediaItem] = {}
        self._held: list[MediaItem] = []
        self._resumed: dict[MediaItem, Resumed] = {}
        self._alignments: dict[Job, Aside] = {}
        self.place: Callable[[str], str | None] = lambda device: device
        jobs.told.connect(self._on_told)
        jobs.ended.connect(self._on_ended)
        queue.reordered.connect(self._sort)

    @property
    def working(self) -> MediaItem | None:
        """The item whose turn it is."""
        return next((item for item in self._running.values() if item.state is State.WORKING), None)

    @property
    def waiting(self) -> int:
        """How many wait behind it."""
        return sum(item.state is State.WAITING for item in self._running.values()) + len(self._held)

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._running or self._held)

    @property
    def running(self) -> bool:
        """Whether the model is at work, or will be without anybody's permission."""
        return bool(self._running)

    @property
    def holding(self) -> bool:
        """Whether all that is left waits for a device."""
        return bool(self._held) and not self._running

    def start(self, items: list[MediaItem]) -> None:
        """Transcribe media one after another, with the settings of now."""
        items = [item for item in items if not item.active]
        for item in items:
            self._resumed.pop(item, None)
            self._queue.cues(item).clear()
            item.style = self._settings.style
            request = self._request(item, self._settings.device)
            options = {**vars(request.options), "track": item.track}
            item.settings = {"model": request.model, "compute": request.compute, "options": options}
            item.place = Place()
        self._line_up(items)

    def resume(self, items: list[MediaItem]) -> None:
        """Go on with transcriptions that were interrupted, with the model and the options that they began with."""
        for item in items:
            if item.place is not None and item.settings and not item.active:
                self._drop_ending(item)

    def _drop_ending(self, item: MediaItem) -> None:
        """Take away the cues that were laid out when the work stopped; then go on.

        Cues that were edited stay: what comes anew begins behind them.
        """
        segments, options = list(item.transcript.segments), options_of(item)
        ending = partial(lay_out, segments, options.style, language_of(item, options))

        def done(captions: list[Caption]) -> None:
            if item in self._queue and not item.active:
                self._take_up(item, captions[item.laid_out :])

        self._jobs.run_io(ending, done)

    def _take_up(self, item: MediaItem, ending: list[Caption]) -> None:
        place, heard, cues = item.place, item.transcript, self._queue.cues(item)
        assert place is not None
        left = len(item.document.captions) - len(ending)
        done, undone = cues.history.edits
        untouched = all(edit.splice.index + len(edit.splice.new) <= left for edit in [*done, *undone])
        if ending and item.document.captions[max(0, left) :] == ending and untouched:
            cues.shorten(left)
        known = Resume(place, heard.segments[: place.segments], heard.unwritten[: place.unwritten], item.laid_out)
        item.transcript = replace(heard, segments=list(known.segments), unwritten=list(known.unwritten))
        until = max((caption.end for caption in item.document.captions), default=0)
        self._resumed[item] = Resumed(known, until)
        self._line_up([item])

    def _line_up(self, items: list[MediaItem]) -> None:
        """Let media wait for their turn."""
        device = self.place(self._settings.device)
        for item in items:
            item.state = State.WAITING
            if device is None:
                self._held.append(item)
            else:
                self._running[self._jobs.transcribe(self._request(item, device))] = item
            self._queue.touch(item)
        if items and device is None:
            self.held.emit(items)
        elif items and device != self._settings.device:
            self.moved.emit(device)
        self._sort()
        self._promote()

    def align(self, item: MediaItem, script: "Script") -> None:
        """Time a text against a medium; its captions stay until ``aligned`` brings others.

        Unlike captions, it does not wait for a device: it goes where captions could be written now, else nowhere.
        """
        device = self.place(self._settings.device)
        if item.active:
            return
        if device is None:
            self._notifier.warn(
                self.tr("A training or live captions have the device. Align the text when they are over."), item.name
            )
            return
        self._resumed.pop(item, None)
        self._run_aside(item, replace(self._request(item, device), script=script))

    def rewrite(self, item: MediaItem) -> None:
        """Write the captions of a medium again; those that are there stay until ``rewritten`` brings others."""
        device = self.place(self._settings.device)
        if item.active:
            return
        if device is None:
            self._notifier.warn(
                self.tr("A training or live captions have the device. Write the captions again when they are over."),
                item.name,
            )
            return
        self._resumed.pop(item, None)
        self._run_aside(item, self._request(item, device))

    def _run_aside(self, item: MediaItem, request: Request) -> None:
        job = self._jobs.transcribe(request)
        self._alignments[job] = Aside(item.state)
        self._running[job] = item
        item.state = State.WAITING
        self._queue.touch(item)
        self._promote()

    def release(self) -> None:
        """The device may be free: start what waits for it."""
        device = self.place(self._settings.device)
        if device is None or not self._held:
            return
        items, self._held = sorted(self._held, key=self._queue.row), []
        for item in items:
            self._running[self._jobs.transcribe(self._request(item, device))] = item
        self._promote()

    def cancel(self, item: MediaItem) -> None:
        """Stop one; what is done stays."""
        if item in self._held:
            self._held.remove(item)
            item.state = State.CANCELLED
            self._queue.touch(item)
        for job, running in list(self._running.items()):
            if running is item:
                if item.state is State.WORKING:
                    item.stage = "stopping"
                    self._queue.touch(item)
                self._jobs.cancel(job)
        self.state_changed.emit()

    def cancel_all(self) -> None:
        """Stop everything that runs or waits."""
        for item in reversed([*self._running.values(), *self._held]):
            self.cancel(item)

    def request_for(self, item: MediaItem) -> Request | None:
        """What a question about a medium is asked with; None where the device is taken and there is no other."""
        device = self.place(self._settings.device)
        return None if device is None else self._request(item, device)

    def _request(self, item: MediaItem, device: str) -> Request:
        settings = self._settings
        if item in self._resumed:
            known, kept = self._resumed[item].known, item.settings
            return Request(item.path, kept["model"], device, kept["compute"], options_of(item), resume=known)
        options = TranscribeOptions(
            language=settings.language,
            task=settings.task,
            beam=settings.beam,
            prompt=settings.prompt,
            context=settings.context,
            vad=settings.vad,
            track=item.track,
            style=settings.style,
            keep_attention=True,
        )
        return Request(item.path, settings.model, device, settings.compute, options)

    def _sort(self) -> None:
        """Let those that wait have their turn in the order of the queue."""

        def place(job: Job) -> int:
            return self._queue.row(self._running[job]) if job in self._running else -1

        self._jobs.reorder(place)
        first = [job for job, item in self._running.items() if item.state is State.WORKING or job is self._jobs.current]
        line = sorted((job for job in self._running if job not in first), key=place)
        self._running = {job: self._running[job] for job in [*first, *line]}

    def _promote(self) -> None:
        """Let the first of the line be the one that works."""
        if self.working is None and self._running:
            item = next(iter(self._running.values()))
            if (job := self._jobs.current) in self._running:
                item = self._running[job]
            item.state, item.stage, item.fraction = State.WORKING, "", None
            self._queue.touch(item)
        self.state_changed.emit()

    def _on_told(self, job: Job, news: list[events.Event | Progress]) -> None:
        item = self._running[job]
        captions: list[Caption] = []
        if alignment := self._alignments.get(job):
            news = [event for event in news if not alignment.takes(event)]
        for event in news:
            match event:
                case events.CaptionsReady():
                    captions += event.captions
                case events.SegmentReady():
                    item.transcript.segments.append(event.segment)
                case _:
                    self._apply(item, event)
        item.laid_out += len(captions)
        if resumed := self._resumed.get(item):
            captions = resumed.behind(captions)
        self._queue.cues(item).append(captions)
        if captions:
            item.exported = False
        self._queue.touch(item)
        self.state_changed.emit()

    def _apply(self, item: MediaItem, event: events.Event | Progress) -> None:
        """Take over what one event tells, cues and segments apart."""
        stopping = item.stage == "stopping"
        match event:
            case Progress():
                item.stage = "stopping" if stopping else "loading"
                item.fraction = event.fraction if event.total else None
                item.detail = describe_download(event)
            case events.Opened():
                item.duration = event.duration or item.duration
                item.transcript.duration = item.duration
            case events.LanguageDetected():
                item.document.language = item.transcript.language = event.language
            case events.Advanced():
                item.stage, item.detail = "stopping" if stopping else event.stage, ""
                item.fraction = event.done / event.total if event.total else None
                item.speed, item.seconds_left = event.speed, event.seconds_left
            case events.AttentionKept():
                from alm_studio.pipeline.attention_log import AttentionLog

                if item.attention is None:
                    item.attention = AttentionLog()
                item.attention.add(event.kept)
            case events.Reached():
                item.place = event.place
            case events.SpeechUnwritten():
                item.transcript.unwritten.append((event.start, event.end))
            case events.Warned():
                item.transcript.warnings.append(event.message)
                self._notifier.warn(event.message, item.name)
            case events.Finished():
                item.transcript = event.transcript
                item.document.language = event.transcript.language

    def _on_ended(self, job: Job, error: BaseException | None) -> None:
        item = self._running.pop(job)
        item.stage, item.detail, item.fraction, item.seconds_left = "", "", None, None
        if alignment := self._alignments.pop(job, None):
            self._end_alignment(item, alignment, error, self.aligned if job.request.script else self.rewritten)
            return
        self._resumed.pop(item, None)
        if error is None:
            item.state, item.place = State.DONE, None
            if not item.document.captions:
                self._notifier.warn(self.tr("No speech was found."), item.name)
        elif isinstance(error, CancelledError):
            item.state = State.CANCELLED
        else:
            item.state = State.FAILED
            item.error = self._notifier.sentence(error, item.path)
            self._notifier.report(error if isinstance(error, AlmError) else AlmError(item.error), item.path)
        if error is not None and item.transcript.segments:
            self.complete(item)
        self._queue.touch(item)
        self._promote()

    def _end_alignment(
        self, item: MediaItem, alignment: Aside, error: BaseException | None, told: SignalInstance
    ) -> None:
        item.state, item.speed = alignment.before, 0.0
        if error is None and alignment.transcript is not None:
            item.state = State.DONE
            told.emit(item, alignment.captions, alignment.transcript)
        elif error is not None and not isinstance(error, CancelledError):
            self._notifier.report(error, item.path)
        self._queue.touch(item)
        self._promote()

    def complete(self, item: MediaItem) -> None:
        """Lay out what was heard but waited for its neighbours when the work stopped.

        Layout gives the same cues for the same segments: those behind the ones that came out already are the rest.
        """
        segments, options, known = list(item.transcript.segments), options_of(item), len(item.document.captions)

        def done(captions: list[Caption]) -> None:
            captions = captions[item.laid_out :]
            if captions and len(item.document.captions) == known and not item.active and item in self._queue:
                self._queue.cues(item).append(captions)
                item.exported = False
                self._queue.touch(item)

        self._jobs.run_io(partial(lay_out, segments, options.style, language_of(item, options)), done)
