"""Teaches the network that hears letters, pauses and word boundaries (``alignment/boundaries.py``).

    python -m alm_studio.training.boundaries MANIFEST [--prefix LJ001] [--encoders base,tiny.en] -o OUT.safetensors

It learns from recordings whose words are timed: a manifest with a Praat TextGrid for each recording under ``words``, as
forced aligners write them. The weights that come with the program learned from chapter LJ001 of LJ Speech (public
domain): 20 minutes of one reader, as they are and once more as other speakers, rooms and microphones.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.alignment.boundaries import normalised, probe_of, save_network
from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.log_mel import LogMel
from alm_studio.base.errors import AlmError
from alm_studio.checkpoints.loading import SpeechModel, load_model
from alm_studio.training.boundaries.clips import Clip, augment, join, read_clips
from alm_studio.training.boundaries.learner import Lesson, learn


def main() -> None:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m alm_studio.training.boundaries", description=__doc__)
    parser.add_argument("manifest", type=Path, help="JSON lines with audio and words (a TextGrid)")
    parser.add_argument("--prefix", default="LJ001", help="learn from recordings whose name begins so (LJ001)")
    parser.add_argument("--encoders", default="base,tiny.en", help="models whose states are listened to")
    parser.add_argument("--copies", type=int, default=2, help="times that each recording is heard, differently (2)")
    parser.add_argument("--steps", type=int, default=600, help="of the optimiser (600)")
    parser.add_argument("--cache", type=Path, help="folder that keeps what the encoders said, for the next try")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    try:
        models = {name: load_model(name) for name in options.encoders.split(",") if name}
        clips = read_clips(options.manifest, options.prefix)
    except AlmError as error:
        parser.exit(1, f"{error}\n")
    lessons = [
        _lesson(copy, index, clip, models, options.cache)
        for copy in range(options.copies)
        for index, clip in enumerate(join(clips, 100 + copy))
    ]
    keys = {name.replace(".", "_"): model for name, model in models.items()}
    widths = {key: lessons[0].states[key].shape[1] for key in keys}
    network = learn(lessons, widths, options.steps, _report)
    probes = {key: probe_of(model.network.encoder) for key, model in keys.items()}
    save_network(network, probes, options.output)


def _report(step: int, letters: float, edges: float) -> None:
    if step % 25 == 0:
        print(f"step {step}: letters {letters:.3f} nats a frame, edges {edges:.4f}", flush=True)  # noqa: T201


def _lesson(copy: int, index: int, clip: Clip, models: dict[str, SpeechModel], cache: Path | None) -> Lesson:
    """What there is to learn from joined clips: as they are in the first copy, augmented in the others."""
    kept = cache / f"{copy}_{index:03d}.npz" if cache else None
    if kept is None or not kept.exists():
        if copy:
            clip = augment(clip, np.random.default_rng(1000 * copy + index))
        samples = torch.from_numpy(clip.samples[: 30 * SAMPLE_RATE])
        arrays = {"log_mel": LogMel()(samples).half().numpy(), "words": np.array(json.dumps(clip.words))}
        for name, model in models.items():
            arrays[name.replace(".", "_")] = _states(model, samples).numpy()
        if kept is None:
            return _from_arrays(arrays)
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, **arrays)
        return _from_arrays(arrays)
    with np.load(kept) as stored:
        return _from_arrays({name: stored[name] for name in stored.files})


def _from_arrays(arrays: dict[str, np.ndarray]) -> Lesson:
    states = {name: torch.from_numpy(array) for name, array in arrays.items() if name not in ("log_mel", "words")}
    return Lesson(normalised(torch.from_numpy(arrays["log_mel"])), json.loads(str(arrays["words"])), states)


@torch.inference_mode()
def _states(model: SpeechModel, samples: Tensor) -> Tensor:
    """What a model's encoder says, [S, D] float16; as always padded with silence to 30 s."""
    padded = F.pad(samples, (0, 30 * SAMPLE_RATE - len(samples))).to(model.device)
    memory = model.network.encode(model.features(padded)[None])
    return memory.states[0, : -(-len(samples) // 320)].half().cpu()


if __name__ == "__main__":
    main()
