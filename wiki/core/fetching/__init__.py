"""The one way in which the site reads an address that somebody else wrote.

Web addresses only, towards the public internet only, a limit on everything: see ``addresses`` for
where it goes, ``connecting`` for how it stays there, ``bodies`` for how much it reads.
"""

from wiki.core.fetching.errors import (
    AddressRefused,
    FetchRefused,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    Unreadable,
)
from wiki.core.fetching.service import PAGE, Fetched, Limits, fetch, post, reach

__all__ = [
    "PAGE",
    "AddressRefused",
    "FetchRefused",
    "Fetched",
    "Limits",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "Unreachable",
    "Unreadable",
    "fetch",
    "post",
    "reach",
]
