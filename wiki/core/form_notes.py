"""What other apps have to say at a place of an edit form.

The form belongs to a page type; what is worth knowing while one fills it in may belong
to an app that the type does not know. The form leaves a :class:`NotesPanel` at the
place, the other app registers a note for it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.panels import Panel

#: Gives a piece of the form, or "" when there is nothing to say about this object.
Note = Callable[[Model, HttpRequest], str]

_notes: dict[str, list[Note]] = defaultdict(list)


def register_note(place: str, note: Note) -> None:
    """Let ``note`` speak at this place of the forms that have it; once, whoever repeats."""
    if note not in _notes[place]:
        _notes[place].append(note)


class NotesPanel(Panel):
    """The place; nothing is shown when nobody has anything to say."""

    def __init__(self, place: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.place = place

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "place": self.place}

    class BoundPanel(Panel.BoundPanel):
        """The notes about one object, made when the form is shown and not when it is saved."""

        @cached_property
        def notes(self) -> list[str]:
            said = (note(self.instance, self.request) for note in _notes[self.panel.place])
            return [text for text in said if text]

        def is_shown(self) -> bool:
            return bool(self.notes)

        def render_html(self, parent_context: Mapping[str, Any] | None = None) -> SafeString:
            return format_html_join("", "{}", ((text,) for text in self.notes))
