"""The form of a channel."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.core.fetching import AddressRefused
from wiki.core.fetching.addresses import target_of
from wiki.syndication.models import Webhook
from wiki.syndication.webhooks.services import Wanted


class ChannelForm(forms.ModelForm):
    """A channel; the address is a secret and never shown again, empty it stays as it is."""

    address = forms.CharField(
        label=_("address of the incoming webhook"),
        max_length=2000,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "url"}),
        help_text=_(
            "The service makes it: “Workflows” in Teams, “Incoming Webhooks” in Slack and "
            "Mattermost. Whoever has it can write in the channel."
        ),
    )

    class Meta:
        model = Webhook
        fields: ClassVar = ["name", "service", "address", "members_only", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and self.instance.address:
            self.fields["address"].help_text = _("Leave it empty to keep the present one.")

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        if not address:
            if self.instance.pk is None or not self.instance.address:
                raise forms.ValidationError(_("Paste the address that the service gave you."))
            return ""
        try:
            target_of(address)
        except AddressRefused as error:
            raise forms.ValidationError(
                _("This is no address to which the site can write: it begins with https://.")
            ) from error
        return address

    def wanted(self) -> Wanted:
        """What the person chose."""
        values = self.cleaned_data
        return Wanted(
            name=values["name"],
            service=values["service"],
            address=values["address"],
            members_only=values["members_only"],
            active=values["active"],
        )
