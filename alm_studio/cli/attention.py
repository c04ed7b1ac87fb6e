"""``alm-studio attention``: where a model listens, as a picture or as numbers."""

import argparse
import sys
from pathlib import Path

from alm_studio.base.errors import UsageError
from alm_studio.base.files import check_writable
from alm_studio.cli.progress import ProgressLine, clock


def run(options: argparse.Namespace) -> int:
    """Look at a stretch of a medium with every head, and write what is seen."""
    from alm_studio.pipeline.map_files import check_suffix

    target = Path(options.output)
    check_suffix(target)
    check_writable(target, overwrite=options.overwrite)
    if options.head is not None and options.layer is None:
        raise UsageError("--head counts within a layer. Name the layer too, with --layer.")
    if options.begin < 0 or (options.end is not None and options.end <= options.begin):
        raise UsageError("--to must be later than --from, and neither before the start.")
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.pipeline.inspection import Inspector, Span
    from alm_studio.pipeline.map_files import describe, save_map
    from alm_studio.text.languages import language_code

    language = "" if options.language == "auto" else language_code(options.language)
    if language is None:
        raise UsageError(f"There is no language '{options.language}'. Use a code such as en or zh, or a name.")
    line = ProgressLine(sys.stderr, quiet=options.quiet)
    model = load_model(options.model, options.device, options.compute, line.download)
    line.clear()
    begin = options.begin
    end = options.end if options.end is not None else begin + model.longest
    span = Span(
        Path(options.media), round(begin * 1000), round(end * 1000), options.text, language, track=options.track
    )
    shown = Inspector(model).inspect(span)
    save_map(target, shown, options.layer, options.head, overwrite=options.overwrite)
    if not options.quiet:
        print("".join(shown.texts).strip())
    of = f"{shown.layers} layers of {shown.heads_per_layer} heads"
    what = of if target.suffix.lower() == ".npz" else describe(options.layer, options.head)
    line.note(
        f"{clock(shown.start, 2)} to {clock(shown.end, 2)}: {len(shown.tokens)} tokens, {what}. Written to {target}."
    )
    if options.end is None and shown.end - shown.start >= model.longest - 0.05:
        line.note(f"{model.name} hears {model.longest:.0f} s at a time. For what follows, use --from and --to.")
    return 0
