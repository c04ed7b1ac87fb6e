"""The grammar of ``train`` and ``evaluate``. Imports nothing heavy.

An option of ``train`` that is not given is absent from the namespace, so that a TOML file or the program decides.
"""

import argparse

from alm_studio.training.config import (
    ATTENTIONS,
    DECODERS,
    ENCODERS,
    FREEZE,
    LORA_RANK,
    MIXED_PRECISION,
    OPTIMIZERS,
    TOKENS,
    TrainConfig,
)

COMPUTE_HELP = "auto, compiled, float32, bfloat16, float16, int8, bfloat16+int8, float32+int8"
"""What --compute takes, in every command."""
_SKIPPED = argparse.SUPPRESS


def add_train(parser: argparse.ArgumentParser) -> None:
    """Options of ``train``; each has the name of a field of ``TrainConfig``."""
    parser.argument_default = _SKIPPED
    parser.add_argument("config", nargs="?", metavar="CONFIG.toml", default=None, help="options in a file")
    data = parser.add_argument_group("data")
    data.add_argument("--data", action="append", metavar="PATH", help="what to learn from; may be given several times")
    data.add_argument("--output", metavar="DIR", help="folder of the run; its name becomes the model's")
    data.add_argument("--valid", metavar="PATH", help="held-out data (default: a tenth of the data)")
    data.add_argument("--general", metavar="PATH", help="other data, on which forgetting shows")
    data.add_argument("--language", metavar="XX", help="of examples that do not say theirs")
    data.add_argument(
        "--no-compare", dest="compare", action="store_false", help="keep texts far from what the untrained model hears"
    )
    _add_model(parser.add_argument_group("model"))
    _add_method(parser.add_argument_group("method"))
    _add_optimisation(parser.add_argument_group("optimisation"))
    machine = parser.add_argument_group("machine")
    machine.add_argument("--device", metavar="NAME", help="auto, cpu, cuda, mps")
    machine.add_argument("--mixed-precision", choices=MIXED_PRECISION)
    machine.add_argument("--gradient-checkpointing", action="store_true", help="less memory, a third more time")
    machine.add_argument("--workers", type=int, metavar="N", help="processes that read ahead (default: 0)")
    machine.add_argument("--seed", type=int, metavar="N")
    machine.add_argument("--resume", action="store_true", help="go on where the run in --output stopped")
    machine.add_argument("--overwrite", action="store_true", default=False, help="replace a run in --output")
    machine.add_argument("--tensorboard", action="store_true", help="write curves into DIR/tensorboard")
    machine.add_argument("--json", action="store_true", default=False, help="print a line of JSON per event")
    machine.add_argument("--quiet", action="store_true", default=False, help="print warnings and errors only")


def _add_model(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--model", metavar="NAME", help="fine-tune this one: name, folder, file or hub id")
    group.add_argument("--encoder", choices=ENCODERS, help="from scratch: the encoder")
    group.add_argument("--decoder", choices=DECODERS, help="from scratch: the decoder")
    group.add_argument("--attention", choices=ATTENTIONS, help="from scratch: how the decoder listens")
    group.add_argument("--tokens", choices=TOKENS, help="from scratch: characters or byte pairs")
    group.add_argument("--vocabulary", type=int, metavar="N", help="from scratch: byte pairs")
    group.add_argument("--width", type=int, metavar="N", help="from scratch: numbers in a state")
    group.add_argument("--layers", type=int, metavar="N", help="from scratch: layers of encoder and decoder")
    group.add_argument("--dropout", type=float, metavar="P", help="from scratch")


def _add_method(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--lora",
        dest="lora_rank",
        nargs="?",
        type=int,
        const=LORA_RANK,
        metavar="RANK",
        help=f"learn small adapters only, merged at the end (rank {LORA_RANK} without a number)",
    )
    group.add_argument("--lora-alpha", type=float, metavar="X")
    group.add_argument("--freeze", choices=FREEZE[1:], help="keep this part as it is; with --lora no adapters there")
    group.add_argument("--epochs", type=float, metavar="N")
    group.add_argument("--minutes", type=float, metavar="N", help="stop after so long, keeping the best")
    group.add_argument("--patience", type=int, metavar="N", help="evaluations without a better one before it stops")
    group.add_argument("--evaluations-per-epoch", type=float, metavar="N")
    group.add_argument("--evaluation-examples", type=int, metavar="N", help="read at each evaluation; 0: all")
    group.add_argument("--checkpoint-minutes", type=float, metavar="N", help="between two checkpoints")
    group.add_argument("--timestamps", type=float, metavar="SHARE", help="of examples with timestamps")
    group.add_argument("--previous-text", type=float, metavar="SHARE", help="of examples after the text before them")
    group.add_argument("--join", type=float, metavar="SHARE", help="of clips joined to longer ones")
    group.add_argument("--pad", type=float, metavar="SHARE", help="of batches padded to 30 s")
    group.add_argument("--spec-augment", action="store_true", help="hide stretches of time and bands of frequency")
    group.add_argument("--no-augment", action="store_true", default=False, help="no SpecAugment, tempo, noise, gain")


def _add_optimisation(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--lr", dest="learning_rate", type=float, metavar="X", help="default: by the model's size")
    group.add_argument("--optimizer", choices=OPTIMIZERS)
    group.add_argument("--momentum", type=float, metavar="X", help="of sgd")
    group.add_argument("--weight-decay", type=float, metavar="X")
    group.add_argument("--warmup", type=float, metavar="SHARE", help="of the steps")
    group.add_argument("--clip", type=float, metavar="X", help="norm of the gradients")
    group.add_argument("--batch-seconds", type=float, metavar="S", help="seconds of sound in a batch")
    group.add_argument("--accumulate", type=int, metavar="N", help="batches in a step")
    group.add_argument("--label-smoothing", type=float, metavar="X")


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """Options of ``evaluate``."""
    parser.add_argument("--data", required=True, metavar="PATH", help="examples with their texts")
    parser.add_argument("--model", default="base", metavar="NAME", help="name, folder, file or hub id (default: base)")
    parser.add_argument("--language", default="", metavar="XX", help="of examples that do not say theirs")
    parser.add_argument("--beam", type=int, default=5, metavar="N", help="hypotheses kept; 1 is greedy (default: 5)")
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="so many, evenly spread (default: all)")
    parser.add_argument("--device", default="auto", metavar="NAME", help="auto, cpu, cuda, mps")
    parser.add_argument("--compute", default="auto", metavar="TYPE", help=COMPUTE_HELP)
    parser.add_argument("--texts", metavar="FILE.jsonl", help="write what was said and what was written")
    parser.add_argument("--json", action="store_true", help="print as JSON")


FIELDS = tuple(TrainConfig.__dataclass_fields__)
"""What a namespace of ``train`` may hold for the configuration."""
