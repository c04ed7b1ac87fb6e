import errno
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import huggingface_hub
import pytest

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError, ModelError
from alm_studio.base.paths import models_dir
from alm_studio.base.progress import Progress
from alm_studio.checkpoints import hub as hub_module
from alm_studio.checkpoints import registry
from alm_studio.checkpoints.hub import choose_files, download
from alm_studio.checkpoints.model_files import partial_folder

from .fake_hub import REPOSITORY, FakeHub

FILES = {"config.json": b'{"model_type": "whisper"}', "tokenizer.json": b"{}", "vocabulary.txt": b"a\nb\n"}


def use_endpoint(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    # what HF_ENDPOINT sets, which the library reads once, when it is imported
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", url)
    template = url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr("huggingface_hub.file_download.HUGGINGFACE_CO_URL_TEMPLATE", template, raising=False)


@pytest.fixture
def hub(ctranslate2_bytes: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    huggingface_hub.close_session()  # it remembers the proxies it was made with
    with FakeHub({**FILES, "model.bin": ctranslate2_bytes, "README.md": b"not needed"}) as server:
        use_endpoint(monkeypatch, server.url)
        yield server
    huggingface_hub.close_session()


@pytest.fixture
def target() -> Path:
    return models_dir() / "test"


def test_a_download_brings_the_needed_files_and_tells_its_progress(hub: FakeHub, target: Path) -> None:
    hub.pause = 0.01
    heard: list[Progress] = []
    assert download(REPOSITORY, target, progress=heard.append) == target
    for name in (*FILES, "model.bin"):
        assert (target / name).read_bytes() == hub.files[name]
    assert not (target / "README.md").exists()
    assert not partial_folder(target).exists()
    total = sum(len(content) for name, content in hub.files.items() if name != "README.md")
    assert {step.unit for step in heard} == {"B"}
    assert [step.done for step in heard] == sorted(step.done for step in heard)
    assert len({step.done for step in heard if 0 < step.done < total}) >= 2
    assert (heard[-1].done, heard[-1].total) == (total, total)


def test_a_downloaded_model_is_found_by_its_hub_id_without_the_network(hub: FakeHub) -> None:
    first = registry.resolve(REPOSITORY)
    asked = len(hub.requests)
    assert registry.resolve(REPOSITORY) == first
    assert len(hub.requests) == asked
    assert first.kind == "ctranslate2"
    info = registry.find(REPOSITORY)
    assert (info.installed, info.source, info.hub_id) == (True, "downloaded", REPOSITORY)
    registry.remove(REPOSITORY)
    assert REPOSITORY not in [info.name for info in registry.list_models()]


def test_a_dropped_line_is_taken_up_where_it_broke(hub: FakeHub, target: Path) -> None:
    hub.drop_after, hub.drops = 100_000, 2
    download(REPOSITORY, target)
    assert (target / "model.bin").read_bytes() == hub.files["model.bin"]
    ranges = [wanted for path, wanted in hub.requests if path.endswith("model.bin")]
    assert ranges[0] is None
    assert len(ranges) == 3
    starts = [int(wanted.removeprefix("bytes=").rstrip("-")) for wanted in ranges[1:] if wanted]
    assert 0 < starts[0] < starts[1]


def test_a_line_that_stays_down_is_explained_and_the_next_try_goes_on(
    hub: FakeHub, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "_RETRIES", 0)
    hub.drop_after, hub.drops = 0, 1
    hub.stall_after = 1 << 60
    download_error = pytest.raises(ModelError, match=r"no connection .* try again and it goes on from there")
    with download_error:
        download(REPOSITORY, target)
    assert not target.exists()
    assert "test" not in [info.name for info in registry.list_models()]
    hub.drops = 0
    hub.requests.clear()
    download(REPOSITORY, target)
    assert (target / "model.bin").read_bytes() == hub.files["model.bin"]


def test_a_server_that_ignores_ranges_starts_the_file_again(hub: FakeHub, target: Path) -> None:
    hub.drop_after, hub.drops, hub.ignore_range = 100_000, 1, True
    download(REPOSITORY, target)
    assert (target / "model.bin").read_bytes() == hub.files["model.bin"]


@pytest.mark.parametrize("stall_after", [0, 100_000])
def test_cancel_works_at_once_even_while_the_line_hangs(hub: FakeHub, target: Path, stall_after: int) -> None:
    hub.stall_after = stall_after
    cancel = CancelToken()
    asked: list[float] = []

    def cancel_later() -> None:
        asked.append(time.monotonic())
        cancel.cancel()

    timer = threading.Timer(0.4, cancel_later)
    timer.start()
    with pytest.raises(CancelledError):
        download(REPOSITORY, target, cancel=cancel)
    assert time.monotonic() - asked[0] < 0.5
    assert not target.exists()

    hub.stall_after = 1 << 60
    hub.released.set()
    hub.requests.clear()
    download(REPOSITORY, target)
    assert (target / "model.bin").read_bytes() == hub.files["model.bin"]
    if stall_after:
        assert [wanted for _, wanted in hub.requests if wanted]  # went on from what was there


def test_another_version_on_the_hub_is_not_mixed_with_the_old_half(hub: FakeHub, target: Path) -> None:
    partial = partial_folder(target)
    partial.mkdir()
    (partial / "commit").write_text("b" * 40)
    (partial / "model.bin").write_bytes(b"old" * 1000)
    download(REPOSITORY, target)
    assert (target / "model.bin").read_bytes() == hub.files["model.bin"]


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json"])
def test_a_wrong_sum_is_found_and_the_file_is_fetched_again_next_time(hub: FakeHub, target: Path, name: str) -> None:
    good = hub.files[name]
    hub.announced[name] = good
    hub.files[name] = good[:-1] + b"X"
    with pytest.raises(ModelError, match=f"{name} of {REPOSITORY} arrived damaged"):
        download(REPOSITORY, target)
    assert not target.exists()
    hub.files[name] = good
    download(REPOSITORY, target)
    assert (target / name).read_bytes() == good


def test_a_server_that_sends_less_than_announced_is_explained(
    hub: FakeHub, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "_RETRIES", 0)
    hub.announced["config.json"] = FILES["config.json"] + b" "
    with pytest.raises(ModelError, match=r"does not send config\.json|arrived damaged|missing on the hub"):
        download(REPOSITORY, target)


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (404, {"X-Error-Code": "RepoNotFound"}, "There is no public model"),
        (401, {"X-Error-Code": "GatedRepo"}, "is protected. Accept its terms"),
        (401, {"X-Error-Message": "Invalid credentials in Authorization header"}, "refuses access"),
        (403, {}, "refuses access"),
        (503, {}, "with error 503. Try again later"),
    ],
)
def test_each_refusal_has_its_sentence(
    hub: FakeHub, target: Path, status: int, headers: dict[str, str], sentence: str
) -> None:
    hub.status, hub.headers = status, headers
    with pytest.raises(ModelError, match=sentence):
        download(REPOSITORY, target)
    assert not target.exists()


def test_a_login_page_in_between_is_named(hub: FakeHub, target: Path) -> None:
    hub.body = b"<html>Please log in to the hotel's network</html>"
    with pytest.raises(ModelError, match="perhaps a login page"):
        download(REPOSITORY, target)


def test_no_network_says_so_and_what_to_do(hub: FakeHub, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    use_endpoint(monkeypatch, f"http://127.0.0.1:{port}")
    with pytest.raises(ModelError, match=r"no connection .*HTTPS_PROXY.*base works without"):
        download(REPOSITORY, target)
    assert not target.exists()


def test_a_full_disk_is_known_before_and_during(hub: FakeHub, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda path: real(path)._replace(free=1000))
    with pytest.raises(ModelError, match="too full"):
        download(REPOSITORY, target)
    assert not any(path.endswith("model.bin") for path, _ in hub.requests)
    monkeypatch.setattr(shutil, "disk_usage", real)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(hub_module._Fetch, "_stream", refuse)
    with pytest.raises(ModelError, match="too full"):
        download(REPOSITORY, target)


def test_two_downloads_of_one_model_do_not_meet(hub: FakeHub, target: Path) -> None:
    hub.stall_after = 0
    cancel = CancelToken()
    errors: list[BaseException] = []

    def first() -> None:
        try:
            download(REPOSITORY, target, cancel=cancel)
        except CancelledError as error:
            errors.append(error)

    thread = threading.Thread(target=first)
    thread.start()
    while not hub.requests:
        time.sleep(0.01)
    with pytest.raises(ModelError, match="being downloaded already"):
        download(REPOSITORY, target)
    cancel.cancel()
    thread.join()
    assert len(errors) == 1


def test_a_damaged_model_is_replaced(hub: FakeHub, target: Path) -> None:
    target.mkdir(parents=True)
    (target / "model.bin").write_bytes(b"half")
    download(REPOSITORY, target)
    assert (target / "model.bin").read_bytes() == hub.files["model.bin"]


def test_environment_endpoint_proxy_and_token_are_respected(hub: FakeHub, home: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
    environment |= {
        "HF_ENDPOINT": "http://hub.invalid",  # resolves nowhere: only the proxy can know it
        "HTTP_PROXY": hub.url,
        "HF_TOKEN": "hf_secret",
        "ALM_STUDIO_HOME": str(home),
    }
    code = f"from alm_studio.checkpoints.registry import resolve; print(resolve({REPOSITORY!r}).kind)"
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "ctranslate2", run.stderr
    assert any(url.endswith("model.bin") for url in hub.proxied)
    assert all(url.startswith("http://hub.invalid/") for url in hub.proxied)
    tokens = {token for (path, _), token in zip(hub.requests, hub.tokens, strict=True) if REPOSITORY in path}
    assert tokens == {"Bearer hf_secret"}


def test_offline_mode_is_named(hub: FakeHub, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE"):
        download(REPOSITORY, target)


def test_the_record_names_source_and_version(hub: FakeHub, target: Path) -> None:
    record = json.loads((download(REPOSITORY, target) / "download.json").read_text())
    assert record["hub_id"] == REPOSITORY
    assert record["commit"] == hub.commit


def test_sharded_and_single_safetensors_are_chosen_over_duplicates() -> None:
    shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    names = [*shards, "model.safetensors.index.json", "config.json", "model.fp32-00001-of-00002.safetensors"]
    assert choose_files(names, "a/b") == {*shards, "model.safetensors.index.json", "config.json"}
    assert choose_files(["model.safetensors", "pytorch_model.bin", "config.json"], "a/b") == {
        "model.safetensors",
        "config.json",
    }
    assert choose_files(["base.pt"], "a/b") == {"base.pt"}
    with pytest.raises(ModelError, match="holds no Whisper model"):
        choose_files(["pytorch_model.bin", "config.json"], "a/b")


def test_blob_digest_is_git_s() -> None:
    # git hash-object of "hello\n"
    expected = "ce013625030ba8dba906f756967f9e9ca394464a"
    assert hashlib.sha1(b"blob 6\0hello\n").hexdigest() == expected
