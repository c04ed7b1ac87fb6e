"""``alm-studio attention``."""

import numpy as np
import pytest


def test_a_stretch_as_numbers(speech, command, tmp_path):
    target = tmp_path / "map.npz"
    result = command("attention", speech, "--model", "tiny.en", "--from", 0.5, "--to", 3, "-o", target)
    assert result.code == 0, result.err
    assert "4 layers of 6 heads" in result.err and result.out.strip()
    with np.load(target) as arrays:
        layers, heads, tokens, frames = arrays["weights"].shape
        assert (layers, heads) == (4, 6)
        assert tokens == len(arrays["tokens"]) == len(arrays["texts"]) and frames == len(arrays["times"])
        assert arrays["times"][0] == 0.5 and arrays["times"][-1] == pytest.approx(3.0, abs=0.05)
        assert arrays["weights"].dtype == np.float16
        assert "".join(arrays["texts"]).strip() == result.out.strip()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["-o", "map.gif"], 2, "no known form"),
        (["-o", "map.png", "--head", "1"], 2, "--layer"),
        (["-o", "map.png", "--from", "3", "--to", "2"], 2, "later than --from"),
        (["-o", "map.png", "--language", "klingon"], 2, "no language"),
        (["-o", "taken.png"], 5, "exists"),
    ],
)
def test_what_cannot_be_done_is_said_at_once(command, tmp_path, monkeypatch, arguments, code, sentence):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.png").write_text("mine")
    result = command("attention", "nothing.wav", *arguments)
    assert result.code == code and sentence in result.err
