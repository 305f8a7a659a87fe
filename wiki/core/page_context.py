"""How parts above a page type add to what its template shows.

A page type knows nothing of the apps above it, yet its template shows what they
know: a community's latest guides, a page's place in a series. Each app has a
module ``reading`` whose functions register here, and the page gathers them.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from wagtail.models import Page

Builder = Callable[[Any, HttpRequest], dict[str, Any]]
B = TypeVar("B", bound=Builder)

_builders: list[tuple[type[Page], Builder]] = []


def adds_context(page_type: type[Page]) -> Callable[[B], B]:
    """Register a function ``(page, request) -> dict`` for pages of this type and below."""

    def register(builder: B) -> B:
        _builders.append((page_type, builder))
        return builder

    return register


class GathersContext:
    """Mixin of the page types whose template shows what higher apps add."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        for page_type, builder in _builders:
            if isinstance(self, page_type):
                context.update(builder(self, request))
        return context
