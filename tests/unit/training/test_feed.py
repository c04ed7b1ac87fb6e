from itertools import islice
from pathlib import Path

import pytest
import torch

from alm_studio.audio.features import make_features
from alm_studio.text.characters import CharacterTokenizer
from alm_studio.training.data.batches import BatchPlan
from alm_studio.training.data.check import check_examples
from alm_studio.training.data.dataset import SpeechDataset
from alm_studio.training.data.sources import read_examples
from alm_studio.training.feed import LoaderFeed
from alm_studio.training.targets import TargetMaker, TextTargets
from alm_studio.training.trainer import Place
from tests.unit.training.tones import write_tones


@pytest.fixture
def feed(tmp_path: Path):
    examples = check_examples(read_examples(write_tones(tmp_path, 12))).kept
    texts = TextTargets(CharacterTokenizer.train([example.text for example in examples]), 64)

    def make(**more) -> LoaderFeed:
        dataset = SpeechDataset(examples, make_features("mfcc", 13), "mfcc-13")
        return LoaderFeed(dataset, BatchPlan(examples, 2.0), TargetMaker(texts), **more)

    return make


def test_a_feed_goes_on_at_any_place(feed):
    count = feed().count(0)
    whole = list(islice(feed().stream(Place()), 2 * count + 1))
    assert whole[count - 1][0] == Place(0, count)
    assert whole[count][0] == Place(1, 1)
    for start in (1, count, count + 2):
        again = next(feed().stream(whole[start - 1][0]))
        assert again[0] == whole[start][0]
        assert torch.equal(again[1][0].features, whole[start][1][0].features)
        assert torch.equal(again[1][0].labels, whole[start][1][0].labels)


def test_processes_share_the_batches(feed):
    alone = list(islice(feed(per_step=2).stream(Place()), 5))
    first = list(islice(feed(rank=0, world=2).stream(Place()), 5))
    second = list(islice(feed(rank=1, world=2).stream(Place()), 5))
    for (place, both), (one_place, one), (other_place, other) in zip(alone, first, second, strict=True):
        assert place == one_place == other_place
        assert torch.equal(both[0].labels, one[0].labels)
        assert torch.equal(both[1].labels, other[0].labels)


@pytest.mark.slow
def test_loader_workers_give_the_same(feed):
    plain, with_workers = (next(feed(workers=count).stream(Place()))[1][0] for count in (0, 1))
    assert torch.equal(plain.features, with_workers.features)
