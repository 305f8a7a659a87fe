"""Forms of the account."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wiki.people.models import FIELDS, Contact, Profile, User
from wiki.people.spoken import Spoken


class SignInForm(AuthenticationForm):
    """E-mail address and password; never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("This address and this password do not go together."),
        "inactive": _("This account is closed. Write to the people who run the site."),
    }


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that one thinks of together, and the one that says who sees them."""

    title: str | Promise
    fields: tuple[forms.BoundField, ...]
    seen: forms.BoundField | None = None


class ProfileForm(forms.ModelForm):
    """What one says of oneself, and who sees which part."""

    job_title = User._meta.get_field("job_title").formfield()  # type: ignore[union-attr]
    languages = forms.MultipleChoiceField(
        label=_("languages that I speak"),
        choices=Spoken.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.ChoiceField(
        label=capfirst(_("how I like to be asked")),
        choices=[("", _("No preference")), *Contact.choices],
        required=False,
    )

    class Meta:
        model = Profile
        fields = (
            "themes", "words", "languages", "availability", "contact", "phone", "text",
            "language", *(f"{name}_seen" for name in FIELDS), "listed", "may_be_asked",
        )  # fmt: skip
        help_texts = {"phone": _("Shown when you like to be asked by phone.")}
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            "words": forms.Textarea(attrs={"rows": 4}),
            "text": forms.Textarea(attrs={"rows": 4}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def groups(self) -> Iterator[Group]:
        """The fields in the order in which one writes them."""
        named = (
            ("job_title", _("My role"), ("job_title",)),
            ("skills", _("What you can ask me about"), ("themes", "words")),
            ("text", _("A few words on me"), ("text", "language")),
            ("languages", _("Languages"), ("languages",)),
            ("contact", _("How to reach me"), ("contact", "phone")),
            ("availability", _("When I have time"), ("availability",)),
            ("communities", _("The communities that I belong to"), ()),
        )
        for name, title, fields in named:
            yield Group(title, tuple(self[field] for field in fields), self[f"{name}_seen"])
        yield Group(_("Being found"), (self["listed"], self["may_be_asked"]))

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
