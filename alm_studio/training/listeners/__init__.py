"""Those who listen to a run: the terminal, JSON lines, TensorBoard. Each is a ``TrainingListener``."""
