"""What other programs want to know of a Whisper model beside its weights."""

import json
from pathlib import Path
from typing import Any

from alm_studio.audio.decode import SAMPLE_RATE
from alm_studio.audio.features import HOP_LENGTH, N_FFT
from alm_studio.model.spec import WhisperSpec
from alm_studio.text.tokenizer import WhisperTokenizer


def suppressed_tokens(tokenizer: WhisperTokenizer) -> list[int]:
    """Tokens that are never written; languages need no mention."""
    tasks = range(tokenizer.translate, tokenizer.no_timestamps)
    return sorted({*tokenizer.non_speech_tokens, tokenizer.sot, *tasks})


def preprocessor_config(spec: WhisperSpec) -> dict[str, Any]:
    """How sound becomes features."""
    samples = spec.audio_states * 2 * HOP_LENGTH
    return {
        "feature_extractor_type": "WhisperFeatureExtractor",
        "processor_class": "WhisperProcessor",
        "feature_size": spec.mel_bands,
        "sampling_rate": SAMPLE_RATE,
        "hop_length": HOP_LENGTH,
        "n_fft": N_FFT,
        "chunk_length": samples // SAMPLE_RATE,
        "n_samples": samples,
        "nb_max_frames": samples // HOP_LENGTH,
        "padding_side": "right",
        "padding_value": 0.0,
        "return_attention_mask": False,
    }


def write_json(path: Path, content: Any) -> None:
    """Write a file of JSON."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
