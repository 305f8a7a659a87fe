"""The CMS shows each person what they may read or edit, and nothing of other communities."""
