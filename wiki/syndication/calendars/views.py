"""Calendars of one community and of all of one's own."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage
from wiki.communities.queries import communities
from wiki.syndication.calendars.ics import CONTENT_TYPE, calendar, dates_of
from wiki.syndication.feeds.serving import Document, answer
from wiki.syndication.feeds.values import NEVER
from wiki.syndication.feeds.views import opened


@require_safe
def of_community(request: HttpRequest, slug: str) -> HttpResponse:
    """The dates of a community that anybody may read."""
    return answer(request, _one(slug, AnonymousUser()), private=False)


@require_safe
def private(request: HttpRequest, secret: str, slug: str) -> HttpResponse:
    """The dates of a community that the person whose address this is may read."""
    return answer(request, _one(slug, opened(secret).person), private=True)


@require_safe
def mine(request: HttpRequest, secret: str) -> HttpResponse:
    """The dates of all communities in which the person is."""
    person = opened(secret).person
    with translation.override(settings.LANGUAGE_CODE):
        name = _("My communities – %(site)s") % {"site": settings.SITE_NAME}
    own = communities(person).filter(memberships__person=person)
    return answer(request, _document(name, own), private=True)


def _one(slug: str, viewer: Viewer) -> Document:
    found = communities(viewer).filter(slug=slug)
    community = found.first()
    if community is None:
        raise Http404("No such calendar.")
    return _document(f"{community.title} – {settings.SITE_NAME}", found)


def _document(name: str, of: QuerySet[CommunityPage]) -> Document:
    dates = dates_of(of, now=timezone.now())
    updated = max((date.changed_at for date in dates), default=NEVER)
    return Document(calendar(name, dates), CONTENT_TYPE, updated)
