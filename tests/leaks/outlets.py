"""Everything that shows, counts or sends pages, in one list.

An outlet is a function of a visit: it gives all that it shows to the visitor, and counts
with what they should be. Whoever adds an address registers it here, with the names of the
views that it opens, or says in ``addresses.py`` why no page can show there.
"""

from collections.abc import Iterator
from importlib import import_module

from tests.leaks.registry import OUTLETS, Registered, Visit

__all__ = ["OUTLETS", "Registered", "Visit", "registered_views"]

for _module in (
    "site_outlets", "community_outlets", "people_outlets", "cms_outlets", "file_outlets",
    "watch_outlets", "triage_outlets", "digest_outlets", "syndication_outlets", "figure_outlets",
    "absence_outlets",
):  # fmt: skip
    import_module(f"tests.leaks.{_module}")


def registered_views() -> Iterator[str]:
    """The names of all views that some outlet opens."""
    for each in OUTLETS:
        yield from each.views
