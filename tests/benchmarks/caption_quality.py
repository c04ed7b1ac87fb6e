"""How many cues break the rules of a caption style: this program's as they come, after "Fix all", and raw segments.

    python tests/benchmarks/caption_quality.py [--styles netflix,bbc,…] [--cache FOLDER] [--peer]

The recordings are LJ Speech's chapter LJ002 and LibriSpeech, each joined into one file, and Chinese sentences, of the
speech folder ($ALM_SPEECH or shared/speech). Transcripts are made once and kept in the cache folder. --peer sets the
raw segments of faster-whisper beside it, as it and programs built on it write them (.peers: see compare.py).
A cue that ends too close to the next counts as one that breaks a rule, as one that overlaps it does.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sets import build_sets, speech_folder

from alm_studio.captions.document import Caption, Document
from alm_studio.captions.fixes import fix_all
from alm_studio.captions.formats.json import JsonFormat
from alm_studio.captions.layout import lay_out
from alm_studio.captions.lost_words import lost_words
from alm_studio.captions.quality import check
from alm_studio.captions.styles import STYLES, Style
from alm_studio.captions.transcript import Transcript

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / ".peers/bin/python"
SETS = ("ljspeech joined", "librispeech joined", "zh joined")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--styles", default="netflix,bbc,amazon,arte,vertical", help="names, parted by commas")
    parser.add_argument("--cache", type=Path, default=ROOT / ".peers/sets", help="where transcripts are kept")
    parser.add_argument("--peer", action="store_true", help="faster-whisper too")
    options = parser.parse_args()
    speech = speech_folder()
    if speech is None:
        raise SystemExit("No speech recordings (set ALM_SPEECH).")
    options.cache.mkdir(parents=True, exist_ok=True)
    joined = ROOT / ".peers/sets"
    joined.mkdir(parents=True, exist_ok=True)
    files = [one.recordings[0].path for one in build_sets(speech, joined) if one.name in SETS]
    print("| recording | style | cues | break a rule | which | words lost | after “Fix all” | words lost |")
    print("|---" * 8 + "|")
    for file in files:
        heard = transcript(file, options.cache)
        for name in options.styles.split(","):
            document = lay_out(heard, STYLES[name])
            mended = Document(list(document.captions), document.language)
            if (edit := fix_all(mended, STYLES[name])) is not None:
                edit.do(mended)
            cells = [*judged(document, STYLES[name], heard), judged(mended, STYLES[name], heard)[1]]
            lost = len(lost_words(mended, heard))
            print(f"| {file.stem} | {name} | {' | '.join(map(str, cells))} | {lost} |", flush=True)
    if options.peer:
        print("\n| raw segments of faster-whisper | style | cues | break a rule | a rule but the gap | which |")
        print("|---" * 6 + "|")
        for file, document in raw_segments(files, options.cache).items():
            for name in options.styles.split(","):
                count, share, rules, _ = judged(document, STYLES[name], None)
                other = {breach.index for breach in check(document, STYLES[name]) if breach.rule != "gap"}
                print(f"| {Path(file).stem} | {name} | {count} | {share} | {len(other)} | {rules} |", flush=True)


def judged(document: Document, style: Style, heard: Transcript | None) -> tuple[int, str, str, int]:
    """Cues, the share that breaks a rule, the rules, and the words lost."""
    breaches = check(document, style)
    broken = len({breach.index for breach in breaches})
    share = f"{broken} ({100 * broken / max(1, len(document.captions)):.1f} %)"
    rules = ", ".join(f"{rule} {count}" for rule, count in Counter(breach.rule for breach in breaches).most_common())
    return len(document.captions), share, rules or "–", len(lost_words(document, heard)) if heard else 0


def transcript(file: Path, cache: Path) -> Transcript:
    """What this program hears, by its defaults."""
    kept = cache / f"{file.stem}.json"
    if not kept.exists():
        command = [
            sys.executable,
            "-m",
            "alm_studio",
            "transcribe",
            str(file),
            "-o",
            str(cache),
            "-f",
            "json",
            "--quiet",
        ]
        subprocess.run(command, cwd=ROOT, check=True)
    return JsonFormat().loads_transcript(kept.read_text(encoding="utf-8"))


def raw_segments(files: list[Path], cache: Path) -> dict[str, Document]:
    """faster-whisper's segments as cues, by file."""
    kept = cache / "faster-whisper.json"
    if not kept.exists():
        peers = str(Path(__file__).with_name("peers.py"))
        options = ["faster-whisper", "int8", "5", "0", "auto", "no-vad", str(kept)]
        subprocess.run([str(PEER), peers, *options, *map(str, files)], check=True)
    documents = {}
    for file, found in json.loads(kept.read_text(encoding="utf-8")).items():
        cues = [
            Caption(round(start * 1000), max(round(end * 1000), round(start * 1000) + 1), text.strip())
            for start, end, text in found["segments"]
        ]
        documents[file] = Document(cues, found["language"])
    return documents


if __name__ == "__main__":
    main()
