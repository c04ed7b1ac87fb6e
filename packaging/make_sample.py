"""Make ``resources/sample/welcome.mp4``: a short film with speech, all of the project's own making.

    python packaging/make_sample.py

espeak-ng speaks the text; numpy draws a title and bars that move with the voice; PyAV encodes.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np

TARGET = Path(__file__).resolve().parents[1] / "resources/sample/welcome.mp4"
TEXT = (
    "Welcome. This program listens to your films and recordings, and turns what it hears into subtitles. "
    "Each word is tied to the moment when it was spoken. You can correct a line, move it, split it, or play "
    "it again. The program works on your own computer, and your recordings never leave it. Now open a film "
    "of your own, and watch the captions appear."
)
VOICE = ("-v", "en-gb-x-rp", "-s", "150")  # of those tried, the one that Whisper base reads without a mistake
RATE, FPS, WIDTH, HEIGHT = 48000, 25, 640, 360
LEAD, TAIL = 1.0, 1.5  # seconds of silence around the speech
BARS = 48
Stroke = list[tuple[float, float]]

DARK, DEEP = np.array([13, 17, 28.0]), np.array([24, 30, 50.0])
TEAL, VIOLET, WHITE = np.array([56, 201, 189.0]), np.array([139, 118, 246.0]), np.array([236, 240, 248.0])


def main() -> None:
    """Write the film."""
    speech = speak(TEXT)
    silence = (np.zeros(int(LEAD * RATE), np.float32), np.zeros(int(TAIL * RATE), np.float32))
    samples = np.concatenate([silence[0], speech, silence[1]])
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(TARGET), "w", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=FPS, options={"crf": "27", "preset": "veryslow"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="mono", bit_rate=64000)
        for image in draw(samples):
            container.mux(video.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(video.encode())
        for start in range(0, len(samples), 1024):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            container.mux(audio.encode(frame))
        container.mux(audio.encode())


def speak(text: str) -> np.ndarray:
    """The text as float32 samples at ``RATE``, mono, peak 0.7."""
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "speech.wav"
        subprocess.run(["espeak-ng", *VOICE, "-w", str(spoken), text], check=True)
        resampler = av.AudioResampler("fltp", "mono", RATE)
        with av.open(str(spoken)) as container:
            frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    samples = np.concatenate([frame.to_ndarray()[0] for frame in (*frames, *resampler.resample(None))])
    return samples * (0.7 / np.abs(samples).max())


def draw(samples: np.ndarray) -> Iterator[np.ndarray]:
    """Yield RGB images, ``FPS`` a second: the title on top, bars of the voice's spectrum below it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32) + 0.5
    shade = np.hypot((x - WIDTH / 2) / WIDTH, (y - 170) / HEIGHT)
    ground = DEEP + (DARK - DEEP) * np.clip(shade * 1.6, 0, 1)[..., None]
    title = cover(1.6 - distance_to(lettering("ALM STUDIO", left=225, top=72, size=20), x, y))[..., None]
    ground = ground + (WHITE - ground) * title * 0.9

    pitch = WIDTH * 0.62 / BARS
    number = np.clip(np.floor((x - WIDTH * 0.19) / pitch), 0, BARS - 1).astype(int)
    centre = WIDTH * 0.19 + (number + 0.5) * pitch
    colour = TEAL + (VIOLET - TEAL) * (number / (BARS - 1))[..., None]

    levels = np.zeros(BARS)
    count = len(samples) * FPS // RATE
    for index in range(count):
        levels = np.maximum(spectrum(samples, index * RATE // FPS), levels * 0.82)  # fall slowly
        half = 2 + 46 * levels[number]  # pixels
        inside = np.hypot(x - centre, np.maximum(np.abs(y - 190) - half, 0))  # round ends
        image = ground + (colour - ground) * cover(3.2 - inside)[..., None]
        fade = min(1.0, index / FPS / 0.8, (count - 1 - index) / FPS / 0.8)
        yield np.clip(image * fade, 0, 255).astype(np.uint8)


def spectrum(samples: np.ndarray, start: int) -> np.ndarray:
    """Loudness of ``BARS`` bands from 100 to 7000 Hz around a sample, 0 to 1, mirrored about the middle."""
    window = 2048
    block = np.zeros(window)
    piece = samples[max(0, start - window // 2) : start + window // 2]
    block[: len(piece)] = piece
    power = np.abs(np.fft.rfft(block * np.hanning(window))) / window
    edges = np.geomspace(100, 7000, BARS // 2 + 1) * window / RATE
    bands = np.array([power[int(a) : int(b) + 1].max() for a, b in pairwise(edges)])
    level = np.clip(1 + np.log10(bands + 1e-6) / 3.2 + 0.12, 0, 1) ** 1.5
    return np.concatenate([level[::-1], level])


def cover(inside: np.ndarray) -> np.ndarray:
    """Share of a pixel that a shape covers whose edge is ``inside`` pixels away."""
    return np.clip(inside + 0.5, 0, 1)


def distance_to(strokes: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Pixels from every point to the nearest of the polylines."""
    nearest = np.full(x.shape, np.inf)
    for stroke in strokes:
        for (ax, ay), (bx, by) in pairwise(stroke):
            dx, dy = bx - ax, by - ay
            along = np.clip(((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-9), 0, 1)
            nearest = np.minimum(nearest, np.hypot(x - ax - along * dx, y - ay - along * dy))
    return nearest


def lettering(text: str, left: float, top: float, size: float) -> list[np.ndarray]:
    """Strokes of geometric capitals, ``size`` pixels high."""

    def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> Stroke:
        angles = np.radians(np.linspace(start, end, 25))
        return [(cx + rx * np.cos(angle), cy + ry * np.sin(angle)) for angle in angles]

    # each letter: width and strokes in units of its height, y down
    glyphs: dict[str, tuple[float, list[Stroke]]] = {
        " ": (0.35, []),
        "A": (0.8, [[(0, 1), (0.4, 0), (0.8, 1)], [(0.15, 0.64), (0.65, 0.64)]]),
        "L": (0.5, [[(0, 0), (0, 1), (0.5, 1)]]),
        "M": (0.9, [[(0, 1), (0, 0), (0.45, 0.7), (0.9, 0), (0.9, 1)]]),
        "S": (0.55, [arc(0.28, 0.25, 0.25, 0.25, -30, -270) + arc(0.28, 0.75, 0.27, 0.25, -90, 150)]),
        "T": (0.7, [[(0, 0), (0.7, 0)], [(0.35, 0), (0.35, 1)]]),
        "U": (0.7, [[(0, 0), *arc(0.35, 0.65, 0.35, 0.35, 180, 0), (0.7, 0)]]),
        "D": (0.7, [[(0, 0), *arc(0.2, 0.5, 0.5, 0.5, -90, 90), (0, 1), (0, 0)]]),
        "I": (0.0, [[(0, 0), (0, 1)]]),
        "O": (0.95, [arc(0.475, 0.5, 0.475, 0.5, 0, 360)]),
    }
    strokes = []
    for letter in text:
        width, lines = glyphs[letter]
        strokes += [np.array(line) * size + (left, top) for line in lines]
        left += (width + 0.36) * size
    return strokes


if __name__ == "__main__":
    main()
