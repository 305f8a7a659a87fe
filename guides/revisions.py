"""Changes to what versions of a page say, when the change is none of the page's own.

A page gets another address or another community while somebody works on a draft: the
draft must not bring the old one back when it is published.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from wagtail.models import Page, Revision

Change = Callable[[dict[str, Any]], bool]


def change_open_versions(page: Page, change: Change) -> None:
    """Let ``change`` edit the content of each version that is or may become the page.

    It says whether it changed anything: the published version, the latest, the scheduled.
    """
    wanted = Q(pk__in=[page.latest_revision_id, page.live_revision_id]) | Q(
        approved_go_live_at__isnull=False
    )
    for revision in Revision.objects.for_instance(page).filter(wanted):
        content = revision.content
        if change(content):
            revision.content = content
            revision.save(update_fields=["content"])


def with_communities(*, add: int | None = None, drop: int | None = None) -> Change:
    """The change that tags a version with one community and not with another."""

    def change(content: dict[str, Any]) -> bool:
        before = list(content.get("communities") or [])
        after = [pk for pk in before if pk != drop]
        if add is not None and add not in after:
            after.append(add)
        content["communities"] = after
        return before != after

    return change


def with_slug(slug: str) -> Change:
    """The change that gives a version this address."""

    def change(content: dict[str, Any]) -> bool:
        changed = content.get("slug") != slug
        content["slug"] = slug
        return changed

    return change
