"""``alm-studio models``: which models there are, and where they are."""

import argparse
import json
import sys
from dataclasses import asdict

from alm_studio.checkpoints import registry
from alm_studio.cli.progress import ProgressLine


def run(options: argparse.Namespace) -> int:
    """List, get, describe or remove models."""
    if options.action == "list":
        _list(options.json)
    elif options.action == "info":
        _info(options.name)
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
        "languages": "many" if spec.multilingual else "English",
        "encoder": f"{spec.audio_layers} layers, {spec.audio_heads} heads, width {spec.width}",
        "mel bands": str(spec.mel_bands),
        "decoder": f"{spec.text_layers} layers, {spec.text_heads} heads, {spec.vocabulary} tokens",
        "alignment heads": " ".join(f"{layer}.{head}" for layer, head in spec.alignment_heads),
    }
    for key, value in rows.items():
        print(f"{key:<16} {value}")
