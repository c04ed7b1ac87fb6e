"""Downloads from the Hugging Face hub: only the needed files, resumable, checked, cancelled at once.

huggingface-hub's own download (looked at: 2.4) throws a partial file away when it is interrupted, and can
be cancelled only between chunks of 10 MB. So the library finds, names and authorises, with its proxy,
endpoint and token settings, and this module streams the bytes with the library's HTTP session.
"""

import errno
import hashlib
import json
import logging
import os
import re
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError, ModelError
from alm_studio.base.progress import Progress, ProgressListener
from alm_studio.checkpoints.model_files import partial_folder

if TYPE_CHECKING:
    from huggingface_hub.hf_api import RepoSibling

log = logging.getLogger(__name__)

_CHUNK = 1 << 16  # bytes: small, so that a slow line still shows progress and loses little
_TIMEOUT = 15.0  # seconds without any byte
_RETRIES = 5  # in a row without a new byte
_POLL = 0.1  # seconds between looks at the cancel token

_COMMON = {"config.json", "generation_config.json", "preprocessor_config.json", "tokenizer.json"}
_VOCABULARY = {"vocabulary.txt", "vocabulary.json"}
_SHARD = re.compile(r"model-\d{5}-of-\d{5}\.safetensors")


def download(
    hub_id: str,
    target: Path,
    *,
    progress: ProgressListener | None = None,
    cancel: CancelToken | None = None,
) -> Path:
    """Download one model into a folder, which appears only when everything is there and checked.

    An interrupted download stays in ``partial_folder(target)`` and goes on from there the next time.

    Args:
        hub_id: ``owner/name`` on the hub.
        target: the model's folder; what is there already (a damaged model) is replaced.
        progress: hears bytes about every 0.1 s, on the calling thread.
        cancel: looked at every 0.1 s, also while the network hangs.

    Returns:
        ``target``.

    Raises:
        ModelError: no network, unknown or protected model, no room, broken or damaged transfer.
        CancelledError: ``cancel`` was set.
    """
    from huggingface_hub.utils import WeakFileLock  # type: ignore[attr-defined]  # re-exported, documented

    partial = partial_folder(target)
    try:
        partial.mkdir(parents=True, exist_ok=True)
        with WeakFileLock(partial.with_suffix(".lock"), timeout=_POLL):
            _watch(_Fetch(hub_id, partial), progress, cancel)
            if target.exists():
                shutil.rmtree(target)
            partial.replace(target)
    except TimeoutError as error:  # filelock's
        raise ModelError(f"{hub_id} is being downloaded already. Wait until that is done.") from error
    except OSError as error:
        raise _explain(error, hub_id, target) from error
    return target


def _watch(fetch: "_Fetch", progress: ProgressListener | None, cancel: CancelToken | None) -> None:
    """Run the transfer on a thread of its own: a stalled connection cannot hold up the caller."""
    fetch.start()
    try:
        while not fetch.finished.wait(_POLL):
            if cancel is not None:
                cancel.check()
            if progress is not None:
                progress(Progress(fetch.done, fetch.total, "B", f"Downloading {fetch.hub_id}"))
    finally:
        fetch.stop.set()
    if fetch.error is not None:
        raise _explain(fetch.error, fetch.hub_id, fetch.folder) from fetch.error
    if progress is not None:
        progress(Progress(fetch.total, fetch.total, "B", f"Downloaded {fetch.hub_id}"))


@dataclass(frozen=True)
class _RemoteFile:
    """A file of the repository.

    Attributes:
        size: bytes.
        digest: SHA-256 of a large file; of others git's blob SHA-1, as the hub publishes it.
        large: whether it is in the hub's large file storage.
    """

    name: str
    size: int
    digest: str
    large: bool


def _remote_file(sibling: "RepoSibling") -> _RemoteFile:
    digest = sibling.lfs.sha256 if sibling.lfs else sibling.blob_id
    if sibling.size is None or digest is None:
        raise ValueError(f"no size or digest of {sibling.rfilename}")
    return _RemoteFile(sibling.rfilename, sibling.size, digest, sibling.lfs is not None)


class _Fetch(threading.Thread):
    """The transfer of one model's files into a folder.

    Attributes:
        done, total: bytes; total is 0 until the file list is known.
        stop: set by the watcher; the thread then writes nothing more.
        finished: set when the thread ends, with ``error`` if it failed.
    """

    def __init__(self, hub_id: str, folder: Path) -> None:
        super().__init__(name=f"download {hub_id}", daemon=True)
        self.hub_id = hub_id
        self.folder = folder
        self.done = 0
        self.total = 0
        self.stop = threading.Event()
        self.finished = threading.Event()
        self.error: Exception | None = None

    def run(self) -> None:
        """Fetch everything; never raises."""
        try:
            self._fetch()
        except CancelledError:
            log.info("Download of %s stopped; it can go on later", self.hub_id)
        except Exception as error:
            self.error = error
        finally:
            self.finished.set()

    def _fetch(self) -> None:
        from huggingface_hub import HfApi

        info = HfApi().model_info(self.hub_id, files_metadata=True, timeout=_TIMEOUT)
        commit = str(info.sha)
        siblings = info.siblings or []
        wanted = choose_files([sibling.rfilename for sibling in siblings], self.hub_id)
        files = [_remote_file(sibling) for sibling in siblings if sibling.rfilename in wanted]
        self._forget_other_commit(commit)
        self.total = sum(file.size for file in files)
        self._check_room(files)
        for file in files:
            self._fetch_file(file, commit)
        record = {"hub_id": self.hub_id, "commit": commit, "files": {file.name: file.size for file in files}}
        (self.folder / "download.json").write_text(json.dumps(record, indent=1), encoding="utf-8")

    def _forget_other_commit(self, commit: str) -> None:
        """Throw away what an earlier try fetched of another version: the halves would not fit together."""
        marker = self.folder / "commit"
        if marker.exists() and marker.read_text(encoding="utf-8") != commit:
            for path in self.folder.iterdir():
                path.unlink()
        marker.write_text(commit, encoding="utf-8")

    def _check_room(self, files: list[_RemoteFile]) -> None:
        present = sum(path.stat().st_size for path in map(self._path, files) if path.exists())
        free = shutil.disk_usage(self.folder).free
        if free < self.total - present:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _path(self, file: _RemoteFile) -> Path:
        return self.folder / file.name

    def _fetch_file(self, file: _RemoteFile, commit: str) -> None:
        path, before, retries = self._path(file), self.done, 0
        path.touch()
        while (start := path.stat().st_size) < file.size:
            failure = self._try_stream(file, commit, start, before)
            if failure is None:
                continue
            retries = 0 if path.stat().st_size > start else retries + 1
            if retries > _RETRIES:
                raise failure
            log.info("Download of %s interrupted (%s), going on", file.name, failure)
            self.stop.wait(0.25 * 2**retries)  # seconds
            self._check_stop()
        self.done = before + file.size
        self._verify(file)

    def _try_stream(self, file: _RemoteFile, commit: str, start: int, before: int) -> Exception | None:
        """Stream once; the failure, if it is of a kind that passes."""
        from huggingface_hub.errors import HfHubHTTPError

        try:
            self._stream(file, commit, start, before)
        except HfHubHTTPError as error:
            if error.response.status_code < 500:
                raise
            return error
        except _network_error() as error:
            return error
        if self._path(file).stat().st_size <= start:
            return ModelError(f"The server does not send {file.name} of {self.hub_id}. Try again later.")
        return None

    def _stream(self, file: _RemoteFile, commit: str, start: int, before: int) -> None:
        """Append what the server sends from byte ``start`` on; ``before`` is what other files count."""
        from huggingface_hub import get_session, hf_hub_url, hf_raise_for_status
        from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # as above

        # identity: byte positions must be those of the file
        headers = {**build_hf_headers(library_name="alm-studio"), "Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        url = hf_hub_url(self.hub_id, file.name, revision=commit)
        with get_session().stream("GET", url, headers=headers, timeout=_TIMEOUT) as response:
            hf_raise_for_status(response)
            goes_on = response.status_code == 206  # a server may ignore Range and send all of it
            with self._path(file).open("ab" if goes_on else "wb") as output:
                self.done = before + (start if goes_on else 0)
                for chunk in response.iter_bytes(_CHUNK):
                    self._check_stop()
                    output.write(chunk)
                    self.done += len(chunk)

    def _verify(self, file: _RemoteFile) -> None:
        digest = hashlib.sha256() if file.large else hashlib.sha1(b"blob %d\0" % file.size)  # git's blob id
        with self._path(file).open("rb") as content:
            while block := content.read(1 << 20):
                self._check_stop()
                digest.update(block)
        if digest.hexdigest() != file.digest:
            self._path(file).unlink()
            raise ModelError(
                f"{file.name} of {self.hub_id} arrived damaged and was thrown away. Download the model again."
            )

    def _check_stop(self) -> None:
        if self.stop.is_set():
            raise CancelledError


def choose_files(names: list[str], hub_id: str) -> set[str]:
    """Of a repository's files, those that one readable form of the model needs.

    Raises:
        ModelError: the repository holds no such form.
    """
    present = set(names)
    common = present & _COMMON
    if "model.bin" in present and present & _VOCABULARY:
        return common | {"model.bin"} | (present & _VOCABULARY)
    if "model.safetensors" in present:
        return common | {"model.safetensors"}
    if "model.safetensors.index.json" in present:
        return common | {"model.safetensors.index.json"} | {name for name in names if _SHARD.fullmatch(name)}
    checkpoints = {name for name in names if re.fullmatch(r"[\w.-]+\.pt", name)}
    if len(checkpoints) == 1:
        return checkpoints
    raise ModelError(
        f"{hub_id} on the hub holds no Whisper model in a form that can be read (CTranslate2, safetensors or "
        "one .pt file). Choose another one."
    )


def _network_error() -> type[Exception]:
    """The base of what the hub's HTTP client raises: httpx's up to 1.x, httpx2's since 2.0."""
    from huggingface_hub.errors import HfHubHTTPError

    return next(base for base in HfHubHTTPError.__bases__ if base is not OSError)


def _explain(error: Exception, hub_id: str, folder: Path) -> ModelError | CancelledError:
    """A sentence for what went wrong, and what to do about it."""
    from huggingface_hub.constants import ENDPOINT
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        HFValidationError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
    )

    again = "What arrived is kept: try again and it goes on from there."
    match error:
        case ModelError() | CancelledError():
            return error
        case OfflineModeIsEnabled():
            message = f"{hub_id} cannot be downloaded while HF_HUB_OFFLINE is set. Unset it and try again."
        case GatedRepoError():
            message = f"{hub_id} is protected. Accept its terms on its page, then set HF_TOKEN to your token."
        case RepositoryNotFoundError() | HFValidationError():
            message = (
                f"There is no public model {hub_id} on the hub, nor a folder of that name here. Check the "
                "spelling; for a private model set HF_TOKEN to your token."
            )
        case HfHubHTTPError():
            status = error.response.status_code
            if status in (401, 403):
                message = f"The hub refuses access to {hub_id}. Set HF_TOKEN to a token that may read it."
            elif status in (404, 416):
                message = f"A file of {hub_id} is missing on the hub. Try again later, or choose another model."
            else:
                message = f"The hub answered {hub_id} with error {status}. Try again later. {again}"
        case OSError() if error.errno == errno.ENOSPC:
            message = f"The disk of {folder.parent} is too full for {hub_id}. Make room and try again. {again}"
        case OSError():
            message = f"Cannot write {hub_id} to {folder.parent}: {error.strerror or error}."
        case ValueError():
            message = (
                f"{ENDPOINT} does not answer like a model hub: perhaps a login page of your network is in "
                "between. Open it in a browser and try again."
            )
        case _ if isinstance(error, _network_error()):
            message = (
                f"{hub_id} cannot be downloaded: no connection to {ENDPOINT} ({error}). Check the network "
                f"and the proxy (HTTPS_PROXY). {again} The bundled model base works without a network."
            )
        case _:
            log.error("Download of %s failed", hub_id, exc_info=error)
            message = f"The download of {hub_id} failed: {error}. {again}"
    return ModelError(message)
