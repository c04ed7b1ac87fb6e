"""``alm-studio models``: which models there are, where and what they are; and models in other forms."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from alm_studio.checkpoints import registry
from alm_studio.checkpoints.alignment_heads import calibration_note, read_note, save_heads
from alm_studio.checkpoints.card import card_rows, read_card
from alm_studio.cli.progress import ProgressLine

if TYPE_CHECKING:
    from alm_studio.model.spec import FamilySpec, Spec


def run(options: argparse.Namespace) -> int:
    """List, get, describe, convert, calibrate or remove models."""
    if options.action == "list":
        _list(options.json)
    elif options.action == "info":
        _info(options.name)
    elif options.action == "convert":
        _convert(options)
    elif options.action == "calibrate":
        _calibrate(options)
    elif options.action == "remove":
        registry.remove(options.name)
        print(f"Removed {options.name}.")
    else:
        line = ProgressLine(sys.stderr, quiet=False)
        try:
            files = registry.resolve(options.name, progress=line.download)
        finally:
            line.clear()
        print(f"{files.name} is installed: {files.weights[0].parent}")
    return 0


def _list(as_json: bool) -> None:
    models = registry.list_models()
    if as_json:
        print(json.dumps([asdict(model) for model in models], default=str, indent=2))
        return
    for model in models:
        state = {"hub": "not installed"}.get(model.source, model.source)
        print(f"{model.name:<16} {model.size_bytes / 1e6:>6.0f} MB  {state:<14} {model.title}")


def _info(name: str) -> None:
    from alm_studio.checkpoints.loading import read_spec

    files = registry.resolve(name, allow_download=False)
    spec = read_spec(files)
    rows = {
        "name": files.name,
        "format": files.kind,
        "weights": ", ".join(map(str, files.weights)),
        "size": f"{files.size_bytes / 1e6:.0f} MB",
        "parameters": f"{spec.parameters / 1e6:.0f} M",
        **_shape(spec),
        "alignment heads": _heads(spec.alignment_heads),
    }
    if note := read_note(files):
        rows["measured on"] = ", ".join(f"{value}" for value in note.values())
    for key, value in rows.items():
        print(f"{key:<16} {value}")
    card = card_rows(read_card(files.weights[0].parent)) if files.kind == "own" else []
    if card:
        print("\nTrained here:")
        width = max(len(key) for key, _ in card)
        for key, value in card:
            print(f"{key:<{width}} {value}")


def _shape(spec: "Spec") -> dict[str, str]:
    from alm_studio.model.spec import FamilySpec

    if isinstance(spec, FamilySpec):
        return _family_shape(spec)
    return {
        "languages": "many" if spec.multilingual else "English",
        "encoder": f"{spec.audio_layers} layers, {spec.audio_heads} heads, width {spec.width}",
        "mel bands": str(spec.mel_bands),
        "decoder": f"{spec.text_layers} layers, {spec.text_heads} heads, {spec.vocabulary} tokens",
    }


def _family_shape(spec: "FamilySpec") -> dict[str, str]:
    encoder, decoder = spec.encoder, spec.decoder
    return {
        "features": f"{spec.features.kind}, {spec.features.bands} bands",
        "encoder": f"{encoder.kind}, {encoder.layers} layers, width {encoder.width}",
        "decoder": f"{decoder.kind}, {decoder.layers} layers, width {decoder.width}, {decoder.vocabulary} tokens",
        "attention": decoder.attention,
        "longest sound": f"{spec.longest:g} s",
    }


def _calibrate(options: argparse.Namespace) -> None:
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.pipeline.calibration import calibrate

    line = ProgressLine(sys.stderr, quiet=False)
    media = Path(options.media)
    try:
        files = registry.resolve(options.name, progress=line.download)
        model = load_model(options.name, options.device, options.compute, line.download)
        found = calibrate(
            model,
            media,
            options.language,
            lambda now: line.count("Windows measured", round(now.done), round(now.total)),
        )
    finally:
        line.clear()
    path = save_heads(files, found.heads, calibration_note(media.name, found.seconds, found.share))
    print(f"Alignment heads of {files.name}: {_heads(found.heads)}")
    print(f"{found.share:.0%} of their attention lies on the words, in {found.seconds:.0f} s of sound. Kept in {path}")


def _heads(heads: Sequence[tuple[int, int]]) -> str:
    return " ".join(f"{layer}.{head}" for layer, head in heads)


def _convert(options: argparse.Namespace) -> None:
    from alm_studio.checkpoints.export import export_model

    folder = Path(options.output or f"{Path(options.name).name.replace('/', '--')}-{options.to}")
    export_model(options.name, options.to, folder, options.precision, options.overwrite)
    print(f"{options.name} is in {folder} ({options.to}).")
