"""One tree of errors. Each message is a sentence for the user that says what happened and what to do."""


class AlmError(Exception):
    """Something that a user can read and act on. ``exit_code`` is the command line's."""

    exit_code = 1


class UsageError(AlmError):
    """The options or settings contradict each other or name something that does not exist."""

    exit_code = 2


class MediaError(AlmError):
    """The media cannot be opened, or holds no sound that can be decoded."""

    exit_code = 3


class ModelError(AlmError):
    """The model is missing, damaged, foreign, or cannot be downloaded."""

    exit_code = 4


class OutputError(AlmError):
    """A file cannot be written: it exists, the folder is read-only, the disk is full."""

    exit_code = 5


class CancelledError(AlmError):
    """The user asked to stop."""

    exit_code = 130

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)
