"""Where sound and text of a live session go beside the screen. One class a sink."""
