"""Dot-product attention: Luong et al., "Effective Approaches to Attention-based Neural Machine Translation", 2015."""

from torch import Tensor, nn

from alm_studio.model.attention import CrossAttention, sum_by_scores


class DotAttention(CrossAttention):
    """One set of weights: the softmax of query · key."""

    def __init__(self, width: int, heads: int = 1, memory_width: int | None = None) -> None:
        super().__init__(width, 1, memory_width)
        # Without a scale the first scores would be so far apart that one state gets everything and nothing is learned.
        nn.init.uniform_(self.query.weight, -1.0 / width, 1.0 / width)

    def weigh(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """See ``CrossAttention``."""
        return sum_by_scores(query @ key.transpose(-1, -2), value, mask)
