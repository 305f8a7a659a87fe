"""Who reads a page before it is published, and where each page stands."""
