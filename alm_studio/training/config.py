"""What a training run is asked to do."""

from dataclasses import dataclass
from pathlib import Path

from alm_studio.model.spec import ATTENTIONS as ATTENTIONS
from alm_studio.model.spec import DECODERS as DECODERS

ENCODERS = ("mfcc", "cnn", "cnn-wave", "lstm", "transformer", "whisper")
TOKENS = ("char", "bpe")
FREEZE = ("", "encoder", "decoder")
OPTIMIZERS = ("adamw", "sgd")
MIXED_PRECISION = ("auto", "no", "bf16", "fp16")
LORA_LAYERS = ("qkv", "query", "key_value", "out", "up", "down")
"""All linear layers of a Transformer: with those of attention alone, a voice was learned half as well."""
LORA_RANK = 32
"""What ``--lora`` means without a number."""


@dataclass(frozen=True)
class TrainConfig:
    """Options of one run, checked once by ``checked`` (``training/options.py``). The result is installed under the name
    of the folder ``output``.

    Attributes are grouped as the dialog shows them.
    """

    # Data. ``valid`` None: a part of ``data`` is held out. ``general``: a second set on which forgetting shows.
    data: tuple[Path, ...]
    output: Path
    valid: Path | None = None
    general: Path | None = None
    language: str = ""
    compare: bool = True  # leave out texts far from what the model hears before it is trained

    # Fine-tune ``model`` (name, folder, file or hub id); or, where it is empty, build one of these parts.
    model: str = ""
    encoder: str = "transformer"
    decoder: str = "transformer"
    attention: str = "multi-head"
    tokens: str = "char"
    vocabulary: int = 500  # of a trained byte-pair vocabulary
    width: int = 144
    layers: int = 3

    # Method. ``freeze`` is "", "encoder" or "decoder". lora_rank 0: all weights that are not frozen learn; else
    # adapters beside those that are not frozen.
    lora_rank: int = 0
    lora_alpha: float = 64.0
    lora_layers: tuple[str, ...] = LORA_LAYERS  # linear layers that get an adapter, by their names in the network
    freeze: str = ""
    timestamps: float = 0.2  # share of examples with timestamp tokens
    previous_text: float = 0.1  # share of examples that follow on the text before them
    join: float = 0.5  # share of Whisper's batches in which clips are joined to longer ones
    pad: float = 0.3  # share of Whisper's batches padded to a whole window of 30 s

    # Length. 0: no bound. ``patience``: evaluations without a better one before the run stops.
    epochs: float = 4.0
    minutes: float = 0.0
    patience: int = 5
    evaluations_per_epoch: float = 1.0
    evaluation_examples: int = 100  # read at each evaluation, of the held-out part and of the general set; 0: all
    checkpoint_minutes: float = 2.0  # between two checkpoints to resume from

    # Optimisation. learning_rate 0 chooses by model size; ``optimizer`` is "adamw" or "sgd".
    learning_rate: float = 0.0
    optimizer: str = "adamw"
    momentum: float = 0.9
    weight_decay: float = 0.01
    warmup: float = 0.1  # share of the steps
    clip: float = 1.0  # gradient norm
    accumulate: int = 1
    label_smoothing: float = 0.0
    dropout: float = 0.1

    # Batches: seconds of sound in one.
    batch_seconds: float = 30.0

    # Augmentation.
    spec_augment: bool = False  # hides words, so that a model learns to guess: for much data and many epochs
    tempo: bool = True
    noise: float = 0.4  # probability
    gain: bool = True

    # Machine.
    device: str = "auto"
    mixed_precision: str = "auto"  # auto, no, bf16, fp16
    gradient_checkpointing: bool = False
    workers: int = 0
    seed: int = 0
    resume: bool = False
    tensorboard: bool = False
