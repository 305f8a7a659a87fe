"""Who gets which digests, and how often."""
