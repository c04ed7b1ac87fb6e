"""Whisper weights from OpenAI's ``.pt`` files and from Hugging Face folders.

Both keep query, key and value apart and give the key no bias; here they are stacked, with zeros for that bias, which
changes nothing: a constant added to all scores of a query leaves the softmax as it is.
"""

import pickle
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from alm_studio.base.errors import ModelError
from alm_studio.checkpoints.model_files import ModelFiles, read_json
from alm_studio.checkpoints.weights import Weights, alignment_heads_of
from alm_studio.model.spec import WhisperSpec

Source = dict[str, Callable[[], Tensor]]


def load_pt(files: ModelFiles) -> Weights:
    """Spec and weights of an OpenAI ``.pt`` file. Read with ``weights_only``: a hostile file runs no code.

    Raises:
        ModelError: damaged, truncated or foreign.
    """
    try:
        content = torch.load(files.weights[0], map_location="cpu", weights_only=True, mmap=True)
    except (OSError, RuntimeError, pickle.UnpicklingError, EOFError, ValueError, KeyError) as error:
        raise ModelError(f"{files.weights[0]} is damaged or not a Whisper model. Get the model again.") from error
    dims = content.get("dims") if isinstance(content, dict) else None
    state = content.get("model_state_dict") if isinstance(content, dict) else None
    if not isinstance(dims, dict) or not isinstance(state, dict):
        raise ModelError(f"{files.weights[0]} is not a Whisper model: it lacks dims and model_state_dict.")
    spec = WhisperSpec(
        mel_bands=dims.get("n_mels", 0),
        audio_states=dims.get("n_audio_ctx", 0),
        width=dims.get("n_audio_state", 0),
        audio_heads=dims.get("n_audio_head", 0),
        audio_layers=dims.get("n_audio_layer", 0),
        vocabulary=dims.get("n_vocab", 0),
        text_positions=dims.get("n_text_ctx", 0),
        text_heads=dims.get("n_text_head", 0),
        text_layers=dims.get("n_text_layer", 0),
    )
    source: Source = {name: _constant(tensor) for name, tensor in state.items() if isinstance(tensor, Tensor)}
    return Weights(alignment_heads_of(spec), _rename(source, spec, _OPENAI))


def load_huggingface(files: ModelFiles) -> Weights:
    """Spec and weights of a Hugging Face folder with safetensors.

    Raises:
        ModelError: damaged, truncated or foreign.
    """
    assert files.config is not None
    config = read_json(files.config)
    spec = WhisperSpec(
        mel_bands=config.get("num_mel_bins", 0),
        audio_states=config.get("max_source_positions", 0),
        width=config.get("d_model", 0),
        audio_heads=config.get("encoder_attention_heads", 0),
        audio_layers=config.get("encoder_layers", 0),
        vocabulary=config.get("vocab_size", 0),
        text_positions=config.get("max_target_positions", 0),
        text_heads=config.get("decoder_attention_heads", 0),
        text_layers=config.get("decoder_layers", 0),
    )
    generation = files.config.parent / "generation_config.json"
    stored = read_json(generation).get("alignment_heads") if generation.is_file() else None
    source: Source = {}
    try:
        with ExitStack() as stack:
            for path in files.weights:
                file = stack.enter_context(safe_open(str(path), framework="pt"))
                for name in file.keys():  # noqa: SIM118 - not a dict
                    source[name.removeprefix("model.")] = _constant(file.get_tensor(name))
    except (OSError, SafetensorError) as error:
        raise ModelError(f"The model {files.name} is damaged ({error}). Get the model again.") from error
    return Weights(alignment_heads_of(spec, stored), _rename(source, spec, _HUGGINGFACE))


# Our piece of a block, and its name in each format. "{side}" is encoder or decoder, "{i}" the layer.
_OPENAI = {
    "positions": "{side}.positional_embedding",
    "token_embedding": "decoder.token_embedding",
    "conv": "encoder.{conv}",
    "norm": {"encoder": "encoder.ln_post", "decoder": "decoder.ln"},
    "block": "{side}.blocks.{i}",
    "self": ("attn", "attn_ln", "query", "key", "value", "out"),
    "cross": ("cross_attn", "cross_attn_ln", "query", "key", "value", "out"),
    "feed_forward": ("mlp_ln", "mlp.0", "mlp.2"),
}
_HUGGINGFACE = {
    "positions": "{side}.embed_positions.weight",
    "token_embedding": "decoder.embed_tokens",
    "conv": "encoder.{conv}",
    "norm": {"encoder": "encoder.layer_norm", "decoder": "decoder.layer_norm"},
    "block": "{side}.layers.{i}",
    "self": ("self_attn", "self_attn_layer_norm", "q_proj", "k_proj", "v_proj", "out_proj"),
    "cross": ("encoder_attn", "encoder_attn_layer_norm", "q_proj", "k_proj", "v_proj", "out_proj"),
    "feed_forward": ("final_layer_norm", "fc1", "fc2"),
}


def _rename(source: Source, spec: WhisperSpec, names: dict[str, Any]) -> Source:
    """Their tensors under our names."""
    result: Source = {}

    def take(name: str) -> Callable[[], Tensor]:
        if name not in source:
            raise ModelError(f"The model is damaged or foreign: it lacks {name}.")
        return source[name]

    def affine(ours: str, theirs: str) -> None:
        result[f"{ours}.weight"] = take(f"{theirs}.weight")
        result[f"{ours}.bias"] = take(f"{theirs}.bias")

    def attention(ours: str, block: str, parts: tuple[str, ...], cross: bool) -> None:
        module, norm, query, key, value, out = parts
        affine(f"{ours}.norm", f"{block}.{norm}")
        affine(f"{ours}.out", f"{block}.{module}.{out}")
        q, k, v = (f"{block}.{module}.{name}" for name in (query, key, value))
        weights = [take(f"{name}.weight") for name in (q, k, v)]
        q_bias, v_bias = take(f"{q}.bias"), take(f"{v}.bias")
        if cross:
            result[f"{ours}.query.weight"], result[f"{ours}.query.bias"] = weights[0], q_bias
            result[f"{ours}.key_value.weight"] = _stacked(weights[1:])
            result[f"{ours}.key_value.bias"] = _stacked([_zeros_like(v_bias), v_bias])
        else:
            result[f"{ours}.qkv.weight"] = _stacked(weights)
            result[f"{ours}.qkv.bias"] = _stacked([q_bias, _zeros_like(v_bias), v_bias])

    affine("encoder.conv1", names["conv"].format(conv="conv1"))
    affine("encoder.conv2", names["conv"].format(conv="conv2"))
    result["decoder.token_embedding.weight"] = take(names["token_embedding"] + ".weight")
    for side, layers in (("encoder", spec.audio_layers), ("decoder", spec.text_layers)):
        result[f"{side}.positions"] = take(names["positions"].format(side=side))
        affine(f"{side}.norm", names["norm"][side])
        for i in range(layers):
            ours, block = f"{side}.blocks.{i}", names["block"].format(side=side, i=i)
            attention(
                f"{ours}.{'attention' if side == 'encoder' else 'self_attention'}",
                block,
                names["self"],
                False,
            )
            if side == "decoder":
                attention(f"{ours}.cross_attention", block, names["cross"], True)
            norm, up, down = names["feed_forward"]
            affine(f"{ours}.feed_forward.norm", f"{block}.{norm}")
            affine(f"{ours}.feed_forward.up", f"{block}.{up}")
            affine(f"{ours}.feed_forward.down", f"{block}.{down}")
    return result


def _constant(tensor: Tensor) -> Callable[[], Tensor]:
    return lambda: tensor


def _stacked(parts: list[Callable[[], Tensor]]) -> Callable[[], Tensor]:
    return lambda: torch.cat([part() for part in parts])


def _zeros_like(part: Callable[[], Tensor]) -> Callable[[], Tensor]:
    return lambda: torch.zeros_like(part())
