"""What is counted of the people of a community and of what waits there, for the registry beside."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from statistics import median

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wiki.communities.audience import Viewer, readable
from wiki.communities.models import CommunityPage
from wiki.communities.queries import members, waiting_requests
from wiki.communities.review.waiting import waiting_reviews
from wiki.communities.rights import Role
from wiki.communities.tallies import Table, Tally, adds_tallies
from wiki.core.durations import days_since

#: In the order of the list of members.
ROLES = {
    Role.FACILITATOR: _("Facilitators"),
    Role.EXPERT: _("Experts"),
    Role.AMBASSADOR: _("Ambassadors"),
    Role.MANAGER: _("Managers"),
    Role.MEMBER: _("Members"),
}


@adds_tallies
def people(community: CommunityPage, viewer: Viewer) -> Iterator[Table]:
    """Members by role; those who have no account any more do not count (one query)."""
    found = dict(members(community).order_by().values_list("role").annotate(Count("pk")))
    rows = tuple(Tally(label, found.get(role, 0)) for role, label in ROLES.items())
    yield Table("people", _("Members"), rows, order=10, compares=True, total=sum(found.values()))


@adds_tallies
def waits(community: CommunityPage, viewer: Viewer) -> Iterator[Table]:
    """Requests to join and pages under review, and for how long the one in the middle waits."""
    asked = [request.asked_at for request in waiting_requests([community.pk])]
    reviews = waiting_reviews([community])
    known = readable(Page.objects.filter(pk__in={each.page.pk for each in reviews}), viewer)
    ids = set(known.values_list("pk", flat=True))
    begun = [each.state.started_at for each in reviews if each.page.pk in ids]
    rows = (
        *_waiting(_("Requests to join"), _("Median wait of a request, in days"), asked),
        *_waiting(_("Pages under review"), _("Median wait of a review, in days"), begun),
    )
    yield Table("waiting", _("What waits"), rows, order=40)


def _waiting(label: Promise, age: Promise, since: Sequence[datetime]) -> Iterator[Tally]:
    yield Tally(label, len(since))
    if since:
        yield Tally(age, int(median(days_since(moment) for moment in since)))
