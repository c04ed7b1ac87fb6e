"""The model that learns: loaded or built, frozen in part, given adapters; read for evaluation, saved as a model."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from alm_studio.base.errors import UsageError
from alm_studio.checkpoints.loading import SpeechModel, load_model
from alm_studio.checkpoints.own import save_model
from alm_studio.checkpoints.precision import apply_precision, choose_precision, quantise, suited
from alm_studio.model.builders import build
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import Spec, WhisperSpec
from alm_studio.text.speech_tokenizer import SpeechTokenizer
from alm_studio.training.config import TrainConfig
from alm_studio.training.lora import LoraLinear, add_adapters, merge_into
from alm_studio.training.machine import Machine


class Learner:
    """A network on its device, ready to learn.

    Args:
        network: with float32 weights.
        spec, tokenizer: of it.
        config: what learns, and how.
        machine: where.
        language: code of the one language it knows; empty where it knows several, or nobody said.

    Attributes:
        autocast: whether products are to be computed in the machine's precision by autocast. Frozen weights are stored
            in that precision at once, so a network of which only adapters learn needs none.
    """

    def __init__(
        self,
        network: Seq2Seq,
        spec: Spec,
        tokenizer: SpeechTokenizer,
        config: TrainConfig,
        machine: Machine,
        language: str = "",
    ) -> None:
        self.network = network
        self.spec = spec
        self.tokenizer = tokenizer
        self._config = config
        self._machine = machine
        self._language = language
        network.encoder.gradient_checkpointing = config.gradient_checkpointing
        network.decoder.gradient_checkpointing = config.gradient_checkpointing
        network.requires_grad_(True)
        if config.lora_rank:
            network.requires_grad_(False)
            learning = nn.ModuleList(getattr(network, part) for part in ("encoder", "decoder") if part != config.freeze)
            torch.manual_seed(config.seed)  # adapters begin at random: the same run again is the same
            add_adapters(learning, config.lora_layers, config.lora_rank, config.lora_alpha)
        elif config.freeze:
            getattr(network, config.freeze).requires_grad_(False)
        self.autocast = not config.lora_rank
        self._stored = bool(config.model and (config.lora_rank or config.freeze))
        if self._stored and machine.precision != "no":
            _store_frozen(network, "bfloat16" if machine.precision == "bf16" else "float16")
        network.to(machine.device)
        self.train()

    @property
    def is_whisper(self) -> bool:
        """Whether it hears padding as silence, as Whisper does."""
        return isinstance(self.spec, WhisperSpec)

    @property
    def parameters(self) -> list[nn.Parameter]:
        """What learns."""
        return [parameter for parameter in self.network.parameters() if parameter.requires_grad]

    def count(self) -> tuple[int, int]:
        """Numbers in the network, and how many of them learn."""
        everything = sum(parameter.numel() for parameter in self.network.parameters())
        return everything, sum(parameter.numel() for parameter in self.parameters)

    def train(self) -> None:
        """Dropout and the like as while learning; a frozen part stays as it is used."""
        self.network.train()
        if self._config.freeze:
            getattr(self.network, self._config.freeze).eval()

    def weights(self) -> dict[str, Tensor]:
        """Everything that changes while it learns, by name."""
        learning = {name for name, parameter in self.network.named_parameters() if parameter.requires_grad}
        frozen = {name for name, _ in self.network.named_parameters()} - learning
        return {name: tensor for name, tensor in self.network.state_dict().items() if name not in frozen}

    def load_weights(self, weights: dict[str, Tensor]) -> None:
        """Take back what ``weights`` gave.

        Raises:
            UsageError: they are of another network.
        """
        own = self.weights()
        if own.keys() != weights.keys() or any(own[name].shape != weights[name].shape for name in own):
            raise UsageError(
                "The checkpoint belongs to another model or method. Resume with the settings of its run, "
                "or start without --resume."
            )
        self.network.load_state_dict(weights, strict=False)

    def speech_model(self, name: str) -> SpeechModel:
        """A copy as it will be used later: adapters merged, in the precision of use."""
        compute = suited(choose_precision("auto", self._machine.device), self.spec)  # as loading does
        twin = build(self.spec, "meta")
        apply_precision(twin, compute)
        targets = twin.state_dict()
        state = {key: tensor.to(targets[key].dtype) for key, tensor in _merged_state(self.network).items()}
        twin.load_state_dict(state, strict=True, assign=True)
        quantise(twin, compute)
        twin.requires_grad_(False).eval()
        return SpeechModel(name, twin, self.spec, self.tokenizer, self._machine.device, compute, self._language)

    def save(self, folder: Path, card: dict[str, Any]) -> None:
        """Write the model as it is now, adapters merged into weights as they were loaded.

        Raises:
            OutputError: the disk refuses.
        """
        network = self.network
        if self._stored:  # what does not learn may have been rounded
            network = load_model(self._config.model, "cpu", "float32").network
            if self._config.lora_rank:
                merge_into(network, self.network)
            else:
                network.load_state_dict(self.weights(), strict=False)
        save_model(folder, network, self.spec, self.tokenizer, card)


def _store_frozen(network: nn.Module, precision: str) -> None:
    """Keep weights that do not learn in the precision in which they are multiplied."""
    for module in network.modules():
        own = list(module.parameters(recurse=False))
        if own and not any(parameter.requires_grad for parameter in own) and not list(module.children()):
            apply_precision(module, precision)


def _merged_state(network: nn.Module) -> dict[str, Tensor]:
    """The tensors of a network under the names they have without adapters."""
    state = dict(network.state_dict())
    for name, module in network.named_modules():
        if isinstance(module, LoraLinear):
            for part in ("down", "up", "base.weight", "base.bias"):
                state.pop(f"{name}.{part}", None)
            state[f"{name}.weight"] = module.merged()
            if module.base.bias is not None:
                state[f"{name}.bias"] = module.base.bias
    return state
