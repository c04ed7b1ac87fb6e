"""What lies along one time axis: ruler, waveform, words."""
