"""Forms that open a community, merge it, and bring pages in and out of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guides.models import IndexPage
from guides.opening import Starter
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Visibility
from wiki.communities.running.forms import LONGEST_TEXT
from wiki.communities.services.opening import NewCommunity
from wiki.core.languages import Language
from wiki.core.rich_text_markdown import as_rich_text
from wiki.core.text import folded_lines
from wiki.people.models import User

STARTERS = [
    (Starter.CHARTER.value, _("A charter to adapt")),
    (Starter.WELCOME.value, _("A page of welcome, as a draft to adapt")),
    (Starter.GUIDE.value, _("A template of a guide")),
    (Starter.CASE.value, _("A template of a case study")),
    (Starter.WATCH.value, _("A template of a watch note")),
    (Starter.SERIES.value, _("A template of a series")),
    (Starter.DIGEST.value, _("A template of a digest")),
]
#: Nobody names more people by hand.
MOST_FACILITATORS = 20


def _text(name: str) -> forms.CharField:
    ours = CommunityPage._meta.get_field(name)
    return forms.CharField(
        label=str(ours.verbose_name).capitalize(),
        help_text=ours.help_text,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
    )


class OpeningForm(forms.Form):
    """A new community, in the order in which one thinks of it."""

    title = forms.CharField(label=_("Name"), max_length=120)
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("What the community is about, as one would say it to a newcomer."),
    )
    visibility = forms.ChoiceField(
        label=pgettext_lazy("community", "Who sees it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        help_text=_("Holds for its pages, its pictures and its documents."),
    )
    joining = forms.ChoiceField(
        label=_("How one joins"),
        choices=Joining.choices,
        initial=Joining.REQUEST,
        widget=forms.RadioSelect,
    )
    facilitators = forms.CharField(
        label=_("Other facilitators"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Their e-mail addresses, one per line. You are one already."),
    )
    language = forms.ChoiceField(label=_("Language of these texts"), choices=Language.choices)
    starters = forms.MultipleChoiceField(
        label=_("To begin with"),
        choices=STARTERS,
        initial=[value for value, _label in STARTERS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Members copy a template to write their own page; nobody else sees it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("domain", "community", "practice"):
            self.fields[name] = _text(name)
        self.fields["language"].initial = (get_language() or Language.FRENCH)[:2]

    def clean_facilitators(self) -> list[User]:
        addresses = {line.lower() for line in folded_lines(self.cleaned_data["facilitators"])}
        if len(addresses) > MOST_FACILITATORS:
            raise forms.ValidationError(_("These are too many people to begin with."))
        people = list(User.objects.filter(is_active=True, email__in=addresses))
        unknown = sorted(addresses - {person.email for person in people})
        if unknown:
            text = _("Nobody here has this address: %(addresses)s")
            raise forms.ValidationError(text % {"addresses": ", ".join(unknown)})
        return people

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        hidden = values.get("visibility") == Visibility.HIDDEN
        if hidden and values.get("joining") not in {None, Joining.INVITATION.value}:
            text = _("Nobody knows of a hidden community: one joins it by invitation.")
            self.add_error("joining", text)
        return values

    def new_community(self) -> NewCommunity:
        """What the form says of the community itself."""
        values = self.cleaned_data
        return NewCommunity(
            title=values["title"],
            summary=values["summary"],
            visibility=Visibility(values["visibility"]),
            joining=Joining(values["joining"]),
            **{name: as_rich_text(values[name]) for name in ("domain", "community", "practice")},
        )


class BeginForm(forms.Form):
    """A page of one's own, from a template."""

    title = forms.CharField(
        label=_("Title of your page"),
        max_length=200,
        help_text=_("You can change it later; the address of the page follows it now."),
    )


class MergeForm(forms.Form):
    """Who goes on facilitating, and whether more people may read."""

    still_facilitate = forms.MultipleChoiceField(
        label=_("Who goes on facilitating"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The others come as members, as everybody does."),
    )
    may_open = forms.BooleanField(label=_("I want these people to read the pages"), required=False)

    def __init__(self, *args: Any, people: Sequence[User], widens: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["still_facilitate"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(str(person.pk), person.display_name) for person in people]
        if not people:
            del self.fields["still_facilitate"]
        if not widens:
            del self.fields["may_open"]
        else:
            self.fields["may_open"].required = True

    def facilitators(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("still_facilitate", [])]


class DestinationForm(forms.Form):
    """To which section of another community the page goes."""

    to = forms.ChoiceField(label=_("Where to"))

    def __init__(self, *args: Any, places: Sequence[tuple[IndexPage, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(str(section.pk), label) for section, label in places]
