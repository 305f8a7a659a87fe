"""Background work of the watch."""

from django_tasks import task

from wiki.watch.models import Source
from wiki.watch.sources.rounds import fetch_one


@task()
def fetch_source(source_id: int) -> None:
    """Read one source now."""
    source = Source.objects.filter(pk=source_id).first()
    if source is not None:
        fetch_one(source)
