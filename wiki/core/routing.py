"""From an address to a page, and to who may read it, without a query for each level.

Wagtail walks down the tree: two queries for each place on the way. A page's stored
address is unique and says the same.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

#: Longer addresses are nobody's page; the places above them are not asked for.
DEEPEST = 30


class RoutesAtOnce:
    """Mixin of the root page: two queries for any address below it, the places above included."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not path_components or len(path_components) > DEEPEST:
            return super().route(request, path_components)  # type: ignore[misc]
        ends = range(len(path_components) + 1)
        addresses = [_below(self, path_components[:end]) for end in ends]
        on_the_way = {row.url_path: row for row in Page.objects.filter(url_path__in=addresses)}
        found = on_the_way.pop(addresses[-1], None)
        if found is None:
            # A page type may route what is below it by itself: it is asked the usual way.
            return super().route(request, path_components)  # type: ignore[misc]
        if not found.live:
            raise Http404
        page = found.specific
        page.places_above = sorted(on_the_way.values(), key=attrgetter("depth"))
        return page.route(request, [])


def _below(page: Any, path_components: list[str]) -> str:
    return "".join(f"{part}/" for part in [page.url_path.removesuffix("/"), *path_components])


def places_above(page: Page) -> Iterable[Page]:
    """The places above ``page``, from the home page down: as found on the way to it, or asked."""
    known: list[Page] | None = getattr(page, "places_above", None)
    return page.get_ancestors().filter(depth__gte=2) if known is None else known


class ReadsRestrictionsAtOnce:
    """Mixin of pages: the restrictions on the page and above it in one query."""

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Those of each page from the root down; of an alias, those of its source."""
        own: Any = self
        paths = [own.path[:end] for end in range(own.steplen, len(own.path) + 1, own.steplen)]
        return PageViewRestriction.objects.filter(
            Q(page__path__in=paths)
            | Q(page__aliases__path__in=paths)
            | Q(page__aliases__aliases__path__in=paths)
        ).distinct()
