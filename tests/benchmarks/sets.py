"""The test sets of the comparison: recordings with their reference texts, from a shared speech folder."""

import json
import os
import random
import re
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SAMPLE_RATE = 16000


@dataclass(frozen=True)
class Recording:
    """One file and what is said in it: None where nobody wrote it down, "" where nothing is said."""

    path: Path
    text: str | None


@dataclass(frozen=True)
class SpeechSet:
    """Recordings that are transcribed in one run and scored together.

    ``metric`` is "wer", "cer" (Chinese) or "noise" (nothing should be written: the words are counted).
    """

    name: str
    language: str
    metric: str
    recordings: tuple[Recording, ...]


def speech_folder() -> Path | None:
    """``$ALM_SPEECH``, or ``shared/speech`` beside or above the checkout; None where there is none."""
    checkout = Path(__file__).resolve().parents[2]
    candidates = [checkout / "shared/speech", checkout.parent / "shared/speech"]
    if "ALM_SPEECH" in os.environ:
        candidates.insert(0, Path(os.environ["ALM_SPEECH"]).resolve())
    return next((path for path in candidates if (path / "manifest.jsonl").is_file()), None)


def build_sets(speech: Path, cache: Path) -> list[SpeechSet]:
    """All sets of the speech folder; joined recordings are written into ``cache`` once."""
    lines = (speech / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]

    def pick(prefix: str, *, with_text: bool = True) -> tuple[Recording, ...]:
        chosen = [entry for entry in entries if entry["audio"].startswith(prefix)]
        if with_text:
            chosen = [entry for entry in chosen if entry.get("text") and not entry["text"].startswith("FILE ")]
        return tuple(Recording(speech / entry["audio"], entry.get("text")) for entry in chosen)

    reader = tuple(sorted(pick("en/ljspeech/test/"), key=lambda recording: recording.path.name))
    libri, chinese = pick("en/librispeech_misc/"), pick("zh/")
    sets = [
        SpeechSet("ljspeech joined", "en", "wer", (join(reader, cache / "ljspeech-joined.wav"),)),
        SpeechSet("librispeech", "en", "wer", libri),
        SpeechSet("librispeech joined", "en", "wer", (join(libri, cache / "librispeech-joined.wav"),)),
        SpeechSet("pocketsphinx", "en", "wer", pick("en/pocketsphinx/")),
        SpeechSet("gentle", "en", "wer", pick("en/gentle/")),
        SpeechSet("misc", "en", "wer", pick("en/misc/")),
        SpeechSet("zh", "zh", "cer", chinese),
        SpeechSet("zh joined", "zh", "cer", (join(chinese, cache / "zh-joined.wav"),)),
    ]
    sets += [
        SpeechSet(f"fleurs {code}", code, "wer", pick(f"fleurs/fleurs-{code}-"))
        for code in ("de", "en", "es", "fr", "pt")
    ]
    manifesto = speech / "video/manifesto.mp4"
    video = (Recording(manifesto, srt_text(manifesto.with_suffix(".srt"))),)
    noise = tuple(Recording(recording.path, "") for recording in pick("noise/", with_text=False))
    return [*sets, SpeechSet("manifesto", "en", "wer", video), SpeechSet("noise", "", "noise", noise)]


def join(recordings: tuple[Recording, ...], target: Path) -> Recording:
    """One WAV of all recordings with pauses of 0.3 to 0.6 s between them, the same on every machine."""
    text = " ".join(recording.text or "" for recording in recordings)
    if not target.exists():
        from faster_whisper.audio import decode_audio

        random_pause = random.Random(0)
        blocks: list[np.ndarray] = []
        for recording in recordings:
            blocks.append(decode_audio(str(recording.path), SAMPLE_RATE))
            blocks.append(np.zeros(int(random_pause.uniform(0.3, 0.6) * SAMPLE_RATE), np.float32))
        samples = np.clip(np.concatenate(blocks) * 32768, -32768, 32767).astype(np.int16)
        with wave.open(str(target), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            file.writeframes(samples.tobytes())
    return Recording(target, text)


def srt_text(path: Path) -> str:
    """The words of a SubRip file."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return " ".join(line for line in lines if line.strip() and "-->" not in line and not re.fullmatch(r"\d+", line))
