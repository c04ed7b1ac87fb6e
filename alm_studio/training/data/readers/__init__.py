"""One file for each way in which people keep speech with its text."""
