"""What the window remembers between two starts, as one JSON file."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from alm_studio.base.files import write_atomically
from alm_studio.base.live_settings import LiveSettings
from alm_studio.base.paths import config_dir
from alm_studio.base.preview_settings import PreviewSettings
from alm_studio.base.queue_settings import QueueSettings

_log = logging.getLogger(__name__)

_RECENT = 10


@dataclass
class Settings:
    """The user's choices. Every default is a good first choice.

    Attributes:
        language: Whisper's code, or ``"auto"``.
        task: ``"transcribe"`` or ``"translate"``.
        model: name of the model, as the registry knows it.
        style: name of the caption style.
        device: ``"auto"``, ``"cpu"``, ``"cuda"`` or ``"mps"``.
        compute: precision, ``"auto"`` or as on the command line.
        beam: hypotheses kept by beam search; 0 is automatic.
        prompt: words and names to expect.
        vad: whether to look for speech first.
        context: whether the model is given the text before each window.
        recent_files: paths opened last, the newest first.
        geometry: the window's place and size, as the toolkit encodes it.
        layout: the docks' places, as the toolkit encodes it.
        volume: of playback, 0 to 1.
        muted: whether playback is silent.
        export_format: name of the caption format exported last.
        live: of the live captions.
        queue: of what happens by itself with many files.
        preview: how cues look over the picture.
        shortcuts: of actions that have other keys than they come with: name → keys, as ``"Ctrl+E"``; empty for none.
        interface_language: of the window: ``"system"``, ``"en"`` or ``"zh_CN"``.
    """

    language: str = "auto"
    task: str = "transcribe"
    model: str = "base"
    style: str = "netflix"
    device: str = "auto"
    compute: str = "auto"
    beam: int = 0
    prompt: str = ""
    vad: bool = True
    context: bool = True
    recent_files: list[str] = field(default_factory=list)
    geometry: str = ""
    layout: str = ""
    volume: float = 0.8
    muted: bool = False
    export_format: str = "srt"
    live: LiveSettings = field(default_factory=LiveSettings)
    queue: QueueSettings = field(default_factory=QueueSettings)
    preview: PreviewSettings = field(default_factory=PreviewSettings)
    shortcuts: dict[str, str] = field(default_factory=dict)
    interface_language: str = "system"

    def remember_file(self, path: Path) -> None:
        """Put ``path`` first among the recent files."""
        name = str(path)
        self.recent_files = [name, *(other for other in self.recent_files if other != name)][:_RECENT]


def settings_path() -> Path:
    """Where the settings are."""
    return config_dir() / "settings.json"


def load_settings(path: Path | None = None, warn: Callable[[str], None] = _log.warning) -> Settings:
    """Read the settings; never fails.

    Args:
        path: the file, by default ``settings_path()``.
        warn: hears a sentence when the file is damaged. The file is then set aside, not lost.
    """
    path = path or settings_path()
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(stored, dict):
            raise TypeError("not a table of settings")
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        warn(f"The settings cannot be read ({error.strerror or error}). This start uses the defaults.")
        return Settings()
    except (ValueError, TypeError) as error:
        _log.info("Damaged settings: %s", error)
        warn(_set_aside(path))
        return Settings()
    return _checked(stored)


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings.

    Raises:
        OutputError: the disk refuses.
    """
    text = json.dumps(asdict(settings), indent=2, ensure_ascii=False)
    write_atomically(path or settings_path(), text.encode(), overwrite=True)


def _set_aside(path: Path) -> str:
    aside = path.with_suffix(".damaged.json")
    try:
        path.replace(aside)
    except OSError as error:
        return f"The settings file is damaged and cannot be moved ({error.strerror or error})."
    return f"The settings file was damaged. It was kept as {aside.name}, and the defaults are used."


def _checked(stored: dict[str, Any]) -> Settings:
    """Take over what has the right type; a newer or older version's extra fields do no harm."""
    settings = Settings()
    _take_over(settings, stored)
    settings.live.check()
    settings.preview.check()
    keys = settings.shortcuts.items()
    settings.shortcuts = {name: value for name, value in keys if isinstance(name, str) and isinstance(value, str)}
    settings.recent_files = [name for name in settings.recent_files if isinstance(name, str)][:_RECENT]
    settings.volume = min(1.0, max(0.0, settings.volume))
    settings.beam = min(20, max(0, settings.beam))
    return settings


def _take_over(target: Any, stored: dict[str, Any]) -> None:
    """Set the fields of a dataclass from what was stored, a table within it too."""
    for known in fields(target):
        value, default = stored.get(known.name), getattr(target, known.name)
        if is_dataclass(default) and isinstance(value, dict):
            _take_over(default, value)
            continue
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is type(default):
            setattr(target, known.name, value)
