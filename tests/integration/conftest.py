"""Real media through the whole pipeline with the weights of base. Each recording is heard once a session."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from alm_studio.checkpoints.loading import SpeechModel, load_model
from alm_studio.pipeline.options import TranscribeOptions
from alm_studio.pipeline.transcriber import Transcriber
from tests.helpers.speech import recording

from .heard import Heard

Hear = Callable[..., Heard]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SpeechModel]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALM_STUDIO_HOME", str(tmp_path_factory.mktemp("home")))
        yield load_model("base")


@pytest.fixture(scope="session")
def transcriber(model: SpeechModel) -> Transcriber:
    return Transcriber(model)


@pytest.fixture(scope="session")
def hear(transcriber: Transcriber) -> Hear:
    """Transcribes a recording of the speech folder, by name, or any file, by path; remembers the result."""

    @cache
    def run(path: Path, options: TranscribeOptions) -> Heard:
        return Heard(tuple(transcriber.run(path, options)))

    def by_name(name: str | Path, **options: object) -> Heard:
        path = name if isinstance(name, Path) else recording(name)
        return run(path, TranscribeOptions(**options))  # type: ignore[arg-type]

    return by_name
