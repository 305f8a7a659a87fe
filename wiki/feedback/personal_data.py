"""What comments hold of one person, to give to them or to forget."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from wiki.core.changes import note_change
from wiki.feedback.models import Comment
from wiki.people.data import PersonalData, adds_personal_data, erases
from wiki.people.models import User


@adds_personal_data
def collect(person: User) -> Iterator[PersonalData]:
    """The person's own comments, the oldest first; dates are ISO 8601."""
    rows = Comment.objects.filter(author=person).order_by("written_at", "pk")
    comments = [
        {
            "page": row.page_id,
            "text": row.text,
            "written_at": row.written_at.isoformat(),
            "edited_at": row.edited_at.isoformat() if row.edited_at else None,
            "hidden_reason": row.hidden_reason,
        }
        for row in rows
    ]
    # « comments » are those of the CMS, beside drafts.
    yield PersonalData("page_comments", comments)


@erases
@transaction.atomic
def erase(person: User) -> None:
    """What the person wrote stays, under « former member »; who mentioned them no longer does."""
    name = person.own_name
    mine = Comment.objects.filter(author=person)
    mentioning = Comment.objects.none() if not name else Comment.objects.exclude(named=[])
    for comment in mentioning.filter(~Q(author=person)).iterator():
        marks = [row for row in comment.named if row.get("person") == person.pk]
        if marks:
            for row in marks:
                comment.text = comment.text.replace(str(row["text"]), "@…")
            comment.named = [row for row in comment.named if row not in marks]
            comment.save(update_fields=["text", "named"])
    mine.update(author=None)
    Comment.objects.filter(hidden_by=person).update(hidden_by=None)
    note_change()  # an update sends no signal, and kept pages show the name
