"""What happens by itself in the queue."""

from dataclasses import dataclass


@dataclass
class QueueSettings:
    """The user's choices for many files.

    Attributes:
        watch: whether new media in ``watch_folder`` are opened and captioned.
        watch_folder: path; empty while none was chosen.
        automatic: whether captions are exported as soon as they are finished.
        formats: names of the formats of that export, parted by commas.
        folder: where to; empty for beside each medium.
        template: names of the files, see ``captions.naming``.
        overwrite: whether files of the same name may be replaced.
    """

    watch: bool = False
    watch_folder: str = ""
    automatic: bool = False
    formats: str = "srt"
    folder: str = ""
    template: str = "{name}.{format}"
    overwrite: bool = False
