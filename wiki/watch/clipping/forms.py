"""Forms of clips."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guides.models import WatchNotePage
from guides.watch_kinds import MONTH, WatchKind
from wiki.communities.models import CommunityPage
from wiki.core.models import Theme
from wiki.watch.canonical import assumed_https
from wiki.watch.clipping.covers import check_cover
from wiki.watch.clipping.errors import ClipRefused
from wiki.watch.clipping.services import LONGEST_ADDRESS, checked_address
from wiki.watch.clipping.words import LONGEST_SUMMARY, LONGEST_TITLE, LONGEST_WORDS, rich_words

STAYS = "stays"
SHELF_CHOICES = [
    ("", _("As usual for its kind")),
    ("1", _("One month")),
    ("3", _("Three months")),
    ("6", _("Six months")),
    ("12", _("One year")),
    ("36", _("Three years")),
    (STAYS, _("No end")),
]


class WordsForm(forms.Form):
    """What every clip says: where it goes, what it means for us, what it is about."""

    community = forms.ChoiceField(label=_("Community"))
    means_for_us = forms.CharField(
        label=_("What it means for us"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What we could start, stop or change. One sentence is enough."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=WatchKind.choices, initial=WatchKind.ARTICLE, required=False
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shelf_life = forms.ChoiceField(
        label=_("Worth reading for"),
        choices=SHELF_CHOICES,
        required=False,
        help_text=_("Afterwards the note leaves the front pages and says that it is out of date."),
    )

    def __init__(self, *args: Any, places: Sequence[CommunityPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.slug: place for place in places}
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(place.slug, place.title) for place in places]

    def clean_means_for_us(self) -> str:
        words = self.cleaned_data["means_for_us"]
        if not words and not self.fields["means_for_us"].required:
            return ""
        try:
            rich_words(words)
        except ClipRefused as refusal:
            raise forms.ValidationError(refusal.told) from refusal
        return words

    def place(self) -> CommunityPage:
        """The community chosen, of a valid form."""
        return self.places[self.cleaned_data["community"]]

    def shelf(self) -> dict[str, Any]:
        """``relevant_until`` and ``stays``, as the service wants them."""
        chosen = self.cleaned_data["shelf_life"]
        end: date | None = None
        if chosen and chosen != STAYS:
            end = timezone.localdate() + timedelta(days=int(chosen) * MONTH.days)
        return {"relevant_until": end, "stays": chosen == STAYS}


class ClipForm(WordsForm):
    """One link."""

    address = forms.CharField(label=_("Address"), max_length=LONGEST_ADDRESS, widget=forms.URLInput)
    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("Left empty, it is read from the page."),
    )
    summary = forms.CharField(
        label=_("What it says, in two sentences"),
        max_length=LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Left empty, it is read from the page."),
    )

    field_order = (
        "address", "community", "means_for_us", "title", "kind", "themes", "summary", "shelf_life",
    )  # fmt: skip

    def clean_address(self) -> str:
        try:
            return checked_address(assumed_https(self.cleaned_data["address"]))
        except ClipRefused as refusal:
            raise forms.ValidationError(refusal.told) from refusal


class SourceForm(forms.ModelForm):
    """What the source says of itself, typed by hand."""

    archive_address = forms.URLField(
        label=_("Archived copy"),
        max_length=1_000,
        required=False,
        assume_scheme="https",
        help_text=_("Address of a copy in an archive of the web, for the day the page is gone."),
    )

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput({"accept": "image/*"}),
        help_text=_("Shown on the cards of the note; it takes the place of the one it has."),
    )

    class Meta:
        model = WatchNotePage
        fields = (
            "title", "summary", "source_title", "publisher", "source_author", "source_date",
            "source_language", "reading_minutes", "kind", "relevant_until",
        )  # fmt: skip
        widgets = {
            "source_date": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "relevant_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "summary": forms.Textarea({"rows": 3}),
        }

    def clean_picture(self) -> File | None:
        """Nothing opens the file before it is checked."""
        picture: File | None = self.cleaned_data["picture"]
        if picture is not None:
            check_cover(picture)
        return picture

    def values(self) -> dict[str, Any]:
        """By the names of the note's fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
