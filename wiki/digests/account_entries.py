"""What digests add to the account.

Nobody is subscribed by joining: a membership is no consent to e-mails, and what happens in
a community is told by notices already. The account and the community's page offer it.
"""

from django.utils.translation import gettext_lazy as _

from wiki.people.account import AccountEntry, adds_account_entry

adds_account_entry(
    AccountEntry(
        "digests:mine",
        _("My digests"),
        _("Which communities send you their digests, and how often."),
        "newspaper",
        order=45,
    )
)
