"""The attentions by name."""

from alm_studio.model.attention import CrossAttention
from alm_studio.model.attentions.additive import AdditiveAttention
from alm_studio.model.attentions.dot import DotAttention
from alm_studio.model.attentions.multi_head import MultiHeadAttention
from alm_studio.model.attentions.scaled_dot import ScaledDotAttention

ATTENTIONS: dict[str, type[CrossAttention]] = {
    "dot": DotAttention,
    "scaled-dot": ScaledDotAttention,
    "additive": AdditiveAttention,
    "multi-head": MultiHeadAttention,
}
