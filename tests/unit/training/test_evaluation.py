import pytest

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.base.paths import resources_dir
from alm_studio.checkpoints.loading import SpeechModel, load_model
from alm_studio.training.data.example import Example
from alm_studio.training.evaluation import evaluate, score
from alm_studio.training.language import detect_language

SAMPLE = resources_dir() / "sample" / "welcome.mp4"


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    return load_model("tiny.en", "cpu")


def test_scores_are_of_normalised_text_and_of_the_text_as_written():
    scores = score(["Hello, World!", "Two things."], ["hello world", "two thinks"], ["en", "en"], 0.5)
    assert scores.wer == pytest.approx(1 / 4)
    assert scores.raw_wer == pytest.approx(4 / 4)
    assert scores.cer < scores.raw_cer
    assert (scores.loss, scores.count) == (0.5, 2)


def test_a_model_is_judged_by_what_it_writes(model):
    examples = [
        Example(SAMPLE, "Welcome. This program listens to your films and recordings", 0, 4500, "en"),
        Example(SAMPLE, "Nothing of this is said here at all", 0, 4500, "en"),
    ]
    reading = evaluate(model, examples, language="en")
    assert reading.texts[0] == reading.texts[1]
    assert reading.texts[0].startswith("Welcome")
    assert reading.seconds == pytest.approx(9.0)
    right, wrong = (evaluate(model, [example], language="en").scores for example in examples)
    assert right.wer < 0.5 < wrong.wer
    assert right.loss < wrong.loss
    assert reading.scores.count == 2


def test_an_example_longer_than_a_window_goes_through_the_pipeline(model):
    reading = evaluate(model, [Example(SAMPLE, "Welcome.")], language="en")
    assert reading.seconds > 30 or reading.scores.loss == reading.scores.loss
    assert reading.texts[0].startswith("Welcome")


def test_the_progress_is_told_and_can_be_stopped(model):
    told = []
    evaluate(
        model, [Example(SAMPLE, "Welcome.", 0, 1500, "en")], progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 1)]
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        evaluate(model, [Example(SAMPLE, "Welcome.", 0, 1500, "en")], cancel=cancel)


def test_the_language_of_examples_is_heard():
    base = load_model("base", "cpu")
    examples = [Example(SAMPLE, "", start, start + 3000) for start in (0, 3000, 6000)]
    assert detect_language(base, examples, CancelToken()) == "en"
