"""``alm-studio bench``: where the time goes."""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from alm_studio.pipeline.events import Finished
from alm_studio.pipeline.options import TranscribeOptions, check_basics


def run(options: argparse.Namespace) -> int:
    """Transcribe a file without writing anything, and print device, precision, times and memory."""
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
    for event in Transcriber(model).run(Path(options.media), wanted):
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
        **{f"{name}_s": value for name, value in finished.stages.items()},
        "transcribe_s": finished.elapsed,
        "media_s": seconds,
        "times_real_time": seconds / finished.elapsed,
        "peak_memory_mb": peak_memory() / 1e6,
    }
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    if options.json:
        print(json.dumps(rounded))
    else:
        for name, value in rounded.items():
            print(f"{name:<16} {value}")
    return 0


def peak_memory() -> int:
    """Largest resident memory of this process so far, bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
