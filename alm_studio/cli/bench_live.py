"""``alm-studio bench --live``: how late live captions come, how good they are, and what they cost."""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import MediaError, UsageError
from alm_studio.pipeline.options import TranscribeOptions

if TYPE_CHECKING:
    from alm_studio.audio.downmix import Samples
    from alm_studio.captions.transcript import Transcript
    from alm_studio.checkpoints.loading import SpeechModel
    from alm_studio.streaming.measuring import Measured

_BASELINE = "whisper-streaming"
_NOISE = 20.0
"""Seconds of each noise."""


def run(options: argparse.Namespace) -> int:
    """Print figures of the policies side by side, beside the same model's transcript of the whole file."""
    import numpy as np

    from alm_studio.audio.decode import decode
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.streaming.policies.registry import POLICIES

    names = [name.strip() for name in options.policy.split(",") if name.strip()] or [""]
    for name in names:
        if name and name not in POLICIES:
            raise UsageError(f"There is no policy '{name}'. Choose one of: {', '.join(POLICIES)}.")
    reference = _reference(options.reference)
    path = Path(options.media)
    samples = np.concatenate(list(decode(path)))
    model = load_model(options.model, options.device, options.compute)
    whole = _offline(model, path, options)
    rows: dict[str, dict[str, float | str]] = {}
    language = whole.language
    text = "".join(segment.text + " " for segment in whole.segments)
    rows["offline"] = _errors(text, reference, language)
    for name in names:
        title = name or "by model"
        rows[title] = _live(model, path, samples, name, whole, reference, options)
    if options.baseline:
        rows[_BASELINE] = _baseline(model, samples, whole, reference)
    _print(rows, options.json)
    return 0


def _live(
    model: "SpeechModel",
    path: Path,
    samples: "Samples",
    policy: str,
    whole: "Transcript",
    reference: str,
    options: argparse.Namespace,
) -> dict[str, float | str]:
    from alm_studio.streaming.measuring import measure, noises
    from alm_studio.streaming.options import LiveOptions
    from alm_studio.streaming.session import LiveSession

    live = LiveOptions(language=options.language, task=options.task, prompt=options.prompt, policy=policy)
    session = LiveSession(model, live)
    session.warm_up()
    measured = _in_real_time(path, session) if options.realtime else measure(session, samples)
    invented = 0
    for sound in noises(_NOISE).values():
        invented += len(measure(LiveSession(model, live), sound).record.words)
    return {**_figures(measured, whole, reference), "invented_words": invented}


def _in_real_time(path: Path, session: object) -> "Measured":
    """The way that a user goes: a runner, and a file that is played."""
    from alm_studio.streaming.events import Committed, RunEvent, Tentative
    from alm_studio.streaming.measuring import Measured, Record
    from alm_studio.streaming.runner import LiveRunner
    from alm_studio.streaming.session import LiveSession
    from alm_studio.streaming.sources import FileSource

    assert isinstance(session, LiveSession)
    source, record = FileSource(path, realtime=True), Record()

    def note(event: RunEvent) -> None:
        if isinstance(event, Committed | Tentative):
            record.note([event], source.clock)

    began, cpu = time.perf_counter(), time.process_time()
    LiveRunner(source, lambda: session, note).run(CancelToken())
    late = time.perf_counter() - began - session.seconds
    return Measured(record, session.seconds, float("nan"), time.process_time() - cpu, late)


def _baseline(model: "SpeechModel", samples: "Samples", whole: "Transcript", reference: str) -> dict[str, float | str]:
    from alm_studio.streaming.baseline import WhisperStreaming
    from alm_studio.streaming.measuring import measure

    return _figures(measure(WhisperStreaming(model, whole.language), samples), whole, reference)


def _offline(model: "SpeechModel", path: Path, options: argparse.Namespace) -> "Transcript":
    from alm_studio.pipeline.events import Finished
    from alm_studio.pipeline.transcriber import Transcriber

    wanted = TranscribeOptions(language=options.language, task=options.task, beam=options.beam, prompt=options.prompt)
    finished = [event for event in Transcriber(model).run(path, wanted) if isinstance(event, Finished)]
    return finished[-1].transcript


def _figures(measured: "Measured", whole: "Transcript", reference: str) -> dict[str, float | str]:
    import numpy as np

    from alm_studio.streaming.measuring import lags

    record, language = measured.record, whole.language
    if not record.words:
        raise MediaError("Nobody speaks in this file, as far as live captions can tell. Measure with another.")
    late = lags(record.words, [word for segment in whole.segments for word in segment.words], language)
    first = min((segment.start for segment in whole.segments), default=0) / 1000
    cores = os.cpu_count() or 1
    return {
        **_errors(record.text, reference or " ".join(segment.text for segment in whole.segments), language),
        "lag_p50_s": float(np.percentile(late, 50)),
        "lag_p95_s": float(np.percentile(late, 95)),
        "first_text_s": (record.first_text or 0.0) - first,
        "erased_per_word": record.erased / len(record.words),
        "cpu_s_per_s": measured.cpu / measured.seconds,
        "cpu_percent_of_cores": 100 * measured.cpu / measured.seconds / cores,
        "behind_at_most_s": measured.late,
    }


def _errors(text: str, reference: str, language: str) -> dict[str, float | str]:
    """Word error rate in percent; nothing where there is no reference."""
    from alm_studio.text.error_rate import word_error_rate
    from alm_studio.text.normalization import normalize

    if not reference:
        return {}
    return {"wer_percent": 100 * word_error_rate([normalize(reference, language)], [normalize(text, language)])}


def _reference(name: str) -> str:
    if not name:
        return ""
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MediaError(f"{name} cannot be read ({error}). Name a text file in UTF-8.") from error


def _print(rows: dict[str, dict[str, float | str]], as_json: bool) -> None:
    if as_json:
        print(json.dumps({name: {key: _rounded(value) for key, value in row.items()} for name, row in rows.items()}))
        return
    names = list(dict.fromkeys(key for row in rows.values() for key in row))
    print(f"{'':<21}" + "".join(f"{title:>18}" for title in rows), file=sys.stdout)
    for name in names:
        print(f"{name:<21}" + "".join(f"{_rounded(row.get(name, '')):>18}" for row in rows.values()))


def _rounded(value: float | str) -> float | str:
    return round(value, 3) if isinstance(value, float) else value
