"""A model in another form: for transformers, for faster-whisper, or our own."""

from collections.abc import Callable
from pathlib import Path

import torch
from safetensors import SafetensorError

from alm_studio.base.errors import OutputError, UsageError
from alm_studio.base.files import write_folder
from alm_studio.checkpoints import export_ctranslate2, export_huggingface, registry
from alm_studio.checkpoints.card import card_rows, read_card
from alm_studio.checkpoints.loading import checked_tensors, load_model, read_tokenizer, read_weights
from alm_studio.checkpoints.model_files import ModelFiles
from alm_studio.checkpoints.own import save_model
from alm_studio.checkpoints.weights import Weights
from alm_studio.model.spec import WhisperSpec
from alm_studio.text.tokenizer import WhisperTokenizer

FORMS = ("huggingface", "ctranslate2", "own")
PRECISIONS = ("auto", "float32", "float16")

_WRITERS = {"huggingface": export_huggingface.write, "ctranslate2": export_ctranslate2.write}


def export_model(name: str, form: str, folder: Path, precision: str = "auto", overwrite: bool = False) -> None:
    """Write a model in another form. The folder appears whole or not at all.

    Args:
        name: of an installed model, a folder or a file; see ``registry.resolve``.
        form: one of ``FORMS``.
        folder: to write; a new or an empty one, unless ``overwrite``.
        precision: of the weights; ``"auto"`` keeps what the model has.
        overwrite: replace what the folder holds, if it is a model.

    Raises:
        UsageError: no such form or precision, or the model is none of Whisper's shape and the form knows no other.
        ModelError: missing, damaged or foreign.
        OutputError: the folder exists, or cannot be written.
    """
    if form not in FORMS:
        raise UsageError(f"There is no form '{form}'. Choose one of: {', '.join(FORMS)}.")
    if precision not in PRECISIONS:
        raise UsageError(f"There is no precision '{precision}'. Choose one of: {', '.join(PRECISIONS)}.")
    _check_folder(folder, overwrite)
    files = registry.resolve(name, allow_download=False)
    write = _own_writer(files, name, precision) if form == "own" else _whisper_writer(files, form, precision)
    try:
        write_folder(folder, write)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(
            f"Cannot write {folder}: {reason}. Choose another folder, or make room on the disk."
        ) from error


def _check_folder(folder: Path, overwrite: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file. Choose a folder.")
    if folder.is_dir() and any(folder.iterdir()):
        if not overwrite:
            raise OutputError(f"{folder} is not empty. Choose another folder, or use --overwrite to replace it.")
        if not any((folder / name).is_file() for name in ("config.json", "model.bin", "model.safetensors")):
            raise OutputError(f"{folder} holds something else than a model. Choose another folder.")


def _own_writer(files: ModelFiles, name: str, precision: str) -> Callable[[Path], None]:
    card = _card(files)

    def write(folder: Path) -> None:
        kept = _precision_of(read_weights(files)) if precision == "auto" else precision
        model = load_model(name, "cpu", "float32")
        save_model(folder, model.network.to(getattr(torch, kept)), model.spec, model.tokenizer, card)

    return write


def _whisper_writer(files: ModelFiles, form: str, precision: str) -> Callable[[Path], None]:
    weights = read_weights(files)
    spec, tokenizer = weights.spec, read_tokenizer(files, weights.spec)
    if not isinstance(spec, WhisperSpec) or not isinstance(tokenizer, WhisperTokenizer):
        raise UsageError(
            f"The model {files.name} is not of Whisper's shape, and other programs know no other. "
            "Choose the form own, which this program reads."
        )
    tensors = checked_tensors(weights)
    kept = _precision_of(weights) if precision == "auto" else precision
    card = _card(files)

    def write(folder: Path) -> None:
        _WRITERS[form](folder, spec, tensors, tokenizer, kept)
        if card:
            lines = [f"# {files.name}", "", "| | |", "|---|---|"]
            lines += [f"| {key} | {value.replace('|', '/')} |" for key, value in card_rows(card)]
            (folder / "README.md").write_text("\n".join([*lines, ""]), encoding="utf-8")

    return write


def _card(files: ModelFiles) -> dict[str, object]:
    return read_card(files.weights[0].parent) if files.kind == "own" else {}


def _precision_of(weights: Weights) -> str:
    """float16 where the matrices are stored so; float32 for all others (bfloat16 has a range that float16 lacks)."""
    name = next((name for name in weights.tensors if name.endswith("token_embedding.weight")), None)
    half = name is not None and weights.tensors[name]().dtype == torch.float16
    return "float16" if half else "float32"
