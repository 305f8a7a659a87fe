"""What is kept of one person here, to give to them or to forget."""

from collections.abc import Iterator

from django.db import transaction

from wiki.people.data import PersonalData, adds_personal_data, erases
from wiki.people.models import User
from wiki.syndication.models import FeedToken, SavedSearch, Visit, Webhook


@adds_personal_data
def collect(person: User) -> Iterator[PersonalData]:
    """Searches kept, private addresses without what opens them, the last two visits."""
    visit = Visit.objects.filter(person=person).first()
    yield PersonalData(
        "syndication",
        {
            "saved_searches": [
                {
                    "name": row.name,
                    "query": row.query,
                    "rhythm": row.rhythm,
                    "since": row.made_at.isoformat(),
                }
                for row in SavedSearch.objects.filter(person=person)
            ],
            "private_addresses": [
                {
                    "made": row.created_at.isoformat(),
                    "last_used": row.last_used.isoformat() if row.last_used else None,
                    "revoked": row.revoked_at.isoformat() if row.revoked_at else None,
                }
                for row in FeedToken.objects.filter(person=person).order_by("pk")
            ],
            "last_seen": visit.seen_at.isoformat() if visit else None,
            "visit_before": visit.previous_at.isoformat() if visit and visit.previous_at else None,
        },
    )


@erases
@transaction.atomic
def erase(person: User) -> None:
    """All of it goes; channels stay with their communities, without who added them."""
    for model in (SavedSearch, FeedToken, Visit):
        model.objects.filter(person=person).delete()  # type: ignore[attr-defined]
    Webhook.objects.filter(created_by=person).update(created_by=None)
