"""Measured heads are kept with the model, in whatever form it is."""

import json

import pytest

from alm_studio.base.errors import ModelError
from alm_studio.checkpoints.alignment_heads import calibration_note, read_heads, read_note, save_heads
from alm_studio.checkpoints.card import read_card
from alm_studio.checkpoints.loading import read_spec
from alm_studio.checkpoints.model_files import identify
from alm_studio.checkpoints.own import save_model
from alm_studio.checkpoints.registry import resolve
from alm_studio.model.builders import build, family_spec
from alm_studio.text.characters import CharacterTokenizer

HEADS = ((0, 1), (1, 2))
NOTE = calibration_note("talk.wav", 61.4, 0.731)


@pytest.fixture
def own(tmp_path):
    tokenizer = CharacterTokenizer.train(["abc "])
    spec = family_spec(vocabulary=tokenizer.vocabulary, width=16, layers=2)
    save_model(tmp_path / "mine", build(spec, "cpu"), spec, tokenizer, {"language": "en", "base": ""})
    return identify(tmp_path / "mine")


def test_a_model_of_our_own_keeps_them_in_its_description(own):
    before = read_spec(own).alignment_heads
    assert before == ((1, 0), (1, 1), (1, 2), (1, 3))
    assert save_heads(own, HEADS, NOTE) == own.config
    assert read_spec(own).alignment_heads == HEADS
    card = read_card(own.config.parent)
    assert card["language"] == "en"
    assert card["alignment"] == NOTE
    assert NOTE["sound"] == "61 s" and NOTE["attention_on_words"] == "73%"


def test_a_foreign_model_keeps_them_beside_it(tmp_path):
    bundled = resolve("tiny.en")
    folder = tmp_path / "foreign"
    folder.mkdir()
    for path in (*bundled.weights, bundled.config, bundled.tokenizer):
        (folder / path.name).symlink_to(path)
    files = identify(folder)
    before = read_spec(files).alignment_heads
    assert read_heads(files) is None and read_note(files) == {}
    path = save_heads(files, HEADS, NOTE)
    assert path.parent == folder
    assert read_spec(files).alignment_heads == HEADS != before
    assert read_note(files) == NOTE


def test_the_package_of_a_bundled_model_is_left_alone(home):
    files = resolve("tiny.en")
    path = save_heads(files, HEADS, NOTE)
    assert home in path.parents
    assert read_spec(files).alignment_heads == HEADS


@pytest.mark.parametrize("content", ['{"alignment_heads": []}', '{"alignment_heads": [[1]]}', "[]", "no json"])
def test_a_damaged_file_is_told(home, content):
    files = resolve("tiny.en")
    save_heads(files, HEADS, NOTE).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="damaged"):
        read_heads(files)


def test_heads_that_the_model_does_not_have_are_told(home):
    files = resolve("tiny.en")
    path = save_heads(files, HEADS, NOTE)
    path.write_text(json.dumps({"alignment_heads": [[99, 0]]}), encoding="utf-8")
    with pytest.raises(ModelError, match="does not have"):
        read_spec(files)
