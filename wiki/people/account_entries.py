"""What every account offers."""

from django.utils.translation import gettext_lazy as _

from wiki.people.account import AccountEntry, adds_account_entry

adds_account_entry(
    AccountEntry(
        "people:password_change",
        _("Password"),
        _("Choose another one."),
        "lock",
        order=30,
    )
)
adds_account_entry(
    AccountEntry(
        "people:data",
        _("My data"),
        _("Take a copy of all that is kept of you, or leave for good."),
        "download",
        order=90,
    )
)
