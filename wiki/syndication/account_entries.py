"""What the account offers of it."""

from django.utils.translation import gettext_lazy as _

from wiki.people.account import AccountEntry, adds_account_entry

adds_account_entry(
    AccountEntry(
        "syndication:searches",
        _("My saved searches"),
        _("What you look for again and again, and how you hear of new pages."),
        "search",
        order=40,
    )
)
adds_account_entry(
    AccountEntry(
        "syndication:private_feeds",
        _("My feeds and calendars"),
        _("A private address, so that your own programs read what you may read."),
        "rss",
        order=41,
    )
)
