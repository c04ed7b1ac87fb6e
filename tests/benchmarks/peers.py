"""Transcribe files with another program; runs as a process of its own, in the peers' environment.

    python peers.py ENGINE COMPUTE BEAM BATCH LANGUAGE VAD MODEL RESULT.json FILE...

ENGINE is faster-whisper or openai-whisper, BATCH 0 means sequential, LANGUAGE may be auto, VAD is vad
or no-vad, MODEL is what is in .peers: a folder for faster-whisper, a file for openai-whisper.
"""

import json
import os
import sys
from pathlib import Path

PEERS = Path(__file__).resolve().parents[2] / ".peers"


def main() -> None:
    engine, compute, beam, batch, language, vad, model, result, *files = sys.argv[1:]
    transcribe = faster_whisper if engine == "faster-whisper" else openai_whisper
    chosen = None if language == "auto" else language
    texts = transcribe(str(PEERS / model), files, compute, int(beam), int(batch), chosen, vad == "vad")
    Path(result).write_text(json.dumps(texts, ensure_ascii=False, indent=1), encoding="utf-8")


def faster_whisper(
    weights: str, files: list[str], compute: str, beam: int, batch: int, language: str | None, vad: bool
) -> dict[str, dict]:
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(weights, "cpu", compute_type=compute, cpu_threads=os.cpu_count() or 1)
    found = {}
    for file in files:
        options = {"language": language, "beam_size": beam, "vad_filter": vad}
        if batch:
            segments, info = BatchedInferencePipeline(model).transcribe(file, batch_size=batch, **options)
        else:
            segments, info = model.transcribe(file, **options)
        rows = [(segment.start, segment.end, segment.text) for segment in segments]
        found[file] = {
            "text": "".join(text for _, _, text in rows).strip(),
            "language": info.language,
            "seconds": info.duration,
            "segments": rows,
        }
    return found


def openai_whisper(
    weights: str, files: list[str], compute: str, beam: int, batch: int, language: str | None, vad: bool
) -> dict[str, dict]:
    import whisper
    from faster_whisper.audio import decode_audio  # whisper.load_audio needs a ffmpeg command

    model = whisper.load_model(weights, device="cpu")
    found = {}
    for file in files:
        audio = decode_audio(file)
        result = model.transcribe(audio, language=language, beam_size=beam, fp16=compute == "float16")
        found[file] = {
            "text": result["text"].strip(),
            "language": result["language"],
            "seconds": len(audio) / 16000,
            "segments": [(segment["start"], segment["end"], segment["text"]) for segment in result["segments"]],
        }
    return found


if __name__ == "__main__":
    main()
