"""Train every encoder × decoder of the family from scratch on spoken digits and count what it reads right.

    python -m tests.benchmarks.digits [--epochs 16] [--only cnn-lstm,...] [--attention additive] [--out RESULTS.json]
    python -m tests.benchmarks.digits --connected [--epochs 30] [--only cnn-lstm]

The Free Spoken Digit Dataset ($ALM_SPEECH/digits or shared/speech/digits) gives the clips; takes 0 to 4 of each
speaker and digit are the test part, which no training sees: what is read while learning is held out of the rest.
With ``--connected`` 3 to 7 clips are joined with random gaps (``tests/data/connected_digits.py``), so the truth is
known to the sample: the word error rate, and the share of tokens whose attention has its peak inside the digit that
they spell (in recordings that were read right; a wrong digit has no place).

A run is bounded by epochs, not minutes, so a busy machine gives the same network as an idle one; processor seconds
over the number of threads is about what it takes where nothing else runs.
"""

import argparse
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alm_studio.checkpoints.loading import SpeechModel
    from alm_studio.training.data.example import Example

ENCODERS = ("mfcc", "cnn", "cnn-wave", "lstm", "transformer", "whisper")
DECODERS = ("lstm", "transformer")
DEFAULT_ATTENTION = {"lstm": "additive", "transformer": "multi-head"}


@dataclass(frozen=True)
class Result:
    """One combination. Times in seconds; rates are fractions; ``inside`` is NaN for single digits."""

    encoder: str
    decoder: str
    attention: str
    parameters: int
    steps: int
    processor_seconds: float
    wall_seconds: float
    correct: float
    wer: float
    inside: float
    examples: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="combinations by comma, such as cnn-lstm; all by default")
    parser.add_argument("--attention", default="", help="by default additive with lstm, multi-head with transformer")
    parser.add_argument("--epochs", type=float, default=16.0)
    parser.add_argument("--rate", type=float, default=0.0, help="learning rate; by default the trainer's choice")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--connected", action="store_true", help="strings of digits instead of single ones")
    parser.add_argument("--augment", action="store_true", help="change the sounds while learning, which takes long")
    parser.add_argument("--tokens", choices=("char", "bpe"), default="char")
    parser.add_argument("--count", type=int, default=1500, help="joined recordings to learn from (1500)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="write the results as JSON too, after each combination")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)  # before torch
    wanted = [name for name in options.only.split(",") if name]
    pairs = [pair for pair in itertools.product(ENCODERS, DECODERS) if not wanted or "-".join(pair) in wanted]
    if not pairs:
        sys.exit(f"No combination is called {options.only}. They are named like cnn-lstm.")
    with tempfile.TemporaryDirectory(prefix="digits-") as folder:
        os.environ["ALM_STUDIO_HOME"] = folder  # what is trained here is not installed among the user's models
        work = Path(folder)
        data, test = prepare(work, options.connected, options.count, options.seed)
        results: list[Result] = []
        for encoder, decoder in pairs:
            attention = options.attention or DEFAULT_ATTENTION[decoder]
            results.append(measure(work, data, test, (encoder, decoder, attention), options))
            print(row(results[-1]), flush=True)
            if options.out:
                options.out.write_text(json.dumps([asdict(result) for result in results], indent=2))


def prepare(work: Path, connected: bool, count: int, seed: int) -> tuple[tuple[Path, ...], Path]:
    """Manifests to learn from, and of the test part."""
    from tests.benchmarks.sets import speech_folder
    from tests.data.connected_digits import TEST, TRAIN, generate, write_singles

    speech = speech_folder()
    if speech is None:
        sys.exit("No speech folder: set ALM_SPEECH.")
    digits = speech / "digits"
    singles = write_singles(digits, work / "singles.jsonl", TRAIN)
    if not connected:
        return (singles,), write_singles(digits, work / "test.jsonl", TEST)
    joined = generate(digits, work / "joined", count, seed + 1, takes=TRAIN)
    # Single ones beside them: what a digit sounds like is learned first, and then where it is.
    return (singles, joined), generate(digits, work / "test", 200, 1_000_003, takes=TEST)


def measure(
    work: Path, data: tuple[Path, ...], test: Path, parts: tuple[str, str, str], options: argparse.Namespace
) -> Result:
    """Train one combination and let it read the test part."""
    from alm_studio.checkpoints.loading import load_model
    from alm_studio.training.config import TrainConfig
    from alm_studio.training.data.check import check_examples
    from alm_studio.training.data.sources import read_examples
    from alm_studio.training.evaluation import evaluate
    from alm_studio.training.run import train

    encoder, decoder, attention = parts
    output = work / "-".join(parts)
    steps, parameters = [0], [0]

    def listen(event: object) -> None:
        steps[0] = getattr(event, "step", steps[0])
        parameters[0] = getattr(event, "parameters", parameters[0])

    config = TrainConfig(
        data=data,
        output=output,
        encoder=encoder,
        decoder=decoder,
        attention=attention,
        tokens=options.tokens,
        vocabulary=400,
        epochs=options.epochs,
        learning_rate=options.rate,
        patience=1_000,
        evaluations_per_epoch=3 / options.epochs,
        batch_seconds=20.0,
        spec_augment=options.augment,
        tempo=options.augment,
        noise=0.4 if options.augment else 0.0,
        gain=options.augment,
        device="cpu",
        seed=options.seed,
    )
    began, worked = time.monotonic(), time.process_time()
    best = train(config, listen)
    wall, processor = time.monotonic() - began, time.process_time() - worked
    model = load_model(str(best), device="cpu")
    examples = check_examples(read_examples(test)).kept
    reading = evaluate(model, examples)
    right = sum(text.split() == example.text.split() for text, example in zip(reading.texts, examples, strict=True))
    inside = peaks_inside(model, examples) if options.connected else float("nan")
    return Result(
        encoder,
        decoder,
        attention,
        parameters[0],
        steps[0],
        processor,
        wall,
        right / len(examples),
        reading.scores.raw_wer,  # normalising would make one number of several digits
        inside,
        len(examples),
    )


def peaks_inside(model: "SpeechModel", examples: "Sequence[Example]") -> float:
    """Share of tokens whose attention has its peak inside the word that they are part of."""
    import torch

    from alm_studio.decoding.batch import WindowBatch
    from alm_studio.decoding.options import DecodeOptions
    from alm_studio.training.data.sound_cache import SoundCache, load_sound
    from alm_studio.training.evaluation import encode_sounds

    sounds = SoundCache()
    tokens = inside = 0
    for example in examples:
        sound = load_sound(example, sounds)
        with torch.inference_mode():
            memory, states = encode_sounds(model, [sound])
            batch = WindowBatch(model.network, model.tokenizer, memory, states)
            (hypothesis,) = batch.decode([example.language], DecodeOptions(beam=1, timestamps=False))
        words = model.tokenizer.split_words(hypothesis.tokens, example.language)
        if [text.strip() for text, _ in words] != [word.text.strip() for word in example.words]:
            continue
        assert hypothesis.attention is not None
        peaks = hypothesis.attention.float().mean(dim=0).argmax(dim=1).tolist()
        place = 0
        for (_, ids), word in zip(words, example.words, strict=True):
            for token in ids:
                at = 1000 * peaks[place] * memory.seconds_per_state  # where the state's receptive field has its middle
                if model.tokenizer.decode([token]).strip():  # the space between two words belongs to neither
                    tokens += 1
                    inside += word.start <= at <= word.end
                place += 1
    return inside / max(1, tokens)


def row(result: Result) -> str:
    """A line of the table."""
    name = f"{result.encoder} × {result.decoder} ({result.attention})"
    time_used = f"{result.processor_seconds:5.0f} s of processor, {result.wall_seconds:5.0f} s of clock"
    inside = "" if result.inside != result.inside else f"  peak inside {result.inside:6.2%}"
    return f"{name:42} {result.correct:7.2%} right  WER {result.wer:6.2%}{inside}  {result.steps} steps  {time_used}"


if __name__ == "__main__":
    main()
