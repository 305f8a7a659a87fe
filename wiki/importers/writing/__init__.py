"""From plans to pages of the site."""
