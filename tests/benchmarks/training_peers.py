"""Compare how fast this program and Hugging Face transformers learn from the same clips.

    python tests/benchmarks/training_peers.py DATA [--seconds S] [--batch-seconds S] [--repeat N] [--out RESULTS.json]

DATA is training data that the program reads (a folder, a manifest). Both fine-tune Whisper base, with adapters of
rank 32 on the same layers and with all weights, by AdamW, in bfloat16 where the processor multiplies it. Each engine
runs as a process of its own, they take turns, and each is timed for the same time after a warm-up. transformers does
what its own recipe for Whisper does: every clip is a window padded to 30 s. Speed is seconds of audio, without padding,
per second. The peers' environment (.peers, see compare.py) needs transformers beside what compare.py puts there.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEERS = ROOT / ".peers"
PYTHON = PEERS / "bin" / "python"
METHODS = ("lora", "full")


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "--peer":
        peer(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--seconds", type=float, default=30.0, help="of each measurement")
    parser.add_argument("--batch-seconds", type=float, default=60.0, help="of sound in a step")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        clips = Path(folder) / "clips.jsonl"
        write_clips(options.data, clips)
        for _ in range(options.repeat):
            rows += ours(options)
            rows += [theirs(clips, method, options, Path(folder)) for method in METHODS]
            if options.out:
                options.out.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    print("| method | " + " | ".join(("ours", "transformers")) + " | times as fast |\n|---|---|---|---|")
    for method in METHODS:
        best = {
            engine: max(row["speed"] for row in rows if (row["engine"], row["method"]) == (engine, method))
            for engine in ("ours", "transformers")
        }
        ratio = best["ours"] / best["transformers"]
        print(f"| {method} | {best['ours']:.1f} s/s | {best['transformers']:.1f} s/s | {ratio:.1f} |")


def write_clips(data: Path, target: Path) -> None:
    """What the program reads from DATA, as files that the peer can read."""
    sys.path.insert(0, str(ROOT))
    from alm_studio.training.data.check import check_examples
    from alm_studio.training.data.sources import read_examples

    with target.open("w", encoding="utf-8") as file:
        for example in check_examples(read_examples(data)).kept:
            row = {"audio": str(example.audio), "start": example.start, "end": example.end, "text": example.text}
            file.write(json.dumps(row) + "\n")


def ours(options: argparse.Namespace) -> list[dict]:
    command = [sys.executable, "-m", "alm_studio", "bench", "--train", str(options.data), "--json"]
    command += ["--seconds", str(options.seconds), "--batch-seconds", str(options.batch_seconds)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    rows = [
        {
            "engine": "ours",
            "method": method,
            "speed": figures[f"{method}_times_real_time"],
            "precision": figures["precision"],
        }
        for method in METHODS
    ]
    for row in rows:
        print(row, file=sys.stderr)
    return rows


def theirs(clips: Path, method: str, options: argparse.Namespace, folder: Path) -> dict:
    result = folder / "result.json"
    arguments = [str(clips), method, str(options.seconds), str(options.batch_seconds), str(result)]
    subprocess.run([str(PYTHON), __file__, "--peer", *arguments], check=True, stdout=sys.stderr)
    row = json.loads(result.read_text(encoding="utf-8"))
    print(row, file=sys.stderr)
    return row


def peer(clips: str, method: str, seconds: str, batch_seconds: str, result: str) -> None:
    """Fine-tune with transformers for so many seconds. Runs among the peers."""
    import torch
    from faster_whisper.audio import decode_audio
    from tokenizers import Tokenizer
    from transformers import WhisperConfig, WhisperFeatureExtractor, WhisperForConditionalGeneration

    # Whisper base; the weights' values make no difference to the time.
    config = WhisperConfig(
        vocab_size=51865, d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8,
        decoder_attention_heads=8, encoder_ffn_dim=2048, decoder_ffn_dim=2048, num_mel_bins=80, use_cache=False,
        decoder_start_token_id=50258, bos_token_id=50257, eos_token_id=50257, pad_token_id=50257,
    )  # fmt: skip
    model = WhisperForConditionalGeneration(config).train()
    if method == "lora":
        model.requires_grad_(False)
        adapt = ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2")
        for module in list(model.modules()):
            for name, child in list(module.named_children()):
                if name in adapt and isinstance(child, torch.nn.Linear):
                    setattr(module, name, adapted(child))
    extract = WhisperFeatureExtractor(feature_size=80)
    tokenizer = Tokenizer.from_file(str(PEERS / "base" / "tokenizer.json"))
    rows = [json.loads(line) for line in Path(clips).read_text(encoding="utf-8").splitlines()]
    examples = []
    for row in rows:
        sound = decode_audio(row["audio"])[row["start"] * 16 : row["end"] * 16]
        tokens = [50258, 50259, 50359, 50363, *tokenizer.encode(" " + row["text"], add_special_tokens=False).ids, 50257]
        examples.append((sound, tokens, len(sound) / 16000))
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=1e-5)
    fast = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
    place = steps = 0
    heard, started = 0.0, time.monotonic()
    while True:
        batch, length = [], 0.0
        while not batch or length < float(batch_seconds):
            batch.append(examples[place % len(examples)])
            length += batch[-1][2]
            place += 1
        features = extract([sound for sound, _, _ in batch], sampling_rate=16000, return_tensors="pt").input_features
        longest = max(len(tokens) for _, tokens, _ in batch)
        labels = torch.tensor([tokens + [-100] * (longest - len(tokens)) for _, tokens, _ in batch])
        with torch.autocast("cpu", torch.bfloat16, enabled=fast):
            loss = model(input_features=features, labels=labels).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps += 1
        if steps == 1:  # a warm-up
            heard, started = 0.0, time.monotonic()
            continue
        heard += length
        elapsed = time.monotonic() - started
        if elapsed >= float(seconds):
            break
    row = {
        "engine": "transformers", "method": method, "speed": heard / elapsed, "precision": "bf16" if fast else "no",
        "steps": steps - 1,
    }  # fmt: skip
    Path(result).write_text(json.dumps(row), encoding="utf-8")


def adapted(linear):
    """A linear layer with an adapter of rank 32."""
    import torch
    from torch.nn import functional

    class Adapter(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.base = linear
            self.down = torch.nn.Parameter(torch.randn(32, linear.in_features) * 0.02)
            self.up = torch.nn.Parameter(torch.zeros(linear.out_features, 32))

        def forward(self, x):
            return self.base(x) + 2.0 * functional.linear(functional.linear(x, self.down), self.up)

    return Adapter()


if __name__ == "__main__":
    main()
