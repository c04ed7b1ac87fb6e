"""Room for what attention reads of a sound."""

import ctypes

import pytest
import torch

from alm_studio.native.machine import Machine
from alm_studio.native.rows import HEAD
from alm_studio.native.sound import SoundRoom
from tests.unit.native.calling import attend, lay_out_queries, lay_out_sound, random, sound_room


def _mask(room: SoundRoom) -> list[float]:
    positions, address = room.heard
    return list((ctypes.c_float * positions).from_address(address))


@pytest.mark.parametrize("states", [1, 128, 150])
def test_all_states_are_heard_at_first(states: int) -> None:
    room = SoundRoom(2, states)
    assert room.positions == room.slots[5] == -(-states // 128) * 128
    assert [number == 0 for number in _mask(room)] == [at < states for at in range(room.positions)]
    assert max(_mask(room)[states:], default=-1e30) < -1e29


def test_fewer_states_and_more_again() -> None:
    """A sound that goes on: only whole spans that hold some of it are gone through."""
    room = SoundRoom(2, 300)
    for states, heard, positions in ((100, None, 128), (260, None, 384), (300, 140, 384), (300, 300, 384)):
        room.hear(states, heard)
        count = states if heard is None else heard
        assert room.positions == positions
        assert [number == 0 for number in _mask(room)] == [at < count for at in range(positions)]


def test_each_head_lies_by_itself(machine: Machine) -> None:
    room = SoundRoom(3, 130)
    keys, keys_size, values, values_size, scales, positions = room.slots
    assert (keys_size, values_size, positions) == (256 * HEAD, 256 * HEAD, 256)
    k, v = random(130, 3, HEAD), random(130, 3, HEAD, seed=1)
    lay_out_sound(machine, room, k, v)
    wanted = sound_room(3, 256)
    lay_out_sound(machine, wanted, k, v)
    written = (ctypes.c_float * (3 * 3 * 256)).from_address(scales)
    assert list(written) == wanted.scales.flatten().tolist()
    blocks = -(-130 // machine.columns) - 1  # whole ones
    for head in range(3):
        size = blocks * machine.columns * HEAD
        found = (ctypes.c_int8 * size).from_address(keys + head * keys_size)
        assert list(found) == wanted.keys[head].flatten()[:size].tolist()
        size = 132 * HEAD
        found = (ctypes.c_int8 * size).from_address(values + head * values_size)
        assert list(found) == wanted.values[head].flatten()[:size].tolist()


def test_what_was_never_written_is_not_heard(machine: Machine) -> None:
    """Room is made without being cleared; a sound may fill little of it."""
    k, v = random(20, 1, HEAD), random(20, 1, HEAD, seed=1)
    queries, mask = lay_out_queries(machine, random(4, 1, HEAD, seed=2)), torch.full((128,), -1e30)
    mask[:20] = 0
    heard = []
    for rest in (0, 127, -128):
        sound = sound_room(1, 128)
        sound.keys.fill_(rest)
        sound.values.fill_(rest)
        lay_out_sound(machine, sound, k, v)
        heard.append(attend(machine, queries, sound, mask)[0])
    assert torch.equal(heard[0], heard[1]) and torch.equal(heard[0], heard[2])
