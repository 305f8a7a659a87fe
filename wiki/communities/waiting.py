"""What waits for one person in all their communities, and how much of it there is."""

from collections.abc import Iterable

from django.core.cache import cache
from django.http import HttpRequest

from wiki.communities.models import CommunityPage
from wiki.communities.review.waiting import waiting_elsewhere
from wiki.communities.standing import Standing, standing_of
from wiki.communities.todo import Todo, todo
from wiki.core.changes import content_version
from wiki.people.models import User

#: Seconds. What changes in our own tables shows at once; reviews are Wagtail's.
COUNT_LIFETIME = 60


def looked_after(person: User, *, standing: Standing) -> list[CommunityPage]:
    """The published communities of the person, by name.

    And those without anybody who could review, when a page waits there for this person.
    """
    left = {review.community.pk for review in waiting_elsewhere(person)}
    found = CommunityPage.objects.live().filter(pk__in=[*standing.roles, *left])
    return list(found.order_by("title", "pk"))


def waiting_in(
    communities: Iterable[CommunityPage], person: User, *, standing: Standing
) -> list[Todo]:
    """What waits in these communities, oldest first; a constant number of queries."""
    places = list(communities)
    return todo(places, person, standing) if places else []


def waiting_for(request: HttpRequest) -> int:
    """The count for whoever asks, read once for each request; none for a visitor."""
    if not isinstance(request.user, User):
        return 0
    known = getattr(request, "waiting_count", None)
    if known is None:
        known = request.waiting_count = waiting_count(request.user)  # type: ignore[attr-defined]
    return known


def waiting_count(person: User) -> int:
    """How many things wait for this person (one query while nothing changes)."""
    key = f"waiting:{person.pk}:{content_version()}"
    found = cache.get(key)
    if found is None:
        standing = standing_of(person)
        places = looked_after(person, standing=standing)
        found = len(waiting_in(places, person, standing=standing))
        cache.set(key, found, COUNT_LIFETIME)
    return found
