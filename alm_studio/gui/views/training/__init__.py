"""The pages of the fine-tune dialog and what stands on them."""
