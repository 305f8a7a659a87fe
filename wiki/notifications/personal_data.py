"""What notices hold of one person, to give to them or to forget."""

from collections.abc import Iterator

from django.db import transaction

from wiki.notifications.models import Delivery, Follow, Notice, Pause, Wish
from wiki.notifications.queries import follows_of, notices_of
from wiki.people.data import PersonalData, adds_personal_data, erases
from wiki.people.models import User


@adds_personal_data
def collect(person: User) -> Iterator[PersonalData]:
    """What the person follows, was told and chose; of pages only those they may read now."""
    values = {
        "following": [
            {
                "what": row.target,
                "id": getattr(row, f"{row.target}_id"),
                "since": row.since.isoformat(),
            }
            for row in follows_of(person)
        ],
        "notices": [
            {
                "kind": row.kind,
                "page": row.page_id,
                "community": row.community_id,
                "at": row.created_at.isoformat(),
                "read_at": row.read_at.isoformat() if row.read_at else None,
            }
            for row in notices_of(person)
        ],
        "ways": dict(Wish.objects.filter(person=person).values_list("kind", "channel")),
    }
    yield PersonalData("notices", values)


@erases
@transaction.atomic
def erase(person: User) -> None:
    """All of it goes; others no longer follow the person, nor read who did something."""
    for model in (Notice, Delivery):
        model.objects.filter(recipient=person).delete()
    for choice in (Wish, Pause):
        choice.objects.filter(person=person).delete()
    Follow.objects.filter(follower=person).delete()
    Follow.objects.filter(person=person).delete()
    # Their words, as a notice quotes them, go with the name.
    Notice.objects.filter(actor=person).exclude(data={}).update(data={})
    Notice.objects.filter(actor=person).update(actor=None)
