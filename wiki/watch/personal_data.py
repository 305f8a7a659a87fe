"""What the watch holds of one person, to give to them or to forget; notes are pages."""

from collections.abc import Iterator

from wiki.communities.standing import standing_of
from wiki.core.changes import note_change
from wiki.people.data import PersonalData, adds_personal_data, erases
from wiki.people.models import User
from wiki.watch.models import (
    Citation,
    Decision,
    MailAnswer,
    Remark,
    Source,
    Story,
    Thanks,
    Watcher,
)


@adds_personal_data
def collect(person: User) -> Iterator[PersonalData]:
    """Thanks given, pages for which the person named a note as a source, answers by e-mail."""
    thanks = Thanks.objects.filter(person=person).order_by("given_at", "pk")
    yield PersonalData(
        "watch_thanks", [{"note": row.note_id, "given_at": row.given_at} for row in thanks]
    )
    cited = Citation.objects.filter(made_by=person).order_by("made_at", "pk")
    yield PersonalData(
        "watch_citations",
        [{"note": row.note_id, "page": row.page_id, "made_at": row.made_at} for row in cited],
    )
    answers = MailAnswer.objects.filter(person=person).order_by("sent_at", "pk")
    yield PersonalData("watch_answers", list(answers.values("sent_at")))


@erases
def erase(person: User) -> None:
    """Thanks go; what became of notes stays, without the name of who said so."""
    Thanks.objects.filter(person=person).delete()
    MailAnswer.objects.filter(person=person).delete()
    Citation.objects.filter(made_by=person).update(made_by=None)
    note_change()


@adds_personal_data
def collect_sorting(person: User) -> Iterator[PersonalData]:
    """What the person decided, said and had to look after in inboxes.

    Stories are named to members: an inbox is read by nobody else.
    """
    standing = standing_of(person)
    decisions = Decision.objects.filter(by=person).order_by("at", "pk")
    rows = decisions.values("kind", "at", "undone_at", "story__title", "story__community")
    yield PersonalData(
        "watch_decisions",
        [
            row
            if standing.everything or row["story__community"] in standing.roles
            else {**row, "story__title": ""}
            for row in rows
        ],
    )
    remarks = Remark.objects.filter(author=person)
    yield PersonalData("watch_remarks", list(remarks.values("text", "written_at")))
    weeks = Watcher.objects.filter(person=person)
    yield PersonalData("watch_weeks", list(weeks.values("community", "monday")))
    added = Source.objects.filter(added_by=person).order_by("added_at", "pk")
    yield PersonalData("watch_sources", list(added.values("address", "community", "added_at")))


@erases
def erase_sorting(person: User) -> None:
    """What was decided and said stays, without a name; weeks to come are free again."""
    Watcher.objects.filter(person=person).delete()
    Story.objects.filter(assigned_to=person).update(assigned_to=None)
    Story.objects.filter(decided_by=person).update(decided_by=None)
    Decision.objects.filter(by=person).update(by=None)
    Decision.objects.filter(assigned_before=person).update(assigned_before=None)
    Remark.objects.filter(author=person).update(author=None)
    Source.objects.filter(added_by=person).update(added_by=None)
