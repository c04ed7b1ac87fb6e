"""Teaches the network that hears letters, pauses and word boundaries."""
