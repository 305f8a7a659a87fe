"""Forms of those who subscribe."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.core.models import Theme
from wiki.digests.models import Rhythm


class SubscribeForm(forms.Form):
    """When digests arrive, and of which of ``themes``; without themes it is not asked."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    rhythm = forms.ChoiceField(
        label=_("When"),
        choices=Rhythm.choices,
        initial=Rhythm.IMMEDIATE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, themes: Sequence[Theme] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._themes = {theme.slug: theme for theme in themes}
        field: Any = self.fields["theme"]
        field.choices = [("", _("All of it")), *((theme.slug, theme.label) for theme in themes)]
        if not themes:
            del self.fields["theme"]

    @property
    def chosen(self) -> Rhythm:
        """The rhythm, once the form is valid."""
        return Rhythm(self.cleaned_data["rhythm"])

    @property
    def chosen_theme(self) -> Theme | None:
        """The theme, once the form is valid; None for all of it."""
        return self._themes.get(self.cleaned_data.get("theme", ""))


class OutsideForm(SubscribeForm):
    """The same for somebody without an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send you a link to confirm it, and keep nothing of it before."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    field_order = ["email", "theme", "rhythm"]
