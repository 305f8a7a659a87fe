"""Tags of the templates of communities."""
