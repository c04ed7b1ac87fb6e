import pytest

from alm_studio.base.errors import OutputError
from alm_studio.training.data.remembered import RememberedHearing
from alm_studio.training.data.sound_cache import SoundCache
from tests.unit.training.data.sounds import example, wav


class Model:
    def __init__(self):
        self.loaded = 0
        self.asked = []

    def __call__(self):
        self.loaded += 1
        return self.hear

    def hear(self, examples):
        self.asked += examples
        return [f"“{found.audio.stem}”\n{found.start}" for found in examples]


def test_a_model_hears_each_example_once(tmp_path):
    examples = [example(wav(tmp_path / f"{i}.wav", seed=i), end=900) for i in range(3)]
    model = Model()
    first = RememberedHearing(model, "base en")(examples[:2])
    again = RememberedHearing(model, "base en")
    assert again(examples[:2]) == first == ["“0”\n0", "“1”\n0"]
    assert model.loaded == 1
    assert again([examples[2], examples[0]]) == ["“2”\n0", "“0”\n0"]
    assert model.asked == examples
    assert RememberedHearing(model, "base de")(examples[:1]) == first[:1]
    assert model.asked == [*examples, examples[0]]


def test_half_a_line_is_heard_again(tmp_path):
    examples = [example(wav(tmp_path / f"{i}.wav", seed=i), end=900) for i in range(2)]
    model = Model()
    RememberedHearing(model, "base")(examples)
    (file,) = SoundCache().folder.rglob("*.jsonl")
    file.write_bytes(file.read_bytes()[:-4])
    assert RememberedHearing(model, "base")(examples) == ["“0”\n0", "“1”\n0"]
    assert model.asked == [*examples, examples[1]]


def test_full_disk(tmp_path):
    cache = SoundCache(tmp_path / "file")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputError, match="cannot be written"):
        RememberedHearing(Model(), "base", cache)([example(wav(tmp_path / "a.wav"))])
