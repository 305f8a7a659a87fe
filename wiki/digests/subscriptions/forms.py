"""Forms of those who subscribe."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.digests.models import Rhythm


class SubscribeForm(forms.Form):
    """When digests arrive."""

    rhythm = forms.ChoiceField(
        label=_("When"),
        choices=Rhythm.choices,
        initial=Rhythm.IMMEDIATE,
        widget=forms.RadioSelect,
    )

    @property
    def chosen(self) -> Rhythm:
        """The rhythm, once the form is valid."""
        return Rhythm(self.cleaned_data["rhythm"])


class OutsideForm(SubscribeForm):
    """The same for somebody without an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send you a link to confirm it, and keep nothing of it before."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    field_order = ["email", "rhythm"]
