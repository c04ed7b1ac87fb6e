"""Makes connected digits out of single ones: a data set whose truth is known to the sample.

The single ones are the Free Spoken Digit Dataset's (https://github.com/Jakobovski/free-spoken-digit-dataset), named
``digit_speaker_take.wav``; takes 0 to 4 are its test part. Each recording of the result is one speaker's 3 to 7 digits
with random gaps, in a WAV file of its own; ``manifest.jsonl`` has a line for each, with the true span of every digit
under ``words``. Everything follows from the seed.

    python -m tests.data.connected_digits DIGITS OUTPUT --count 500 --part train --seed 1
"""

import argparse
import json
import random
import wave
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from alm_studio.audio.decode import SAMPLE_RATE, decode

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEST = range(5)
TRAIN = range(5, 1_000)

_FLOOR = 0.0005
"""Standard deviation of the noise under a whole recording (-66 dB), so that no gap is digital silence."""


@dataclass(frozen=True)
class Clip:
    """One single digit."""

    path: Path
    digit: int
    speaker: str
    take: int

    @property
    def word(self) -> str:
        return NAMES[self.digit]


def clips(digits: Path, takes: Container[int]) -> list[Clip]:
    """The single digits of some takes, in the order of their names."""
    found = []
    for path in sorted(digits.glob("*_*_*.wav")):
        digit, speaker, take = path.stem.split("_")
        if int(take) in takes:
            found.append(Clip(path, int(digit), speaker, int(take)))
    return found


def write_singles(digits: Path, manifest: Path, takes: Container[int]) -> Path:
    """A manifest of the single digits as they are."""
    rows = [{"audio": str(clip.path), "text": clip.word, "language": "en"} for clip in clips(digits, takes)]
    return _write_manifest(manifest, rows)


def generate(
    digits: Path,
    output: Path,
    count: int,
    seed: int = 0,
    *,
    takes: Container[int] = TRAIN,
    least: int = 3,
    most: int = 7,
    gap: tuple[float, float] = (0.05, 0.5),
) -> Path:
    """Write recordings and their manifest.

    Args:
        digits: folder of the single ones.
        output: folder to write into.
        count: recordings.
        seed: of everything random.
        takes: which single ones to use.
        least, most: digits in a recording.
        gap: least and most seconds of silence between two digits, and at both ends.

    Returns:
        The manifest.
    """
    by_speaker: dict[str, list[Clip]] = {}
    for clip in clips(digits, takes):
        by_speaker.setdefault(clip.speaker, []).append(clip)
    if not by_speaker:
        raise FileNotFoundError(f"no digit_speaker_take.wav of these takes in {digits}")
    output.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    sounds: dict[Path, npt.NDArray[np.float32]] = {}
    rows = []
    for number in range(count):
        speaker = chance.choice(sorted(by_speaker))
        chosen = [chance.choice(by_speaker[speaker]) for _ in range(chance.randint(least, most))]
        for clip in chosen:
            if clip.path not in sounds:
                sounds[clip.path] = np.concatenate(list(decode(clip.path)))
        gaps = [chance.uniform(*gap) for _ in range(len(chosen) + 1)]
        samples, spans = join([sounds[clip.path] for clip in chosen], gaps, chance.getrandbits(63))
        name = f"{number:05d}.wav"
        _write_wave(output / name, samples)
        words = [
            {"word": clip.word, "start": start / SAMPLE_RATE, "end": end / SAMPLE_RATE}
            for clip, (start, end) in zip(chosen, spans, strict=True)
        ]
        text = " ".join(clip.word for clip in chosen)
        rows.append({"audio": name, "text": text, "language": "en", "words": words, "speaker": speaker})
    return _write_manifest(output / "manifest.jsonl", rows)


def join(
    sounds: Sequence[npt.NDArray[np.float32]], gaps: Sequence[float], seed: int
) -> tuple[npt.NDArray[np.float32], list[tuple[int, int]]]:
    """Sounds with gaps before, between and after them, over faint noise.

    Args:
        sounds: [N] each.
        gaps: seconds, one more than there are sounds.
        seed: of the noise.

    Returns:
        [N], and the first sample of each sound in it and the one after its last.
    """
    parts: list[npt.NDArray[np.float32]] = []
    spans = []
    size = 0
    for sound, pause in zip(sounds, gaps, strict=False):
        silence = np.zeros(round(pause * SAMPLE_RATE), np.float32)
        parts += [silence, sound]
        spans.append((size + silence.size, size + silence.size + sound.size))
        size = spans[-1][1]
    parts.append(np.zeros(round(gaps[-1] * SAMPLE_RATE), np.float32))
    joined = np.concatenate(parts)
    noise = np.random.default_rng(seed).standard_normal(joined.size, np.float32)
    return joined + np.float32(_FLOOR) * noise, spans


def _write_wave(path: Path, samples: npt.NDArray[np.float32]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes())


def _write_manifest(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def main() -> None:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("digits", type=Path, help="folder of the single digits")
    parser.add_argument("output", type=Path, help="folder to write into")
    parser.add_argument("--count", type=int, default=500, help="recordings (500)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--part", choices=("train", "test"), default="train", help="takes 5 and up, or 0 to 4")
    options = parser.parse_args()
    takes = TRAIN if options.part == "train" else TEST
    print(generate(options.digits, options.output, options.count, options.seed, takes=takes))


if __name__ == "__main__":
    main()
