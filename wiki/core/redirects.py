"""Old addresses that lead on, as far as the table of redirects can hold them.

Wagtail keeps the old address of each page that goes elsewhere, in a column of limited length. A
page with longer names above it has a longer address, which SQLite stores all the same and
PostgreSQL refuses, together with the move itself.
"""

import logging
from typing import Any

from django.db.models import Model
from wagtail.contrib.redirects import signal_handlers
from wagtail.contrib.redirects.models import Redirect

logger = logging.getLogger("redirects")

#: Characters of the longest old address that is kept.
LONGEST: int = Redirect._meta.get_field("old_path").max_length or 0


def can_lead_on(address: str) -> bool:
    """Whether this old address, without the site's, can be kept; says so in the log if not."""
    if len(address) <= LONGEST:
        return True
    logger.warning("redirects.too_long", extra={"characters": len(address)})
    return False


class FittingRedirects(signal_handlers.BatchRedirectCreator):
    """Wagtail's own, without the addresses that cannot be kept: the pages move all the same."""

    def add(self, *, instance: Model | None = None, **kwargs: Any) -> None:
        address = instance.old_path if isinstance(instance, Redirect) else kwargs["old_path"]
        if can_lead_on(address):
            super().add(instance=instance, **kwargs)


def replace_wagtails_redirects() -> None:
    """Wagtail has no setting for it."""
    signal_handlers.BatchRedirectCreator = FittingRedirects  # type: ignore[misc]
