import pytest
import torch

from alm_studio.base.errors import UsageError
from alm_studio.pipeline.language import LanguageTracker
from alm_studio.pipeline.options import TranscribeOptions, checked


class _Tokenizer:
    languages = ("en", "zh", "de")


def _tracker(fixed: str = "") -> LanguageTracker:
    return LanguageTracker(_Tokenizer(), fixed)  # type: ignore[arg-type]


def test_the_file_has_the_language_of_most_of_its_sound() -> None:
    tracker = _tracker()
    rows = torch.tensor([[0.6, 0.4, 0.0], [0.1, 0.9, 0.0]])
    tracker.hear(rows, [5.0, 25.0])
    assert tracker.language == "zh"
    assert tracker.probability == pytest.approx((0.4 * 5 + 0.9 * 25) / 30)


def test_a_long_window_in_another_language_keeps_its_own() -> None:
    tracker = _tracker()
    rows = torch.tensor([[0.95, 0.05, 0.0], [0.02, 0.0, 0.98], [0.02, 0.0, 0.98], [0.3, 0.0, 0.7]])
    seconds = [60.0, 20.0, 1.0, 20.0]
    tracker.hear(rows, seconds)
    assert tracker.decide(rows, seconds) == ["en", "de", "en", "en"]


def test_unclear_votes_name_several_candidates() -> None:
    tracker = _tracker()
    tracker.hear(torch.tensor([[0.35, 0.4, 0.25]]), [3.0])
    assert tracker.candidates() == ["zh", "en", "de"]
    tracker.settle("en", 3.0)
    assert tracker.language == "en"


def test_clear_votes_name_one() -> None:
    tracker = _tracker()
    tracker.hear(torch.tensor([[0.8, 0.1, 0.1]]), [3.0])
    assert tracker.candidates() == ["en"]


def test_the_users_choice_is_final() -> None:
    tracker = _tracker("de")
    rows = torch.tensor([[1.0, 0.0, 0.0]])
    tracker.hear(rows, [30.0])
    assert (tracker.language, tracker.probability) == ("de", 1.0)
    assert tracker.decide(rows, [30.0]) == ["de"]


def test_english_only_models_hear_english() -> None:
    tracker = _tracker("en")
    tracker.hear(None, [30.0])
    assert tracker.decide(None, [30.0]) == ["en"]


@pytest.mark.parametrize(
    ("options", "languages", "message"),
    [
        (TranscribeOptions(language="xx"), ("en",), "Unknown language"),
        (TranscribeOptions(language="de"), (), "knows English only"),
        (TranscribeOptions(language="yue"), ("en", "zh"), "does not know Cantonese"),
        (TranscribeOptions(task="translate"), (), "cannot translate"),
        (TranscribeOptions(task="sing"), ("en",), "no task"),
        (TranscribeOptions(beam=21), ("en",), "beam"),
        (TranscribeOptions(batch=-1), ("en",), "batch"),
        (TranscribeOptions(track=-1), ("en",), "counted from 0"),
        (TranscribeOptions(style="nice"), ("en",), "netflix"),
    ],
)
def test_impossible_options_get_a_sentence(
    options: TranscribeOptions, languages: tuple[str, ...], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        checked(options, languages)


def test_language_names_become_codes() -> None:
    assert checked(TranscribeOptions(language="German"), ("en", "de")).language == "de"
    assert checked(TranscribeOptions(), ()).language == "en"
    assert checked(TranscribeOptions(), ("en",)).language == "auto"
