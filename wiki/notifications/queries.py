"""Reads of notices and of what people follow, always through the reader's rights of now."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.communities.review.waiting import waiting_elsewhere
from wiki.communities.standing import Standing, standing_of
from wiki.notifications.kinds import IN_CMS
from wiki.notifications.models import Follow, Notice
from wiki.people.models import User

#: Told to whoever is asked to review a page, the last resort among them.
REVIEW_WAITING = "review_waiting"


def visible(
    notices: QuerySet[Notice], viewer: User, *, kinds: Collection[str] | None = None
) -> QuerySet[Notice]:
    """Those about something that the viewer may still read or know of (four queries at most).

    More when a review is among them, or may be: ``kinds`` says which are, when it is known.
    A page must be published and readable; kinds about the CMS are for its owner, for the
    members of the community where it lives and for whoever is its last reviewer. A comment
    must be shown.
    """
    standing = standing_of(viewer)
    on_the_site = Q(page=None) | Q(page__live=True)
    there = _writes_there(viewer, standing, reviews=kinds is None or REVIEW_WAITING in kinds)
    page = on_the_site & ~Q(kind__in=IN_CMS) | Q(kind__in=IN_CMS) & there
    comment = Q(comment=None) | Q(comment__deleted_at=None) & (
        Q(comment__hidden_at=None) | Q(comment__author=viewer)
    )
    known = Q(community=None) | Q(community__in=listed(viewer, standing=standing).values("pk"))
    return readable(notices.filter(page, comment, known), viewer, prefix="page__")


def _writes_there(viewer: User, standing: Standing, *, reviews: bool) -> Q:
    """Where the viewer sees what is not published: the rule of the CMS's own sections."""
    if standing.everything:
        return Q()
    rule = Q(page__owner=viewer)
    if reviews:
        rule |= Q(page__in=[review.page.pk for review in waiting_elsewhere(viewer)])
    inside = CommunityPage.objects.filter(pk__in=[*standing.roles, *standing.reviewed])
    for path in inside.order_by("path").values_list("path", flat=True):
        rule |= Q(page__path__startswith=path)
    return rule


def notices_of(viewer: User) -> QuerySet[Notice]:
    """The viewer's notices that may be shown now, the newest first, with all that a row shows."""
    return with_subjects(visible(Notice.objects.filter(recipient=viewer), viewer))


def with_subjects(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """The rows with the pages, communities, comments and people that their sentences name."""
    return notices.select_related("page__knowledgepage", "community", "comment", "actor").order_by(
        "-created_at", "-pk"
    )


def unread_count(viewer: User) -> int:
    """How many wait to be read; one query while there are none."""
    unread = Notice.objects.filter(recipient=viewer, read_at=None)
    kinds = set(unread.order_by().values_list("kind", flat=True).distinct())
    return visible(unread, viewer, kinds=kinds).count() if kinds else 0


def follows_of(viewer: User) -> QuerySet[Follow]:
    """What the viewer follows and may know of now, the newest first."""
    rows = Follow.objects.filter(follower=viewer).select_related(
        "page", "theme", "person", "community"
    )
    shown = rows.filter(
        Q(page=None) | Q(page__live=True),
        Q(community=None) | Q(community__in=listed(viewer).values("pk")),
        Q(person=None) | Q(person__is_active=True),
    )
    return readable(shown, viewer, prefix="page__").order_by("-since", "-pk")
