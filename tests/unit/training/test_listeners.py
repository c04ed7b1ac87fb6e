import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from alm_studio.base.errors import OutputError
from alm_studio.training.listeners.jsonl import JsonLines, read, to_row
from alm_studio.training.listeners.several import Several
from alm_studio.training.listeners.tensorboard import TensorBoard
from alm_studio.training.listeners.terminal import Terminal
from alm_studio.training.report import (
    Advanced,
    Ended,
    Evaluated,
    Noticed,
    Sample,
    Saved,
    Scores,
    Started,
    Stepped,
    evaluated_from,
    evaluated_to,
)

SCORES = Scores(0.25, 0.1, 0.5, 0.2, 1.5, 8)
STARTED = Started(0, 4, 120.0, 1_000_000, 10_000, "cpu")
STEPPED = Stepped(1, 4, 0.5, 2.25, 1e-3, 0.7, 12.0, 3.0, 65.0)
BEFORE = Evaluated(0, SCORES, replace(SCORES, wer=0.05), False, (Sample(Path("a.wav"), 0, "so", "no", "no"),))
AFTER = replace(BEFORE, step=4, scores=replace(SCORES, wer=0.125), best=True)
ENDED = Ended("finished", 4, Path("out/best"), BEFORE, AFTER, "mine")
ALL = [Advanced("Checking", 1, 2), STARTED, BEFORE, STEPPED, Saved(1, Path("x")), Noticed("Look."), AFTER, ENDED]


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_json_lines_hold_every_event(tmp_path):
    listener = JsonLines(tmp_path / "new" / "log.jsonl")
    for event in ALL:
        listener(event)
    rows = read(tmp_path / "new" / "log.jsonl")
    assert [row["type"] for row in rows] == [
        "started", "evaluated", "stepped", "saved", "noticed", "evaluated", "ended",
    ]  # fmt: skip
    assert rows[2]["loss"] == 2.25
    assert rows[5]["scores"]["wer"] == 0.125
    sample = rows[5]["samples"][0]
    assert (sample["audio"], sample["reference"], sample["before"], sample["now"]) == ("a.wav", "so", "no", "no")
    assert rows[-1]["name"] == "mine"


def test_what_is_no_number_becomes_null():
    assert json.dumps(to_row(replace(BEFORE, scores=replace(SCORES, loss=float("nan")))), allow_nan=False)


def test_a_run_that_goes_on_takes_back_what_came_after(tmp_path):
    log = JsonLines(tmp_path / "log.jsonl")
    log(STARTED)
    for step in range(1, 5):
        log(replace(STEPPED, step=step))
    with (tmp_path / "log.jsonl").open("a") as file:
        file.write('{"type": "stepped", "st')  # killed while it wrote
    log(replace(STARTED, step=2))
    log(replace(STEPPED, step=3, loss=9.0))
    rows = [row for row in read(tmp_path / "log.jsonl") if row["type"] == "stepped"]
    assert [(row["step"], row["loss"]) for row in rows] == [(1, 2.25), (2, 2.25), (3, 9.0)]


def test_a_new_run_begins_a_new_log(tmp_path):
    log = JsonLines(tmp_path / "log.jsonl")
    log(STARTED)
    log(STEPPED)
    log(STARTED)
    assert len(read(tmp_path / "log.jsonl")) == 1


def test_a_log_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="Cannot write"):
        JsonLines(tmp_path / "file" / "log.jsonl")(STARTED)


def test_the_terminal_moves_one_line():
    screen = Screen()
    show = Terminal(screen)
    for event in ALL:
        show(event)
    text = screen.getvalue()
    assert "1/4  loss 2.250" in text and "1:05 left" in text
    assert "Before: word error rate 25.00%" in text
    assert "general set: word error rate 5.00%" in text
    assert "(best)" in text
    assert "Finished after 4 steps. Word error rate 25.00% before, 12.50% now" in text
    assert "Look." in text


def test_nothing_moves_in_a_file():
    stream = io.StringIO()
    show = Terminal(stream)
    for event in ALL:
        show(event)
    assert "\r" not in stream.getvalue()
    assert "Checking" not in stream.getvalue()


def test_quiet_tells_only_what_a_user_should_know():
    stream = io.StringIO()
    for event in ALL:
        Terminal(stream, quiet=True)(event)
    assert stream.getvalue() == "Look.\n"


def test_tensorboard_gets_the_curves(tmp_path):
    listener = TensorBoard(tmp_path)
    for event in ALL:
        listener(event)
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    found = EventAccumulator(str(tmp_path)).Reload()
    assert [point.value for point in found.Scalars("train/loss")] == [2.25]
    assert [(point.step, point.value) for point in found.Scalars("valid/wer")] == [(0, 0.25), (4, 0.125)]
    assert len(found.Scalars("general/wer")) == 2


def test_many_listeners_hear_the_same():
    first, second = [], []
    Several(first.append, second.append)(STARTED)
    assert first == second == [STARTED]


def test_an_evaluation_survives_plain_values():
    plain = json.loads(json.dumps(evaluated_to(BEFORE)))
    assert evaluated_from(plain) == BEFORE
    assert evaluated_from({}) is None
