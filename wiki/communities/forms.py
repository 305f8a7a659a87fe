"""Forms of the screens of communities."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from wiki.communities.models import Invitation, JoinRequest, Membership
from wiki.communities.rights import Role
from wiki.communities.services.joining import MOST_DAYS, VALID_DAYS
from wiki.core.text import folded_lines

#: At once: a message to more people is a letter, and not an invitation.
MOST_ADDRESSES = 50
MOST_USES = 1_000


class AskForm(forms.ModelForm):
    """A word to the facilitators."""

    class Meta:
        model = JoinRequest
        fields = ["message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 4})}


class AnswerForm(forms.ModelForm):
    """The answer to a request; its two buttons say which."""

    accepted = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )

    class Meta:
        model = JoinRequest
        fields = ["answer"]
        widgets = {"answer": forms.Textarea(attrs={"rows": 2})}


class MemberForm(forms.ModelForm):
    """What somebody is in the community."""

    class Meta:
        model = Membership
        fields = ["role", "reviews"]


class InvitationForm(forms.ModelForm):
    """To addresses, or a link for whoever has it."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One per line. Leave it empty to get a link that you send yourself."),
    )
    days = forms.IntegerField(
        label=_("Days for which it holds"), min_value=1, max_value=MOST_DAYS, initial=VALID_DAYS
    )
    max_uses = forms.IntegerField(
        label=_("How many people may use the link"),
        min_value=0,
        max_value=MOST_USES,
        initial=1,
        required=False,
        help_text=_("0: as many as want to. An e-mail is for one person."),
    )

    class Meta:
        model = Invitation
        fields = ["role"]

    field_order = ["addresses", "role", "days", "max_uses"]

    def __init__(self, *args: Any, any_role: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not any_role:
            del self.fields["role"]

    def clean_addresses(self) -> list[str]:
        """The addresses, each once, in small letters."""
        lines = list(dict.fromkeys(folded_lines(self.cleaned_data["addresses"].lower())))
        if len(lines) > MOST_ADDRESSES:
            raise ValidationError(
                _("No more than %(most)d addresses at once."), params={"most": MOST_ADDRESSES}
            )
        wrong = [line for line in lines if not _is_address(line)]
        if wrong:
            raise ValidationError(
                _("Not an e-mail address: %(lines)s"), params={"lines": ", ".join(wrong[:5])}
            )
        return lines

    def clean_max_uses(self) -> int:
        value = self.cleaned_data["max_uses"]
        return 1 if value is None else value

    @property
    def chosen_role(self) -> Role:
        """The role that the invitation gives."""
        return Role(self.cleaned_data.get("role") or Role.MEMBER)


def _is_address(line: str) -> bool:
    try:
        validate_email(line)
    except ValidationError:
        return False
    return True
