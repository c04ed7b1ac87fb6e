"""Hours of live captions, faster than real time: does memory stay flat, does the text stay on time?

    python -m tests.benchmarks.live_hours FILE... [--hours 2] [--model tiny.en] [--step 0.4]

The files are heard one after another, again and again, with pauses of changing length between them, by a runner that
saves sound, text and a project. A line for every five minutes of sound: words, how late they came by the clock of the
sound (median and 95 %), memory now, processor time for a second of sound, sizes on the disk. At the end: how much
memory grew after the first quarter. A wider step is faster.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil

import alm_studio.__main__  # noqa: F401 - sets what torch's threads read when it is loaded
from alm_studio.audio.decode import SAMPLE_RATE, decode
from alm_studio.base.cancel import CancelToken
from alm_studio.base.notice import Notice
from alm_studio.checkpoints.loading import load_model
from alm_studio.streaming.events import Committed, RunEvent
from alm_studio.streaming.options import LiveOptions
from alm_studio.streaming.runner import LiveRunner
from alm_studio.streaming.session import LiveSession
from alm_studio.streaming.sinks.project_file import ProjectFile
from alm_studio.streaming.sinks.sound_file import SoundFile
from alm_studio.streaming.sinks.text_file import TextFile

_BLOCK = round(0.4 * SAMPLE_RATE)


class Endless:
    """A source that repeats recordings until so many seconds were heard."""

    realtime = False
    clock = 0.0

    def __init__(self, files: list[Path], seconds: float) -> None:
        self._left = round(seconds * SAMPLE_RATE)
        self._blocks = self._repeat([np.concatenate(list(decode(path))) for path in files])

    @property
    def ended(self) -> bool:
        return self._left <= 0

    def read(self, _seconds: float) -> np.ndarray:
        block = next(self._blocks)
        self._left -= block.size
        return block

    def notices(self) -> list[Notice]:
        return []

    def close(self) -> np.ndarray:
        return np.zeros(0, np.float32)

    @staticmethod
    def _repeat(sounds: list[np.ndarray]) -> Iterator[np.ndarray]:
        random = np.random.default_rng(0)
        while True:
            for sound in sounds:
                pause = np.zeros(round(random.uniform(0.2, 4.0) * SAMPLE_RATE), np.float32)
                whole = np.concatenate([sound, pause])
                yield from (whole[start : start + _BLOCK] for start in range(0, len(whole), _BLOCK))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--step", type=float, default=LiveOptions().step, help="seconds from one hearing to the next")
    parser.add_argument("--every", type=float, default=300.0, help="seconds of sound from one line to the next")
    options = parser.parse_args()
    source = Endless(options.files, options.hours * 3600)
    session = LiveSession(load_model(options.model), LiveOptions(step=options.step), clock=lambda: 0.0)
    process = psutil.Process()
    words, delays, sizes, work = 0, [], [], time.process_time()

    def listener(event: RunEvent) -> None:
        nonlocal words, work
        if isinstance(event, Committed):
            words += len(event.words)
            delays.extend(session.seconds - word.end / 1000 for word in event.words)
        if session.seconds >= (len(sizes) + 1) * options.every and delays:
            sizes.append(process.memory_info().rss / 1e6)
            before, work = work, time.process_time()
            disk = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
            print(
                f"{session.seconds:7.0f} s {words:6} words"
                f" {np.median(delays):5.2f} s {np.percentile(delays, 95):5.2f} s"
                f" {sizes[-1]:6.0f} MB {(work - before) / options.every:5.2f} s/s {disk:6.1f} MB on disk",
                flush=True,
            )
            delays.clear()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = folder / "sound.flac"
        sinks = [SoundFile(sound), TextFile(folder / "captions.txt"), ProjectFile(folder / "captions.alms", sound)]
        LiveRunner(source, lambda: session, listener, sinks).run(CancelToken())
    if len(sizes) > 2:
        first, *settled = sizes[len(sizes) // 4 :]
        print(
            f"After the first quarter {max(settled) - first:+.0f} MB at most, {settled[-1] - first:+.0f} MB at the end."
        )


if __name__ == "__main__":
    main()
