"""Question sets as pages of a site of their own, for ``search_eval``."""
