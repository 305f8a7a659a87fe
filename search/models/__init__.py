"""What the search keeps in the database."""

from search.models.outbox import OutboxEntry

__all__ = ["OutboxEntry"]
