"""Whisper's network written out as plainly as possible, after openai/whisper ``model.py``, to compare ours with."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

State = dict[str, Tensor]


def _linear(x: Tensor, state: State, name: str) -> Tensor:
    return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]


def _norm(x: Tensor, state: State, name: str) -> Tensor:
    return F.layer_norm(x, x.shape[-1:], state[f"{name}.weight"], state[f"{name}.bias"])


def _attend(query: Tensor, key: Tensor, value: Tensor, heads: int, mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """query [N, D], key and value [S, D] to the sums [N, D] and the weights [heads, N, S]."""
    size = query.shape[1] // heads
    outputs, weights = [], []
    for head in range(heads):
        part = slice(head * size, (head + 1) * size)
        scores = (query[:, part] * size**-0.25) @ (key[:, part] * size**-0.25).T
        if mask is not None:
            scores = scores + mask
        weights.append(scores.softmax(dim=-1))
        outputs.append(weights[-1] @ value[:, part])
    return torch.cat(outputs, dim=1), torch.stack(weights)


def encode(mel: Tensor, state: State, layers: int, heads: int) -> Tensor:
    """mel [T, bands] to states [T / 2, D]."""
    x = F.gelu(F.conv1d(mel.T[None], state["encoder.conv1.weight"], state["encoder.conv1.bias"], padding=1))
    x = F.gelu(F.conv1d(x, state["encoder.conv2.weight"], state["encoder.conv2.bias"], stride=2, padding=1))
    x = x[0].T
    x = x + _sinusoids(x.shape[0], x.shape[1])
    for i in range(layers):
        block = f"encoder.blocks.{i}"
        h = _norm(x, state, f"{block}.attention.norm")
        query, key, value = _linear(h, state, f"{block}.attention.qkv").chunk(3, dim=1)
        x = x + _linear(_attend(query, key, value, heads, None)[0], state, f"{block}.attention.out")
        x = x + _feed_forward(x, state, f"{block}.feed_forward")
    return _norm(x, state, "encoder.norm")


def decode(tokens: list[int], states: Tensor, state: State, layers: int, heads: int) -> tuple[Tensor, list[Tensor]]:
    """tokens of one text to logits [N, V] and each layer's cross-attention [heads, N, S]."""
    x = state["decoder.token_embedding.weight"][tokens] + state["decoder.positions"][: len(tokens)]
    mask = torch.full((len(tokens), len(tokens)), -math.inf).triu(1)
    attention = []
    for i in range(layers):
        block = f"decoder.blocks.{i}"
        h = _norm(x, state, f"{block}.self_attention.norm")
        query, key, value = _linear(h, state, f"{block}.self_attention.qkv").chunk(3, dim=1)
        x = x + _linear(_attend(query, key, value, heads, mask)[0], state, f"{block}.self_attention.out")
        query = _linear(_norm(x, state, f"{block}.cross_attention.norm"), state, f"{block}.cross_attention.query")
        key, value = _linear(states, state, f"{block}.cross_attention.key_value").chunk(2, dim=1)
        mixed, weights = _attend(query, key, value, heads, None)
        attention.append(weights)
        x = x + _linear(mixed, state, f"{block}.cross_attention.out")
        x = x + _feed_forward(x, state, f"{block}.feed_forward")
    return _norm(x, state, "decoder.norm") @ state["decoder.token_embedding.weight"].T, attention


def _feed_forward(x: Tensor, state: State, name: str) -> Tensor:
    return _linear(F.gelu(_linear(_norm(x, state, f"{name}.norm"), state, f"{name}.up")), state, f"{name}.down")


def _sinusoids(length: int, channels: int) -> Tensor:
    increment = math.log(10_000) / (channels // 2 - 1)
    rows = []
    for place in range(length):
        angles = [place * math.exp(-increment * k) for k in range(channels // 2)]
        rows.append([math.sin(a) for a in angles] + [math.cos(a) for a in angles])
    return torch.tensor(rows)
