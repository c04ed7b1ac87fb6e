import numpy as np
import pytest
import torch

from alm_studio.alignment import attention_matrix
from alm_studio.alignment.attention_matrix import alignment_matrix, median_filter
from alm_studio.alignment.coverage import unheard_speech
from alm_studio.native.network import tried_machine


@pytest.mark.parametrize("width", [1, 3, 5, 7, 9])
def test_median_filter_equals_the_definition(width: int) -> None:
    x = torch.randn(2, 13, 20, generator=torch.Generator().manual_seed(0))
    half = width // 2
    padded = np.pad(x.numpy(), ((0, 0), (0, 0), (half, half)), mode="reflect")
    expected = np.stack([np.median(padded[..., k : k + width], axis=-1) for k in range(20)], axis=-1)
    torch.testing.assert_close(median_filter(x, width), torch.from_numpy(expected), rtol=0, atol=0)


def test_a_short_row_is_left_as_it_is() -> None:
    x = torch.randn(1, 3)
    assert median_filter(x, 7) is x


@pytest.mark.parametrize("frames", [5, 7, 8, 45, 60])
def test_a_kernel_gives_the_matrix_of_torch(monkeypatch: pytest.MonkeyPatch, frames: int) -> None:
    if tried_machine() is None:
        pytest.skip("there are no kernels for this processor")
    attention = torch.rand(4, 9, 60, generator=torch.Generator().manual_seed(0)).half()
    kept = attention.clone()
    found = alignment_matrix(attention, frames)
    monkeypatch.setattr(attention_matrix, "tried_machine", lambda: None)
    torch.testing.assert_close(found, alignment_matrix(attention, frames), atol=1e-5, rtol=1e-5)
    assert torch.equal(attention, kept)


def test_the_matrix_is_largest_where_the_token_was_heard() -> None:
    attention = torch.full((2, 3, 60), 1e-4)
    for token in range(3):
        attention[:, token, 15 * token : 15 * token + 10] = 0.1
    matrix = alignment_matrix(attention, frames=45)
    assert matrix.shape == (3, 45)
    assert [15 * token <= int(row.argmax()) < 15 * token + 10 for token, row in enumerate(matrix)] == [True] * 3


def test_tokens_without_attention_give_no_nan() -> None:
    assert not alignment_matrix(torch.zeros(2, 3, 40), frames=40).isnan().any()


def test_speech_that_nobody_listened_to_is_found() -> None:
    attention = torch.zeros(1, 20, 500)
    for token in range(20):  # the first five seconds are heard, the rest is not
        attention[0, token, 12 * token : 12 * token + 12] = 1 / 12
    speech = np.ones(500, np.float32)
    ((begin, end),) = unheard_speech(attention, range(20), speech)
    assert 4.5 < begin < 5.5
    assert end == 10.0
    assert unheard_speech(attention, range(20), np.where(np.arange(500) < 250, 1, 0).astype(np.float32)) == []
