"""Feeds, their list, and the same under a private address."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.service import SearchUnavailable
from wiki.communities.audience import Viewer
from wiki.core.opml import write_outlines
from wiki.core.trails import Crumb
from wiki.syndication.feeds import atom, json_feed
from wiki.syndication.feeds.addresses import feed_paths
from wiki.syndication.feeds.directory import feeds_of, outlines_of
from wiki.syndication.feeds.entries import entries_of
from wiki.syndication.feeds.places import Place, find_place, pages_in
from wiki.syndication.feeds.serving import Document, answer, kept, with_headers
from wiki.syndication.feeds.tokens import note_use, read_secret
from wiki.syndication.feeds.values import NEVER, Feed, absolute, tag_uri
from wiki.syndication.models import FeedToken

#: Seconds after which a program may ask again while the search does not answer.
LATER = "300"
OPML = "text/x-opml; charset=utf-8"
WRITERS: dict[str, tuple[Callable[[Feed], bytes], str]] = {
    "atom": (atom.atom, atom.CONTENT_TYPE),
    "json": (json_feed.json_feed, json_feed.CONTENT_TYPE),
}


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """The feeds that anybody may read, and how one gets those of one's own communities."""
    context = {
        "trail": [Crumb(title=_("Home"), url="/")],
        "shelves": feeds_of(AnonymousUser()),
    }
    return render(request, "syndication/feeds.html", context)


@require_safe
def feed(request: HttpRequest, form: str, kind: str = "site", key: str = "") -> HttpResponse:
    """A feed as any visitor may read it, whoever asks."""
    with translation.override(settings.LANGUAGE_CODE):
        document = kept(
            f"{kind}/{key}.{form}",
            AnonymousUser(),
            lambda: _written(find_place(kind, key, AnonymousUser()), form, AnonymousUser()),
        )
    return answer(request, document, private=False)


@require_safe
def private_feed(
    request: HttpRequest, secret: str, form: str, kind: str = "site", key: str = ""
) -> HttpResponse:
    """A feed as the person whose address this is may read it now."""
    token = opened(secret)
    viewer = token.person

    def build() -> Document:
        place = find_place(kind, key, viewer)
        return _written(place, form, viewer, secret=secret, token=token)

    with translation.override(settings.LANGUAGE_CODE):
        try:
            # What the index answers may change without the content changing.
            once = kind == "searches"
            name = f"{secret}/{kind}/{key}.{form}"
            document = build() if once else kept(name, viewer, build)
        except SearchUnavailable:
            response = HttpResponse(status=503, headers={"Retry-After": LATER})
            return with_headers(response, private=True)
    return answer(request, document, private=True)


@require_safe
def feeds_opml(request: HttpRequest) -> HttpResponse:
    """The list of the feeds that anybody may read."""
    with translation.override(settings.LANGUAGE_CODE):
        document = kept("feeds.opml", AnonymousUser(), lambda: _list(AnonymousUser()))
    return answer(request, document, private=False)


@require_safe
def private_opml(request: HttpRequest, secret: str) -> HttpResponse:
    """The list of the feeds that the person may read, under private addresses."""
    token = opened(secret)
    with translation.override(settings.LANGUAGE_CODE):
        document = _list(token.person, secret=secret)
    return answer(request, document, private=True)


def opened(secret: str) -> FeedToken:
    """The private address that this is. Raises Http404 when it opens nothing (any more)."""
    token = read_secret(secret)
    if token is None:
        raise Http404("No such feed.")
    note_use(token, timezone.localdate())
    return token


def _written(
    place: Place, form: str, viewer: Viewer, *, secret: str = "", token: FeedToken | None = None
) -> Document:
    write, content_type = WRITERS[form]
    entries = entries_of(pages_in(place, viewer), viewer)
    # Another person's feed of the same place is another feed.
    own = f"/private/{token.pk}" if token else ""
    made = Feed(
        id=tag_uri(f"feeds/{place.lasting}{own}"),
        title=place.title,
        subtitle=place.subtitle,
        urls={name: absolute(path) for name, path in feed_paths(place, secret=secret).items()},
        page_url=absolute(place.page_path),
        language=settings.LANGUAGE_CODE,
        entries=entries,
    )
    return Document(write(made), content_type, made.updated)


def _list(viewer: Viewer, *, secret: str = "") -> Document:
    title = _("Feeds of %(site)s") % {"site": settings.SITE_NAME}
    outlines = outlines_of(feeds_of(viewer, secret=secret))
    return Document(write_outlines(outlines, title=title), OPML, NEVER)
