"""Feeds: reading them, what is new in them, how they fare."""
