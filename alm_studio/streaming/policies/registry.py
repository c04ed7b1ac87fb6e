"""Every policy by its name."""

from collections.abc import Callable

from alm_studio.base.errors import UsageError
from alm_studio.streaming.policies.align_att import AlignAtt
from alm_studio.streaming.policies.local_agreement import LocalAgreement
from alm_studio.streaming.policies.policy import Policy

POLICIES: dict[str, Callable[[], Policy]] = {"align-att": AlignAtt, "local-agreement": LocalAgreement}

_SMALL = 400_000_000
"""Parameters up to which a model's attention follows the sound closely enough (reported up to Whisper small)."""


def make_policy(name: str, parameters: int, aligned: bool) -> Policy:
    """A policy by its name, or the one that suits a model.

    Args:
        name: of ``POLICIES``; empty: by the model.
        parameters: of the model.
        aligned: whether alignment heads of it are known.

    Raises:
        UsageError: there is no such policy.
    """
    name = name or ("align-att" if aligned and parameters <= _SMALL else "local-agreement")
    if name not in POLICIES:
        raise UsageError(f"There is no policy '{name}'. Choose one of: {', '.join(POLICIES)}.")
    return POLICIES[name]()
