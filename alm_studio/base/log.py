"""The log file: details that a user need not read, for those who help."""

import logging
import logging.handlers
from pathlib import Path

from alm_studio.base.paths import log_dir

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def log_to_file() -> Path | None:
    """Send log records to a file that is kept small; once per process.

    Returns:
        The file, or None where none can be written (the program works without).
    """
    root = logging.getLogger()
    for handler in root.handlers:
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            return Path(handler.baseFilename)
    try:
        path = log_dir() / "alm-studio.log"
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.setLevel(logging.INFO)
    root.addHandler(handler)
    logging.getLogger("alm_studio").setLevel(logging.INFO)
    return path
