"""Whole runs, of tiny networks on tones."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from alm_studio.base.errors import CancelledError, UsageError
from alm_studio.checkpoints import registry
from alm_studio.checkpoints.loading import load_model
from alm_studio.training import checkpoint
from alm_studio.training.control import TrainingControl
from alm_studio.training.data.sources import read_examples
from alm_studio.training.errors import TrainingError
from alm_studio.training.evaluation import evaluate
from alm_studio.training.listeners.jsonl import read
from alm_studio.training.report import Evaluated, Saved, Started, Stepped
from alm_studio.training.run import read_config, train

ROOT = Path(__file__).resolve().parents[3]


def test_a_run_tells_what_it_does_and_leaves_a_model(small, heard):
    config = small()
    best = train(config, heard)
    assert best == config.output / "best" == heard.ended.model
    kinds = [type(event).__name__ for event in heard.events if type(event).__name__ not in ("Advanced", "Noticed")]
    assert kinds[:2] == ["Started", "Evaluated"]
    assert kinds[-1] == "Ended"
    started = heard.of(Started)[0]
    assert started.step == 0 and started.steps == len(heard.losses)
    assert 0 < started.trainable == started.parameters
    assert heard.losses[-1] < heard.losses[0]
    assert heard.ended.reason == "finished"
    assert heard.ended.before.step == 0
    assert [sample.before for sample in heard.ended.after.samples] == [
        sample.now for sample in heard.ended.before.samples
    ]
    rows = read(config.output / "log.jsonl")
    assert [row["loss"] for row in rows if row["type"] == "stepped"] == heard.losses


def test_the_model_is_installed_and_reads_what_the_run_said(small, heard):
    config = small()
    train(config, heard)
    assert heard.ended.name == "song"
    info = registry.find("song")
    assert info.source == "trained"
    model = load_model("song", "cpu")
    scores = evaluate(model, read_examples(config.valid)).scores
    assert scores.wer == heard.ended.after.scores.wer
    assert scores.loss == pytest.approx(heard.ended.after.scores.loss, rel=1e-4)


def test_tones_are_learned(small, heard):
    train(small(epochs=12.0, width=32, evaluations_per_epoch=0.1, spec_augment=False, noise=0.0, tempo=False), heard)
    assert heard.losses[-1] < 0.6 * heard.losses[0]
    assert heard.ended.after.scores.cer < heard.ended.before.scores.cer


def test_a_resumed_run_goes_on_as_if_it_had_never_stopped(small, heard, tmp_path):
    whole = small(output=tmp_path / "whole", dropout=0.2)
    train(whole, heard)
    steps = len(heard.losses)
    assert steps >= 6

    part = small(output=tmp_path / "part", dropout=0.2, checkpoint_minutes=1e-6)
    control = TrainingControl()
    seen = []

    def stop(event):
        if isinstance(event, Stepped):
            seen.append(event)
            if len(seen) == steps // 2:
                control.cancel.cancel()

    with suppress(CancelledError):  # stopped before there was a first model; a checkpoint there is
        train(part, stop, control)
    assert len(seen) == steps // 2
    again = type(heard)()
    train(replace(part, resume=True), again)
    assert again.of(Started)[0].step == steps // 2
    assert [event.loss for event in seen] + again.losses == heard.losses
    rows = [row for row in read(part.output / "log.jsonl") if row["type"] == "stepped"]
    assert [row["loss"] for row in rows] == heard.losses
    assert [row["learning_rate"] for row in rows] == [event.learning_rate for event in heard.of(Stepped)]
    assert again.ended.before.scores == heard.ended.before.scores
    assert again.ended.after.scores == heard.ended.after.scores
    for name, tensor in checkpoint.load(whole.output).weights.items():
        assert torch.equal(tensor, checkpoint.load(part.output).weights[name])


def command(config, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "alm_studio", "train", "--data", str(config.data[0]), "--valid", str(config.valid),
        "--output", str(config.output), "--encoder", "mfcc", "--decoder", "lstm", "--attention", "dot", "--width", "16",
        "--layers", "1", "--lr", "0.003", "--batch-seconds", "3", "--device", "cpu", "--quiet", *more,
    ]  # fmt: skip


@pytest.fixture
def environment(home) -> dict[str, str]:
    return {**os.environ, "ALM_STUDIO_HOME": str(home), "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}


@pytest.mark.slow
def test_a_killed_run_is_resumed_exactly(small, heard, tmp_path, environment):
    whole = small(output=tmp_path / "whole", epochs=20.0)
    train(whole, heard)
    part = replace(whole, output=tmp_path / "part")
    running = subprocess.Popen(command(part, "--epochs", "20", "--checkpoint-minutes", "0.000001"), env=environment)
    log, deadline = part.output / "log.jsonl", time.monotonic() + 60
    while time.monotonic() < deadline:
        if log.exists() and sum(row["type"] == "saved" for row in read(log)) >= 5:
            break
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    done = sum(row["type"] == "stepped" for row in read(log))
    assert 5 <= done < len(heard.losses)
    arguments = [sys.executable, "-m", "alm_studio", "train", "--output", str(part.output), "--resume", "--quiet"]
    subprocess.run(arguments, env=environment, check=True)
    losses = [row["loss"] for row in read(log) if row["type"] == "stepped"]
    assert losses == pytest.approx(heard.losses, rel=1e-6)


@pytest.mark.slow
def test_two_processes_learn_what_one_learns_in_two_batches(small, heard, tmp_path, environment):
    one = small(accumulate=2, dropout=0.0)
    train(one, heard)
    two = replace(one, output=tmp_path / "two")
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    arguments = [*launch, *command(two, "--epochs", "2", "--dropout", "0")[1:]]
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    losses = [row["loss"] for row in read(two.output / "log.jsonl") if row["type"] == "stepped"]
    assert losses == pytest.approx(heard.losses, rel=1e-5)


def test_gradients_of_several_batches_add_up_to_those_of_one(small, heard):
    one, other = type(heard)(), type(heard)()
    plain = small(dropout=0.0, spec_augment=False, noise=0.0, tempo=False, gain=False, epochs=1.0)
    train(plain, heard)
    batches = len(heard.losses)
    train(replace(plain, batch_seconds=1000.0), one)
    train(replace(plain, accumulate=batches), other)
    # One step each, over everything: the mean over all tokens, however they are dealt out.
    assert one.losses[0] == pytest.approx(other.losses[0], rel=1e-5)
    assert one.of(Stepped)[0].gradient_norm == pytest.approx(other.of(Stepped)[0].gradient_norm, rel=1e-4)


def test_a_loss_that_is_no_number_ends_the_run_with_a_sentence(small, heard):
    config = small(learning_rate=1e30, clip=1e30, epochs=20.0, checkpoint_minutes=1e-6)
    with pytest.raises(TrainingError, match=r"no longer a number at step \d+, with a learning rate") as told:
        train(config, heard)
    assert "--lr" in str(told.value)
    if checkpoint.exists(config.output):
        for tensor in checkpoint.load(config.output).weights.values():
            assert bool(tensor.isfinite().all())


def test_stopping_keeps_a_checkpoint_and_the_best(small, heard):
    control = TrainingControl()

    def stop(event):
        heard(event)
        if isinstance(event, Evaluated) and event.step > 0:
            control.cancel.cancel()

    config = small(epochs=50.0)
    best = train(config, stop, control)
    assert heard.ended.reason == "stopped"
    assert load_model(str(best), "cpu").name == "best"
    assert checkpoint.load(config.output).progress["run"]["step"] == heard.of(Stepped)[-1].step
    assert heard.of(Saved)


def test_stopping_before_anything_was_learned_leaves_no_model(small, heard):
    control = TrainingControl()
    control.cancel.cancel()
    config = small()
    with pytest.raises(CancelledError):
        train(config, heard, control)
    assert not (config.output / "best").exists()


def test_a_paused_run_waits(small, heard):
    control = TrainingControl()
    paused_at = threading.Event()

    def listen(event):
        heard(event)
        if isinstance(event, Stepped) and event.step == 2:
            control.pause()
            paused_at.set()

    thread = threading.Thread(target=train, args=(small(), listen, control))
    thread.start()
    assert paused_at.wait(30)
    time.sleep(0.5)
    assert len(heard.losses) == 2
    assert control.paused
    control.resume()
    thread.join(60)
    assert heard.ended.reason == "finished"


def test_time_bounds_a_run(small, heard):
    train(small(epochs=100_000.0, minutes=0.03), heard)
    assert heard.ended.reason == "time"
    assert heard.of(Stepped)[-1].elapsed < 4


def test_a_run_that_becomes_no_better_ends_early(small, heard):
    train(small(epochs=1000.0, learning_rate=1e-9, patience=2, evaluations_per_epoch=3.0), heard)
    assert heard.ended.reason == "early-stop"


def test_forgetting_shows_on_a_general_set(small, heard):
    config = small()
    train(replace(config, general=config.valid), heard)
    assert all(event.general is not None for event in heard.evaluations)
    assert heard.evaluations[0].general == heard.evaluations[0].scores


def test_without_a_held_out_part_a_tenth_is_kept(small, heard):
    config = small()
    train(replace(config, valid=None), heard)
    assert heard.evaluations[0].scores.count == 2  # of 24


@pytest.mark.parametrize(("optimizer", "rate"), [("sgd", 0.05), ("adamw", 0.003)])
def test_both_optimizers_learn(small, heard, optimizer, rate):
    train(small(optimizer=optimizer, learning_rate=rate), heard)
    assert heard.losses[-1] < heard.losses[0]


def test_adapters_start_the_same_in_every_run_of_a_seed(small, heard, tmp_path):
    train(small(encoder="transformer", decoder="transformer", epochs=1.0), heard)
    losses = []
    for number in range(2):
        tuned = type(heard)()
        changes = {"model": str(heard.ended.model), "lora_rank": 4, "mixed_precision": "no", "epochs": 1.0}
        torch.manual_seed(number)  # what happened before shall not matter
        train(small(output=tmp_path / f"tuned{number}", encoder="transformer", **changes), tuned)
        losses.append(tuned.losses)
    assert losses[0] == losses[1]


@pytest.mark.parametrize("adapters", [{}, {"lora_rank": 4, "lora_layers": ("up", "join")}], ids=["all", "adapters"])
@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_a_frozen_part_stays_as_it_is(small, heard, part, adapters, tmp_path):
    train(small(), heard)
    model = str(heard.ended.model)
    tuned = type(heard)()
    train(
        small(
            output=tmp_path / "tuned",
            model=model,
            encoder="transformer",
            freeze=part,
            mixed_precision="no",
            **adapters,
        ),
        tuned,
    )
    before = load_model(model, "cpu").network.state_dict()
    after = load_model(str(tuned.ended.model), "cpu").network.state_dict()
    changed = {name.split(".")[0] for name in before if not torch.equal(before[name], after[name])}
    assert changed == {"encoder", "decoder"} - {part}
    assert 0 < tuned.of(Started)[0].trainable < tuned.of(Started)[0].parameters


def test_gradient_checkpointing_changes_no_number(small, heard):
    other = type(heard)()
    config = small(encoder="transformer", decoder="transformer", epochs=1.0)
    train(config, heard)
    train(replace(config, gradient_checkpointing=True), other)
    assert other.losses == pytest.approx(heard.losses, rel=1e-5)


def test_byte_pairs_and_label_smoothing_learn(small, heard):
    train(small(tokens="bpe", vocabulary=300, label_smoothing=0.1), heard)
    assert heard.losses[-1] < heard.losses[0]


def test_the_options_of_a_run_are_kept(small, heard):
    config = small()
    train(config, heard)
    kept = read_config(config.output)
    assert kept.epochs == config.epochs
    assert kept.data == config.data
    assert kept.valid == config.valid
    assert json.loads((config.output / "config.json").read_text())["encoder"] == "mfcc"


def test_a_folder_without_a_run_cannot_be_resumed(tmp_path):
    with pytest.raises(UsageError, match="holds no training"):
        read_config(tmp_path)


def test_one_example_is_too_few(small, heard, tmp_path):
    config = small()
    manifest = config.data[0].with_name("one.jsonl")
    manifest.write_text(config.data[0].read_text().splitlines()[0] + "\n")
    with pytest.raises(UsageError, match="too few"):
        train(replace(config, data=(manifest,), valid=None), heard)
