"""What communities add to the account."""

from django.utils.translation import gettext_lazy as _

from wiki.people.account import AccountEntry, adds_account_entry

adds_account_entry(
    AccountEntry(
        "profiles:mine",
        _("My profile"),
        _("What colleagues can ask you about, and who sees which part of it."),
        "user",
        order=10,
    )
)
