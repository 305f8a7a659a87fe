"""What waits for this person in their communities."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.communities.standing import standing_of
from wiki.communities.views.places import person_of, trail
from wiki.communities.waiting import looked_after, waiting_in


@login_required
@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """All of it, the oldest first, with the community of each."""
    person = person_of(request)
    standing = standing_of(person)
    places = looked_after(person, standing=standing)
    titles = {place.pk: place.title for place in places}
    items = waiting_in(places, person, standing=standing)
    context = {
        "trail": trail(),
        "rows": [(item, titles[item.community_id]) for item in items],
        "belongs": bool(places),
    }
    return render(request, "communities/todo.html", context)
