import json
from dataclasses import replace

import pytest

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.training.config import TrainConfig
from alm_studio.training.material import gather
from tests.helpers.speech import recording

AUSTEN = {
    "0880": "he was not an ill disposed young man",
    "0890": "unless to be rather cold hearted and rather selfish is to be ill disposed",
    "0930": "he might even have been made amiable himself",
    "0920": "the king of hearts and seven of spades, four of clubs",  # somebody else's cards
}


@pytest.fixture
def config(tmp_path):
    rows = [
        {"audio": str(recording(f"en/pocketsphinx/sense_and_sensibility_01_austen_64kb-{number}.wav")), "text": text}
        for number, text in AUSTEN.items()
    ]
    data = tmp_path / "data.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return TrainConfig((data,), tmp_path / "out", valid=data, language="en", model="tiny.en")


def test_a_text_of_another_sound_is_left_out(config, heard):
    material = gather(config, 30.0, heard, CancelToken())
    assert [example.text for example in material.training] == list(AUSTEN.values())[:3]
    assert len(material.valid) == 4  # what is measured with is taken as it is
    assert "The training data: " in heard.notices[0] and "far from what the model hears" in heard.notices[0]


def test_texts_are_kept_where_nobody_compares(config, heard):
    for changed in (replace(config, compare=False), replace(config, model="")):
        assert len(gather(changed, 30.0, heard, CancelToken()).training) == 4


def test_comparing_can_be_cancelled(config, heard):
    cancel = CancelToken()

    def stop(event):
        if getattr(event, "message", "").startswith("Comparing"):
            cancel.cancel()

    with pytest.raises(CancelledError):
        gather(config, 30.0, stop, cancel)
