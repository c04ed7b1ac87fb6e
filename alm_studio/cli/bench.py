"""``alm-studio bench``: where the time goes."""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from alm_studio.pipeline.events import Finished, SegmentReady
from alm_studio.pipeline.options import TranscribeOptions, check_basics


def run(options: argparse.Namespace) -> int:
    """Print device, precision, times and memory of work that leaves nothing behind."""
    if options.live:
        from alm_studio.cli.bench_live import run as run_live

        return run_live(options)
    return _training(options) if options.train else _transcription(options)


def _transcription(options: argparse.Namespace) -> int:
    wanted = TranscribeOptions(
        language=options.language,
        task=options.task,
        beam=options.beam,
        batch=options.batch,
        prompt=options.prompt,
        context=options.context,
        vad=options.vad,
    )
    check_basics(wanted)
    started = time.monotonic()
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.pipeline.transcriber import Transcriber

    imported = time.monotonic()
    model = load_model(options.model, options.device, options.compute)
    loaded = time.monotonic()
    finished = None
    first: dict[str, float] = {}
    for event in Transcriber(model).run(Path(options.media), wanted):
        if isinstance(event, SegmentReady) and not first:
            first["first_segment_s"] = time.monotonic() - started
        if isinstance(event, Finished):
            finished = event
    assert finished is not None
    seconds = finished.transcript.duration / 1000
    figures: dict[str, str | float] = {
        "model": model.name,
        "device": str(model.device),
        "compute": model.compute,
        "beam": options.beam,
        "import_s": imported - started,
        "load_s": loaded - imported,
        **first,
        **{f"{name}_s": value for name, value in finished.stages.items()},
        "transcribe_s": finished.elapsed,
        "media_s": seconds,
        "times_real_time": seconds / finished.elapsed,
        "peak_memory_mb": peak_memory() / 1e6,
    }
    _print(figures, options.json)
    return 0


def _training(options: argparse.Namespace) -> int:
    """Seconds of audio per second that the model learns from, with adapters and with all weights."""
    from alm_studio.training.data.check import check_examples
    from alm_studio.training.data.sources import read_examples
    from alm_studio.training.speed import measure_training

    language = "" if options.language == "auto" else options.language
    examples = check_examples(read_examples(Path(options.media), language)).kept
    figures: dict[str, str | float] = {"model": options.model}
    for lora in (True, False):
        measured = measure_training(
            options.model,
            examples,
            lora=lora,
            device=options.device,
            batch_seconds=options.batch_seconds,
            seconds=options.seconds,
        )
        figures["precision"] = measured.precision
        figures[f"{measured.method}_times_real_time"] = measured.speed
        figures[f"{measured.method}_steps"] = measured.steps
    figures["peak_memory_mb"] = peak_memory() / 1e6
    _print(figures, options.json)
    return 0


def _print(figures: dict[str, str | float], as_json: bool) -> None:
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    if as_json:
        print(json.dumps(rounded))
        return
    for name, value in rounded.items():
        print(f"{name:<21} {value}")


def peak_memory() -> int:
    """Largest resident memory of this process so far, bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
