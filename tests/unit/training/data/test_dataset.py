import numpy as np
import pytest
import torch

from alm_studio.audio.decode import decode
from alm_studio.audio.features import make_features
from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError, MediaError
from alm_studio.training.data import sound_cache
from alm_studio.training.data.augment import Augmentation
from alm_studio.training.data.batch import Draw, Part, Row, collate
from alm_studio.training.data.batches import BatchPlan
from alm_studio.training.data.check import check_examples
from alm_studio.training.data.dataset import SpeechDataset, make_loader
from alm_studio.training.data.sound_cache import SoundCache
from alm_studio.training.data.sources import read_examples
from tests.helpers.speech import recording, speech_folder
from tests.unit.training.data.sounds import example, wav

KINDS = [("log-mel", 80), ("mfcc", 13), ("wave", 40)]


@pytest.fixture
def examples(tmp_path):
    found = [
        example(wav(tmp_path / f"{i}.wav", 1 + 0.5 * i, seed=i), f"text {i}", end=1000 + 500 * i) for i in range(4)
    ]
    return [
        *found,
        example(found[3].audio, "cue", start=250, end=900),
        example(found[3].audio, "next", start=1000, end=2000),
    ]


def dataset(examples, kind="log-mel", bands=80, **more):
    return SpeechDataset(examples, make_features(kind, bands), f"{kind}-{bands}", **more)


@pytest.mark.parametrize(("kind", "bands"), KINDS)
def test_features_are_those_of_a_silent_window(examples, kind, bands):
    features = make_features(kind, bands)
    data = dataset(examples, kind, bands)
    for number, spoken in enumerate(examples):
        samples = SoundCache().open(spoken.audio).read(spoken.start, spoken.end)
        window = features(torch.from_numpy(np.pad(samples, (0, 16000))))
        frames = len(samples) // features.hop
        for _time in range(2):  # computed, then from the disk
            row = data[number]
            assert row.features.shape == (frames, window.shape[1])
            assert torch.allclose(row.features, window[:frames], atol=1e-5)
            assert torch.allclose(row.silence, window[-1], atol=1e-5)
            assert row.parts == (Part(spoken, 0.0, len(samples) / 16000),)
            assert row.seconds == pytest.approx(len(samples) / 16000)


def test_features_are_computed_once(examples, monkeypatch):
    data = dataset(examples)
    first = data[2].features
    monkeypatch.setattr(SpeechDataset, "_compute", None)  # from here on nothing can be computed
    assert torch.equal(data[2].features, first)
    assert torch.equal(dataset(examples)[2].features, first)
    with pytest.raises(TypeError):
        SpeechDataset(examples, make_features("log-mel", 40), "log-mel-40")[2]


def test_half_a_file_of_features_is_made_again(examples):
    data = dataset(examples)
    first = data[0].features
    (file,) = SoundCache().folder.rglob("*.npy")
    file.write_bytes(file.read_bytes()[:-100])
    assert torch.equal(data[0].features, first)
    file.write_bytes(b"")
    assert torch.equal(data[0].features, first)


@pytest.mark.logs_warnings
def test_a_full_disk_only_costs_time(examples, monkeypatch):
    SoundCache().open(examples[0].audio)

    def full(**_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert len(dataset(examples)[0].features) == 100


@pytest.mark.parametrize(("kind", "bands"), KINDS)
def test_augmentation_follows_from_the_draw(examples, kind, bands):
    data = dataset(examples, kind, bands, augmentation=Augmentation(noise=1.0))
    plain, *changed = [data[draw].features for draw in (Draw((1,)), Draw((1,), 3), Draw((1,), 4), Draw((1,), 3))]
    assert torch.equal(plain, dataset(examples, kind, bands)[1].features)
    assert torch.equal(changed[0], changed[2])
    assert changed[0].shape != changed[1].shape or not torch.equal(changed[0], changed[1])
    assert all(torch.isfinite(features).all() for features in changed)


def test_tempo_moves_the_times(examples):
    data = dataset(examples, augmentation=Augmentation(noise=0.0, gain=False, spec_augment=False))
    rows = [data[Draw((4,), seed)] for seed in range(20)]
    assert len({row.parts[0].tempo for row in rows}) > 5
    for row in rows:
        (part,) = row.parts
        assert part.end == pytest.approx(0.65 / part.tempo)
        assert abs(len(row.features) - 100 * part.end) <= 1
        assert part.seconds(250) == 0.0
        assert part.seconds(575) == pytest.approx(0.325 / part.tempo)
        assert part.seconds(5000) == part.end


def test_joined_neighbours_keep_what_lies_between(examples):
    row = dataset(examples)[Draw((4, 5))]
    whole = make_features("log-mel", 80)(torch.from_numpy(SoundCache().open(examples[4].audio).read(250, 2000)))
    assert len(row.features) == 175
    assert torch.allclose(row.features[:170], whole[:170], atol=1e-5)
    assert [(part.start, part.end) for part in row.parts] == [(0.0, 0.65), (0.75, 1.75)]


def test_joined_strangers_are_parted_by_silence(examples):
    row = dataset(examples)[Draw((0, 1))]
    assert [(part.start, part.end) for part in row.parts] == [(0.0, 1.0), (1.3, 2.8)]
    assert len(row.features) == 280
    assert row.features[105:125].max() < row.features[:100].max() - 1.5


def test_collate_pads_with_silence():
    rows = [Row(torch.full((n, 3), float(n)), torch.full((3,), -n / 2), (), float(n)) for n in (2, 4)]
    batch = collate(rows)
    assert batch.features.shape == (2, 4, 3)
    assert batch.lengths.tolist() == [2, 4]
    assert batch.features[0, :, 0].tolist() == [2.0, 2.0, -1.0, -1.0]
    assert batch.seconds == 6.0
    longer = batch.padded(6)
    assert longer.features[:, 4:, 0].tolist() == [[-1.0, -1.0], [-2.0, -2.0]]
    assert longer.lengths.tolist() == [2, 4]
    assert batch.padded(3) is batch
    assert batch.to("cpu").features.equal(batch.features)


def test_loader_gives_the_plan_and_leaves_random_numbers_alone(examples):
    plan = BatchPlan(examples, 5.0, augment=True, joined=0.5, seed=1)
    data = dataset(examples, augmentation=Augmentation())
    state = torch.random.get_rng_state()
    batches = list(make_loader(data, plan))
    assert torch.equal(torch.random.get_rng_state(), state)
    assert [len(batch) for batch in batches] == [len(draws) for draws in plan.batches(0)]
    for batch, draws in zip(batches, plan.batches(0), strict=True):
        assert batch.texts == [" ".join(examples[i].text for i in draw.indices) for draw in draws]
        assert [len(parts) for parts in batch.parts] == [len(draw.indices) for draw in draws]
        assert batch.lengths.max() == batch.features.shape[1]
    plan.set_epoch(0, first=1)
    again = list(make_loader(data, plan))
    assert all(torch.equal(one.features, two.features) for one, two in zip(batches[1:], again, strict=True))


@pytest.mark.slow
def test_workers_give_the_same(examples):
    data = dataset(examples, augmentation=Augmentation(), cancel=CancelToken())
    plan = BatchPlan(examples, 3.0, augment=True)
    alone, helped = (list(make_loader(data, plan, workers)) for workers in (0, 2))
    assert len(alone) == len(helped)
    for one, two in zip(alone, helped, strict=True):  # workers compute in one thread, and sum in another order
        torch.testing.assert_close(one.features, two.features, atol=1e-5, rtol=0)
    assert [batch.texts for batch in alone] == [batch.texts for batch in helped]


def test_cancel(examples):
    token = CancelToken()
    data = dataset(examples, cancel=token)
    assert data[0].seconds == 1.0
    token.cancel()
    with pytest.raises(CancelledError):
        data[1]


def test_a_file_that_has_gone_is_named(examples):
    data = dataset(examples)
    examples[1].audio.unlink()
    with pytest.raises(MediaError, match=r"There is no file .*1\.wav"):
        data[1]


def test_real_cues_without_decoding_the_film_for_each(monkeypatch):
    decoded = []

    def counting(path, *args, **more):
        decoded.append(path)
        return decode(path, *args, **more)

    monkeypatch.setattr(sound_cache, "decode", counting)
    film = recording("video/manifesto.mp4")
    examples = check_examples(read_examples(film)).kept
    batches = list(make_loader(dataset(examples), BatchPlan(examples, 30.0)))
    assert decoded == [film]
    assert sum(len(batch) for batch in batches) == 37
    assert sum(batch.seconds for batch in batches) == pytest.approx(85.2, abs=1.0)


def test_real_speech_in_batches():
    recording("en/ljspeech/test/LJ002-0001.flac")
    examples = check_examples(read_examples(speech_folder() / "en" / "ljspeech" / "test")[:12]).kept
    plan = BatchPlan(examples, 30.0, augment=True)
    for batch in make_loader(dataset(examples, augmentation=Augmentation()), plan):
        assert batch.features.shape[::2] == (len(batch), 80)
        assert torch.isfinite(batch.features).all()
        assert all(example.words for example in batch.examples)
