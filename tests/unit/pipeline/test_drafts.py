"""What a draft hears."""

import torch

from alm_studio.model.seq2seq import Memory
from alm_studio.pipeline.searching import _coarse


def test_a_draft_hears_the_mean_of_every_two_states_and_a_second_of_silence() -> None:
    states = torch.arange(1500.0)[None, :, None].repeat(2, 1, 4)
    heard = _coarse(Memory(states, torch.tensor([1500, 300]), 0.02), 401)
    assert heard.states.shape == (2, 226, 4)  # 401 states and 50 behind them
    assert heard.states[0, :3, 0].tolist() == [0.5, 2.5, 4.5]
    assert heard.states[0, -1, 0] == 450.0  # the mean of what there is
    assert heard.lengths.tolist() == [226, 150]
    assert heard.seconds_per_state == 0.04


def test_a_short_memory_is_heard_to_its_end() -> None:
    heard = _coarse(Memory(torch.ones(1, 5, 4), torch.tensor([5]), 0.02), 5)
    assert heard.states.shape == (1, 3, 4) and heard.lengths.tolist() == [3]
