"""The attention of a stretch of speech, to look at."""
