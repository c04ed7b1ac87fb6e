"""Writes a Whisper model as Hugging Face's transformers library keeps it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from alm_studio.checkpoints.whisper_settings import preprocessor_config, suppressed_tokens, write_json
from alm_studio.model.spec import WhisperSpec
from alm_studio.text.tokenizer import WhisperTokenizer


def write(
    folder: Path,
    spec: WhisperSpec,
    tensors: dict[str, Callable[[], Tensor]],
    tokenizer: WhisperTokenizer,
    precision: str,
) -> None:
    """Write the files of the folder. See ``export_ctranslate2.write``."""
    dtype = getattr(torch, precision)
    state = {name: make().to(dtype).contiguous().clone() for name, make in _tensors(spec, tensors).items()}
    save_file(state, folder / "model.safetensors", {"format": "pt"})
    write_json(folder / "config.json", _config(spec, tokenizer, precision))
    write_json(folder / "generation_config.json", _generation_config(spec, tokenizer))
    write_json(folder / "preprocessor_config.json", preprocessor_config(spec))
    _write_tokenizer(folder, spec, tokenizer)


def _tensors(spec: WhisperSpec, ours: dict[str, Callable[[], Tensor]]) -> dict[str, Callable[[], Tensor]]:
    """Weights under their names: query, key and value apart, the key without its bias, which changes nothing."""
    result: dict[str, Callable[[], Tensor]] = {}

    def affine(theirs: str, name: str) -> None:
        result[f"model.{theirs}.weight"], result[f"model.{theirs}.bias"] = ours[f"{name}.weight"], ours[f"{name}.bias"]

    def stacked(theirs: str, name: str, parts: tuple[str, ...]) -> None:
        for index, part in enumerate(parts):
            result[f"model.{theirs}.{part}.weight"] = _part(ours[f"{name}.weight"], index, len(parts))
            if part != "k_proj":
                result[f"model.{theirs}.{part}.bias"] = _part(ours[f"{name}.bias"], index, len(parts))

    affine("encoder.conv1", "encoder.conv1")
    affine("encoder.conv2", "encoder.conv2")
    result["model.decoder.embed_tokens.weight"] = ours["decoder.token_embedding.weight"]
    for side, layers in (("encoder", spec.audio_layers), ("decoder", spec.text_layers)):
        result[f"model.{side}.embed_positions.weight"] = ours[f"{side}.positions"]
        affine(f"{side}.layer_norm", f"{side}.norm")
        for index in range(layers):
            theirs, name = f"{side}.layers.{index}", f"{side}.blocks.{index}"
            attention = f"{name}.{'attention' if side == 'encoder' else 'self_attention'}"
            affine(f"{theirs}.self_attn_layer_norm", f"{attention}.norm")
            stacked(f"{theirs}.self_attn", f"{attention}.qkv", ("q_proj", "k_proj", "v_proj"))
            affine(f"{theirs}.self_attn.out_proj", f"{attention}.out")
            if side == "decoder":
                cross = f"{name}.cross_attention"
                affine(f"{theirs}.encoder_attn_layer_norm", f"{cross}.norm")
                affine(f"{theirs}.encoder_attn.q_proj", f"{cross}.query")
                stacked(f"{theirs}.encoder_attn", f"{cross}.key_value", ("k_proj", "v_proj"))
                affine(f"{theirs}.encoder_attn.out_proj", f"{cross}.out")
            affine(f"{theirs}.final_layer_norm", f"{name}.feed_forward.norm")
            affine(f"{theirs}.fc1", f"{name}.feed_forward.up")
            affine(f"{theirs}.fc2", f"{name}.feed_forward.down")
    return result


def _part(make: Callable[[], Tensor], index: int, count: int) -> Callable[[], Tensor]:
    return lambda: make().chunk(count)[index]


def _config(spec: WhisperSpec, tokenizer: WhisperTokenizer, precision: str) -> dict[str, Any]:
    return {
        "architectures": ["WhisperForConditionalGeneration"],
        "model_type": "whisper",
        "is_encoder_decoder": True,
        "torch_dtype": precision,
        "activation_function": "gelu",
        "scale_embedding": False,
        "tie_word_embeddings": True,
        "num_mel_bins": spec.mel_bands,
        "d_model": spec.width,
        "num_hidden_layers": spec.audio_layers,
        "encoder_layers": spec.audio_layers,
        "encoder_attention_heads": spec.audio_heads,
        "encoder_ffn_dim": 4 * spec.width,
        "decoder_layers": spec.text_layers,
        "decoder_attention_heads": spec.text_heads,
        "decoder_ffn_dim": 4 * spec.width,
        "vocab_size": spec.vocabulary,
        "max_source_positions": spec.audio_states,
        "max_target_positions": spec.text_positions,
        **_special(tokenizer),
    }


def _generation_config(spec: WhisperSpec, tokenizer: WhisperTokenizer) -> dict[str, Any]:
    config: dict[str, Any] = {
        **_special(tokenizer),
        "alignment_heads": [list(pair) for pair in spec.alignment_heads],
        "suppress_tokens": suppressed_tokens(tokenizer),
        "begin_suppress_tokens": list(tokenizer.blanks),
        "is_multilingual": tokenizer.multilingual,
        "max_initial_timestamp_index": 50,
        "max_length": spec.text_positions,
        "no_timestamps_token_id": tokenizer.no_timestamps,
        "prev_sot_token_id": tokenizer.sot_prev,
        "return_timestamps": False,
    }
    if tokenizer.multilingual:
        config["lang_to_id"] = {f"<|{code}|>": tokenizer.language_token(code) for code in tokenizer.languages}
        config["task_to_id"] = {"transcribe": tokenizer.transcribe, "translate": tokenizer.translate}
    return config


def _special(tokenizer: WhisperTokenizer) -> dict[str, int]:
    names = ("bos_token_id", "eos_token_id", "pad_token_id")
    return {**dict.fromkeys(names, tokenizer.eot), "decoder_start_token_id": tokenizer.sot}


def _write_tokenizer(folder: Path, spec: WhisperSpec, tokenizer: WhisperTokenizer) -> None:
    whole = tokenizer.complete()
    whole.save(str(folder / "tokenizer.json"))
    end = "<|endoftext|>"
    settings = {
        "tokenizer_class": "WhisperTokenizer",
        "processor_class": "WhisperProcessor",
        "bos_token": end,
        "eos_token": end,
        "pad_token": end,
        "unk_token": end,
        "add_prefix_space": False,
        "errors": "replace",
        "model_max_length": spec.text_positions,
    }
    write_json(folder / "tokenizer_config.json", settings)
    # The same once more for those who read the older pair of files.
    model = json.loads(whole.to_str())["model"]
    write_json(folder / "vocab.json", model["vocab"])
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in model["merges"]]
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges, ""]), encoding="utf-8")
