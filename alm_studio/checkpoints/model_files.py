"""The files of one model on disk, and which format they are in, told by their content."""

import json
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from alm_studio.base.errors import ModelError

Kind = Literal["ctranslate2", "openai", "huggingface", "own"]

OWN_MODEL_TYPE = "alm_studio"
"""``model_type`` in the ``config.json`` of a model that this program trained."""

_LEGACY_TORCH = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."


@dataclass(frozen=True)
class ModelFiles:
    """Where one model's files are. Nothing is read yet.

    Attributes:
        kind: the format of the weights.
        name: what the user calls the model.
        weights: for ``"ctranslate2"`` the consecutive parts of one ``model.bin``; for ``"huggingface"`` and
            ``"own"`` safetensors files, each whole; for ``"openai"`` one ``.pt``.
        config: ``config.json``; None for a ``.pt``, which holds its own.
        tokenizer: ``tokenizer.json``; None where the model came without one.
    """

    kind: Kind
    name: str
    weights: tuple[Path, ...]
    config: Path | None = None
    tokenizer: Path | None = None

    @property
    def size_bytes(self) -> int:
        """Size of the weights on disk."""
        return sum(path.stat().st_size for path in self.weights)


def identify(path: Path, name: str | None = None) -> ModelFiles:
    """Find the model in a folder, or the one a file belongs to.

    Args:
        path: a model folder; a ``.pt``; or a ``model.bin`` or safetensors file, which stands for its folder.
        name: what to call the model; the folder's or file's own name by default.

    Raises:
        ModelError: nothing is there, or it is not a Whisper-family model in a known format.
    """
    try:
        if path.is_file() and _is_torch_file(path):
            return ModelFiles("openai", name or path.stem, (path,))
        folder = path.parent if path.is_file() else path
        if folder.is_dir():
            return _identify_folder(folder, name or folder.resolve().name)
    except OSError as error:
        raise ModelError(f"Cannot read the model {path}: {error.strerror or error}.") from error
    raise ModelError(f"There is no model at {path}. Give a model folder, a .pt file or a model's name.")


def _identify_folder(folder: Path, name: str) -> ModelFiles:
    config = _existing(folder / "config.json")
    tokenizer = _existing(folder / "tokenizer.json")
    binary = folder / "model.bin"
    if binary.is_file() and (spec := _ctranslate2_spec(binary)) is not None:
        if spec != "WhisperSpec":
            raise ModelError(f"{folder} holds a CTranslate2 model of another kind ({spec}), not Whisper.")
        return ModelFiles("ctranslate2", name, (binary,), config, tokenizer)
    if shards := _safetensors(folder):
        if config is None:
            raise ModelError(f"{folder} has weights but no config.json. Copy the model's config.json beside them.")
        return ModelFiles(_safetensors_kind(config), name, shards, config, tokenizer)
    checkpoints = [path for path in sorted(folder.glob("*.pt")) if _is_torch_file(path)]
    if len(checkpoints) == 1:
        return ModelFiles("openai", name, (checkpoints[0],))
    if checkpoints:
        raise ModelError(f"{folder} holds several .pt files. Give the path of the one you want.")
    raise ModelError(
        f"{folder} holds no model that can be read: neither a Whisper model.bin (CTranslate2) nor "
        "safetensors weights nor a .pt file. If a download or copy was cut short, get the model again."
    )


def _existing(path: Path) -> Path | None:
    return path if path.is_file() else None


def _ctranslate2_spec(path: Path) -> str | None:
    """The spec name at the start of a CTranslate2 ``model.bin``, or None if it is not one."""
    with path.open("rb") as file:
        head = file.read(64)
    if len(head) < 6:
        return None
    version, length = struct.unpack_from("<IH", head)
    text = head[6 : 6 + length]
    if not (1 <= version <= 100 and 2 <= length <= 58 and text.endswith(b"\0") and text[:-1].isalnum()):
        return None
    return text[:-1].decode("ascii", "replace")


def _is_torch_file(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(len(_LEGACY_TORCH))
    if head == _LEGACY_TORCH:
        return True
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(entry.endswith("data.pkl") for entry in archive.namelist())


def _safetensors(folder: Path) -> tuple[Path, ...]:
    """The safetensors file or shards of a folder, in order; empty where there is none."""
    single = folder / "model.safetensors"
    if single.is_file():
        return (single,) if _is_safetensors(single) else ()
    index = folder / "model.safetensors.index.json"
    if not index.is_file():
        return ()
    names = sorted(set(read_json(index).get("weight_map", {}).values()))
    shards = tuple(folder / name for name in names)
    for shard in shards:
        # The first condition: an index must not point outside its folder.
        if shard.name not in names or not shard.is_file() or not _is_safetensors(shard):
            raise ModelError(f"{folder} lacks a readable {shard.name}. Get the model again.")
    return shards


def _is_safetensors(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(9)
    if len(head) < 9 or head[8:] != b"{":
        return False
    (header_size,) = struct.unpack_from("<Q", head)
    return bool(2 <= header_size <= path.stat().st_size - 8)


def _safetensors_kind(config: Path) -> Kind:
    model_type = read_json(config).get("model_type")
    if model_type == OWN_MODEL_TYPE:
        return "own"
    if model_type == "whisper":
        return "huggingface"
    raise ModelError(f"{config.parent} holds a model of another kind ({model_type}), not Whisper.")


def partial_folder(folder: Path) -> Path:
    """Where the download of a model is kept until it is whole: hidden, never listed as a model."""
    return folder.parent / f".{folder.name}.part"


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        ModelError: the file is unreadable or is not a JSON object.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} is damaged. Get the model again.") from error
    if not isinstance(content, dict):
        raise ModelError(f"{path} is damaged. Get the model again.")
    return content
