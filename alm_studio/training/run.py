"""One training from its options to a model that can be used."""

import json
import time
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alm_studio.base.errors import CancelledError, ModelError, UsageError
from alm_studio.base.files import write_atomically
from alm_studio.base.memory import release_free_memory
from alm_studio.checkpoints import registry
from alm_studio.checkpoints.loading import SpeechModel, load_model
from alm_studio.model.builders import build, family_spec
from alm_studio.model.decoders.lstm import LstmDecoder
from alm_studio.model.spec import spec_from_dict, spec_to_dict
from alm_studio.text.byte_pairs import BytePairTokenizer
from alm_studio.text.characters import CharacterTokenizer
from alm_studio.text.speech_tokenizer import SpeechTokenizer
from alm_studio.text.vocabularies import load_tokenizer
from alm_studio.training import checkpoint, options
from alm_studio.training.checkpoint import Checkpoint
from alm_studio.training.config import TrainConfig
from alm_studio.training.control import TrainingControl
from alm_studio.training.errors import report_out_of_memory
from alm_studio.training.feed import make_feed
from alm_studio.training.heads import measure_heads
from alm_studio.training.held_out import HeldOut
from alm_studio.training.language import detect_language
from alm_studio.training.learner import Learner
from alm_studio.training.listeners.jsonl import JsonLines
from alm_studio.training.listeners.several import Several
from alm_studio.training.machine import Machine, open_machine
from alm_studio.training.material import Material, gather
from alm_studio.training.report import Ended, Evaluated, Noticed, TrainingListener
from alm_studio.training.targets import TextTargets
from alm_studio.training.trainer import Trainer

_FAMILY_LONGEST = 30.0
_CONFIG = "config.json"


def train(config: TrainConfig, listener: TrainingListener, control: TrainingControl | None = None) -> Path:
    """Train or fine-tune a model. Works in the calling thread until it is over.

    Leaves in ``config.output``: ``best/``, the best model so far, in our own form; ``checkpoints/last/``, to resume
    from; ``log.jsonl``, every event; ``config.json``, the options. In the end the best model is installed, so that
    every list of models shows it.

    Args:
        config: what to do.
        listener: told everything, in this thread.
        control: pauses and stops the run from another thread.

    Returns:
        The folder of the best model.

    Raises:
        UsageError: the options contradict each other, or the data does not fit.
        ModelError: the model to start from is missing or damaged.
        MediaError: a file of the data cannot be read.
        TrainingError: the loss is no number any more, or memory ran out.
        OutputError: the disk refuses.
        CancelledError: stopped before there was a model to keep.
    """
    control = control or TrainingControl()
    config = options.checked(config)
    # A run that was killed before its first checkpoint begins anew.
    resumed = checkpoint.load(config.output) if config.resume and checkpoint.exists(config.output) else None
    precision = config.mixed_precision
    if precision == "auto" and not config.model:
        precision = "no" if config.device in ("auto", "cpu") else "auto"  # small networks gain nothing from it
    with open_machine(config.device, precision) as machine, report_out_of_memory():
        heard = Several(JsonLines(config.output / "log.jsonl"), listener) if machine.main else Several()
        return _Run(config, heard, control, machine, resumed).go()


def read_config(output: Path) -> TrainConfig:
    """The options of a run that was begun in a folder.

    Raises:
        UsageError: none was, or its file is damaged.
    """
    path = output / _CONFIG
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{output} holds no training that can be resumed. Give --data and --output.") from error
    if not isinstance(plain, dict):
        raise UsageError(f"{path} is damaged. Give all options again.")
    plain["output"] = str(output)
    return TrainConfig(**options.from_plain(plain, str(path)))


class _Run:
    """One training on its way."""

    def __init__(
        self,
        config: TrainConfig,
        listener: TrainingListener,
        control: TrainingControl,
        machine: Machine,
        resumed: Checkpoint | None,
    ) -> None:
        self._config = config
        self._listener = listener
        self._control = control
        self._machine = machine
        self._resumed = resumed
        self._started = time.monotonic()
        self._best = config.output / "best"
        self._tokenizer_file = checkpoint.folder_of(config.output) / "tokenizer.json"

    def go(self) -> Path:
        """Prepare, train, install."""
        config, cancel = self._config, self._control.cancel
        source = load_model(config.model, "cpu", "float32") if config.model else None
        longest = source.longest if source else _FAMILY_LONGEST
        material = self._with_language(gather(config, longest, self._listener, cancel), source)
        learner = self._learner(source, material)
        parameters, _ = learner.count()
        config = self._config = replace(config, learning_rate=options.learning_rate(config, parameters))
        material = self._fitting(material, learner)
        if self._machine.main:
            if self._resumed is None:
                checkpoint.forget(config.output)
            checkpoint.check_room(config.output, _bytes_on_disk(learner))
            text = json.dumps(options.to_plain(replace(self._config, resume=False)), indent=2, ensure_ascii=False)
            write_atomically(config.output / _CONFIG, text.encode(), overwrite=True)
            self._tokenizer_file.parent.mkdir(parents=True, exist_ok=True)
            learner.tokenizer.save(self._tokenizer_file)
        name = config.output.absolute().name
        reading = HeldOut(
            material.valid,
            material.general,
            lambda: learner.speech_model(name),
            self._language,
            self._listener,
            cancel,
        )
        trainer = Trainer(
            config,
            learner,
            self._machine,
            make_feed(config, learner, self._machine, material.training, self._language, cancel),
            reading,
            lambda found: learner.save(self._best, self._card(material, learner, trainer.before, found)),
            self._listener,
            self._control,
            material.seconds,
            {"spec": spec_to_dict(learner.spec), "tokenizer": learner.tokenizer.kind},
        )
        if self._resumed is not None:
            trainer.resume(self._resumed)
            if trainer.before is not None:
                reading.remember(trainer.before)
        reason = trainer.run()
        release_free_memory()
        if self._machine.main:
            assert trainer.before is not None and trainer.best is not None
            self._measure_heads(material)
            installed = self._install(name)
            if trainer.best.scores.wer >= trainer.before.scores.wer:
                self._listener(Noticed("The training did not lower the word error rate on the held-out part."))
            step = trainer.progress.step
            self._listener(Ended(reason, step, self._best, trainer.before, trainer.best, installed))
        return self._best

    def _with_language(self, material: Material, source: SpeechModel | None) -> Material:
        """Settle which language examples speak that do not say it."""
        self._language = self._config.language or (source.language if source else "")
        said = material.languages()
        if not self._language and len(said) == 1:
            self._language = said[0]
        silent = any(not example.language for example in material.training)
        if not self._language and source is not None and source.multilingual and silent:
            self._language = detect_language(source, material.training, self._control.cancel)
            self._listener(
                Noticed(f"The examples do not say their language; taken as '{self._language}' (--language changes it).")
            )
        return material.speaking(self._language)

    def _learner(self, source: SpeechModel | None, material: Material) -> Learner:
        config = self._config
        if source is not None:
            return Learner(source.network, source.spec, source.tokenizer, config, self._machine, source.language)
        if self._resumed is not None:
            progress = self._resumed.progress
            spec = spec_from_dict(progress["spec"])
            tokenizer = load_tokenizer(progress["tokenizer"], self._tokenizer_file, spec.vocabulary)
        else:
            tokenizer = _new_tokenizer(config, [example.text for example in material.training])
            spec = family_spec(
                config.encoder,
                config.decoder,
                config.attention,
                tokenizer.vocabulary,
                width=config.width,
                layers=config.layers,
                dropout=config.dropout,
                longest=max(1.0, round(1.2 * material.longest, 1)),  # a slower tempo makes examples longer
            )
        import torch

        torch.manual_seed(config.seed)
        network = build(spec, "cpu")
        if isinstance(network.decoder, LstmDecoder):
            tokens = sum(len(tokenizer.encode(example.text)) for example in material.training)
            network.decoder.location.begin(material.seconds / tokens / network.encoder.seconds_per_state)
        return Learner(network, spec, tokenizer, config, self._machine, self._language)

    def _fitting(self, material: Material, learner: Learner) -> Material:
        """Leave out examples whose texts are longer than the decoder's."""
        texts = TextTargets(learner.tokenizer, learner.network.decoder.longest_text, self._language)
        kept = tuple(example for example in material.training if texts.fits(example))
        if not kept:
            raise UsageError("Every text is longer than this model can write. Cut the examples into shorter ones.")
        if left_out := len(material.training) - len(kept):
            self._listener(Noticed(f"{left_out} examples are left out: their texts are longer than the model's."))
        return replace(material, training=kept)

    def _card(self, material: Material, learner: Learner, before: Evaluated | None, found: Evaluated) -> dict[str, Any]:
        """What the model learned from, how, and how well it reads."""
        config = self._config
        parameters, trainable = learner.count()
        changed = {
            name: value
            for name, value in options.to_plain(config).items()
            if name not in ("data", "output", "valid", "general", "resume")
        }
        return {
            "language": self._language,
            "base": config.model,
            "trained": datetime.now(UTC).isoformat(timespec="seconds"),
            "data": {
                "from": [str(path) for path in config.data],
                "examples": len(material.training),
                "minutes": round(material.seconds / 60, 2),
                "held_out": str(config.valid or "a part of the data"),
                "general": str(config.general or ""),
            },
            "parameters": parameters,
            "trainable": trainable,
            "step": found.step,
            "scores": {
                "before": None if before is None else asdict(before.scores),
                "after": asdict(found.scores),
                "general_before": None if before is None or before.general is None else asdict(before.general),
                "general_after": None if found.general is None else asdict(found.general),
            },
            "settings": changed,
        }

    def _measure_heads(self, material: Material) -> None:
        """Learning may have moved the heads that follow the sound; word times hang on them."""
        with suppress(CancelledError):
            heads = measure_heads(self._best, material.valid, self._language, self._control.cancel)
            if heads:
                self._listener(Noticed(f"Alignment heads, measured on the held-out part: {heads}."))

    def _install(self, name: str) -> str:
        """Put the best model among the user's; one that this run installed before it was resumed is replaced."""
        note = self._config.output / "installed.txt"
        with suppress(OSError, ModelError, UsageError):
            earlier = note.read_text(encoding="utf-8").strip()
            if registry.find(earlier).source == "trained":
                registry.remove(earlier)
        installed = registry.install_trained(self._best, name).name
        write_atomically(note, installed.encode(), overwrite=True)
        return installed


def _new_tokenizer(config: TrainConfig, texts: list[str]) -> SpeechTokenizer:
    if config.tokens == "bpe":
        return BytePairTokenizer.train(texts, config.vocabulary)
    return CharacterTokenizer.train(texts)


def _bytes_on_disk(learner: Learner) -> int:
    """What a run writes at most: the best model and its successor, a checkpoint and its successor."""
    parameters, trainable = learner.count()
    return 2 * 4 * parameters + 2 * 12 * trainable + 50_000_000
