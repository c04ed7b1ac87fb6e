"""Our own form of a model: a folder with ``model.safetensors``, ``config.json`` and ``tokenizer.json``.

``config.json`` holds the network's spec, the kind of vocabulary, and the card: what the model learned from, and how
well. No file runs code when it is read.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from alm_studio.base.errors import ModelError, OutputError
from alm_studio.base.files import umask, write_atomically, write_folder
from alm_studio.base.plain import to_plain
from alm_studio.checkpoints.card import read_card
from alm_studio.checkpoints.model_files import OWN_MODEL_TYPE, ModelFiles, read_json
from alm_studio.checkpoints.weights import Weights
from alm_studio.model.spec import Spec, spec_from_dict, spec_to_dict
from alm_studio.text.speech_tokenizer import SpeechTokenizer
from alm_studio.text.vocabularies import load_tokenizer

__all__ = ["load", "load_own_tokenizer", "read_card", "save_model"]

_FORM = 1
"""Version of the form. A reader refuses newer ones."""


def save_model(
    folder: Path,
    network: nn.Module,
    spec: Spec,
    tokenizer: SpeechTokenizer,
    card: dict[str, Any],
) -> None:
    """Write a model. A kill leaves no half of one: a new folder appears whole, in an old one each file changes whole.

    Args:
        folder: of the model; made where it is missing. One that is there should hold a model of the same shape, such
            as an earlier step of the same run.
        network: its weights are stored in the precision they have.
        spec: of the network.
        tokenizer: its vocabulary.
        card: of plain JSON values; ``language`` (a code) is what the model writes where it knows one language only.

    Raises:
        OutputError: it cannot be written.
    """
    config = {
        "model_type": OWN_MODEL_TYPE,
        "form": _FORM,
        "spec": spec_to_dict(spec),
        "tokenizer": tokenizer.kind,
        "card": to_plain(card),
    }
    try:
        if folder.exists():
            _write(folder, network, tokenizer, config)
        else:
            write_folder(folder, lambda new: _write(new, network, tokenizer, config))
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(
            f"Cannot write the model {folder}: {reason}. Choose another folder, or make room on the disk."
        ) from error


def _write(folder: Path, network: nn.Module, tokenizer: SpeechTokenizer, config: dict[str, Any]) -> None:
    """The weights last: they are what makes a folder a model."""
    vocabulary = folder / ".tokenizer.json.part"
    weights = folder / ".model.safetensors.part"
    try:
        tokenizer.save(vocabulary)
        vocabulary.replace(folder / "tokenizer.json")
        text = json.dumps(config, indent=2, ensure_ascii=False)
        write_atomically(folder / "config.json", text.encode(), overwrite=True)
        save_file({name: _alone(tensor) for name, tensor in network.state_dict().items()}, weights, {"format": "pt"})
        with weights.open("rb") as file:
            os.fsync(file.fileno())
        weights.chmod(0o666 & ~umask())
        weights.replace(folder / "model.safetensors")
    finally:
        vocabulary.unlink(missing_ok=True)
        weights.unlink(missing_ok=True)


def load(files: ModelFiles) -> Weights:
    """Spec and weights of a model in our own form.

    Raises:
        ModelError: damaged, truncated, or of a newer version.
    """
    config = _config(files)
    spec = spec_from_dict(config.get("spec", {}))
    tensors: dict[str, Callable[[], Tensor]] = {}
    try:
        for path in files.weights:
            file: Any = safe_open(str(path), framework="pt")
            tensors |= {name: _reader(file, name, files.name) for name in file.offset_keys()}
    except (OSError, SafetensorError) as error:
        raise ModelError(f"The model {files.name} is damaged ({error}). Get the model again.") from error
    return Weights(spec, tensors)


def load_own_tokenizer(files: ModelFiles, vocabulary: int) -> SpeechTokenizer:
    """The vocabulary of a model in our own form.

    Raises:
        ModelError: missing, damaged, or not the model's.
    """
    kind = _config(files).get("tokenizer")
    if files.tokenizer is None:
        raise ModelError(f"The model {files.name} lacks its tokenizer.json. Get the model again.")
    return load_tokenizer(kind if isinstance(kind, str) else "", files.tokenizer, vocabulary)


def _config(files: ModelFiles) -> dict[str, Any]:
    assert files.config is not None
    config = read_json(files.config)
    form = config.get("form")
    if not isinstance(form, int) or form < 1:
        raise ModelError(f"{files.config} is damaged. Get the model again.")
    if form > _FORM:
        raise ModelError(f"The model {files.name} was made by a newer version of the program. Update the program.")
    return config


def _reader(file: Any, name: str, model: str) -> Callable[[], Tensor]:
    def read() -> Tensor:
        try:
            # A copy: in the mapped file tensors lie at odd places, where arithmetic is slower and rounds otherwise.
            tensor: Tensor = file.get_tensor(name).clone()
        except (OSError, SafetensorError, AttributeError, ValueError) as error:  # AttributeError: a type torch lacks
            raise ModelError(f"The model {model} is damaged ({error}). Get the model again.") from error
        return tensor

    return read


def _alone(tensor: Tensor) -> Tensor:
    """The tensor on the processor, in memory of its own: the format refuses tensors that share some."""
    tensor = tensor.detach().to("cpu").contiguous()
    whole = tensor.untyped_storage().nbytes() == tensor.numel() * tensor.element_size()
    return tensor if whole else tensor.clone()
