"""What a person can do with their account, gathered from whoever offers it.

An app's module ``account_entries`` registers its own.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One act of the account's page: ``url_name`` is that of its own page."""

    url_name: str
    title: str | Promise
    text: str | Promise
    icon: str
    #: Where it stands: profile 10, language 20, password 30, data 90.
    order: int = 50


_entries: list[AccountEntry] = []


def adds_account_entry(entry: AccountEntry) -> AccountEntry:
    """Register what an app offers on the account's page."""
    _entries.append(entry)
    return entry


def account_entries() -> list[AccountEntry]:
    """All that is offered, in order."""
    return sorted(_entries, key=lambda entry: entry.order)
