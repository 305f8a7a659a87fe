"""Background work of the watch."""

from django_tasks import task

from wiki.watch.clipping.completion import complete


@task()
def complete_clip(note_id: int) -> str:
    """Read the source of a note; the state in which that leaves it."""
    return complete(note_id)
