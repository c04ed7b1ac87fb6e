"""Where each token listened most: no path, just the peak, so that the newest token can be judged by itself.

Source: Papi, Turchi and Negri, "AlignAtt", 2023.
"""

from torch import Tensor

from alm_studio.alignment.attention_matrix import distributions, median_filter


def attended_frames(attention: Tensor, frames: int, filter_width: int = 7) -> Tensor:
    """The frame with the largest attention of the heads together.

    Args:
        attention: [H, N, S], weights of each head.
        frames: states that hold sound; the rest is cut away.
        filter_width: of the median over frames; odd.

    Returns:
        [N], int64, each below ``frames``.
    """
    return median_filter(distributions(attention[:, :, :frames]), filter_width).mean(dim=0).argmax(dim=-1)
