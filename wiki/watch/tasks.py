"""Background work of the watch."""

from django_tasks import task

from wiki.watch.clipping.completion import complete
from wiki.watch.models import Source
from wiki.watch.sources.rounds import fetch_one


@task()
def complete_clip(note_id: int) -> str:
    """Read the source of a note; the state in which that leaves it."""
    return complete(note_id)


@task()
def fetch_source(source_id: int) -> None:
    """Read one source now."""
    source = Source.objects.filter(pk=source_id).first()
    if source is not None:
        fetch_one(source)
