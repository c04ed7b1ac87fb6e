"""Which models there are, and how a missing one comes: asked for, downloaded, cancelled."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import CancelledError
from alm_studio.base.progress import Progress
from alm_studio.gui.dialogs.question import ask
from alm_studio.gui.jobs import Jobs
from alm_studio.gui.model_choice import ModelChoice
from alm_studio.gui.models.times import megabytes
from alm_studio.gui.notify import Notifier

Then = Callable[[], None]


class ModelController(QObject):
    """Downloads one model at a time, and only after the user agreed.

    Signals:
        listed(models): what there is to choose, a list of ``ModelChoice``.
        progressed(model, progress): a download goes on; ``model`` is None once it is over.
    """

    listed = Signal(list)
    progressed = Signal(object, object)
    _told = Signal(object)

    def __init__(self, jobs: Jobs, notifier: Notifier, window: QWidget) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._notifier = notifier
        self._window = window
        self._loading: ModelChoice | None = None
        self._token = CancelToken()
        self._waiting: list[tuple[Then, Then]] = []
        self._told.connect(self._on_progress)  # from the pool's thread to the window's

    @property
    def downloading(self) -> ModelChoice | None:
        """The model that is on its way."""
        return self._loading

    def look(self) -> None:
        """Find out which models there are; ``listed`` tells."""
        self._jobs.run_io(self._jobs.backend.models, self.listed.emit)

    def ensure(self, name: str, then: Then, otherwise: Then = lambda: None) -> None:
        """Call ``then`` once a model is installed; ``otherwise`` when it cannot be, or the user does not want it.

        A missing model is downloaded, but only after a question that tells its size.
        """

        def failed(error: BaseException) -> None:
            self._notifier.report(error)
            otherwise()

        def decide(missing: ModelChoice | None) -> None:
            self._decide(missing, then, otherwise)

        self._jobs.run_io(lambda: self._jobs.backend.missing(name), decide, failed)

    def cancel(self) -> None:
        """Stop the download; what has arrived is kept for the next try."""
        self._token.cancel()

    def _decide(self, missing: ModelChoice | None, then: Then, otherwise: Then) -> None:
        if missing is None:
            then()
        elif self._loading is None:
            self._ask(missing, then, otherwise)
        elif self._loading.name == missing.name:
            self._waiting.append((then, otherwise))
            self._notifier.inform(self.tr("This goes on as soon as the model is downloaded."))
        else:
            text = self.tr("{name} is being downloaded. Wait for it, or cancel that download first.")
            self._notifier.warn(text.format(name=self._loading.title))
            otherwise()

    def _ask(self, model: ModelChoice, then: Then, otherwise: Then) -> None:
        size = megabytes(model.size) if model.size else self.tr("a size that is not known yet")
        question = ask(
            self._window,
            self.tr("Download the model {name}?").format(name=model.title),
            self.tr("It is not on this computer. The download is {size}; media are never sent anywhere.").format(
                size=size
            ),
            self.tr("Download"),
        )
        question.accepted.connect(lambda: self._download(model, then, otherwise))
        question.rejected.connect(otherwise)
        question.open()

    def _download(self, model: ModelChoice, then: Then, otherwise: Then) -> None:
        token = self._token = CancelToken()
        self._loading, self._waiting = model, [(then, otherwise)]
        self._on_progress(Progress(0, model.size, "B"))
        self._jobs.run_io(
            lambda: self._jobs.backend.download(model.name, self._told.emit, token),
            lambda _result: self._end(model, None),
            lambda error: self._end(model, error),
        )

    def _on_progress(self, progress: Progress) -> None:
        if self._loading is not None:
            if not progress.total:  # not known yet to the hub's client
                progress = replace(progress, total=self._loading.size)
            self.progressed.emit(self._loading, progress)

    def _end(self, model: ModelChoice, error: BaseException | None) -> None:
        waiting, self._waiting = self._waiting, []
        self._loading = None
        self.progressed.emit(None, None)
        self.look()
        if error is None:
            self._notifier.inform(self.tr("The model {name} is ready.").format(name=model.title))
        elif not isinstance(error, CancelledError):
            self._notifier.report(error)
        for then, otherwise in waiting:
            (then if error is None else otherwise)()
