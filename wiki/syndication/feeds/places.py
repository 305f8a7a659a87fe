"""Of what there is a feed: the site, a community, a theme, a type, a saved search."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from guides.models import KnowledgePage
from guides.queries import KINDS, below, knowledge, of_kind, pages_of_theme
from search import service
from search.params import SearchParams, Sort
from wiki.communities.audience import Viewer
from wiki.communities.queries import communities
from wiki.core.models import Theme
from wiki.syndication.feeds.entries import NEWEST, newest
from wiki.syndication.models import SavedSearch

SITE, COMMUNITIES, THEMES, TYPES, SEARCHES = "site", "communities", "themes", "types", "searches"


@dataclass(frozen=True, slots=True)
class Place:
    """Something that has a feed, as one viewer may read it."""

    kind: str
    #: Names it in addresses; "" for the site.
    key: str
    #: Names it for ever, whatever its address.
    lasting: str
    title: str
    subtitle: str
    #: Path of the page that shows the same.
    page_path: str
    pages: QuerySet[KnowledgePage] | None = None
    search: SavedSearch | None = None

    @property
    def changes_with_content(self) -> bool:
        """Whether it changes with what is published only, and not with the index too."""
        return self.search is None


def find_place(kind: str, key: str, viewer: Viewer) -> Place:
    """What this address names. Raises Http404 for what the viewer may not read."""
    match kind:
        case "site":
            return _site(viewer)
        case "communities":
            return _community(key, viewer)
        case "themes":
            return _theme(key, viewer)
        case "types":
            return _type(key, viewer)
        case "searches":
            return _search(key, viewer)
    raise Http404("No such feed.")


def pages_in(place: Place, viewer: Viewer) -> Sequence[KnowledgePage]:
    """Its newest pages. May raise ``search.service.SearchUnavailable``."""
    if place.search is not None:
        return _found(place.search, viewer)
    return newest(place.pages) if place.pages is not None else []


def _site(viewer: Viewer) -> Place:
    subtitle = _("Everything that the communities publish.")
    return Place(
        SITE, "", "site", settings.SITE_NAME, subtitle, "/", _by_publication(knowledge(viewer))
    )


def _community(slug: str, viewer: Viewer) -> Place:
    found = communities(viewer).filter(slug=slug).first()
    if found is None:
        raise Http404("No such feed.")
    return Place(
        COMMUNITIES,
        slug,
        f"communities/{found.pk}",
        _titled(found.title),
        found.summary,
        found.url or "/",
        _by_publication(below(knowledge(viewer), found)),
    )


def _theme(slug: str, viewer: Viewer) -> Place:
    found = Theme.objects.filter(slug=slug).first()
    if found is None:
        raise Http404("No such feed.")
    return Place(
        THEMES,
        slug,
        f"themes/{found.pk}",
        _titled(found.label),
        found.description,
        found.get_absolute_url(),
        _by_publication(pages_of_theme(knowledge(viewer), found)),
    )


def _type(key: str, viewer: Viewer) -> Place:
    kind = next((kind for kind in KINDS if kind.search_kind == key), None)
    if kind is None:
        raise Http404("No such feed.")
    return Place(
        TYPES,
        key,
        f"types/{key}",
        _titled(str(kind.kind_label_plural)),
        str(kind.page_description),
        f"{reverse('guides:browse')}?type={key}",
        _by_publication(of_kind(knowledge(viewer), kind)),
    )


def _search(key: str, viewer: Viewer) -> Place:
    """One's own: nobody reads the searches of others, whatever they find."""
    found = None
    if viewer.is_authenticated and key.isdecimal() and len(key) <= 18:
        found = SavedSearch.objects.filter(person=viewer, pk=int(key)).first()
    if found is None:
        raise Http404("No such feed.")
    return Place(
        SEARCHES,
        key,
        f"searches/{found.pk}",
        _titled(found.name),
        _("New pages that match a saved search."),
        found.results_url,
        search=found,
    )


def _titled(title: str) -> str:
    return f"{title} – {settings.SITE_NAME}"


def _by_publication(pages: QuerySet[KnowledgePage]) -> QuerySet[KnowledgePage]:
    """What a program has not seen yet comes first: new pages, and pages with a new text."""
    return pages.order_by("-last_published_at", "-pk")


def _found(search: SavedSearch, viewer: Viewer) -> list[KnowledgePage]:
    """The newest pages of knowledge that match; near matches are none."""
    params = search.params
    wanted = SearchParams(
        text=params.text, filters=params.filters, sort=Sort.NEWEST, page_size=NEWEST
    )
    page = service.search(wanted, viewer)
    ids = [] if page.near else [hit.page_id for hit in page.hits]
    pages = knowledge(viewer).filter(pk__in=ids)
    # The index knows the second only.
    return newest(pages.order_by("-first_published_at", "-pk"))
