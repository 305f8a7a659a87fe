"""People as entries of the index, the directory, and who knows about a subject."""
