"""What people look for, kept without watching them: see ``docs/search-log.md``."""
