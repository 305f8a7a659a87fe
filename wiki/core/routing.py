"""From an address to a page, and to who may read it, without a query for each level.

Wagtail walks down the tree: two queries for each place on the way. A page's stored
address is unique and says the same.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult


class RoutesAtOnce:
    """Mixin of the root page: two queries for any address below it."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not path_components:
            return super().route(request, path_components)  # type: ignore[misc]
        url_path = f"{self.url_path}{'/'.join(path_components)}/"  # type: ignore[attr-defined]
        found = Page.objects.filter(url_path=url_path).first()
        if found is None:
            # A page type may route what is below it by itself: it is asked the usual way.
            return super().route(request, path_components)  # type: ignore[misc]
        if not found.live:
            raise Http404
        return found.specific.route(request, [])


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
