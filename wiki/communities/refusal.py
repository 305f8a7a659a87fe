"""One answer for pages that one may not read and for pages that do not exist.

What is answered depends on the address and on who asks, never on what stands there:

- the site itself is closed to visitors: whoever is not signed in is led to sign in;
- the address is below a community of which the person may know, and whose pages the
  person may not read: the community's door;
- it is that of a screen of a community that went into another one, both of which the person
  may know: the screen of the other;
- otherwise: no such page, with the offer to sign in.
"""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from wagtail.models import Page, Site

from wiki.communities.audience import (
    Viewer,
    audience_of,
    first_pages,
    page_audiences,
    readable,
    rules,
    viewer_tokens,
)
from wiki.communities.leading_on import led_on
from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.communities.standing import standing_of
from wiki.communities.views.joining import show_door


def may_read(page: Page, viewer: Viewer) -> bool:
    """Whether the tree lets this person read the page (three queries at most)."""
    return page_audiences([page])[page.pk].admits(viewer_tokens(viewer))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What every address answers that leads nowhere for this person."""
    if closed_to_visitors(request):
        return led_to_sign_in(request)
    community = community_behind(request)
    if community is not None:
        standing = standing_of(request.user)
        response = show_door(request, community, standing=standing, status=403)
    else:
        response = led_on(request) or render(request, "404.html", status=404)
    add_never_cache_headers(response)
    return response


def closed_to_visitors(request: HttpRequest) -> bool:
    """Whether nobody reads the site's first page without signing in (two queries at most)."""
    if request.user.is_authenticated:
        return False
    closed = rules()
    if all(audience_of(path, closed).is_public for path in first_pages()):
        return False  # which site it is costs more to learn than that none is closed
    site = Site.find_for_request(request)
    return site is not None and not audience_of(site.root_page.path, closed).is_public


def led_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in form, and back to the address afterwards."""
    # A form that was sent cannot be sent again from an address.
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    response = redirect_to_login(back)
    add_never_cache_headers(response)
    return response


def community_behind(request: HttpRequest) -> CommunityPage | None:
    """The known community at or above this address whose pages the person may not read."""
    if "\x00" in request.path:  # which PostgreSQL cannot even be asked about
        return None
    slugs = [part for part in request.path.split("/") if part]
    known = [
        community
        for community in listed(request.user).filter(slug__in=slugs)
        if request.path.startswith(community.get_url(request) or "\0")
    ]
    if not known:
        return None
    nearest = max(known, key=lambda community: community.depth)
    open_to = readable(CommunityPage.objects.filter(pk=nearest.pk), request.user)
    return None if open_to.exists() else nearest
