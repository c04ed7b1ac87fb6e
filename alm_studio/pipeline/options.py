"""What a transcription may be asked to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TranscribeOptions:
    """Options of one transcription, checked once by ``alm_studio.pipeline.transcriber``.

    Attributes:
        language: Whisper's code, or ``"auto"``: detected per file, and per window where it changes.
        task: ``"transcribe"``, or ``"translate"`` into English.
        beam: hypotheses kept by beam search; 1 is greedy.
        batch: windows decoded together; 0 chooses by device and memory.
        prompt: words and names to expect; given to the model as previous text.
        condition_on_previous: give each window the text before it (decodes one window after another).
        vad: whether to look for speech first; without it every moment goes to the model.
        track: index of the audio track among the medium's audio tracks.
        style: name of the caption style.
        keep_attention: keep each segment's alignment matrix for ``--attention``.
    """

    language: str = "auto"
    task: str = "transcribe"
    beam: int = 5
    batch: int = 0
    prompt: str = ""
    condition_on_previous: bool = False
    vad: bool = True
    track: int = 0
    style: str = "netflix"
    keep_attention: bool = False
