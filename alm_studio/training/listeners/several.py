"""Many listeners as one."""

from alm_studio.training.report import TrainingEvent, TrainingListener


class Several:
    """Passes every event on to each listener, in order."""

    def __init__(self, *listeners: TrainingListener) -> None:
        self._listeners = listeners

    def __call__(self, event: TrainingEvent) -> None:
        """See ``TrainingListener``."""
        for listener in self._listeners:
            listener(event)
