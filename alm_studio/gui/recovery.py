"""Keeps captions that were not exported yet, so that neither a crash nor a closed window loses them."""

import json
import logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject, QTimer

from alm_studio.base.files import write_atomically
from alm_studio.base.paths import cache_dir
from alm_studio.captions.document import Caption, Document
from alm_studio.captions.transcript import Evidence, Mismatch, Segment, Transcript, Word
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.media_item import MediaItem

_log = logging.getLogger(__name__)

_INTERVAL_MS = 1000


@dataclass(frozen=True)
class Recovered:
    """Captions that an earlier session left behind."""

    media: Path
    style: str
    document: Document
    transcript: Transcript
    edited: bool = False


class Recovery(QObject):
    """Writes changed documents once a second, each into a file of its own, in a folder per session.

    A lock in the folder tells a running session from one that is over.
    """

    def __init__(self, jobs: Jobs, failed: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._failed = failed
        self._root = cache_dir() / "recovery"
        self._session = self._root / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
        self._lock: QLockFile | None = None
        self._dirty: set[MediaItem] = set()
        self._writing: set[MediaItem] = set()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self.flush)

    def note(self, item: MediaItem) -> None:
        """``item`` changed and should be kept."""
        self._dirty.add(item)
        if not self._timer.isActive():
            self._timer.start()

    def forget(self, item: MediaItem) -> None:
        """``item`` is exported, or given up."""
        self._dirty.discard(item)
        path = self._path(item)
        if self._lock is not None:
            self._jobs.run_io(lambda: path.unlink(missing_ok=True), failed=self._failed)

    def flush(self) -> None:
        """Write what changed since the last time."""
        for item in list(self._dirty - self._writing):
            self._dirty.discard(item)
            self._write(item)
        if not self._dirty:
            self._timer.stop()

    def leftovers(self) -> list[Path]:
        """The files of sessions that are over. Runs in the pool."""
        found: list[Path] = []
        for folder in sorted(self._root.glob("*/")):
            if folder == self._session:
                continue
            lock = QLockFile(str(folder / "lock"))
            lock.setStaleLockTime(0)  # a session may last for days; its process tells whether it lives
            if lock.tryLock(0):
                files = sorted(folder.glob("*.json"))
                found += files
                lock.unlock()
                if not files:
                    shutil.rmtree(folder, ignore_errors=True)  # at most half-written files
        return found

    def _write(self, item: MediaItem) -> None:
        if self._lock is None:
            self._session.mkdir(parents=True, exist_ok=True)
            self._lock = QLockFile(str(self._session / "lock"))
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)
        path = self._path(item)
        # The lists are copied here; what they hold never changes.
        written = item.document
        document = Document(list(written.captions), written.language, written.title, list(written.silences))
        heard = item.transcript
        lists = {name: list(getattr(heard, name)) for name in ("segments", "unwritten", "mismatches")}
        transcript = Transcript(**{**vars(heard), **lists})
        kept = Recovered(item.path, item.style, document, transcript, item.edited)
        self._writing.add(item)

        def work() -> None:
            write_atomically(path, dump(kept), overwrite=True)

        def failed(error: BaseException) -> None:
            self._writing.discard(item)
            self._failed(error)

        self._jobs.run_io(work, lambda _result: self._writing.discard(item), failed)

    def _path(self, item: MediaItem) -> Path:
        return self._session / f"{sha1(str(item.path).encode(), usedforsecurity=False).hexdigest()[:16]}.json"


def dump(kept: Recovered) -> bytes:
    """One document as JSON. Words are lists, not tables: there are tens of thousands in a film."""

    def words(of: Caption | Segment) -> list[list[Any]]:
        return [[w.text, w.start, w.end, w.probability, *_evidence(w)] for w in of.words]

    def table(of: Caption | Segment) -> dict[str, Any]:
        return {**vars(of), "words": words(of)}

    document, transcript = kept.document, kept.transcript
    stored = {
        "media": str(kept.media),
        "style": kept.style,
        "edited": kept.edited,
        "document": {**vars(document), "captions": [table(caption) for caption in document.captions]},
        "transcript": {
            **vars(transcript),
            "segments": [table(segment) for segment in transcript.segments],
            "mismatches": [vars(mismatch) for mismatch in transcript.mismatches],
        },
    }
    return json.dumps(stored, ensure_ascii=False).encode()


def load(path: Path) -> Recovered | None:
    """Read one document back; None where the file is damaged or from another version."""
    try:
        stored = json.loads(path.read_bytes())
        document, transcript = stored["document"], stored["transcript"]
        captions = [Caption(**_with_words(entry)) for entry in document["captions"]]
        segments = [Segment(**_with_words(entry)) for entry in transcript["segments"]]
        silences, unwritten = _spans(document, "silences"), _spans(transcript, "unwritten")
        mismatches = [Mismatch(**entry) for entry in transcript.get("mismatches", ())]
        heard = {"segments": segments, "unwritten": unwritten, "mismatches": mismatches}
        return Recovered(
            Path(stored["media"]),
            stored["style"],
            Document(**{**document, "captions": captions, "silences": silences}),
            Transcript(**{**transcript, **heard}),
            stored["edited"],
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        _log.info("Cannot recover %s: %r", path, error)
        return None


def _with_words(entry: dict[str, Any]) -> dict[str, Any]:
    result = {**entry, "words": tuple(_word(*word) for word in entry["words"])}
    if "tokens" in result:
        result["tokens"] = tuple(result["tokens"])
    return result


def _spans(entry: dict[str, Any], name: str) -> list[tuple[int, int]]:
    return [(int(start), int(end)) for start, end in entry.get(name, ())]


def _evidence(word: Word) -> list[float]:
    return [round(value, 4) for value in vars(word.evidence).values()] if word.evidence else []


def _word(text: str, start: int, end: int, probability: float, *evidence: float) -> Word:
    return Word(text, start, end, probability, Evidence(*evidence) if evidence else None)
