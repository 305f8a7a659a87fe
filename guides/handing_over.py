"""Pages whose owner has left, and the person who looks after them next.

A page needs somebody in its community to answer for it: its owner is missing when there is
none, when the account is closed, or when the person is no longer a member.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from wagtail.log_actions import log
from wagtail.models import Page

from guides.models import KnowledgePage
from wiki.communities.audience import Viewer, readable
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.queries import members
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.changes import note_change
from wiki.core.search_content import entries_changed
from wiki.people.models import User

#: The name under which Wagtail's journal keeps it.
LOGGED_AS = "guides.hand_over"


class NotAMember(Exception):  # noqa: N818  (named after the situation)
    """Only a member of the community can look after its pages."""


def left_behind(community: CommunityPage, viewer: Viewer) -> QuerySet[KnowledgePage]:
    """Pages of the community, drafts too, that nobody in it owns; those the viewer may read."""
    pages = readable(KnowledgePage.objects.all(), viewer)
    return pages.filter(_without_owner(community)).order_by("title", "pk")


def left_behind_counts(communities: Iterable[CommunityPage], viewer: Viewer) -> dict[int, int]:
    """How many there are in each community, by its id (one query and the rights)."""
    counts = {f"c{row.pk}": Count("pk", filter=_without_owner(row)) for row in communities}
    if not counts:
        return {}
    found = readable(KnowledgePage.objects.all(), viewer).aggregate(**counts)
    return {int(name.removeprefix("c")): total for name, total in found.items()}


def _without_owner(community: CommunityPage) -> Q:
    present = Membership.objects.filter(community=community, person__is_active=True)
    owned = Q(owner__in=present.values("person"))
    # An alias follows its source.
    own = Q(path__startswith=community.path, alias_of=None)
    return own & (Q(owner=None) | ~owned)


@transaction.atomic
def hand_over(
    community: CommunityPage, page_ids: Iterable[int], *, to: User, by: User
) -> list[KnowledgePage]:
    """``to`` owns these pages from now on; those not left behind stay as they are.

    Raises NotAllowed, NotAMember.
    """
    standing_of(by).need(Act.PUBLISH, community)
    if not members(community).filter(person=to).exists():
        raise NotAMember(to.pk)
    pages = list(left_behind(community, by).filter(pk__in=list(page_ids)).select_related("owner"))
    ids = [page.pk for page in pages]
    # The owner belongs to the page and not to a version of it: nothing is published.
    Page.objects.filter(pk__in=ids).update(owner=to)
    for page in pages:
        # People by their ids: a name in the journal would outlive the account.
        data = {"from": page.owner_id, "to": to.pk}
        log(page.specific_deferred, LOGGED_AS, user=by, data=data)
        page.owner = to
    note_change()
    entries_changed.send(KnowledgePage, ids=ids)
    return pages
