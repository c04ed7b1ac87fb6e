"""Speech for tests of the trainer: each letter is a tone. Learned in seconds, and nobody's recording."""

import json
import random
import wave
from pathlib import Path

import numpy as np

from alm_studio.audio.decode import SAMPLE_RATE

TONES = {"a": 300, "e": 600, "i": 1100, "o": 2000, "u": 3400}


def sing(text: str, seconds: float = 0.12) -> np.ndarray:
    """A text as sound, [N]."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    fade = np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
    pause = np.zeros(SAMPLE_RATE // 50, np.float32)
    parts = [pause]
    for letter in text:
        parts += [0.4 * fade * np.sin(2 * np.pi * TONES[letter] * time), pause]
    return np.concatenate(parts).astype(np.float32)


def write_tones(folder: Path, count: int, seed: int = 0, letters: tuple[int, int] = (2, 4)) -> Path:
    """A manifest of ``count`` songs."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(count):
        text = "".join(chance.choice(list(TONES)) for _ in range(chance.randint(*letters)))
        noise = np.random.default_rng(seed * 1000 + number).normal(0, 0.002, len(sing(text)))
        samples = np.clip(sing(text) + noise, -1, 1)
        path = folder / f"{seed}-{number:03d}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            file.writeframes((samples * 32767).astype("<i2").tobytes())
        rows.append({"audio": path.name, "text": text, "language": "en"})
    manifest = folder / f"songs-{seed}.jsonl"
    manifest.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return manifest
