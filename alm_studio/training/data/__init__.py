"""Training data: where examples come from, what is wrong with them, and how they become batches."""
