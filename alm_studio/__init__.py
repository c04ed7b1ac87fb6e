"""ALM Studio: subtitles, live captions and visible attention from an audio language model."""

__version__ = "0.1.0"
