"""Learns to hear letters and word boundaries.

Which letter sounds when follows from the network itself: it begins with letters of equal length within each word, and
aligns them anew on the way (Viterbi training).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from alm_studio.alignment.boundaries import SECONDS_PER_FRAME, to_score
from alm_studio.alignment.boundary_network import BANDS, BoundaryNetwork
from alm_studio.alignment.spelling import ANY, LETTERS, spell
from alm_studio.alignment.word_path import Score, Spelled, find_way

_SPREAD = 1.5
"""Frames: standard deviation of a boundary's target."""
_EDGE_WEIGHT = 4.0
"""Of the edges' loss beside the letters'."""
_CROP, _BATCH = 600, 6
_RATE = 3e-3
_HEARD = 0.7
"""Share of examples in which the encoder's states are listened to; the others teach the network to do without."""
_ALIGNED = (0.25, 0.5)
"""Shares of the training after which letters are aligned anew."""


@dataclass
class Lesson:
    """What is learned from at a time.

    Attributes:
        log_mel: [T, 80], normalised.
        words: start and end in seconds, text.
        states: of each encoder, [S, D] float16.
        edges: [T, 2], target of starts and ends.
        sounds: [T], target letter, or the pause.
        spans: first frame, frame after the last, letters of each word that can be spelled.
    """

    log_mel: Tensor
    words: Sequence[tuple[float, float, str]]
    states: Mapping[str, Tensor]
    edges: Tensor = field(init=False)
    sounds: Tensor = field(init=False)
    spans: list[tuple[int, int, list[int]]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        frames = torch.arange(len(self.log_mel))
        self.edges = torch.zeros(len(frames), 2)
        self.sounds = torch.full((len(frames),), len(LETTERS))
        for *times, text in self.words:
            for column, time in enumerate(times):
                bump = torch.exp(-0.5 * ((frames - time / SECONDS_PER_FRAME) / _SPREAD) ** 2)
                self.edges[:, column] = torch.maximum(self.edges[:, column], bump)
            begin, end = (min(round(time / SECONDS_PER_FRAME), len(frames)) for time in times)
            letters = spell(text)
            if begin < end and letters and ANY not in letters:
                self.spans.append((begin, end, letters))
                self.sounds[begin:end] = torch.tensor(letters)[
                    torch.arange(end - begin) * len(letters) // (end - begin)
                ]
            else:
                self.sounds[begin:end] = _UNKNOWN

    def align(self, score: Score) -> None:
        """Take the most probable way through the letters of each word for their target."""
        for begin, end, letters in self.spans:
            nothing = np.zeros(end - begin)
            inside = Score(score.letters[begin:end], nothing - 50.0, nothing, nothing)
            first = find_way([Spelled(letters)], inside)[0].letters
            heard = [
                (begin + place, letter) for place, letter in zip(first.tolist(), letters, strict=True) if place >= 0
            ]
            for (place, letter), (following, _) in zip(heard, [*heard[1:], (end, 0)], strict=True):
                self.sounds[place:following] = letter


_UNKNOWN = -100
"""A target that counts for nothing."""


def learn(
    lessons: Sequence[Lesson],
    encoders: Mapping[str, int],
    steps: int,
    report: Callable[[int, float, float], None] = lambda *_: None,
    seed: int = 0,
) -> BoundaryNetwork:
    """Train a network.

    Args:
        lessons: with the states of all encoders.
        encoders: name → width of its states.
        steps: of the optimiser.
        report: told the step, the letters' loss (nats a frame) and the edges'.
        seed: of everything random.
    """
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    network = BoundaryNetwork(encoders)
    optimizer = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=0.02)
    sizes = np.array([len(lesson.log_mel) for lesson in lessons], float)
    names = list(encoders)
    for step in range(steps):
        name = names[step % len(names)] if names else ""
        if step in {round(share * steps) for share in _ALIGNED}:
            for lesson in lessons:
                lesson.align(_hear(network, lesson, name))
        for group in optimizer.param_groups:
            group["lr"] = _RATE * min(1.0, (step + 1) / 30) * (0.5 + 0.5 * math.cos(math.pi * step / steps) + 0.01)
        chosen = chance.choice(len(lessons), _BATCH, p=sizes / sizes.sum())
        log_mel, states, sounds, edges = _crops([lessons[index] for index in chosen], name, chance)
        known = torch.from_numpy((chance.random(_BATCH) < _HEARD).astype(np.float32))
        heard = None if states is None else F.dropout(states, 0.15)
        letters, boundaries = network(log_mel, heard, name, known)
        letter_loss = F.cross_entropy(letters.flatten(0, 1), sounds.flatten(), ignore_index=_UNKNOWN)
        edge_loss = F.binary_cross_entropy_with_logits(boundaries, edges) * 2
        optimizer.zero_grad()
        (letter_loss + _EDGE_WEIGHT * edge_loss).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        report(step + 1, letter_loss.item(), edge_loss.item())
    return network.eval()


@torch.inference_mode()
def _hear(network: BoundaryNetwork, lesson: Lesson, name: str) -> Score:
    network.eval()
    states = lesson.states[name].float()[None] if name else None
    sounds, edges = network(lesson.log_mel[None], states, name)
    network.train()
    return to_score(sounds[0], edges[0])


def _crops(
    lessons: Sequence[Lesson], name: str, chance: np.random.Generator
) -> tuple[Tensor, Tensor | None, Tensor, Tensor]:
    """A piece of each lesson: log-mel, states, letters and edges; filled with what never counts where it is short."""
    parts: list[tuple[Tensor, Tensor, Tensor]] = []
    states: list[Tensor] = []
    for lesson in lessons:
        first = 2 * int(chance.integers(0, max(1, (len(lesson.log_mel) - _CROP) // 2)))
        count = min(_CROP, len(lesson.log_mel) - first) // 2 * 2
        here = slice(first, first + count)
        rest = (0, _CROP - count)
        log_mel = F.pad(_another_voice(lesson.log_mel[here], chance), (0, 0, *rest))
        sounds = F.pad(lesson.sounds[here], rest, value=_UNKNOWN)
        parts.append((log_mel, sounds, F.pad(lesson.edges[here], (0, 0, *rest))))
        if name:
            heard = lesson.states[name][first // 2 : (first + count) // 2].float()
            states.append(F.pad(heard, (0, 0, 0, _CROP // 2 - len(heard))))
    log_mels, letters, edges = zip(*parts, strict=True)
    return torch.stack(log_mels), torch.stack(states) if name else None, torch.stack(letters), torch.stack(edges)


def _another_voice(log_mel: Tensor, chance: np.random.Generator) -> Tensor:
    """Bands stretched as a longer or shorter vocal tract would, coloured at random, some now and then lost."""
    if chance.random() < 0.7:
        places = ((np.arange(BANDS) + chance.uniform(-1, 1)) * chance.uniform(0.88, 1.12)).clip(0, BANDS - 1)
        left = places.astype(int)
        share = torch.from_numpy((places - left).astype(np.float32))
        log_mel = log_mel[:, left] * (1 - share) + log_mel[:, np.minimum(left + 1, BANDS - 1)] * share
    colour = np.interp(np.arange(BANDS), np.linspace(0, BANDS - 1, 6), chance.normal(0, 0.15, 6))
    log_mel = log_mel + torch.from_numpy(colour.astype(np.float32))
    if chance.random() < 0.3:
        first = int(chance.integers(0, BANDS - 10))
        log_mel[:, first : first + int(chance.integers(4, 20))] = 0.0
    return log_mel
