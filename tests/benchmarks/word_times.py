"""How exact word times are: this program's, faster-whisper's, openai-whisper's and stable-ts's, on the same clips.

    python tests/benchmarks/word_times.py [--models base,tiny.en] [--engines NAME,...] [--every N] [--out RESULTS.json]

The truth are the TextGrids beside LJ Speech's chapter LJ002 in the speech folder ($ALM_SPEECH or shared/speech), made
by a forced aligner. Every engine hears every clip as a file of its own. ``given`` engines get the text, the others
write their own; the words they share with the truth are compared. Peers live in .peers (see compare.py); those that are
not there are left out. stable-ts:

    .peers/bin/pip install --no-deps stable-ts
    .peers/bin/pip install --no-deps --target .peers/side torchaudio
"""

import argparse
import difflib
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".peers"
LIMITS = (50, 100, 200)

Times = list[tuple[str, float, float]]
"""Words with start and end, seconds."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default="base,tiny.en")
    parser.add_argument("--engines", default=",".join(ENGINES), help=f"of {', '.join(ENGINES)}")
    parser.add_argument("--every", type=int, default=1, help="only every N-th clip (1)")
    parser.add_argument("--out", type=Path, help="write all words with times, as JSON")
    parser.add_argument("--work", nargs=4, metavar=("ENGINE", "MODEL", "CLIPS", "RESULT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        engine, model, clips, result = options.work
        found = ENGINES[engine](model, json.loads(Path(clips).read_text(encoding="utf-8")))
        Path(result).write_text(json.dumps(found), encoding="utf-8")
        return
    clips, truth = read_clips(options.every)
    results: dict[str, dict[str, Times]] = {}
    print(f"{len(clips)} clips, {sum(map(len, truth.values()))} words\n")
    print("| engine, model | words | start: mean | median | bias | within 50 / 100 / 200 ms, % |", end="")
    print(" end: mean | median | bias | within 50 / 100 / 200 ms, % |\n" + "|---" * 10 + "|")
    for model in options.models.split(","):
        for engine in options.engines.split(","):
            found = in_its_process(engine, model, clips)
            if found is not None:
                results[f"{engine} {model}"] = found
                print(row(f"{engine}, {model}", found, truth), flush=True)
    if options.out:
        options.out.write_text(json.dumps(results), encoding="utf-8")


def read_clips(every: int) -> tuple[dict[str, str], dict[str, Times]]:
    """Path → text, and path → its words' true times."""
    from sets import speech_folder

    from alm_studio.training.boundaries.clips import read_textgrid

    folder = speech_folder()
    if folder is None:
        sys.exit("No speech folder: set ALM_SPEECH.")
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["audio"].startswith("en/ljspeech/test/")][::every]
    texts = {str(folder / row["audio"]): row["text"] for row in rows}
    grids = {str(folder / row["audio"]): read_textgrid(folder / row["words"]) for row in rows}
    return texts, {path: [(word, start, end) for start, end, word in grid] for path, grid in grids.items()}


def in_its_process(engine: str, model: str, clips: dict[str, str]) -> dict[str, Times] | None:
    """What an engine finds, from a process of its own; None where it is not there."""
    python = Path(sys.executable) if engine.startswith("ours") else PEERS / "bin" / "python"
    module = engine.removesuffix(" given").replace("-", "_").replace("stable_ts", "stable_whisper")
    module = module.replace("openai_whisper", "whisper").replace("ours", "alm_studio")
    code = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
    if not python.exists() or subprocess.run([python, "-c", code], cwd=ROOT, check=False).returncode:
        print(f"{engine} is not installed", file=sys.stderr)
        return None
    folder = PEERS / model
    if not engine.startswith("ours"):
        prepare(model, folder)
    with tempfile.TemporaryDirectory() as temporary:
        todo, result = Path(temporary) / "clips.json", Path(temporary) / "result.json"
        todo.write_text(json.dumps(clips), encoding="utf-8")
        command = [python, __file__, "--work", engine, model, todo, result]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        return {path: [(w, s, e) for w, s, e in words] for path, words in json.loads(result.read_text()).items()}


def prepare(model: str, folder: Path) -> None:
    """The weights in the forms that the peers read: a CTranslate2 folder and a .pt file."""
    if not (folder / "model.bin").exists():
        from alm_studio.checkpoints.registry import resolve

        source = resolve(model).weights[0].parent
        folder.mkdir(parents=True, exist_ok=True)
        for path in source.iterdir():
            if path.is_file():
                (folder / path.name).write_bytes(path.read_bytes())
    if not folder.with_name(folder.name + ".pt").exists():
        script = Path(__file__).with_name("to_openai.py")
        target = folder.with_name(folder.name + ".pt")
        subprocess.run([PEERS / "bin" / "python", script, folder, target], check=True)


def ours(model: str, clips: dict[str, str]) -> dict[str, Times]:
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.pipeline.options import TranscribeOptions
    from alm_studio.pipeline.transcriber import Transcriber

    transcriber = Transcriber(load_model(model))
    return {path: _finished(transcriber.run(Path(path), TranscribeOptions(language="en"))) for path in clips}


def ours_given(model: str, clips: dict[str, str]) -> dict[str, Times]:
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.pipeline.aligner import Aligner
    from alm_studio.pipeline.options import TranscribeOptions
    from alm_studio.pipeline.script import plain_script

    aligner, options = Aligner(load_model(model)), TranscribeOptions(language="en")
    return {path: _finished(aligner.run(Path(path), plain_script(text), options)) for path, text in clips.items()}


def _finished(events: Iterable) -> Times:
    from alm_studio.pipeline.events import Finished

    transcript = next(event.transcript for event in events if isinstance(event, Finished))
    words = [word for segment in transcript.segments for word in segment.words]
    return [(word.text, word.start / 1000, word.end / 1000) for word in words]


def faster_whisper(model: str, clips: dict[str, str]) -> dict[str, Times]:
    from faster_whisper import WhisperModel

    network = WhisperModel(str(PEERS / model), "cpu", compute_type="float32")
    found = {}
    for path in clips:
        segments, _ = network.transcribe(path, language="en", word_timestamps=True)
        found[path] = [(word.word, word.start, word.end) for segment in segments for word in segment.words]
    return found


def openai_whisper(model: str, clips: dict[str, str]) -> dict[str, Times]:
    import whisper
    from faster_whisper.audio import decode_audio  # whisper.load_audio needs a ffmpeg command

    network = with_heads(whisper.load_model(str(PEERS / f"{model}.pt"), device="cpu"), model)
    found = {}
    for path in clips:
        result = network.transcribe(decode_audio(path), language="en", beam_size=5, fp16=False, word_timestamps=True)
        words = [word for segment in result["segments"] for word in segment["words"]]
        found[path] = [(word["word"], float(word["start"]), float(word["end"])) for word in words]
    return found


def with_heads(network: Any, model: str) -> Any:
    """openai-whisper's model with the published alignment heads, which it does not read from a file by itself."""
    import torch

    network.set_alignment_heads(torch.load(PEERS / f"{model}.pt", weights_only=True)["alignment_heads"])
    return network


def stable_ts(model: str, clips: dict[str, str]) -> dict[str, Times]:
    return _stable(model, clips, lambda network, audio, _: network.transcribe(audio, language="en", fp16=False))


def stable_ts_given(model: str, clips: dict[str, str]) -> dict[str, Times]:
    return _stable(model, clips, lambda network, audio, text: network.align(audio, text, language="en"))


def _stable(model: str, clips: dict[str, str], run: Callable) -> dict[str, Times]:
    # stable-ts imports torchaudio, which beside a torch for the CPU needs the program's stub, and would break
    # transformers if it stood among the other peers.
    sys.path.append(str(PEERS / "side"))
    importlib.import_module("alm_studio.audio.torchaudio_shim")
    import stable_whisper
    from faster_whisper.audio import decode_audio

    network = with_heads(stable_whisper.load_model(str(PEERS / f"{model}.pt"), device="cpu"), model)
    found = {}
    for path, text in clips.items():
        result = run(network, decode_audio(path), text)
        words = result.all_words() if result is not None else []
        found[path] = [(word.word, float(word.start), float(word.end)) for word in words]
    return found


ENGINES: dict[str, Callable[[str, dict[str, str]], dict[str, Times]]] = {
    "ours": ours,
    "ours given": ours_given,
    "faster-whisper": faster_whisper,
    "openai-whisper": openai_whisper,
    "stable-ts": stable_ts,
    "stable-ts given": stable_ts_given,
}


def errors(found: Times, truth: Times) -> list[tuple[float, float]]:
    """Start and end errors in ms of the words that both have, in order."""
    keys = [[re.sub(r"[^a-z0-9]", "", word.lower()) for word, *_ in times] for times in (truth, found)]
    blocks = difflib.SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks()
    pairs = [(truth[i + k], found[j + k]) for i, j, size in blocks for k in range(size)]
    return [(1000 * (mine[1] - true[1]), 1000 * (mine[2] - true[2])) for true, mine in pairs]


def row(name: str, found: dict[str, Times], truth: dict[str, Times]) -> str:
    """A line of the table."""
    both = np.array([pair for path, times in truth.items() for pair in errors(found.get(path, []), times)])
    cells = [name, str(len(both))]
    for error in both.T if len(both) else ():
        distance = np.abs(error)
        within = " / ".join(f"{100 * (distance <= limit).mean():.1f}" for limit in LIMITS)
        cells += [f"{distance.mean():.1f}", f"{np.median(distance):.1f}", f"{error.mean():+.1f}", within]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
