"""Forms of those who run a community."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage, Gathering
from wiki.communities.rights import Joining, Visibility
from wiki.communities.services.settings import TEXTS
from wiki.core.rich_text_markdown import as_markdown, as_rich_text, pages_named
from wiki.people.models import User

#: Characters; ten pages are more than anybody reads there.
LONGEST_TEXT = 20_000
#: Years of a meeting: outside of them somebody mistyped.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def same_lines(text: str) -> str:
    """``text`` with the line ends that we store; browsers post others."""
    return text.replace("\r\n", "\n").strip()


class SettingsForm(forms.Form):
    """What ``services.settings.configure`` may change; texts are written in Markdown."""

    summary = forms.CharField(max_length=300, widget=forms.Textarea({"rows": 2}))
    visibility = forms.ChoiceField(choices=Visibility.choices, widget=forms.RadioSelect)
    joining = forms.ChoiceField(choices=Joining.choices, widget=forms.RadioSelect)
    expert_step = forms.BooleanField(required=False)
    #: The version that the person read; another one means that somebody else has saved.
    version = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, community: CommunityPage, viewer: User) -> None:
        self.community, self.viewer = community, viewer
        self.stored = {name: getattr(community, name) for name in TEXTS}
        self.texts = {name: as_markdown(html) for name, html in self.stored.items()}
        initial = {
            **self.texts,
            "summary": community.summary,
            "visibility": community.visibility,
            "joining": community.joining,
            "expert_step": community.expert_step,
            "version": str(community.latest_revision_id or ""),
        }
        super().__init__(data, initial=initial)
        for name in TEXTS:
            self.fields[name] = forms.CharField(
                required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 5})
            )
        for name, field in self.fields.items():
            if name != "version":
                ours = CommunityPage._meta.get_field(name)
                field.label = str(ours.verbose_name).capitalize()
                field.help_text = ours.help_text

    def clean_version(self) -> str:
        found: str = self.cleaned_data["version"]
        if found != str(self.community.latest_revision_id or ""):
            # What was typed stays; sending it again is then a choice.
            self.data = {**self.data.dict(), "version": str(self.community.latest_revision_id)}  # type: ignore[attr-defined]
            raise forms.ValidationError(
                _("Somebody changed the community meanwhile. Look at its page, then save again.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        hidden = values.get("visibility") == Visibility.HIDDEN
        if hidden and values.get("joining") not in {None, Joining.INVITATION.value}:
            self.add_error(
                "joining",
                _("Nobody knows of a hidden community: one joins it by invitation."),
            )
        return values

    @property
    def changes_visibility(self) -> bool:
        return bool(self.cleaned_data["visibility"] != self.community.visibility)

    def values(self) -> Mapping[str, Any]:
        """The values to store; a text that nobody touched is stored as it was."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name in TEXTS:
            written = same_lines(found[name])
            untouched = written == same_lines(self.texts[name])
            found[name] = self.stored[name] if untouched else self._rich(name, written)
        return found

    def _rich(self, name: str, written: str) -> str:
        """Links by number lead to pages that the person may read, or led there before."""
        named = pages_named(written)
        kept = named & pages_named(self.texts[name])
        open_to = readable(Page.objects.live().filter(pk__in=named), self.viewer)
        return as_rich_text(written, pages=kept | set(open_to.values_list("pk", flat=True)))


def _moment(label: Any, *, required: bool, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class GatheringForm(forms.ModelForm):
    """A date of the community."""

    starts_at = _moment(_("Begins"), required=True)
    ends_at = _moment(_("Ends"), required=False)

    class Meta:
        model = Gathering
        fields: ClassVar = ["title", "starts_at", "ends_at", "place", "notes"]
        widgets: ClassVar = {"notes": forms.Textarea({"rows": 4})}

    def clean_starts_at(self) -> datetime:
        return self._in_reach(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> datetime | None:
        moment = self.cleaned_data["ends_at"]
        return self._in_reach(moment) if moment else None

    def _in_reach(self, moment: datetime) -> datetime:
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(_("This year looks like a slip of the hand."))
        return moment


class PinForm(forms.Form):
    """Which page, and what to do with its pin."""

    PIN, UNPIN, UP, DOWN = "pin", "unpin", "up", "down"

    page = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    act = forms.ChoiceField(choices=[(each, each) for each in (PIN, UNPIN, UP, DOWN)])
