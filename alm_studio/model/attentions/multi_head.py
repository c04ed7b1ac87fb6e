"""Multi-head attention: Vaswani et al., "Attention Is All You Need", 2017."""

from alm_studio.model.attention import CrossAttention


class MultiHeadAttention(CrossAttention):
    """Scaled dot products in several parts of the width, each with weights of its own."""
