"""How one wants to hear of things: all kinds on one page."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wiki.notifications.kinds import KINDS, Channel, Group

#: Days of a pause that can be chosen; "" leaves it as it is.
PAUSES = [
    ("", _("No change")),
    ("0", _("E-mails as chosen below")),
    ("7", _("No e-mail for a week")),
    ("30", _("No e-mail for a month")),
]


class WishesForm(forms.Form):
    """One field for each kind, named after it, and the pause."""

    pause = forms.ChoiceField(label=_("A pause"), choices=PAUSES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS.values():
            self.fields[kind.name] = forms.ChoiceField(
                label=str(kind.label), choices=Channel.choices
            )

    def groups(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The fields of the kinds under their headings."""
        return [
            (group.label, [self[kind.name] for kind in KINDS.values() if kind.group == group])
            for group in Group
        ]

    def channels(self) -> dict[str, str]:
        """What was chosen, by kind."""
        return {name: self.cleaned_data[name] for name in KINDS}
