"""When somebody came, and what is new since then."""
