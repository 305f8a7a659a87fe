"""Background work of the search."""

from django_tasks import task

from search.drain import drain


@task()
def drain_outbox() -> int:
    """Bring the waiting pages up to date; how many rows are done."""
    return drain()
