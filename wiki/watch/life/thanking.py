"""Thanks for a note: a count for everybody, a word to its author."""

from dataclasses import asdict

from django.db import transaction

from guides.models import WatchNotePage
from wiki.communities.audience import readable
from wiki.communities.errors import NotAllowed
from wiki.core.changes import note_change
from wiki.notifications.tasks import tell_people
from wiki.notifications.telling import Event, after_commit
from wiki.people.models import User
from wiki.watch.models import Thanks


@transaction.atomic
def thank(note: WatchNotePage, person: User) -> None:
    """Safe to repeat. Raises NotAllowed for one's own note, or one that one may not read."""
    notes = readable(WatchNotePage.objects.live().filter(pk=note.pk), person)
    if note.owner_id == person.pk or not notes.exists():
        raise NotAllowed("thanks")
    _row, made = Thanks.objects.get_or_create(note=note, person=person)
    if not made:
        return
    note_change()
    if note.owner_id:
        event = Event(
            kind="thanked",
            key=f"thanks:{note.pk}:{person.pk}",
            page=note.pk,
            actor=person.pk,
        )
        after_commit(tell_people, asdict(event), [note.owner_id])


@transaction.atomic
def take_back(note: WatchNotePage, person: User) -> None:
    """The thanks are no longer there. Safe to repeat."""
    if Thanks.objects.filter(note=note, person=person).delete()[0]:
        note_change()
