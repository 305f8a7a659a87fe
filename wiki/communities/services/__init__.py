"""Writes on communities: every right is checked here, from the table."""
