"""Forms of the inbox."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guides.watch_kinds import WatchKind
from wiki.communities.models import CommunityPage
from wiki.communities.queries import members
from wiki.core.models import Theme
from wiki.watch.models import Source, StoryState
from wiki.watch.models.item import LONGEST_REMARK, LONGEST_TITLE
from wiki.watch.triage.queries import Wanted, Whose
from wiki.watch.triage.rota import Turn

#: Characters of « what it means for us »: a note is short.
LONGEST_MEANING = 5_000
WHOSE = [
    (Whose.ALL.value, _("Everybody's")),
    (Whose.MINE.value, _("Given to me")),
    (Whose.NOBODY.value, _("Given to nobody")),
    (Whose.DECIDED.value, _("Decided by me")),
]


class FilterForm(forms.Form):
    """What narrows the inbox; ``sources`` as ``queries.sources_of`` gives them."""

    state = forms.ChoiceField(
        label=pgettext_lazy("inbox", "State"), required=False, choices=StoryState.choices
    )
    source = forms.ChoiceField(label=_("Source"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    whose = forms.ChoiceField(label=pgettext_lazy("inbox", "Whose"), required=False, choices=WHOSE)

    def __init__(self, data: QueryDict, *, sources: Sequence[Source]) -> None:
        super().__init__(data)
        themes: set[Theme] = {theme for source in sources for theme in source.told_themes}  # type: ignore[attr-defined]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            ("", _("All sources")), *((str(source.pk), source.title) for source in sources),
        ]  # fmt: skip
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", _("All themes")),
            *sorted(((theme.slug, theme.label) for theme in themes), key=lambda row: row[1]),
        ]

    def wanted(self) -> Wanted:
        """What was asked for; what cannot be asked for is left out."""
        self.is_valid()
        values = self.cleaned_data
        return Wanted(
            state=StoryState(values.get("state") or StoryState.NEW),
            source=int(values["source"]) if values.get("source") else None,
            theme=values.get("theme", ""),
            whose=Whose(values.get("whose", "")),
        )


class KeepForm(forms.Form):
    """What makes a note of a story."""

    means_for_us = forms.CharField(
        label=_("What it means for us"),
        max_length=LONGEST_MEANING,
        help_text=_("The reason for sharing it: what we could start, stop or change."),
        widget=forms.Textarea({"rows": 3, "data-first": ""}),
    )
    title = forms.CharField(label=_("Title of the note"), max_length=LONGEST_TITLE, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=WatchKind.choices,
        initial=WatchKind.ARTICLE,
        required=False,
        help_text=_("It says for how long the note is worth reading."),
    )


class AssignForm(forms.Form):
    """Who looks at it."""

    to = forms.ChoiceField(label=_("Give it to"), widget=forms.Select({"data-first": ""}))
    message = forms.CharField(label=_("A word with it"), max_length=LONGEST_REMARK, required=False)

    def __init__(self, data: Any = None, *, community: CommunityPage, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.people = {str(row.person_id): row.person for row in members(community)}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (pk, person.display_name) for pk, person in self.people.items()
        ]


class RemarkForm(forms.Form):
    """A word for those who sort."""

    text = forms.CharField(
        label=_("A word for those who sort"),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 2, "data-first": ""}),
    )


class RotaForm(forms.Form):
    """One field for each week, named after its Monday."""

    def __init__(
        self, data: Any = None, *, community: CommunityPage, weeks: Iterable[Turn]
    ) -> None:
        self.weeks = list(weeks)
        initial = {
            week.monday.isoformat(): str(week.person.pk) for week in self.weeks if week.person
        }
        super().__init__(data, initial=initial)
        people = [(str(row.person_id), row.person.display_name) for row in members(community)]
        for week in self.weeks:
            self.fields[week.monday.isoformat()] = forms.ChoiceField(
                required=False, choices=[("", _("Nobody yet")), *people]
            )

    def plan(self) -> dict[Any, int | None]:
        """Who has which week."""
        found: dict[Any, int | None] = {}
        for week in self.weeks:
            chosen = self.cleaned_data.get(week.monday.isoformat(), "")
            found[week.monday] = int(chosen) if chosen else None
        return found


def numbers(values: Iterable[str], *, most: int) -> list[int]:
    """Those of the values that are numbers of rows."""
    found = []
    for value in list(values)[:most]:
        with suppress(ValueError):
            if value.isascii() and len(value) < 19:
                found.append(int(value))
    return found
