"""Which models there are, which are installed, and how a name becomes files.

Imports neither torch nor huggingface-hub: the window starts with this.
"""

import itertools
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import ModelError, OutputError, UsageError
from alm_studio.base.paths import models_dir
from alm_studio.base.progress import ProgressListener
from alm_studio.checkpoints.bundled import check_bundled, find_bundled
from alm_studio.checkpoints.card import read_card
from alm_studio.checkpoints.model_files import ModelFiles, identify, partial_folder, read_json

Source = Literal["bundled", "downloaded", "hub", "trained"]

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_ALIASES = {"large": "large-v3", "turbo": "large-v3-turbo"}


@dataclass(frozen=True)
class ModelInfo:
    """A model as lists show it.

    Attributes:
        name: what ``resolve`` and ``--model`` take.
        title: for people.
        multilingual: whether it knows languages besides English; None for a model of somebody else's.
        installed: whether it works without a network now.
        source: where it is; ``"hub"`` means not installed yet.
        size_bytes: of the weights: on disk when installed, of the download otherwise.
        path: the folder of a downloaded or trained model.
        hub_id: where it can be downloaded from.
    """

    name: str
    title: str
    multilingual: bool | None
    installed: bool
    source: Source
    size_bytes: int
    path: Path | None = None
    hub_id: str | None = None


def _whisper(name: str, parameters: str, megabytes: int, hub_id: str = "") -> ModelInfo:
    # CTranslate2 form: fp16, half of what the fp32 safetensors weigh; alignment heads and tokenizer beside
    # the weights; and the form of the bundled models, so one reader serves nearly everyone.
    multilingual = not name.endswith(".en")
    label = name.removesuffix(".en").capitalize()
    language = "multilingual" if multilingual else "English"
    return ModelInfo(
        name,
        f"{label} – {parameters}, {language}",
        multilingual,
        installed=False,
        source="hub",
        size_bytes=megabytes * 1_000_000,
        hub_id=hub_id or f"Systran/faster-whisper-{name}",
    )


_WHISPER = {
    info.name: info
    for info in (
        _whisper("tiny", "39 M", 76),
        _whisper("tiny.en", "39 M", 76),
        _whisper("base", "74 M", 145),
        _whisper("base.en", "74 M", 145),
        _whisper("small", "244 M", 484),
        _whisper("small.en", "244 M", 484),
        _whisper("medium", "769 M", 1528),
        _whisper("medium.en", "769 M", 1528),
        _whisper("large-v1", "1.5 G", 3087),
        _whisper("large-v2", "1.5 G", 3087),
        _whisper("large-v3", "1.5 G", 3087),
        _whisper("large-v3-turbo", "809 M", 1618, "mobiuslabsgmbh/faster-whisper-large-v3-turbo"),
    )
}


def list_models() -> list[ModelInfo]:
    """Every Whisper size, smallest first, then the user's own and foreign models by name."""
    sizes = [_with_state(info) for info in _WHISPER.values()]
    return sizes + sorted(_user_models(), key=lambda info: info.name)


def find(name: str) -> ModelInfo:
    """The model of that name or alias.

    Raises:
        ModelError: no model has it; the message lists those there are.
    """
    name = _ALIASES.get(name, name)
    if name in _WHISPER:
        return _with_state(_WHISPER[name])
    for info in _user_models():
        if info.name == name:
            return info
    names = ", ".join(info.name for info in list_models())
    raise ModelError(
        f"There is no model “{name}”. Choose one of {names}; or give a model folder, a .pt file "
        "or an owner/name on the Hugging Face hub."
    )


def resolve(
    name: str,
    *,
    progress: ProgressListener | None = None,
    cancel: CancelToken | None = None,
    allow_download: bool = True,
) -> ModelFiles:
    """Turn what a user wrote into the files of one model; download them if need be.

    Args:
        name: a registry name or alias, a model folder, a file (``.pt``, ``model.bin``, safetensors), or
            ``owner/name`` on the hub, tried in this order.
        progress: hears bytes while downloading.
        cancel: stops a download within half a second.
        allow_download: whether a missing model may be downloaded; otherwise missing is an error.

    Raises:
        ModelError: unknown, missing, damaged, foreign, or the download failed; says what to do.
        CancelledError: ``cancel`` was set. What was downloaded is kept for the next try.
    """
    info = _look_up(name)
    if isinstance(info, Path):
        return identify(info)
    if info.source == "bundled":
        bundled = find_bundled(info.name)
        if bundled is not None:
            check_bundled(bundled)
            return bundled
    if info.path is not None and (info.installed or info.hub_id is None):
        return identify(info.path, info.name)  # a damaged one from the hub is downloaded again instead
    if not allow_download or info.hub_id is None:
        raise ModelError(
            f"The model {info.name} is not installed. Download it in the window under Models, "
            f"or with: alm-studio models get {info.name}"
        )
    from alm_studio.checkpoints.hub import download  # here: huggingface-hub takes long to import

    folder = download(info.hub_id, _folder(info.name), progress=progress, cancel=cancel)
    return identify(folder, info.name)


def needs_download(name: str) -> ModelInfo | None:
    """What ``resolve`` would download for that name; None where it needs no network.

    Raises:
        ModelError: unknown.
    """
    found = _look_up(name)
    return found if isinstance(found, ModelInfo) and not found.installed and found.hub_id else None


def remove(name: str) -> None:
    """Delete a downloaded or trained model from the disk, or what an unfinished download left.

    Raises:
        ModelError: no such model.
        UsageError: it is bundled, or not installed.
    """
    info = find(name)
    if info.source == "bundled":
        raise UsageError(f"{info.name} comes with the program and cannot be removed here.")
    leftovers = partial_folder(_folder(info.name))
    if info.path is None and not leftovers.exists():
        raise UsageError(f"The model {info.name} is not installed; there is nothing to remove.")
    try:
        for folder in (info.path, leftovers):
            if folder is not None and folder.exists():
                shutil.rmtree(folder)
    except OSError as error:
        raise ModelError(f"Cannot remove the model {info.name}: {error.strerror or error}.") from error


def install_trained(folder: Path, name: str) -> ModelInfo:
    """Put a copy of a trained model among the user's, so that every list shows it.

    Args:
        folder: a model in our own form.
        name: what to call it; changed where it cannot be a folder's name, and numbered where another model has it.

    Raises:
        ModelError: there is no such model in ``folder``.
        OutputError: the copy cannot be written.
    """
    files = identify(folder)
    if files.kind != "own" or files.config is None:
        raise ModelError(f"{folder} holds no model that was trained here.")
    kept = [path for path in (*files.weights, files.config, files.tokenizer) if path is not None]
    try:
        aside = Path(tempfile.mkdtemp(dir=models_dir(), prefix=".", suffix=".part"))
        try:
            for path in kept:
                shutil.copy(path, aside / path.name)
            aside.chmod(models_dir().stat().st_mode & 0o777)
            target = next(place for place in map(_folder, _free_names(name)) if not place.exists())
            aside.rename(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"Cannot keep the model {name}: {error.strerror or error}. It remains in {folder}; make room on the disk."
        ) from error
    return find(target.name)


def _free_names(name: str) -> Iterator[str]:
    """Names like this one that no model of the lists has, best first."""
    # Two hyphens stand for the slash of a hub id, and a name must survive every file system.
    plain = re.sub(r"-{2,}", "-", re.sub(r"[^\w .-]+", " ", name))
    plain = " ".join(plain.split())[:60].strip(" .-") or "my model"
    taken = {*_WHISPER, *_ALIASES}
    return (
        option
        for option in (plain if number == 1 else f"{plain} {number}" for number in itertools.count(1))
        if option.lower() not in taken
    )


def find_tokenizer(*, multilingual: bool) -> Path | None:
    """The ``tokenizer.json`` of an installed model, for weights that came without one (``.pt`` files).

    Whisper has one English and one multilingual vocabulary. The size of a vocabulary need not match: the byte-pair
    ids are the same for 51865 and 51866 tokens (large-v3 added a language behind them), and ``WhisperTokenizer``
    counts the special tokens from the model's own size.
    """
    for info in list_models():
        if not info.installed or info.multilingual is not multilingual:
            continue
        files = find_bundled(info.name) if info.path is None else identify(info.path)
        if files is not None and files.kind != "own" and files.tokenizer is not None:
            return files.tokenizer
    return None


def _look_up(name: str) -> ModelInfo | Path:
    """The model that ``resolve`` means by a name; a path where the user gave one.

    Raises:
        ModelError: there is none.
    """
    path = Path(name).expanduser()
    known = _ALIASES.get(name, name)
    if known in _WHISPER or _folder(known).is_dir():
        return find(known)
    if path.exists():
        return path
    if _HUB_ID.fullmatch(name) and not name.endswith(".pt"):
        return ModelInfo(name, name, None, installed=False, source="hub", size_bytes=0, hub_id=name)
    if "/" in name or "\\" in name or path.suffix:
        raise ModelError(f"There is no model at {path}. Check the path, or give a model's name such as base.")
    return find(known)


def _folder(name: str) -> Path:
    """The folder of a downloaded or trained model: ``owner/name`` becomes ``owner--name``."""
    return models_dir() / name.replace("/", "--")


def _with_state(info: ModelInfo) -> ModelInfo:
    bundled = find_bundled(info.name)
    if bundled is not None:
        return replace(info, installed=True, source="bundled", size_bytes=bundled.size_bytes)
    folder = _folder(info.name)
    if folder.is_dir():
        return _installed(replace(info, source="downloaded"), folder)
    return info


def _user_models() -> Iterator[ModelInfo]:
    """Folders in the models folder that are none of Whisper's sizes: trained here, or from elsewhere."""
    for folder in models_dir().iterdir():
        if folder.name.startswith(".") or folder.name in _WHISPER or not folder.is_dir():
            continue
        name = folder.name.replace("--", "/", 1)
        hub_id = name if "/" in name else None
        source: Source = "downloaded" if hub_id else "trained"
        info = ModelInfo(name, name, None, installed=False, source=source, size_bytes=0, hub_id=hub_id)
        yield _installed(info, folder)


def _installed(info: ModelInfo, folder: Path) -> ModelInfo:
    """Fill in what the folder tells; a damaged one stays listed, so that it can be removed."""
    try:
        files = identify(folder, info.name)
        if files.kind == "own":
            info = _described(info, files)
    except ModelError:
        return replace(info, installed=False, path=folder, size_bytes=0)
    return replace(info, installed=True, path=folder, size_bytes=files.size_bytes)


def _described(info: ModelInfo, files: ModelFiles) -> ModelInfo:
    """What the card of a trained model says."""
    assert files.config is not None
    config, card = read_json(files.config), read_card(files.config.parent)
    spec = config.get("spec")
    vocabulary = spec.get("vocabulary") if isinstance(spec, dict) else None
    base = card.get("base")
    title = (
        f"{info.name} – trained here, from {base}" if isinstance(base, str) and base else f"{info.name} – trained here"
    )
    multilingual = config.get("tokenizer") == "whisper" and isinstance(vocabulary, int) and vocabulary >= 51865
    return replace(info, title=title, multilingual=multilingual)
