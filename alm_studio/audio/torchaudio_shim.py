"""The one door to torchaudio: ``from alm_studio.audio.torchaudio_shim import torchaudio``.

torchaudio's wheels on the package index are linked against CUDA; beside a CPU build of torch the compiled
library cannot be loaded and the import fails, although the transforms used here (mel filters, MFCC,
SpecAugment, resampling) are pure Python. Where the plain import fails for that reason, a stub takes the place
of ``torchaudio._extension``, the module that loads the library. Where torchaudio imports by itself nothing is
done.
"""

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

_EXTENSION = "torchaudio._extension"


def _import() -> ModuleType:
    try:
        return importlib.import_module("torchaudio")
    except ModuleNotFoundError:  # not installed: nothing that a stub could mend
        raise
    except (ImportError, OSError, RuntimeError):  # the library is missing, foreign, or for another CUDA
        for name in [name for name in sys.modules if name.split(".")[0] == "torchaudio"]:
            del sys.modules[name]  # half-imported
        sys.modules[_EXTENSION] = _stub()
        return importlib.import_module("torchaudio")


def _stub() -> ModuleType:
    """A ``torchaudio._extension`` that says: no compiled library, no forced alignment."""

    def fail_if_no_align(function: Callable[..., Any]) -> Callable[..., Any]:
        def fail(*_args: Any, **_kwargs: Any) -> None:
            raise RuntimeError(f"{function.__name__} needs torchaudio's compiled library, which cannot be loaded.")

        return fail

    stub = ModuleType(_EXTENSION)
    vars(stub).update(_IS_TORCHAUDIO_EXT_AVAILABLE=False, _IS_ALIGN_AVAILABLE=False, fail_if_no_align=fail_if_no_align)
    return stub


torchaudio = _import()
