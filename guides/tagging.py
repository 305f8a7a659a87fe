"""Communities with which pages are tagged, changed from outside of the pages."""

from collections.abc import Iterable

from guides.models import KnowledgePage
from guides.revisions import change_open_versions, with_communities
from wiki.communities.models import CommunityPage
from wiki.core.changes import note_change

Tag = KnowledgePage.communities.through


def retag(
    pages: Iterable[KnowledgePage],
    *,
    add: CommunityPage | None = None,
    drop: CommunityPage | None = None,
) -> None:
    """Tag these pages, their drafts included, with ``add`` and not with ``drop``.

    No signal tells of it: whoever calls makes the index look at these pages again.
    """
    for page in pages:
        if drop is not None:
            Tag.objects.filter(knowledgepage=page.pk, communitypage=drop.pk).delete()
        if add is not None:
            Tag.objects.get_or_create(knowledgepage_id=page.pk, communitypage_id=add.pk)
        change = with_communities(add=add.pk if add else None, drop=drop.pk if drop else None)
        change_open_versions(page, change)
    note_change()
