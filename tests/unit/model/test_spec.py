"""Descriptions of networks: read back as written, and refused where they are nonsense."""

import copy
import json
from typing import Any

import pytest

from alm_studio.base.errors import ModelError
from alm_studio.model.builders import family_spec
from alm_studio.model.spec import FamilySpec, FeatureSpec, WhisperSpec, spec_from_dict, spec_to_dict

WHISPER = WhisperSpec(80, 1500, 512, 8, 6, 51865, 448, 8, 6, ((3, 1), (5, 2)))
FAMILY = family_spec("cnn-wave", "transformer", "multi-head", 40, longest=8.0)


@pytest.mark.parametrize("spec", [WHISPER, FAMILY])
def test_round_trip(spec: WhisperSpec | FamilySpec) -> None:
    assert spec_from_dict(json.loads(json.dumps(spec_to_dict(spec)))) == spec


def test_what_both_families_tell() -> None:
    assert WHISPER.features == FeatureSpec("log-mel", 80)
    assert WHISPER.longest == 30.0
    assert FAMILY.features == FeatureSpec("wave", 40)
    assert FAMILY.longest == 8.0
    assert FAMILY.vocabulary == 40
    assert not FAMILY.multilingual
    assert FAMILY.alignment_heads == ((2, 0), (2, 1), (2, 2), (2, 3))
    assert family_spec("mfcc", "lstm", "dot", 40).alignment_heads == ((0, 0),)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("family",), "parrot"),
        (("family",), None),
        (("features",), None),
        (("features", "kind"), "plp"),
        (("features", "bands"), 10**9),
        (("encoder", "kind"), "tree"),
        (("encoder", "width"), 145),
        (("encoder", "width"), 10**9),
        (("encoder", "width"), "144"),
        (("encoder", "layers"), 0),
        (("encoder", "layers"), True),
        (("encoder", "dropout"), 1.0),
        (("encoder", "dropout"), "none"),
        (("encoder", "wings"), 2),
        (("decoder", "attention"), "deficit"),
        (("decoder", "attention"), ["dot"]),
        (("decoder", "heads"), 5),
        (("decoder", "vocabulary"), 0),
        (("decoder",), [1, 2]),
        (("longest",), 0),
        (("longest",), float("nan")),
        (("longest",), "long"),
        (("alignment_heads",), [[9, 0]]),
        (("alignment_heads",), [[0]]),
        (("alignment_heads",), [["a", "b"]]),
        (("alignment_heads",), 3),
    ],
)
def test_nonsense_is_refused(path: tuple[str, ...], value: Any) -> None:
    values = copy.deepcopy(spec_to_dict(FAMILY))
    place = values
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(ModelError):
        spec_from_dict(values)


@pytest.mark.parametrize("name", ["features", "encoder", "decoder"])
def test_a_part_is_missing(name: str) -> None:
    values = spec_to_dict(FAMILY)
    del values[name]
    with pytest.raises(ModelError):
        spec_from_dict(values)


def test_the_waveform_needs_learned_filters() -> None:
    values = spec_to_dict(FAMILY)
    values["encoder"]["kind"] = "lstm"
    with pytest.raises(ModelError, match="waveform"):
        spec_from_dict(values)


def test_whispers_limits_hold_too() -> None:
    values = spec_to_dict(WHISPER)
    with pytest.raises(ModelError):
        spec_from_dict({**values, "width": 10**7})
    with pytest.raises(ModelError):
        spec_from_dict({name: value for name, value in values.items() if name != "width"})
    for nonsense in (None, [], {}, {"family": "alm"}, {"family": "whisper"}):
        with pytest.raises(ModelError):
            spec_from_dict(nonsense)  # type: ignore[arg-type]
