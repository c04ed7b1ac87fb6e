"""``alm-studio evaluate``: error rates of a model on examples with their texts."""

import argparse
import json
import math
import sys
import time
from pathlib import Path

from alm_studio.base.cancel import CancelToken
from alm_studio.base.files import check_writable, write_atomically
from alm_studio.cli.progress import ProgressLine


def run(options: argparse.Namespace) -> int:
    """Print word and character error rates, how many examples there were, and how fast it was."""
    texts = Path(options.texts) if options.texts else None
    if texts is not None:
        check_writable(texts, overwrite=True)
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.training.data.sources import read_examples
    from alm_studio.training.evaluation import evaluate
    from alm_studio.training.held_out import spread
    from alm_studio.training.options import checked_language

    language = checked_language(options.language)
    examples = spread(read_examples(Path(options.data), language), options.examples)
    line = ProgressLine(sys.stderr, quiet=options.json)
    try:
        model = load_model(options.model, options.device, options.compute, progress=line.download)
        started = time.monotonic()
        reading = evaluate(
            model,
            examples,
            beam=options.beam,
            language=language or model.language,
            fallback=model.wants_padding,
            cancel=CancelToken(),
            progress=lambda done, total: line.count("Evaluating", done, total),
        )
        scores, seconds = reading.scores, reading.seconds
        elapsed = time.monotonic() - started
    finally:
        line.clear()
    figures: dict[str, str | float | int | None] = {
        "model": model.name,
        "wer": scores.wer,
        "cer": scores.cer,
        "raw_wer": scores.raw_wer,
        "raw_cer": scores.raw_cer,
        "loss": scores.loss if math.isfinite(scores.loss) else None,
        "n": scores.count,
        "audio_s": seconds,
        "times_real_time": seconds / elapsed,
    }
    if texts is not None:
        rows = [
            {"audio": str(example.audio), "start": example.start, "text": example.text, "written": text}
            for example, text in zip(examples, reading.texts, strict=True)
        ]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        write_atomically(texts, lines.encode(), overwrite=True)
    if options.json:
        print(json.dumps({name: round(v, 6) if isinstance(v, float) else v for name, v in figures.items()}))
        return 0
    for name, value in figures.items():
        shown = f"{value:.2%}" if name.endswith(("wer", "cer")) and isinstance(value, float) else value
        print(f"{name:<16} {round(shown, 3) if isinstance(shown, float) else shown}")
    return 0
