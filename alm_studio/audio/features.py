"""The features that models listen to, by name: each kind is a module in a file of its own and a row here."""

from collections.abc import Callable

from torch import nn

from alm_studio.audio.log_mel import HOP_LENGTH, N_FFT, LogMel
from alm_studio.audio.mfcc import MFCC
from alm_studio.audio.wave_frames import WaveFrames
from alm_studio.base.errors import ModelError

__all__ = ["FEATURES", "HOP_LENGTH", "N_FFT", "LogMel", "make_features"]

FEATURES: dict[str, Callable[[int], nn.Module]] = {"log-mel": LogMel, "mfcc": MFCC, "wave": WaveFrames}


def make_features(kind: str, bands: int) -> nn.Module:
    """Build what turns sound into features: samples [N] or [B, N] at 16 kHz to frames [T, F] or [B, T, F].

    The number of samples from one frame to the next is its attribute ``hop``; T = N // hop. Items of a batch do not
    influence each other.

    Args:
        kind: ``"log-mel"``, ``"mfcc"`` (with deltas) or ``"wave"``.
        bands: mel bands, cepstral coefficients (F is three times as many), or samples in a frame.

    Raises:
        ModelError: no such kind.
    """
    if kind not in FEATURES:
        raise ModelError(f"The model wants features called '{kind}'. There are {', '.join(FEATURES)}.")
    return FEATURES[kind](bands)
