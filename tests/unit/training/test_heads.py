"""After a training the heads are measured on what the model did not learn from."""

from alm_studio.checkpoints.card import read_card
from alm_studio.checkpoints.loading import read_spec
from alm_studio.checkpoints.model_files import identify
from alm_studio.training.run import train
from tests.unit.training.tones import write_tones


def test_heads_are_measured_on_the_held_out_part_and_stored(small, heard, tmp_path):
    data = write_tones(tmp_path / "long", 12, letters=(9, 12))
    valid = write_tones(tmp_path / "long", 3, seed=1, letters=(9, 12))
    best = train(small(data=(data,), valid=valid, decoder="transformer", attention="multi-head"), heard)
    note = read_card(best)["alignment"]
    assert note["measured_on"] == "the held-out part"
    heads = read_spec(identify(best)).alignment_heads
    named = " ".join(f"{layer}.{head}" for layer, head in heads)
    assert f"Alignment heads, measured on the held-out part: {named}." in heard.notices


def test_texts_too_short_or_a_single_head_leave_the_model_as_it_is(small, heard):
    best = train(small(), heard)
    assert "alignment" not in read_card(best)
    assert heard.ended.model == best
