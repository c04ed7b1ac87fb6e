"""The plain parts behind the fine-tune dialog: log, choices, runs on the disk, marked words."""

import json
import math
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from alm_studio.base.paths import training_dir
from alm_studio.captions.transcript import Word
from alm_studio.gui import training_runs
from alm_studio.gui.models.examples import ExampleRow, ExampleTableModel
from alm_studio.gui.models.times import time_left
from alm_studio.gui.models.training_log import TrainingLog
from alm_studio.gui.models.training_method import FULL, LORA, SCRATCH, Data, Method, make_config, sensible_epochs
from alm_studio.gui.models.word_diff import marked
from alm_studio.training.config import TrainConfig
from alm_studio.training.data.example import Example
from alm_studio.training.data.sources import read_examples
from alm_studio.training.listeners.jsonl import to_row
from alm_studio.training.options import from_toml
from alm_studio.training.report import Ended, Evaluated, Sample, Scores, Started, Stepped


def evaluated(step, wer, best=True):
    scores = Scores(wer, wer / 3, 2 * wer, wer, math.nan, 3)
    return Evaluated(step, scores, None, best, (Sample(Path("/a.wav"), 0, "one", "won", "one"),))


def stepped(step, loss):
    return Stepped(step, 4, step / 2, loss, 1e-3, 1.0, 10.0, float(step), 4.0 - step)


def log_of(*events):
    """As the window hears of them: through JSON and back."""
    log = TrainingLog()
    for event in events:
        log.apply_row(json.loads(json.dumps(to_row(event))))
    return log


STARTED = Started(0, 4, 60.0, 1000, 100, "cpu")


def test_the_log_takes_over_what_a_training_tells():
    before, middle, after = evaluated(0, 0.3, best=False), evaluated(2, 0.1), evaluated(4, 0.2, best=False)
    steps = [stepped(number, 1.0 / number) for number in range(1, 5)]
    log = log_of(STARTED, before, *steps[:2], middle, *steps[2:], after)
    assert log.started == STARTED and log.steps == [1, 2, 3, 4] and log.fraction == 1.0
    assert math.isnan(log.evaluations[0].scores.loss)
    assert log.before.scores.wer == 0.3 and log.after.step == 2
    log = log_of(STARTED, before, *steps[:2], middle, Ended("stopped", 2, Path("/m"), before, middle, "mine"))
    assert log.ended.name == "mine" and log.ended.after.scores.wer == 0.1 and log.ended.before.step == 0


def test_a_resumed_run_forgets_what_came_after_its_checkpoint():
    steps = [stepped(number, 1.0) for number in range(1, 4)]
    log = log_of(STARTED, evaluated(0, 0.3, best=False), *steps, evaluated(3, 0.2))
    log.apply(Started(2, 4, 60.0, 1000, 100, "cpu"))
    assert log.steps == [1, 2] and [known.step for known in log.evaluations] == [0]
    log.apply(stepped(3, 0.5))
    assert log.steps == [1, 2, 3] and log.losses[-1] == 0.5


@pytest.mark.parametrize("row", [{}, {"type": "walked"}, {"type": "stepped"}, {"type": "ended", "reason": "finished"}])
def test_what_is_no_event_is_left_out(row):
    log = TrainingLog()
    log.apply_row(row)
    assert log == TrainingLog()


@pytest.mark.parametrize(
    ("said", "written", "shown"),
    [
        ("The quick fox.", "the quick fox", "the quick fox"),
        ("one two three", "one three", "one <b>_</b> three"),
        ("one", "one <two>", "one<b> &lt;two&gt;</b>"),
        ("今天天气很好。", "今天天汽好", "今天天<b>汽</b>好"),
        ("seven", "", "<b>_</b>"),
    ],
)
def test_wrong_words_are_marked(said, written, shown):
    assert marked(said, written, "red").replace('<span style="color:red">', "<b>").replace("</span>", "</b>") == shown


def test_choices_become_a_configuration():
    data = Data((Path("/data"),), "de", seconds=1200)
    tuned = make_config(data, Method(model="small", epochs=2, minutes=5, device="cuda"), Path("/out"))
    assert (tuned.model, tuned.lora_rank, tuned.epochs, tuned.minutes, tuned.device, tuned.language) == (
        ("small", 32, 2, 5, "cuda", "de")
    )
    assert make_config(data, Method(kind=FULL), Path("/out")).lora_rank == 0
    assert make_config(data, Method(kind=LORA), Path("/out")).lora_rank > 0
    much = Data((Path("/data"),), seconds=100 * 3600)
    assert make_config(much, Method(), Path("/out")).lora_rank == 0
    assert make_config(much, Method(device="cpu"), Path("/out")).lora_rank > 0
    scratch = make_config(data, Method(kind=SCRATCH, encoder="lstm", decoder="lstm", attention="dot"), Path("/out"))
    assert (scratch.model, scratch.encoder, scratch.decoder, scratch.attention) == ("", "lstm", "lstm", "dot")
    assert sensible_epochs(1200) == 3 and sensible_epochs(60) == 10 and sensible_epochs(0) == 3


def test_settings_are_read_back_by_the_trainer():
    config = TrainConfig(
        data=(Path('/a "b"/ä\\c'), Path("/d")),
        output=Path("/out"),
        valid=Path("/v"),
        model="tiny.en",
        lora_rank=8,
        epochs=2.0,
        tempo=False,
    )
    run = training_runs.Run("mine", config)
    training_runs.save_run(run)
    assert TrainConfig(**from_toml(run.settings)) == config
    assert training_runs.unfinished() == [run]
    (training_dir() / "broken.toml").write_text("data = 3")
    assert training_runs.unfinished() == [run]
    training_runs.finish(run)
    assert training_runs.unfinished() == []


def test_names_are_free_and_fit_for_a_folder():
    assert training_runs.free_name("My talk / 1", lambda _name: False) == "My-talk-1"
    assert training_runs.free_name("讲座", {"讲座"}.__contains__) == "讲座-2"
    assert training_runs.free_name("../..", lambda _name: False) == "my-model"


def test_examples_of_captions_are_read_back(tmp_path):
    media = tmp_path / "talk.wav"
    media.write_bytes(b"")
    examples = [
        Example(media, "你好", 500, 1500, "zh", (Word("你", 500, 900), Word("好", 900, 1500)), ""),
        Example(media, "Second one.", 1500, 4000, "en", (), "你好"),
    ]
    path = training_runs.save_examples("mine", examples)
    assert read_examples(path) == examples


def test_a_run_belongs_to_one_window_at_a_time():
    held = training_runs.lock("mine")
    assert held is not None and training_runs.lock("mine") is None
    held.unlock()
    again = training_runs.lock("mine")
    assert again is not None
    again.unlock()


def test_the_table_of_examples(qtmodeltester):
    model = ExampleTableModel()
    rows = [ExampleRow(Path("/a/b.wav"), 61_000, 62_500, "one", 1.5), ExampleRow(Path("/a/c.wav"), 0, None, "two")]
    model.show_rows(rows)
    qtmodeltester.check(model)
    shown = [[model.data(model.index(row, column)) for column in range(3)] for row in range(2)]
    assert shown == [["b.wav  01:01", "1.5 s", "one"], ["c.wav", "–", "two"]]
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows([ExampleRow(Path("/a/b.wav"), 0, None, "", reason="It has no text.")])
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert any("Left out" in title for title in titles) and model.columnCount() == 4


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3, "less than a minute"), (70, "1 minute"), (600, "10 minutes"), (7800, "2 h 10 min")],
)
def test_time_left_in_words(seconds, text):
    assert time_left(seconds) == text
