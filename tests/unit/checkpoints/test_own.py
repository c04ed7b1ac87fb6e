"""Our own form: what is saved comes back, whole, and a hostile folder gets a sentence."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from alm_studio.base.errors import ModelError, OutputError
from alm_studio.checkpoints import own
from alm_studio.checkpoints.card import card_rows, read_card
from alm_studio.checkpoints.loading import load_model, read_spec
from alm_studio.checkpoints.model_files import identify
from alm_studio.checkpoints.own import save_model
from alm_studio.model.builders import build, family_spec
from alm_studio.model.seq2seq import Seq2Seq
from alm_studio.model.spec import ATTENTIONS, Spec, WhisperSpec
from alm_studio.text.byte_pairs import BytePairTokenizer
from alm_studio.text.characters import CharacterTokenizer

TOKENIZER = CharacterTokenizer.train(["one two three"])
CARD = {"language": "German", "data": [{"path": "a", "examples": 3}], "scores": {"before": {"wer": 0.51234567}}}


def network(encoder: str = "cnn", decoder: str = "lstm", attention: str = "additive") -> tuple[Seq2Seq, Spec]:
    torch.manual_seed(1)
    spec = family_spec(encoder, decoder, attention, TOKENIZER.vocabulary, width=16, layers=1, longest=7.5)
    return build(spec, "cpu").eval(), spec


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save_model(tmp_path / "my model", *network(), TOKENIZER, CARD)
    return tmp_path / "my model"


COMBINATIONS = [
    (encoder, decoder, attention)
    for encoder in ("mfcc", "cnn", "cnn-wave", "lstm", "transformer", "whisper")
    for decoder in ("lstm", "transformer")
    for attention in ATTENTIONS
]


@pytest.mark.parametrize(("encoder", "decoder", "attention"), COMBINATIONS)
def test_every_combination_comes_back(tmp_path: Path, encoder: str, decoder: str, attention: str) -> None:
    made, spec = network(encoder, decoder, attention)
    save_model(tmp_path / "m", made, spec, TOKENIZER, {})
    model = load_model(str(tmp_path / "m"), "cpu", "int8")
    assert (model.spec, model.compute, model.longest, model.language) == (spec, "float32", 7.5, "")
    assert model.tokenizer.encode("three two") == TOKENIZER.encode("three two")
    features = model.features(torch.randn(1, 16_000))
    tokens = torch.tensor([[TOKENIZER.sot, 1, 2]])
    with torch.no_grad():
        for found, expected in zip(model.network(features, tokens), made(features, tokens), strict=True):
            assert torch.equal(found, expected)


def test_the_card_and_the_language_come_back(saved: Path) -> None:
    assert read_card(saved) == CARD
    assert load_model(str(saved)).language == "de"
    assert card_rows(CARD) == [
        ("language", "German"), ("data 1 path", "a"), ("data 1 examples", "3"), ("scores before wer", "0.5123"),
    ]  # fmt: skip
    assert read_card(saved.parent) == {}


def test_numbers_that_json_lacks_are_left_out_of_the_card(tmp_path: Path) -> None:
    save_model(tmp_path / "m", *network(), TOKENIZER, {"loss": float("nan"), "data": (Path("x"),)})
    assert read_card(tmp_path / "m") == {"loss": None, "data": ["x"]}


def test_a_better_step_replaces_the_model(saved: Path) -> None:
    made, spec = network()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(1.0)
    save_model(saved, made, spec, TOKENIZER, {"step": 2})
    assert read_card(saved) == {"step": 2}
    state = load_model(str(saved)).network.state_dict()
    assert all(torch.equal(tensor, state[name]) for name, tensor in made.state_dict().items())
    assert sorted(path.name for path in saved.iterdir()) == ["config.json", "model.safetensors", "tokenizer.json"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in saved.iterdir()}
    assert len(modes) == 1  # all as the user's mask says


def test_whisper_is_kept_too(tmp_path: Path) -> None:
    spec = WhisperSpec(8, 20, 8, 2, 1, 51865, 16, 2, 1, ((0, 1),))
    base = load_tokenizer_of_base()
    save_model(tmp_path / "m", build(spec, "cpu").half(), spec, base, {})
    model = load_model(str(tmp_path / "m"), "cpu", "bfloat16")
    assert (model.spec, model.compute, model.multilingual, model.wants_padding) == (spec, "bfloat16", True, True)
    assert model.tokenizer.prompt("de", "transcribe", True) == [50258, 50261, 50359]


def load_tokenizer_of_base():  # type: ignore[no-untyped-def]
    from alm_studio.checkpoints.bundled import find_bundled
    from alm_studio.text.tokenizer import WhisperTokenizer

    files = find_bundled("base")
    if files is None or files.tokenizer is None:
        pytest.skip("the data packages of base are not installed")
    return WhisperTokenizer.load(files.tokenizer, 51865)


def test_byte_pairs_are_kept_too(tmp_path: Path) -> None:
    tokenizer = BytePairTokenizer.train(["one two three"] * 9, 270)
    spec = family_spec("cnn", "lstm", "dot", tokenizer.vocabulary, width=16, layers=1)
    save_model(tmp_path / "m", build(spec, "cpu"), spec, tokenizer, {})
    assert load_model(str(tmp_path / "m")).tokenizer.decode(tokenizer.encode("two one")) == "two one"


def test_a_folder_that_takes_no_files_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="Cannot write the model"):
        save_model(tmp_path / "file" / "m", *network(), TOKENIZER, {})
    with pytest.raises(OutputError, match="Cannot write"):
        save_model(tmp_path / "file", *network(), TOKENIZER, {})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def _config(change: Callable[[dict], object]) -> Callable[[Path], None]:  # type: ignore[type-arg]
    def damage(folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text())
        change(config)
        (folder / "config.json").write_text(json.dumps(config))

    return damage


def _weights(change: Callable[[dict[str, torch.Tensor]], object]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        state = load_file(folder / "model.safetensors")
        change(state)
        save_file(state, folder / "model.safetensors")

    return damage


def _cut(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def _header(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes((100).to_bytes(8, "little") + b"{" * 200)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_cut, "Get the model again"),
        (_header, "Get the model again"),
        (_config(lambda c: c.update(form=2)), "newer version"),
        (_config(lambda c: c.update(form="x")), "damaged"),
        (_config(lambda c: c.update(spec=[1])), "damaged"),
        (_config(lambda c: c.pop("spec")), "family"),
        (_config(lambda c: c["spec"]["encoder"].update(width=10**9)), "width"),
        (_config(lambda c: c["spec"]["decoder"].update(vocabulary=77)), "shape|lacks"),
        (_config(lambda c: c.update(tokenizer=["x"])), "kind"),
        (_config(lambda c: c.update(card=3)), "card"),
        (_weights(lambda s: s.pop(sorted(s)[0])), "lacks"),
        (_weights(lambda s: s.update({sorted(s)[0]: torch.zeros(3, 3, 3)})), "shape"),
        (_weights(lambda s: s[sorted(s)[0]].fill_(torch.nan)), "not numbers"),
        (lambda folder: (folder / "tokenizer.json").unlink(), r"lacks its tokenizer\.json"),
        (lambda folder: (folder / "tokenizer.json").write_text("{}"), "vocabulary of characters"),
        (lambda folder: (folder / "config.json").write_text("[" * 100_000), "damaged"),
    ],
    ids=range(16),
)
def test_damage_gets_a_sentence(saved: Path, damage: Callable[[Path], None], sentence: str) -> None:
    damage(saved)
    with pytest.raises(ModelError, match=sentence):
        load_model(str(saved))


def test_a_huge_spec_takes_no_memory(saved: Path) -> None:
    """A description of a network far larger than its file is refused before anything of that size is made."""
    big = {"width": 4096, "layers": 60, "heads": 4}
    _config(lambda c: (c["spec"]["encoder"].update(big), c["spec"]["decoder"].update(big)))(saved)
    read_spec(identify(saved))
    with pytest.raises(ModelError, match=r"lacks|shape"):
        load_model(str(saved))


def test_more_tensors_than_needed_do_no_harm(saved: Path) -> None:
    _weights(lambda s: s.update(extra=torch.zeros(1)))(saved)
    assert load_model(str(saved)).name == "my model"
    assert own.load(identify(saved)).spec.longest == 7.5
