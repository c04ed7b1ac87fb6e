"""The one loading path: resolve, read, build, load strictly, check."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import ModelError
from alm_studio.base.progress import ProgressListener
from alm_studio.checkpoints import ctranslate2, openai, registry
from alm_studio.checkpoints.model_files import ModelFiles
from alm_studio.checkpoints.precision import apply_precision, choose_device, choose_precision
from alm_studio.checkpoints.weights import Weights
from alm_studio.model.builders import build_whisper
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import WhisperSpec
from alm_studio.text.tokenizer import WhisperTokenizer

# oneDNN keeps a compiled kernel for each shape it meets, a thousand of them: while a text grows every step has new
# shapes, and the kernels would take some 300 MB. Read when the first kernel is made.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")


@dataclass(frozen=True)
class SpeechModel:
    """A network ready to listen, with its vocabulary.

    Attributes:
        name: what the user calls it.
        device: where it computes.
        compute: precision of the linear layers.
    """

    name: str
    network: Seq2Seq
    spec: WhisperSpec
    tokenizer: WhisperTokenizer
    device: torch.device
    compute: str

    @property
    def multilingual(self) -> bool:
        """Whether it knows languages other than English."""
        return self.tokenizer.multilingual


_READERS: dict[str, Callable[[ModelFiles], Weights]] = {
    "ctranslate2": ctranslate2.load,
    "openai": openai.load_pt,
    "huggingface": openai.load_huggingface,
}


def load_model(
    name: str,
    device: str = "auto",
    compute: str = "auto",
    progress: ProgressListener | None = None,
    cancel: CancelToken | None = None,
) -> SpeechModel:
    """Load a model by name, folder, file or hub id; downloads it where it is missing.

    Args:
        name: such as ``"base"``; see ``registry.resolve``.
        device, compute: see ``precision``.
        progress: told about a download.
        cancel: stops a download.

    Raises:
        ModelError: missing, damaged, foreign, or too large for the memory.
        UsageError: no such device or precision here.
        CancelledError: cancelled.
    """
    where = choose_device(device)
    precision = choose_precision(compute, where)
    files = registry.resolve(name, progress=progress, cancel=cancel)
    try:
        weights = _read(files)
        network = build_whisper(weights.spec)
        if precision != "int8":  # before there are numbers: then none is ever held in float32 that need not be
            apply_precision(network, precision)
        _fill(network, weights)
        if precision == "int8":
            apply_precision(network, precision)
        network.requires_grad_(False).eval().to(where)
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise ModelError(
            f"The model {files.name} does not fit the memory of this device. Choose a smaller one."
        ) from error
    return SpeechModel(files.name, network, weights.spec, _tokenizer(files, weights.spec), where, precision)


def read_spec(files: ModelFiles) -> WhisperSpec:
    """The shape of a model, without loading its weights.

    Raises:
        ModelError: damaged or foreign.
    """
    return _read(files).spec


def _read(files: ModelFiles) -> Weights:
    if files.kind not in _READERS:
        raise ModelError(f"The model {files.name} is in a form ({files.kind}) that this version cannot read.")
    return _READERS[files.kind](files)


def _fill(network: nn.Module, weights: Weights) -> None:
    """Put every tensor in its place; each must be there, in the right shape, finite."""
    targets: dict[str, Tensor] = {**dict(network.named_parameters()), **dict(network.named_buffers())}
    state: dict[str, Tensor] = {}
    for name, target in targets.items():
        tensor = weights.tensors[name]()
        if tensor.shape != target.shape:
            raise ModelError(
                f"The model is damaged or foreign: {name} has shape {list(tensor.shape)}, not {list(target.shape)}."
            )
        if not bool(tensor.isfinite().all()):
            raise ModelError(f"The model is damaged: {name} holds values that are not numbers. Get the model again.")
        state[name] = tensor.to(target.dtype)
    network.load_state_dict(state, strict=True, assign=True)


def _tokenizer(files: ModelFiles, spec: WhisperSpec) -> WhisperTokenizer:
    path = files.tokenizer or registry.find_tokenizer(multilingual=spec.multilingual)
    if path is None:
        raise ModelError(
            f"The model {files.name} comes without a vocabulary. Put its tokenizer.json beside the weights, "
            "or install the offline model, whose vocabulary serves too."
        )
    return WhisperTokenizer.load(path, spec.vocabulary)
