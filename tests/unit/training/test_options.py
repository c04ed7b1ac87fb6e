from dataclasses import replace
from pathlib import Path

import pytest

from alm_studio.base.errors import OutputError, UsageError
from alm_studio.training.config import TrainConfig
from alm_studio.training.options import (
    checked,
    fine_tuning_rate,
    from_plain,
    from_toml,
    learning_rate,
    to_plain,
)


@pytest.fixture
def config(tmp_path):
    return TrainConfig((tmp_path,), tmp_path / "out")


def test_the_defaults_pass(config):
    assert checked(config) == config


def test_a_language_may_be_named(config):
    assert checked(replace(config, language="German")).language == "de"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"encoder": "rnn"}, "--encoder cannot be 'rnn'. Choose one of: mfcc"),
        ({"freeze": "all"}, "--freeze cannot be 'all'"),
        ({"timestamps": 1.5}, "--timestamps is a share"),
        ({"epochs": 0.0}, "--epochs has to be above 0"),
        ({"learning_rate": -1.0}, "--learning-rate cannot be below 0"),
        ({"learning_rate": float("nan")}, "--learning-rate"),
        ({"accumulate": 0}, "--accumulate has to be at least 1"),
        ({"lora_rank": 8}, "belong to a model that exists"),
        ({"language": "klingon"}, "no language 'klingon'"),
        ({"data": ()}, "nothing to learn from"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(config, change, sentence):
    with pytest.raises(UsageError) as told:
        checked(replace(config, **change))
    assert sentence in str(told.value)


def test_an_output_that_is_a_file_is_refused(config, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        checked(replace(config, output=tmp_path / "file"))


@pytest.mark.parametrize(
    ("parameters", "rate"), [(39e6, 3.75e-5), (74e6, 2.5e-5), (244e6, 1.25e-5), (769e6, 6.25e-6), (1.55e9, 4.4e-6)]
)
def test_the_rate_falls_with_the_size(parameters, rate):
    assert fine_tuning_rate(parameters) == rate


def test_the_rate_depends_on_the_method(config):
    full = learning_rate(replace(config, model="base"), 74_000_000)
    assert full == 2.5e-5
    assert learning_rate(replace(config, model="base", lora_rank=8), 74_000_000) > 3 * full
    assert learning_rate(config, 1_000_000) > 1e-4
    assert learning_rate(replace(config, learning_rate=0.5), 1) == 0.5


def test_toml_sets_options_by_their_names(tmp_path):
    file = tmp_path / "run.toml"
    file.write_text(
        'data = "clips"\noutput = "out"\nmodel = "base"\nepochs = 2\n[method]\nlora-rank = 8\nspec_augment = false\n'
        'lora_layers = ["qkv"]\n'
    )
    config = TrainConfig(**from_toml(file))
    assert config.data == (tmp_path / "clips",)
    assert config.output == tmp_path / "out"
    assert (config.model, config.epochs, config.lora_rank, config.spec_augment) == ("base", 2.0, 8, False)
    assert config.lora_layers == ("qkv",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("epoch = 2", "sets 'epoch', which is no option"),
        ("epochs = 'many'", "is no float"),
        ("seed = true", "is no int"),
        ("resume = 1", "is no bool"),
        ("data = 3", "is no list"),
        ("epochs = ", "is not TOML"),
    ],
)
def test_wrong_toml_is_told(tmp_path, text, sentence):
    file = tmp_path / "run.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=sentence):
        from_toml(file)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UsageError, match="Cannot read"):
        from_toml(tmp_path / "none.toml")


def test_options_survive_json(config):
    config = replace(config, general=config.output / "g", lora_layers=("out",), epochs=1.5)
    assert TrainConfig(**from_plain(to_plain(config), "test", Path("/"))) == config
