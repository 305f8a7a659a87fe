"""Forms of sources."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.core.models import Theme
from wiki.core.opml import MAX_BYTES
from wiki.watch.models import Source
from wiki.watch.models.source import LONGEST_ADDRESS
from wiki.watch.sources.addresses import web_address


def _themes() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What this source is read for. Its stories carry them."),
    )


class AddForm(forms.Form):
    """The address of a feed or of a site."""

    address = forms.CharField(
        label=_("Address of the site or of the feed"),
        max_length=LONGEST_ADDRESS,
        help_text=_("For example: https://example.org. The feeds that it offers are found."),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "url"}),
    )
    title = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("How the community calls it; empty: the name that the feed gives."),
    )
    themes = _themes()

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"].strip()
        found = web_address(typed if "://" in typed else f"https://{typed}")
        if not found:
            raise forms.ValidationError(_("This is not an address of the web."))
        return found


class SourceForm(forms.ModelForm):
    """What one changes of a source."""

    themes = _themes()

    class Meta:
        model = Source
        fields: ClassVar = ["title", "themes", "active"]
        help_texts: ClassVar = {"active": _("Otherwise it is read no more; what it brought stays.")}


class ImportForm(forms.Form):
    """A list of feeds from another reader."""

    file = forms.FileField(
        label=_("OPML file"),
        help_text=_("What other readers call “export subscriptions”."),
        widget=forms.FileInput({"accept": ".opml,.xml"}),
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is too large for a list of feeds."))
        return found
