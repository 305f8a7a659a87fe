"""What the search keeps in the database."""

from search.models.openings import PageOpening
from search.models.outbox import OutboxEntry
from search.models.pins import Pin
from search.models.searches import LoggedSearch
from search.models.synonyms import Direction, Synonym

__all__ = ["Direction", "LoggedSearch", "OutboxEntry", "PageOpening", "Pin", "Synonym"]
