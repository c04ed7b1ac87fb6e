import importlib.util
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from alm_studio.audio import silero
from alm_studio.audio.decode import decode
from alm_studio.audio.silero import CHUNK, SileroVad, _one_core, load_silero, score
from alm_studio.base.errors import ModelError
from tests.helpers.speech import recording

FOLDER = Path(importlib.util.find_spec("silero_vad").submodule_search_locations[0]) / "data"


@pytest.fixture(scope="module")
def samples():
    """Bursts of voice-like sound between noise; real speech is in another test."""
    rng = np.random.default_rng(1)
    time = np.arange(CHUNK * 120) / 16000
    voice = sum(np.sin(2 * np.pi * 140 * k * time + 3 * np.sin(5 * time)) / k for k in range(1, 20))
    sound = 0.1 * voice * (np.sin(2 * np.pi * 1.5 * time) > 0) + 0.01 * rng.standard_normal(time.size)
    return torch.from_numpy(sound.astype(np.float32))


def published_network():
    """The package's own TorchScript model, and our network with that model's weights."""
    with pytest.warns(DeprecationWarning):
        script = torch.jit.load(FOLDER / "silero_vad.jit")
    weights = {}
    for name, weight in script.state_dict().items():
        parts = name.split(".")
        if parts[0] == "_model" and parts[1] == "encoder":
            weights[f"encoder.{2 * int(parts[2])}.{parts[4]}"] = weight
        elif parts[0] == "_model" and parts[2] == "rnn":
            weights[f"lstm.{parts[3]}_l0"] = weight
        elif parts[0] == "_model" and parts[2] == "decoder":
            weights[f"output.{parts[4]}"] = weight.squeeze(-1) if weight.ndim == 3 else weight
    network = SileroVad()
    network.load_state_dict(weights)
    return script, network.eval()


@torch.inference_mode()
def assert_agrees(samples):
    script, network = published_network()
    expected = torch.cat([script(chunk[None], 16000).flatten() for chunk in samples.view(-1, CHUNK)])
    probabilities, _ = network(samples)
    torch.testing.assert_close(probabilities, expected, atol=1e-4, rtol=0)
    assert expected.max() - expected.min() > 0.1  # not a comparison of nothing with nothing


def test_agrees_with_the_published_model_chunk_by_chunk(samples):
    assert_agrees(samples)


def test_agrees_with_the_published_model_on_speech():
    speech = np.concatenate(list(decode(recording("en/misc/jfk.flac"))))
    assert_agrees(torch.from_numpy(speech[: speech.size // CHUNK * CHUNK]))


def test_weights_come_from_the_safetensors_file():
    from safetensors.torch import load_file

    published = load_file(FOLDER / "silero_vad_16k.safetensors")
    network = load_silero()
    torch.testing.assert_close(network.encoder[6].weight, published["conv4.weight"])
    torch.testing.assert_close(network.output.weight[0], published["final_conv.weight"].flatten())
    # The published Fourier basis, which this network replaces with an FFT.
    basis = torch.fft.rfft(torch.eye(256) * network.window).mT
    torch.testing.assert_close(
        torch.cat([basis.real, basis.imag]), published["stft_conv.weight"][:, 0], atol=1e-5, rtol=0
    )


@torch.inference_mode()
@pytest.mark.parametrize("step", [1, 7, 50])
def test_blocks_give_the_same_as_the_whole(samples, step):
    network = load_silero()
    whole, _ = network(samples)
    state, parts = None, []
    for start in range(0, samples.numel(), step * CHUNK):
        part, state = network(samples[start : start + step * CHUNK], state)
        parts.append(part)
    torch.testing.assert_close(torch.cat(parts), whole, atol=1e-5, rtol=0)


def test_torch_keeps_its_cores(samples):
    cores = torch.get_num_threads()
    _one_core.cache_clear()
    network = load_silero()
    expected, _ = network(samples)
    probabilities, _ = score(network, samples)
    torch.testing.assert_close(probabilities, expected, atol=1e-5, rtol=0)
    assert _one_core().submit(torch.get_num_threads).result() == 1
    assert torch.get_num_threads() == cores
    with ThreadPoolExecutor(1) as other:
        assert other.submit(torch.get_num_threads).result() == cores


def test_missing_or_foreign_weights(monkeypatch, tmp_path):
    monkeypatch.setattr(silero, "find_spec", lambda _name: None)
    with pytest.raises(ModelError, match="pip install"):
        load_silero()

    class Spec:
        submodule_search_locations = [str(tmp_path)]  # noqa: RUF012

    monkeypatch.setattr(silero, "find_spec", lambda _name: Spec)
    (tmp_path / "data").mkdir()
    for content in (None, b"", b"damaged" * 100):
        if content is not None:
            (tmp_path / "data" / "silero_vad_16k.safetensors").write_bytes(content)
        with pytest.raises(ModelError, match="cannot be loaded"):
            load_silero()
