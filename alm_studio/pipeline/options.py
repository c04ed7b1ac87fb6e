"""What a transcription may be asked to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alm_studio.base.errors import UsageError
from alm_studio.captions.styles import get_style
from alm_studio.text.languages import LANGUAGES, language_code


@dataclass(frozen=True)
class TranscribeOptions:
    """Options of one transcription, checked once by ``checked``.

    Attributes:
        language: Whisper's code, or ``"auto"``: detected per file, and per window where it changes.
        task: ``"transcribe"``, or ``"translate"`` into English.
        beam: hypotheses kept by beam search; 1 is greedy; 0 is greedy too, but for texts that the model is in doubt of,
            which are searched for again with a beam of 5.
        batch: windows decoded together; 0 chooses by device and memory.
        prompt: words and names to expect; given to the model as previous text.
        context: give each window the text before it, from a quick draft; better text for a little more time.
        vad: whether to look for speech first; without it every moment goes to the model.
        track: index of the audio track among the medium's audio tracks.
        style: name of the caption style.
        keep_attention: keep each segment's alignment matrix for ``--attention``.
    """

    language: str = "auto"
    task: str = "transcribe"
    beam: int = 0
    batch: int = 0
    prompt: str = ""
    context: bool = True
    vad: bool = True
    track: int = 0
    style: str = "netflix"
    keep_attention: bool = False


def check_basics(options: TranscribeOptions) -> None:
    """Check what can be checked before a model is there.

    Raises:
        UsageError: the options make no sense.
    """
    get_style(options.style)
    if options.task not in ("transcribe", "translate"):
        raise UsageError(f"There is no task '{options.task}'. Choose transcribe or translate.")
    if not 0 <= options.beam <= 20:
        raise UsageError(f"A beam of {options.beam} is not possible. Choose 1 to 20, or 0 for automatic.")
    if not 0 <= options.batch <= 128:
        raise UsageError(f"A batch of {options.batch} is not possible. Choose 1 to 128, or 0 for automatic.")
    if options.track < 0:
        raise UsageError("Audio tracks are counted from 0.")
    if options.language != "auto" and language_code(options.language) is None:
        raise UsageError(f"Unknown language '{options.language}'. Use one of: auto, {', '.join(LANGUAGES)}.")


def checked(options: TranscribeOptions, languages: Sequence[str], only: str = "en") -> TranscribeOptions:
    """The options with the language as a code, once they are known to fit the model.

    Args:
        options: as the user gave them.
        languages: codes the model knows; empty for a model that is not told the language.
        only: the one language such a model writes; empty where nobody said which.

    Raises:
        UsageError: they make no sense, or ask what the model cannot do.
    """
    check_basics(options)
    name = LANGUAGES.get(only, "one language")
    if options.task == "translate" and not languages:
        raise UsageError(f"This model knows {name} only, so it cannot translate. Choose a multilingual model.")
    code = "auto" if options.language == "auto" else language_code(options.language) or ""
    if not languages:
        if only and code not in ("auto", only):
            raise UsageError(f"This model knows {name} only. Choose a multilingual model for other languages.")
        code = only or code
    elif code != "auto" and code not in languages:
        raise UsageError(f"This model does not know {LANGUAGES[code]}. Choose large-v3 or newer for it.")
    return replace(options, language=code)
