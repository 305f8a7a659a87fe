"""The private address of one's feeds: made, shown, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wiki.communities.views.places import person_of
from wiki.core.trails import Crumb
from wiki.syndication.feeds import tokens
from wiki.syndication.feeds.directory import feeds_of
from wiki.syndication.feeds.values import absolute


@login_required
@never_cache
@require_safe
def private_feeds(request: HttpRequest) -> HttpResponse:
    """The address, and all the feeds that it opens; or how one gets one."""
    person = person_of(request)
    token = tokens.token_of(person)
    secret = tokens.secret_of(token) if token else ""
    context = {
        "trail": [
            Crumb(title=_("Home"), url="/"),
            Crumb(title=_("My account"), url=reverse("people:account")),
        ],
        "token": token,
        "shelves": feeds_of(person, secret=secret) if secret else [],
        "opml": absolute(reverse("syndication:private_opml", args=[secret])) if secret else "",
        "dates": absolute(reverse("syndication:my_calendar", args=[secret])) if secret else "",
    }
    response = render(request, "syndication/private_feeds.html", context)
    # The page names the secret; « no-referrer » would make its own forms look like another site's.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@login_required
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new address; the one before, if there was one, opens nothing any more."""
    person = person_of(request)
    had_one = tokens.token_of(person) is not None
    tokens.make_token(person)
    text = _("Your private address is made.")
    if had_one:
        text = _("You have a new private address. The one before no longer works.")
    messages.success(request, text)
    return redirect("syndication:private_feeds")


@login_required
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """No private address any more."""
    tokens.revoke_token(person_of(request))
    messages.success(request, _("Your private address no longer works."))
    return redirect("syndication:private_feeds")
