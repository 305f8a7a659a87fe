"""Forms of those who compose a digest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guides.models import DigestItem, DigestPage
from guides.models.digest import LONGEST_WORD
from wiki.communities.running.forms import FIRST_YEAR, LAST_YEAR, same_lines
from wiki.digests.composing.arranging import sections
from wiki.digests.composing.services import Words, editorial_of

#: Characters of an editorial: two pages, more than anybody reads in a message.
LONGEST_EDITORIAL = 10_000


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def _address(value: str) -> None:
    """An address elsewhere, of a kind that a link may have."""
    if value and not value.lower().startswith(("http://", "https://")):
        raise forms.ValidationError(_("An address begins with https://"))


@dataclass(frozen=True, slots=True)
class ItemFields:
    """One item with its fields of the form."""

    item: DigestItem
    word: BoundField
    section: BoundField
    title: BoundField | None
    url: BoundField | None


@dataclass(frozen=True, slots=True)
class SectionFields:
    """One section: its field (its name) and its items."""

    name: str
    number: int
    field: BoundField
    rows: list[ItemFields]


class ComposeForm(forms.Form):
    """The whole digest in one form: whatever button is pressed, nothing typed is lost.

    Each item has a word and a section; items without a page have a title and an address.
    """

    title = forms.CharField(label=_("Title"), max_length=255)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=400, widget=forms.Textarea({"rows": 2})
    )
    period_start = _day(_("From"))
    period_end = _day(_("To"))
    editorial = forms.CharField(
        label=_("Editorial"),
        required=False,
        max_length=LONGEST_EDITORIAL,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "What to remember, in a few sentences. **Two stars** make words bold, "
            "[words](https://address) make a link."
        ),
    )

    def __init__(
        self, data: Any = None, *, digest: DigestPage, items: Iterable[DigestItem]
    ) -> None:
        self.items = list(items)
        self.names = sections(self.items)
        initial = {
            "title": digest.title,
            "summary": digest.summary,
            "period_start": digest.period_start,
            "period_end": digest.period_end,
            "editorial": editorial_of(digest),
        }
        super().__init__(data, initial=initial)
        for number, name in enumerate(self.names):
            self.fields[f"name-{number}"] = forms.CharField(
                label=_("Name of the section"), required=False, max_length=120, initial=name
            )
        for item in self.items:
            self._add_item(item)

    def _add_item(self, item: DigestItem) -> None:
        self.fields[f"word-{item.pk}"] = forms.CharField(
            label=_("The community’s word"),
            required=False,
            max_length=LONGEST_WORD,
            initial=item.word,
            widget=forms.Textarea({"rows": 2}),
        )
        self.fields[f"section-{item.pk}"] = forms.CharField(
            label=_("Section"),
            required=False,
            max_length=120,
            initial=item.section,
            widget=forms.TextInput({"list": "sections", "autocomplete": "off"}),
        )
        if item.page_id is None:
            self.fields[f"title-{item.pk}"] = forms.CharField(
                label=_("Title"), max_length=300, initial=item.title
            )
            self.fields[f"url-{item.pk}"] = forms.CharField(
                label=_("Address"), required=False, max_length=1000, initial=item.url,
                validators=[_address],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("period_start"), values.get("period_end")
        if start and end and start > end:
            self.add_error("period_end", _("The period ends before it begins."))
        for name in ("period_start", "period_end"):
            day = values.get(name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, _("This year looks like a slip of the hand."))
        return values

    def shown_sections(self) -> list[SectionFields]:
        """What the template shows, in order."""
        return [
            SectionFields(
                name=name,
                number=number,
                field=self[f"name-{number}"],
                rows=[self._row(item) for item in self.items if item.section == name],
            )
            for number, name in enumerate(self.names)
        ]

    def _row(self, item: DigestItem) -> ItemFields:
        free = item.page_id is None
        return ItemFields(
            item=item,
            word=self[f"word-{item.pk}"],
            section=self[f"section-{item.pk}"],
            title=self[f"title-{item.pk}"] if free else None,
            url=self[f"url-{item.pk}"] if free else None,
        )

    def words(self) -> Words:
        """What stands over the items."""
        values = self.cleaned_data
        return Words(
            title=values["title"],
            summary=values["summary"],
            editorial=same_lines(values["editorial"]),
            period_start=values["period_start"],
            period_end=values["period_end"],
        )

    def changes(self) -> dict[int, dict[str, str]]:
        """By item, the values that somebody touched: what a colleague wrote meanwhile stays."""
        found: dict[int, dict[str, str]] = {}
        for item in self.items:
            for name in ("word", "section", "title", "url"):
                field = f"{name}-{item.pk}"
                if field in self.cleaned_data and field in self.changed_data:
                    value = same_lines(self.cleaned_data[field])
                    found.setdefault(item.pk, {})[name] = value
        return found

    def renamed(self) -> dict[str, str]:
        """Other names of sections, by their present one."""
        return {
            name: self.cleaned_data[f"name-{number}"].strip()
            for number, name in enumerate(self.names)
            if f"name-{number}" in self.changed_data
        }


#: The fields stand elsewhere on the screen, and are sent with all that was typed.
_OF_DIGEST = {"form": "digest"}


class AddForm(forms.Form):
    """A page of the site by its address, or words with an address elsewhere.

    Posted with the whole digest by every button: unless ``needed``, it may be empty.
    """

    prefix = "add"
    what = forms.CharField(
        label=_("Address or title"),
        max_length=1000,
        widget=forms.TextInput(_OF_DIGEST),
        help_text=_("The address of a page of this site, an address elsewhere, or a few words."),
    )
    title = forms.CharField(
        label=_("Title, for an address elsewhere"),
        required=False,
        max_length=300,
        widget=forms.TextInput(_OF_DIGEST),
    )
    section = forms.CharField(
        label=_("Section"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"list": "sections", "autocomplete": "off", **_OF_DIGEST}),
    )

    def __init__(self, data: Any = None, *, needed: bool = False) -> None:
        super().__init__(data, empty_permitted=not needed, use_required_attribute=False)


class SendForm(forms.Form):
    """Now, or at a moment; or back, with a word."""

    at = forms.DateTimeField(
        label=_("Day and hour of sending"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: now."),
    )
    words = forms.CharField(
        label=_("What should change"),
        required=False,
        max_length=LONGEST_WORD,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["at"]
        if moment is None:
            return None
        if moment.year > LAST_YEAR:
            raise forms.ValidationError(_("This year looks like a slip of the hand."))
        if moment <= timezone.now():
            raise forms.ValidationError(
                _("This moment is in the past: choose a later one."), code="past"
            )
        return moment


class CorrectionForm(forms.Form):
    """What is right instead."""

    correction = forms.CharField(
        label=_("What is right"),
        max_length=LONGEST_WORD,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Shown beside the item in the archive, and told to its readers if you want."),
    )


class DigestSettingsForm(forms.Form):
    """What a community wants for its digests."""

    needs_approval = forms.BooleanField(
        label=_("somebody else approves each digest before it leaves"),
        required=False,
        help_text=_("A facilitator or an expert. Whoever is alone sends without."),
    )
    reply_to = forms.EmailField(
        label=_("Address for answers"),
        required=False,
        max_length=254,
        help_text=_("Where answers of readers go. Empty: the sender’s address of the site."),
    )
