"""The start of everything: a command line, or the window."""

import atexit
import gc
import os
import sys
from typing import NoReturn

# Threads that wait for each other in torch's matrix products spin, by default for so long that a second busy program on
# the same cores, or the window's own painting, makes everything several times slower. Read when the library is loaded.
os.environ.setdefault("GOMP_SPINCOUNT", "20000")
# MKL's own allocator locks by spinning: a thread was seen to spin in it for minutes while another ended. That of the C
# library is as fast.
os.environ.setdefault("MKL_DISABLE_FAST_MM", "1")
# Loading torch makes a million objects that stay; to look for circles among them again and again takes a tenth of that
# time.
gc.set_threshold(50_000, 10, 10)


def main(arguments: list[str] | None = None) -> int:
    """Run ``alm-studio``. Heavy libraries are imported by the commands that need them.

    Returns:
        The exit code: 0 done, 2 wrong usage, 3 unreadable media, 4 model missing or damaged, 5 output not writable,
        130 cancelled, 1 other.
    """
    from alm_studio.base.memory import share_free_memory

    share_free_memory()
    from alm_studio.captions.own_style import load_own_style
    from alm_studio.cli.parser import COMMANDS, parse

    load_own_style()
    given = sys.argv[1:] if arguments is None else arguments
    options = parse(given)
    if options.command is None:
        from alm_studio.gui.app import run

        return run(options.media)
    from alm_studio.cli.errors import report_errors

    with report_errors() as outcome:
        outcome.code = COMMANDS[options.command](options)
    return outcome.code


def start() -> NoReturn:
    """Run ``alm-studio`` and end the process with its exit code.

    Python would first take torch and the model apart, object by object, for most of a second, and then throw all away.
    """
    code = main()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as in a window's process on Windows
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    start()
