"""What the watch holds of one person, to give to them or to forget; notes are pages."""

from collections.abc import Iterator

from wiki.core.changes import note_change
from wiki.people.data import PersonalData, adds_personal_data, erases
from wiki.people.models import User
from wiki.watch.models import Citation, Thanks


@adds_personal_data
def collect(person: User) -> Iterator[PersonalData]:
    """Thanks given, and pages for which the person named a note as a source."""
    thanks = Thanks.objects.filter(person=person).order_by("given_at", "pk")
    yield PersonalData(
        "watch_thanks", [{"note": row.note_id, "given_at": row.given_at} for row in thanks]
    )
    cited = Citation.objects.filter(made_by=person).order_by("made_at", "pk")
    yield PersonalData(
        "watch_citations",
        [{"note": row.note_id, "page": row.page_id, "made_at": row.made_at} for row in cited],
    )


@erases
def erase(person: User) -> None:
    """Thanks go; what became of notes stays, without the name of who said so."""
    Thanks.objects.filter(person=person).delete()
    Citation.objects.filter(made_by=person).update(made_by=None)
    note_change()
