"""Searches that people keep, and what they are told of them."""
