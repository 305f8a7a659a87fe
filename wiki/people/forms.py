"""Forms of the account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from wiki.people.models import FIELDS, Profile, User
from wiki.people.spoken import Spoken


class SignInForm(AuthenticationForm):
    """E-mail address and password; never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("This address and this password do not go together."),
        "inactive": _("This account is closed. Write to the people who run the site."),
    }


class ProfileForm(forms.ModelForm):
    """What one says of oneself, and who sees which part."""

    job_title = User._meta.get_field("job_title").formfield()  # type: ignore[union-attr]
    languages = forms.MultipleChoiceField(
        label=_("languages that I speak"),
        choices=Spoken.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Profile
        fields = (
            "themes", "words", "languages", "availability", "contact", "phone", "text",
            "language", *(f"{name}_seen" for name in FIELDS), "listed", "may_be_asked",
        )  # fmt: skip
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            "words": forms.Textarea(attrs={"rows": 4}),
            "text": forms.Textarea(attrs={"rows": 4}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("contact") == "phone" and not values.get("phone"):
            self.add_error("phone", _("Give the number at which colleagues reach you."))
        return values


class ErasureForm(forms.Form):
    """The password once more, so that nobody leaves by somebody else's click."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self._person.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password
