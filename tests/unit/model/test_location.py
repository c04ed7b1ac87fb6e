"""The step with which attention of the LSTM decoder begins to move on."""

import pytest
import torch

from alm_studio.model.decoders.lstm import Location


def where(location: Location, at: int, states: int = 80) -> torch.Tensor:
    """Where to listen next, as a distribution, after listening to one state alone."""
    last = torch.zeros(1, states)
    last[0, at] = 1.0
    with torch.no_grad():
        return location(last)[0].softmax(dim=0)


@pytest.mark.parametrize("pace", [2.5, 6.0, 15.0])
def test_listens_on_by_what_a_token_lasts(pace: float) -> None:
    location = Location()
    location.begin(pace)
    ahead = where(location, 20)
    assert abs(int(ahead.argmax()) - 20 - pace) <= 1
    assert float(ahead[20:60].sum()) > 0.6


def test_a_long_token_is_searched_for_in_reach() -> None:
    location = Location()
    location.begin(500.0)
    assert 10 <= int(where(location, 20).argmax()) - 20 <= 20
