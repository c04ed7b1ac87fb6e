"""Training and fine-tuning of the model family: data, trainer, reports."""
