"""Silero VAD as a torch module that reads a whole block at once.

The published model steps through the sound in chunks of 32 ms. Its convolutions look at one chunk at a time,
so here all chunks of a block go through them as a batch, and only the LSTM steps. The architecture and the
weights are those of the ``silero-vad`` package (MIT licence; ``tinygrad_model.py`` and
``silero_vad_16k.safetensors``).
"""

import functools
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from alm_studio.base.errors import ModelError

CHUNK = 512
"""Samples that get one probability: 32 ms."""

_CONTEXT = 64
"""Samples of the chunk before that the network sees as well."""

_N_FFT = 256
_HOP = 128
_REFLECTED = 64
"""Samples that are mirrored after each chunk to fill the last window."""

_BINS = _N_FFT // 2 + 1
_WIDTH = 128

State = tuple[Tensor, Tensor, Tensor]
"""The last samples [64], and the LSTM's hidden and cell states [1, 128]."""


class SileroVad(nn.Module):
    """Chunks of 16 kHz sound → probabilities of speech."""

    window: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("window", torch.hann_window(_N_FFT), persistent=False)
        self.encoder = nn.Sequential(
            nn.Conv1d(_BINS, 128, 3, padding=1),
            nn.ReLU(),
            nn.Conv1d(128, 64, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv1d(64, 64, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv1d(64, _WIDTH, 3, padding=1),
            nn.ReLU(),
        )
        self.lstm = nn.LSTM(_WIDTH, _WIDTH)
        self.output = nn.Linear(_WIDTH, 1)

    def forward(self, samples: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Score consecutive chunks.

        Args:
            samples: [C * 512], C at least 1.
            state: what the call before returned; None at the beginning.

        Returns:
            Probabilities [C], and the state for the next call.
        """
        if state is None:
            state = (samples.new_zeros(_CONTEXT), samples.new_zeros(1, _WIDTH), samples.new_zeros(1, _WIDTH))
        context, hidden, cell = state
        joined = torch.cat([context, samples])
        chunks = joined.unfold(0, _CONTEXT + CHUNK, CHUNK)  # [C, 576]
        chunks = nn.functional.pad(chunks.unsqueeze(1), (0, _REFLECTED), mode="reflect").squeeze(1)
        # The published weights spell this transform out as a convolution, which takes ten times as long.
        spectrum = torch.stft(
            chunks, _N_FFT, _HOP, window=self.window, center=False, return_complex=True
        )  # [C, 129, 4]
        encoded = self.encoder(spectrum.abs()).squeeze(-1)  # [C, 128]: the four frames have become one
        outputs, (hidden, cell) = self.lstm(encoded, (hidden, cell))
        probabilities = self.output(outputs.relu()).sigmoid().squeeze(-1)
        return probabilities, (joined[-_CONTEXT:], hidden, cell)


def score(network: SileroVad, samples: Tensor, state: State | None = None) -> tuple[Tensor, State]:
    """Run the network (see ``SileroVad.forward``) on one core, whichever thread calls.

    The LSTM takes a few microseconds a step. Shared among cores, each step waits for the slowest, and beside
    other work (a model that decodes) the whole has been seen to take a hundred times as long.
    """
    return _one_core().submit(_infer, network, samples, state).result()


def _infer(network: SileroVad, samples: Tensor, state: State | None) -> tuple[Tensor, State]:
    with torch.inference_mode():
        result: tuple[Tensor, State] = network(samples, state)
    return result


@functools.cache
def _one_core() -> ThreadPoolExecutor:
    """A thread of its own in which torch uses one core: the number of cores belongs to the calling thread."""
    cores = torch.get_num_threads()
    executor = ThreadPoolExecutor(1, "silero", initializer=torch.set_num_threads, initargs=(1,))
    executor.submit(torch.get_num_threads).result()
    torch.set_num_threads(cores)  # threads that start later take over what was set last
    return executor


def load_silero() -> SileroVad:
    """Load the weights from the installed ``silero-vad`` package, without importing it.

    Importing the package would set torch to one thread for the whole program. Its safetensors file and its
    TorchScript file hold two trainings of the same network (snakers4/silero-vad issue 768); the former missed
    a little less speech here and needs no deprecated loader.

    Raises:
        ModelError: the package is missing or its file has changed.
    """
    spec = find_spec("silero_vad")
    folders = spec.submodule_search_locations if spec else None
    try:
        if not folders:
            raise FileNotFoundError("the package silero-vad is not installed")
        published = load_file(Path(folders[0]) / "data" / "silero_vad_16k.safetensors")
        network = SileroVad()
        network.load_state_dict(_renamed(published))
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"The speech detector cannot be loaded ({error}). Install it again: pip install "
            "--force-reinstall silero-vad"
        ) from error
    return network.eval().requires_grad_(False)


def _renamed(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """The published weights under the names of this module."""
    weights = {}
    for name, weight in published.items():
        part, _, kind = name.partition(".")
        if part == "lstm_cell":
            weights[f"lstm.{kind}_l0"] = weight  # a cell is the first layer of an LSTM
        elif part == "final_conv":
            weights[f"output.{kind}"] = weight.flatten(1) if kind == "weight" else weight
        elif part != "stft_conv":
            layer = int(part.removeprefix("conv")) - 1
            weights[f"encoder.{2 * layer}.{kind}"] = weight
    return weights
