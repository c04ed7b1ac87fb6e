"""Live captions: text that is committed word by word while somebody speaks."""
