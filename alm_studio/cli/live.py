"""``alm-studio live``: captions while somebody speaks."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from alm_studio.base.errors import UsageError
from alm_studio.base.notice import Notice
from alm_studio.cli.interrupt import until_interrupted
from alm_studio.cli.progress import ProgressLine
from alm_studio.streaming.events import Committed, RunEvent, Tentative
from alm_studio.streaming.options import LiveOptions

if TYPE_CHECKING:
    from alm_studio.streaming.runner import LiveRunner
    from alm_studio.streaming.session import LiveSession
    from alm_studio.streaming.sinks.sink import Sink
    from alm_studio.streaming.sources import LiveSource

_FORMATS = ("srt", "vtt", "json")


def run(options: argparse.Namespace) -> int:
    """Listen until the file ends or Ctrl-C; what was said until then is still written."""
    if options.realtime and not options.input:
        raise UsageError("--realtime plays a file: name it with --input FILE.")
    if options.input and options.device:
        raise UsageError("Choose one of --input FILE and --device NAME.")
    live = LiveOptions(options.language, options.task, options.prompt, options.policy)
    with until_interrupted() as stopped:
        source = _source(options)
        from alm_studio.streaming.runner import LiveRunner

        try:
            sinks = _sinks(options)
        except BaseException:
            source.close()
            raise
        runner = LiveRunner(source, lambda: _session(options, live), lambda event: show(event), sinks)
        show = _json_printer(runner) if options.json else _print
        runner.run(stopped)
    if runner.failed:
        raise runner.failed[0]
    return 0


def _source(options: argparse.Namespace) -> "LiveSource":
    if options.input:
        from alm_studio.streaming.sources import FileSource

        return FileSource(Path(options.input), options.realtime)
    from alm_studio.audio.capture import Microphone

    return Microphone(options.device)


def _sinks(options: argparse.Namespace) -> list["Sink"]:
    """What the sound and the text are kept in, and the page."""
    sinks: list[Sink] = []
    if options.save:
        from alm_studio.streaming.sinks.caption_files import CaptionFiles
        from alm_studio.streaming.sinks.project_file import ProjectFile
        from alm_studio.streaming.sinks.sound_file import SoundFile
        from alm_studio.streaming.sinks.text_file import TextFile

        folder = Path(options.save)
        sinks.append(CaptionFiles({name: folder / f"captions.{name}" for name in _FORMATS}))
        sound = folder / "sound.flac"
        sinks += [SoundFile(sound), TextFile(folder / "captions.txt")]
        sinks.append(
            ProjectFile(folder / "captions.alms", sound, model=options.model)
        )  # closed when the sound is whole
    if options.page is not None:
        from alm_studio.streaming.sinks.caption_page import CaptionPage

        page = CaptionPage(options.page, options.page_host)
        print(f"alm-studio: captions are shown at {page.address}", file=sys.stderr, flush=True)
        sinks.append(page)
    return sinks


def _session(options: argparse.Namespace, live: LiveOptions) -> "LiveSession":
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.streaming.session import LiveSession

    line = ProgressLine(sys.stderr, quiet=options.json)
    try:
        return LiveSession(load_model(options.model, options.compute_device, options.compute, line.download), live)
    finally:
        line.clear()


def _print(event: RunEvent) -> None:
    """Committed text on the terminal, a line for each utterance."""
    if isinstance(event, Committed):
        print(event.text, end="\n" if event.ends else "", flush=True)
    elif isinstance(event, Notice):
        _tell(event)


def _json_printer(runner: "LiveRunner") -> Callable[[RunEvent], None]:
    """A line of JSON for each event of the session; ``at``: seconds of the input's clock."""

    def show(event: RunEvent) -> None:
        if isinstance(event, Notice):
            _tell(event)
        row = _row(event)
        if row is not None:
            print(json.dumps({**row, "at": round(runner.now, 3)}, ensure_ascii=False), flush=True)

    return show


def _row(event: RunEvent) -> dict[str, object] | None:
    if isinstance(event, Tentative):
        return {"type": "tentative", "text": event.text.strip()}
    if not isinstance(event, Committed) or not event.words:
        return None
    words = [{"word": word.text, "start": word.start / 1000, "end": word.end / 1000} for word in event.words]
    start, end = event.words[0].start / 1000, event.words[-1].end / 1000
    return {"type": "commit", "text": event.text.strip(), "start": start, "end": end, "words": words}


def _tell(notice: Notice) -> None:
    print(f"alm-studio: {notice.sentence}", file=sys.stderr)
