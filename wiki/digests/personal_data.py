"""What digests hold of one person, to give to them or to forget."""

from collections.abc import Iterator

from django.db import transaction

from guides.models import DigestItem
from wiki.digests.models import (
    Delivery,
    Edition,
    OutsideAddress,
    ReadingChoice,
    StoppedAddress,
    Subscription,
)
from wiki.digests.subscriptions.queries import subscriptions_of
from wiki.people.data import PersonalData, adds_personal_data, erases
from wiki.people.models import User


@adds_personal_data
def collect(person: User) -> Iterator[PersonalData]:
    """What the person subscribed to and was sent; of communities only those they may read now."""
    rows = Delivery.objects.filter(person=person).order_by("pk")
    values = {
        "subscriptions": [
            {
                "community": row.community.title if row.community else None,
                "theme": row.theme.slug if row.theme else None,
                "rhythm": row.rhythm,
                "since": row.since.isoformat(),
            }
            for row in subscriptions_of(person)
        ],
        "one_message_for_all": not ReadingChoice.objects.filter(
            person=person, merged=False
        ).exists(),
        "messages": [
            {"state": state, "at": at.isoformat() if at else None}
            for state, at in rows.values_list("state", "sent_at")
        ],
        "address_refused": list(
            StoppedAddress.objects.filter(email=person.email.lower()).values_list("code", flat=True)
        ),
    }
    yield PersonalData("digests", values)


@erases
@transaction.atomic
def erase(person: User) -> None:
    """All of it goes; of a digest it is no longer said who made, approved or corrected it."""
    Subscription.objects.filter(person=person).delete()
    ReadingChoice.objects.filter(person=person).delete()
    Delivery.objects.filter(person=person).delete()
    StoppedAddress.objects.filter(email=person.email.lower()).delete()
    OutsideAddress.objects.filter(email=person.email.lower()).delete()
    for column in ("composed_by", "asked_by", "approved_by", "sent_by"):
        Edition.objects.filter(**{column: person}).update(**{column: None})
    DigestItem.objects.filter(corrected_by=person).update(corrected_by=None)
