"""What the model hears before it is trained: texts that belong to other sounds stand out against it."""

from collections.abc import Sequence

from alm_studio.base.cancel import CancelToken
from alm_studio.training.data.example import Example
from alm_studio.training.data.remembered import RememberedHearing
from alm_studio.training.data.splitting import Hear


def untrained_hearing(model: str, language: str, cancel: CancelToken) -> RememberedHearing:
    """A ``Hear`` of a model; it is loaded when the first example is new to it.

    Args:
        model: name, folder, file or hub id.
        language: code of examples that do not say theirs; empty: the model decides.
        cancel: looked at before every token.
    """

    def load() -> Hear:
        from alm_studio.checkpoints.loading import load_model
        from alm_studio.training.evaluation import evaluate

        loaded = load_model(model, cancel=cancel)

        def hear(examples: Sequence[Example]) -> list[str]:
            return evaluate(loaded, examples, language=language, cancel=cancel).texts

        return hear

    return RememberedHearing(load, f"{model} {language}")
