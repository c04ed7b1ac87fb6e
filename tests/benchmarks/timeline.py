"""How fast the timeline opens, scrolls, zooms and plays: ``python tests/benchmarks/timeline.py [MINUTES]``.

Makes a sound file of that length (60 by default) with as many cues as speech has, opens it in the real window, and
prints times to the waveform and milliseconds a frame. With a display it measures on it, else in memory.
"""

import os
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["ALM_STUDIO_HOME"] = tempfile.mkdtemp(prefix="timeline-")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from alm_studio.base.settings import Settings
from alm_studio.captions.document import Caption
from alm_studio.captions.transcript import Word
from alm_studio.gui import app as gui_app
from alm_studio.gui.backend import ModelBackend
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.main_window import MainWindow
from alm_studio.gui.notify import Notifier

_RATE = 16_000
_FRAMES = 300


def write_sound(path: Path, minutes: int) -> Path:
    """Bursts of noise as long as words, with rests between them."""
    random = np.random.default_rng(0)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, _RATE, 0, "NONE", ""))
        for _ in range(minutes):
            loudness = np.repeat(random.choice([0.0, 0.2, 0.6, 1.0], 240), _RATE // 4)
            file.writeframes((random.normal(0, 3000, 60 * _RATE) * loudness).astype("<i2").tobytes())
    return path


def cues(minutes: int) -> list[Caption]:
    """One every three seconds, ten words each."""
    found = []
    for number in range(20 * minutes):
        start = 3000 * number
        words = tuple(Word(f" word{n}", start + 280 * n, start + 280 * n + 260, 0.9) for n in range(10))
        found.append(Caption(start, start + 2800, "Five words on one line\nand five words below it", words, "en"))
    return found


def wait(true: Callable[[], bool]) -> float:
    """Seconds until it is true."""
    began = time.perf_counter()
    while not true():
        loop = QEventLoop()
        QTimer.singleShot(2, loop.quit)
        loop.exec()
    return time.perf_counter() - began


def frames(name: str, step: Callable[[int], None], count: int = _FRAMES) -> None:
    """Milliseconds from a step to the end of its drawing, on the clock and of the processor.

    Beside other busy programs the clock's are theirs too.
    """
    app, times, busy = QApplication.instance(), [], []
    for number in range(count):
        began, worked = time.perf_counter(), time.thread_time()
        step(number)
        app.processEvents()  # draws what has to be drawn
        times.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.thread_time() - worked))
        wait_until = began + 1 / 60
        while time.perf_counter() < wait_until:  # as a window does between two frames
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
            time.sleep(0.0005)
    for what, measured in (("clock", times), ("processor", busy)):
        p50, p95, p99 = np.quantile(measured, (0.5, 0.95, 0.99))
        late = sum(ms > 1000 / 60 for ms in measured)
        figures = f"median {p50:5.1f}  95 % {p95:5.1f}  99 % {p99:5.1f}  longest {max(measured):5.1f} ms"
        print(f"{name:38} {what:9} {figures}  over 16.7 ms: {late} of {count}")


def main() -> None:
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    app = QApplication([])
    gui_app.set_up(app)
    notifier, jobs = Notifier(), Jobs(ModelBackend())
    window = MainWindow(Settings(), jobs, notifier)
    window.resize(1600, 950)
    window.show()
    wait(window.isVisible)
    path = write_sound(Path(os.environ["ALM_STUDIO_HOME"]) / "hour.wav", minutes)
    timeline = window.editor.timeline

    window.commands.open_paths([path])
    item = window.item
    assert item is not None
    first = wait(lambda: item.sound is not None and item.sound.complete)
    print(f"{minutes} min: waveform complete after {first:.2f} s")
    window.commands.remove(item)
    began = time.perf_counter()
    window.commands.open_paths([path])
    item = window.item
    assert item is not None
    wait(lambda: item.peaks is not None)
    app.processEvents()
    print(f"{minutes} min: opened again, waveform there after {time.perf_counter() - began:.2f} s")
    wait(lambda: item.sound is not None and item.sound.complete)

    window.queue.cues(item).append(cues(minutes))
    window.queue.touch(item)
    wait(lambda: len(timeline.cues._cues) == 20 * minutes)
    axis = timeline.axis
    for spectrogram in (False, True):
        if spectrogram:
            window.actions_["spectrogram"].trigger()
        for span in (20_000, 300_000):
            axis.show(60_000, 60_000 + span)
            wait_a_moment()
            what = f"{span // 1000} s in view{', spectrogram' if spectrogram else ''}"
            frames(f"scrolling, {what}", lambda _n, span=span: axis.move(span / 120))
    axis.show(60_000, 80_000)
    frames("zooming", lambda n: axis.zoom(1.05 if n // 60 % 2 else 1 / 1.05, 70_000), 120)
    axis.show(0, axis.last)
    wait_a_moment()
    frames("all of it, play head moving", lambda n: timeline.set_position(n * 1000, playing=True))
    axis.show(0, 20_000)
    wait_a_moment()
    frames("playing, pages turning", lambda n: timeline.set_position(n * 300, playing=True))
    window.playback.close()
    window.timeline.close()
    jobs.shutdown()
    jobs.join()


def wait_a_moment() -> None:
    """Until what can be painted ahead has been."""
    end = time.perf_counter() + 0.7
    wait(lambda: time.perf_counter() > end)


if __name__ == "__main__":
    main()
