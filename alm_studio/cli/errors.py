"""How the command line tells errors: one sentence on stderr, details in the log file, an exit code."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from alm_studio.base.errors import AlmError, CancelledError
from alm_studio.base.log import log_to_file

log = logging.getLogger(__name__)


@dataclass
class Outcome:
    """The exit code of a command."""

    code: int = 0


@contextmanager
def report_errors() -> Iterator[Outcome]:
    """Turn what a command raises into a sentence and an exit code."""
    outcome = Outcome()
    log_file = log_to_file()
    try:
        yield outcome
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except AlmError as error:
        tell(error)
        outcome.code = error.exit_code
    except KeyboardInterrupt:
        tell(CancelledError())
        outcome.code = CancelledError.exit_code
    except Exception:
        log.exception("unexpected error")
        where = f" Details are in {log_file}." if log_file else ""
        print(f"alm-studio: something went wrong that was not foreseen.{where}", file=sys.stderr)
        outcome.code = 1


def tell(error: AlmError) -> None:
    """One error, as a sentence on stderr."""
    log.info("told the user: %s", error)
    print(f"alm-studio: {error}", file=sys.stderr)
