"""Digests on their way: made, claimed, sent, tried again; what came of each message."""
