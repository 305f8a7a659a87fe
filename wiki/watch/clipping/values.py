"""Changes a few fields of a note without touching what somebody writes meanwhile.

A note may have a draft that its author works on. The published note gets the new values; so
does the draft, which is not published for all that.
"""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.models import Page

from guides.models import WatchNotePage
from guides.revisions import change_open_versions
from wiki.core.search_content import entries_changed
from wiki.notifications.quiet import quietly
from wiki.people.models import User

_encoder = DjangoJSONEncoder()


@transaction.atomic
def change_values(pk: int, values: dict[str, Any], *, user: User | None) -> None:
    """Give the note these values, quietly: it is no news. Raises ValidationError.

    ``values`` by the names of fields of its own table; pictures as objects.
    """
    # Locked, so that whoever saves the page meanwhile does so before or after.
    Page.objects.select_for_update().filter(pk=pk).first()
    note = WatchNotePage.objects.filter(pk=pk).first()
    if note is None or not values:
        return
    with quietly():
        if note.live and not note.has_unpublished_changes:
            _set(note, values)
            revision = note.save_revision(user=user, log_action=bool(user))
            revision.publish(user=user, skip_permission_checks=True)
        else:
            _beside_a_draft(note, values)


def _beside_a_draft(note: WatchNotePage, values: dict[str, Any]) -> None:
    written = {name: _written(value) for name, value in values.items()}

    def change(content: dict[str, Any]) -> bool:
        changed = any(content.get(name) != value for name, value in written.items())
        content.update(written)
        return changed

    change_open_versions(note, change)
    draft_title = values.get("title", note.draft_title)
    _set(note, values)
    note.draft_title = draft_title
    note.save()
    entries_changed.send(WatchNotePage, ids=[note.pk])


def _set(note: WatchNotePage, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(note, name, value)


def _written(value: Any) -> Any:
    """The value as a version holds it."""
    if hasattr(value, "pk"):
        return value.pk
    return value if isinstance(value, str | int | None) else _encoder.default(value)
