"""Decoded frames of any format and layout → one channel of float32."""

import functools

import numpy as np
from av import AudioFrame
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Samples from -1 to 1: [samples], or [channels, samples]."""

_WEIGHTS = {"FC": 1.0, "FL": 0.7071, "FR": 0.7071, "LFE": 0.0, "LFE2": 0.0}
"""Films put speech into the front centre and rumble into the low-frequency channel (ITU-R BS.775)."""

_OTHER_WEIGHT = 0.5
"""Surround channels, and those of unknown layouts: if all have it, the mix is their mean."""

_CANCELLED = 0.01
"""Share of the channels' power below which the mix has lost the sound: one channel has the wrong polarity."""

_INTEGERS: dict[str, tuple[str, float, float]] = {  # FFmpeg's sample format: dtype, zero, full scale
    "u8": ("u1", 128.0, 2.0**7),
    "s16": ("i2", 0.0, 2.0**15),
    "s32": ("i4", 0.0, 2.0**31),
    "s64": ("i8", 0.0, 2.0**63),
}
_FLOATS = {"flt": "f4", "dbl": "f8"}


def to_mono(frame: AudioFrame) -> Samples:
    """Mix the channels of a frame.

    swresample is not used here because it refuses channel layouts that it does not know.

    Returns:
        [samples], within -1 to 1; what is not a number becomes 0.
    """
    channels = _channels(frame)
    if channels.shape[0] == 1:
        only: Samples = channels[0]
        return only
    weights = _layout_weights(tuple(channel.name for channel in frame.layout.channels))
    mono: Samples = weights @ channels
    power: Samples = np.einsum("cs,cs->c", channels, channels)
    if np.vdot(mono, mono) < _CANCELLED * power.mean():
        loudest: Samples = channels[power.argmax()]
        return loudest
    return mono


@functools.lru_cache(maxsize=16)
def _layout_weights(names: tuple[str, ...]) -> Samples:
    weights = np.array([_WEIGHTS.get(name, _OTHER_WEIGHT) for name in names], np.float32)
    if not weights.any():  # nothing but low-frequency channels
        weights[:] = 1.0
    normalized: Samples = weights / weights.sum()
    return normalized


def _channels(frame: AudioFrame) -> Samples:
    """The frame's samples as [channels, samples], cleaned and scaled."""
    count = frame.layout.nb_channels
    planar, name = frame.format.is_planar, frame.format.packed.name
    dtype = _FLOATS.get(name) or _INTEGERS[name][0]
    per_plane = frame.samples if planar else frame.samples * count
    planes = [np.frombuffer(plane, dtype, per_plane) for plane in frame.planes[: count if planar else 1]]  # type: ignore[call-overload]
    raw = np.stack(planes) if planar else planes[0].reshape(-1, count).T
    samples: Samples
    if name in _FLOATS:
        if not np.isfinite(raw.sum()):  # rare, and cheaper to ask than to clean
            raw = np.nan_to_num(raw, nan=0.0, posinf=0.0, neginf=0.0)
        samples = raw.clip(-1.0, 1.0).astype(np.float32, copy=False)
    else:
        _, zero, scale = _INTEGERS[name]
        samples = np.multiply(raw - zero if zero else raw, 1 / scale, dtype=np.float32)
    return samples
