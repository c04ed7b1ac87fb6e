from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import pytest

from alm_studio.training.data.batches import BatchPlan, follows, seconds_of
from alm_studio.training.data.example import Example


def clips(*seconds):
    return [Example(Path(f"{i}.wav"), f"text {i}", 0, round(1000 * s)) for i, s in enumerate(seconds)]


def many(count=200, seed=0):
    return clips(*np.random.default_rng(seed).uniform(0.5, 15.0, count))


def indices(batches):
    return sorted(chain.from_iterable(draw.indices for batch in batches for draw in batch))


def test_every_example_once_and_no_batch_too_large():
    examples = many()
    for epoch in range(3):
        batches = BatchPlan(examples, 60.0).batches(epoch)
        assert indices(batches) == list(range(200))
        for batch in batches:
            lengths = [seconds_of(examples[draw.indices[0]]) for draw in batch]
            assert len(lengths) * max(lengths) <= 60.0
        padding = sum(max(seconds_of(examples[d.indices[0]]) for d in b) * len(b) for b in batches)
        assert padding < 1.15 * sum(map(seconds_of, examples))  # like lengths stand together


def test_an_example_longer_than_a_batch_stands_alone():
    batches = BatchPlan(clips(90.0, 5.0, 5.0), 20.0).batches(0)
    assert sorted(len(batch) for batch in batches) == [1, 2]
    assert indices(batches) == [0, 1, 2]


def test_rows_are_bounded():
    batches = BatchPlan(clips(*[0.3] * 100), 1000.0, most=32).batches(0)
    assert max(map(len, batches)) == 32


def test_order_follows_from_seed_and_epoch():
    examples = many()

    def plan(seed, epoch):
        return BatchPlan(examples, 60.0, seed=seed, augment=True, joined=0.2).batches(epoch)

    assert plan(1, 3) == plan(1, 3)
    assert plan(1, 3) != plan(1, 4)
    assert plan(1, 3) != plan(2, 3)
    seeds = [draw.seed for batch in plan(1, 3) for draw in batch]
    assert len(set(seeds)) == len(seeds)
    assert None not in seeds


def test_goes_on_at_any_batch():
    plan = BatchPlan(many(), 60.0, seed=7, augment=True)
    plan.set_epoch(2)
    whole = list(plan)
    plan.set_epoch(2, first=5)
    assert list(plan) == whole[5:]
    assert len(plan) == len(whole) - 5
    plan.set_epoch(2, first=10_000)
    assert (list(plan), len(plan)) == ([], 0)


def test_unshuffled_is_from_long_to_short_without_seeds():
    plan = BatchPlan(many(), 60.0, shuffle=False)
    assert plan.batches(0) == plan.batches(1)
    draws = [draw for batch in plan.batches(0) for draw in batch]
    lengths = [seconds_of(plan._examples[draw.indices[0]]) for draw in draws]
    assert lengths == sorted(lengths, reverse=True)
    assert {draw.seed for draw in draws} == {None}


@pytest.mark.parametrize("world", [2, 3])
def test_processes_share_the_batches(world):
    examples = many()
    plans = [BatchPlan(examples, 60.0, rank=rank, world=world).batches(1) for rank in range(world)]
    assert len({len(batches) for batches in plans}) == 1
    assert set(indices(chain.from_iterable(plans))) == set(range(200))
    assert len(indices(chain.from_iterable(plans))) < 240  # a few batches come twice so that all have as many


def test_joined_rows():
    examples = many()
    batches = BatchPlan(examples, 60.0, joined=0.3, longest=30.0).batches(0)
    assert indices(batches) == list(range(200))
    rows = [draw.indices for batch in batches for draw in batch if len(draw.indices) > 1]
    assert 50 <= sum(map(len, rows)) <= 75
    for row in rows:
        length = sum(seconds_of(examples[i]) for i in row) + 0.3 * (len(row) - 1)
        assert length <= 30.0


def test_cues_of_a_film_are_joined_to_their_followers():
    path = Path("film.mp4")
    cues = [Example(path, f"cue {i}", 3000 * i, 3000 * i + 2500) for i in range(40)]
    batches = BatchPlan(cues, 60.0, joined=1.0, longest=10.0, seed=3).batches(0)
    rows = [draw.indices for batch in batches for draw in batch]
    neighbours = [b == a + 1 for row in rows for a, b in pairwise(row)]
    assert sum(neighbours) > len(neighbours) / 2
    assert follows(cues[0], cues[1])
    assert not follows(cues[0], cues[2])
    assert not follows(cues[1], cues[0])


def test_unchecked_examples_are_refused():
    with pytest.raises(ValueError, match="not checked"):
        BatchPlan([Example(Path("a.wav"), "text")], 60.0)


def test_no_examples():
    assert BatchPlan([], 60.0, world=2).batches(0) == []
