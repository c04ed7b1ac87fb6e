"""Scaled dot-product attention of one head: Vaswani et al., "Attention Is All You Need", 2017, section 3.2.1."""

from alm_studio.model.attention import CrossAttention


class ScaledDotAttention(CrossAttention):
    """One set of weights: the softmax of query · key / √width."""

    def __init__(self, width: int, heads: int = 1, memory_width: int | None = None) -> None:
        super().__init__(width, 1, memory_width)
