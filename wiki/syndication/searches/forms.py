"""The form of a kept search."""

from typing import ClassVar

from django import forms

from wiki.syndication.models import SavedSearch
from wiki.syndication.searches.services import Wanted


class SearchForm(forms.ModelForm):
    """Name and rhythm; what is searched for stands in the address."""

    class Meta:
        model = SavedSearch
        fields: ClassVar = ["name", "rhythm"]

    def wanted(self) -> Wanted:
        """What the person chose."""
        return Wanted(self.cleaned_data["name"], self.cleaned_data["rhythm"])
