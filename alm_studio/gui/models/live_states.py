"""The states of live captions."""

OFF, OPENING, ON, PAUSED, STOPPING = "off", "opening", "on", "paused", "stopping"
